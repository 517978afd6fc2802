package numberlist

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// start passes a line sep=, with which a spreadsheet says what its delimiter is, and otherwise finds the delimiter out.
func (r *csvReader) start(format Format) error {
	line, size, err := r.in.peekLine()
	for err == nil && isBlank(line) {
		r.in.passLine(size)
		line, size, err = r.in.peekLine()
	}
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, errRowTooLong):
		if r.delimiter == 0 {
			r.delimiter = delimiters[0]
		}
		return nil
	case err != nil:
		return err
	}
	if said, found := saidDelimiter(line); found {
		r.in.passLine(size)
		if r.delimiter == 0 {
			r.delimiter = said
		}
	}
	if r.delimiter == 0 {
		r.delimiter = r.detect(format)
	}
	return nil
}

// saidDelimiter reports whether a line is sep=, and returns the delimiter behind it, or 0 if that has to be found out.
func saidDelimiter(line []byte) (delimiter byte, found bool) {
	text := strings.ToLower(strings.Trim(strings.TrimPrefix(string(line), byteOrderMark), `" `))
	said, found := strings.CutPrefix(strings.Replace(text, " =", "=", 1), "sep=")
	if said = strings.TrimLeft(said, " "); !found || len(said) > len(`\t`)+1 {
		return 0, false
	}
	if said == `\t` || said == "tab" {
		return '\t', true
	}
	if said != "" && slices.Contains(delimiters, said[0]) {
		return said[0], true
	}
	return 0, true
}

// detect returns the delimiter with which the header makes most sense: it has a column for the phones, and then as many
// columns as possible.
func (r *csvReader) detect(format Format) (best byte) {
	most, columns := -1, 0
	for _, delimiter := range delimiters {
		r.delimiter = delimiter
		_, complete, fault := r.split(r.in.rest())
		if !complete || fault != nil {
			continue
		}
		score := len(r.record)
		for _, name := range r.record {
			score += r.knows(name, format)
		}
		if score > most {
			best, most, columns = delimiter, score, len(r.record)
		}
	}
	if columns > 1 {
		return best
	}
	return r.detectBelow()
}

// detectBelow returns what stands behind the phones below a header of one column, so that nothing is behind it.
func (r *csvReader) detectBelow() byte {
	_, below, _ := bytes.Cut(r.in.rest(), []byte{'\n'})
	line, _, _ := bytes.Cut(below, []byte{'\n'})
	for _, delimiter := range delimiters {
		if phones, behind, found := bytes.Cut(line, []byte{delimiter}); found && isPhone(string(phones)) && !isPhone(string(behind)) {
			return delimiter
		}
	}
	return delimiters[0]
}

// knows rates a cell of the first record: whether it names the phones, another column, or is a phone itself.
func (r *csvReader) knows(name []byte, format Format) int {
	const names, aPhone = 1000, 100
	text := phone.Trim(string(name))
	for _, header := range format.Columns {
		if phone.Trim(header) == text {
			return names
		}
	}
	if f, known := fieldNamed(name); known && len(format.Columns) == 0 {
		if f == fieldPhone {
			return names
		}
		return 1
	}
	switch {
	case len(format.Columns) == 0 && namesPhones(text):
		return names
	case isPhone(text):
		return aPhone
	default:
		return 0
	}
}
