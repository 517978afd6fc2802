package numberlist

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// table is a list in rows and columns, wherever they come from. The records that it is handed are valid only during the
// call.
type table struct {
	out     *rowScan
	format  Format
	fields  []field // of the columns, in their order
	isSheet bool    // of a workbook
}

// header takes the first record that is not blank, and reports whether it is a row already: a list of phones alone needs
// no header. next returns the record behind it, if there is one, and is asked only if the header cannot be used.
func (t *table) header(at position, record [][]byte, next func() [][]byte) (isRow bool, err error) {
	h := newHeader(at, record, t.format, t.out.phoneOnly)
	h.head = t.out.head
	t.fields, isRow, err = h.fields(next)
	return isRow, err
}

// hasPhonesOnly reports whether there are no other columns.
func (t *table) hasPhonesOnly() bool { return len(t.fields) == 1 && t.fields[0] == fieldPhone }

// row takes any other record. One that is blank is skipped; one that is short lacks its last values.
func (t *table) row(at position, record [][]byte) error {
	if fault := t.fault(record); fault != nil {
		return t.out.reject(at, "", fault)
	}
	var row cells
	blank := true
	for i, value := range record {
		if len(value) == 0 {
			continue
		}
		f := fieldNameless
		if i < len(t.fields) {
			f = t.fields[i]
		}
		switch {
		case f >= 0:
			row[f] = value // #nosec G602 -- f is a field
			blank = blank && isBlank(value)
		case f == fieldIgnored || isBlank(value):
			blank = blank && isBlank(value)
		case t.out.phoneOnly:
			blank = false
		default:
			return t.out.reject(at, "", t.surplus(record, i))
		}
	}
	if blank {
		return nil
	}
	return t.out.row(at, &row)
}

// fault looks at a record as a whole.
func (t *table) fault(record [][]byte) *phone.Fault {
	switch {
	case t.out.phoneOnly && t.isElsewhere(record):
		return faultElsewhere
	case len(record) == 1 && t.isUndivided(record[0]):
		return faultDelimiter
	default:
		return nil
	}
}

// isElsewhere reports whether a row of a do-not-call list has a number that would be passed over: in a column that the
// header does not have, or in another one if that of the phones is empty.
func (t *table) isElsewhere(record [][]byte) bool {
	place := slices.Index(t.fields, fieldPhone)
	isMissing := place >= len(record) || isBlank(record[place])
	if !isMissing && len(record) <= len(t.fields) {
		return false
	}
	for i, value := range record {
		if i >= len(t.fields) && isPhone(string(value)) || i != place && isMissing && isCertainlyPhone(string(value)) {
			return true
		}
	}
	return false
}

// isCertainlyPhone reports whether a text is a phone, and hardly an id or a date.
func isCertainlyPhone(text string) bool {
	n, err := phone.Read(text)
	return err == nil && n.Len() >= 9 && (n.HasPlus() || n.First(1) == 0 || n.Len() == 11 && n.First(2) > 12 && n.First(1) == 1)
}

// holdsRow reports whether a value of a record has a line that looks like a row of the list.
func (t *table) holdsRow(record [][]byte, delimiter byte) bool {
	place := slices.Index(t.fields, fieldPhone)
	if place < 0 || len(t.fields) < 2 {
		return false
	}
	for _, value := range record {
		_, behind, _ := bytes.Cut(value, []byte{'\n'})
		for line := range bytes.SplitSeq(behind, []byte{'\n'}) {
			if parts := bytes.Split(line, []byte{delimiter}); len(parts) == len(t.fields) && isPhone(string(parts[place])) {
				return true
			}
		}
	}
	return false
}

// surplus says what is wrong with a value in a column without a name.
func (t *table) surplus(record [][]byte, column int) *phone.Fault {
	switch {
	case column < len(t.fields), t.isSheet:
		return faultNameless
	case slices.ContainsFunc(record, func(cell []byte) bool { return bytes.IndexByte(cell, '\r') >= 0 }):
		return faultLineEnd
	default:
		return faultColumns
	}
}

// isUndivided reports whether a row of one cell has as many parts as there are columns, by another delimiter. If those are
// phones it has several of them, which is another mistake.
func (t *table) isUndivided(cell []byte) bool {
	if len(t.fields) < 2 || t.out.phoneOnly {
		return false
	}
	for _, delimiter := range delimiters {
		parts := bytes.Split(cell, []byte{delimiter})
		if len(parts) == len(t.fields) && !isPhone(string(parts[1])) {
			return true
		}
	}
	return false
}

// holds returns the field of a column. Before the header is known, each may have the phones.
func (t *table) holds(column int) field {
	switch {
	case t.fields == nil:
		return fieldPhone
	case column < len(t.fields):
		return t.fields[column]
	default:
		return fieldIgnored
	}
}

// isBlank reports whether a cell has nothing that can be seen.
func isBlank(cell []byte) bool {
	for _, c := range cell {
		if c > ' ' && c < utf8.RuneSelf {
			return false
		}
	}
	return len(bytes.TrimSpace(cell)) == 0 || phone.Trim(string(cell)) == ""
}
