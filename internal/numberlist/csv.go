package numberlist

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// csvReader reads CSV as RFC 4180 describes it, with LF or CRLF.
type csvReader struct {
	in     *input
	fields []field  // of the columns, in their order
	record [][]byte // the fields of the current record
	spill  []byte   // holds quoted fields that are not contiguous in the input
}

// readCSV reads a header and then rows. Empty lines, and rows without a single value, are skipped.
func readCSV(in *input, out *rowScan) error {
	if err := in.start(); err != nil {
		return err
	}
	r := &csvReader{in: in}
	at, err := r.next()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return headerError(err)
	}
	if err := r.header(at, out); err != nil {
		return err
	}
	for {
		at, err := r.next()
		switch {
		case err == nil:
			err = r.deliver(at, out)
		case errors.Is(err, io.EOF):
			return nil
		default:
			err = rejectRow(err, out)
		}
		if err != nil {
			return err
		}
	}
}

// deliver hands the current record on.
func (r *csvReader) deliver(at position, out *rowScan) error {
	if len(r.record) != len(r.fields) {
		return out.reject(at, "", fmt.Sprintf("the row has %d columns and the header %d", len(r.record), len(r.fields)))
	}
	var row cells
	for i, f := range r.fields {
		row[f] = r.record[i]
	}
	if !row.set() {
		return nil
	}
	return out.row(at, &row)
}

// rowError is a record that is not CSV, behind which reading can go on at the next line.
type rowError struct {
	at   position
	text string
}

func (e *rowError) Error() string { return e.text }

// rejectRow reports a row that is not CSV. Any other error ends the reading.
func rejectRow(err error, out *rowScan) error {
	var wrong *rowError
	if errors.As(err, &wrong) {
		return out.reject(wrong.at, "", wrong.text)
	}
	return err
}

// headerError makes any fault in the header line final.
func headerError(err error) error {
	var wrong *rowError
	if errors.As(err, &wrong) {
		return fatal(wrong.at, wrong.text)
	}
	return err
}

// header finds out which column is which. It rejects each unknown or repeated one by its place: a file without a
// header begins with a person's number, so the text itself must not be shown.
func (r *csvReader) header(at position, out *rowScan) error {
	var (
		seen  [fieldCount]bool
		wrong []Problem
	)
	for i, name := range r.record {
		f, known := fieldNamed(name)
		switch {
		case !utf8.Valid(name):
			return fatal(at, notUTF8)
		case !known:
			wrong = append(wrong, at.problem("", fmt.Sprintf("column %d is not known; the columns are %s", i+1, columnList)))
		case seen[f]:
			wrong = append(wrong, at.problem("", fmt.Sprintf("column %d repeats the column %s", i+1, f)))
		}
		if known {
			seen[f] = true
		}
		r.fields = append(r.fields, f)
	}
	switch hint := headerHint(r.record); {
	case hint != "":
		return fatal(at, hint)
	case !seen[fieldPhone]:
		wrong = append(wrong, at.problem("", "there is no column phone"))
	}
	if len(wrong) == 0 {
		return nil
	}
	if err := out.to.reject(wrong); err != nil {
		return err
	}
	return errStop
}

// headerHint recognises the common ways to write no header at all or one that is not separated by commas.
func headerHint(names [][]byte) string {
	for _, name := range names {
		if _, err := phone.Parse(name); err == nil {
			return "the first line must name the columns (" + columnList + "), and it looks like a number already"
		}
	}
	if len(names) == 1 {
		if bytes.IndexByte(names[0], ';') >= 0 {
			return "columns must be separated by commas, and these seem to be separated by semicolons"
		}
		if bytes.IndexByte(names[0], '\t') >= 0 {
			return "columns must be separated by commas, and these seem to be separated by tabs"
		}
	}
	return ""
}

// next reads one record, skipping empty lines. The error is io.EOF behind the last one.
func (r *csvReader) next() (position, error) {
	for {
		at := position{r.in.line, -1}
		line, size, err := r.in.peekLine()
		if err != nil {
			return at, r.withoutLine(at, err)
		}
		switch {
		case len(line) == 0:
			r.in.passLine(size)
			continue
		case bytes.IndexByte(line, '"') >= 0:
			return at, r.quoted(at)
		}
		r.in.passLine(size)
		r.record = r.record[:0]
		for {
			i := bytes.IndexByte(line, ',')
			if i < 0 {
				r.record = append(r.record, line)
				return at, nil
			}
			r.record = append(r.record, line[:i])
			line = line[i+1:]
		}
	}
}

// withoutLine goes on where no line could be had: one that is too long may be a record with a quote, and otherwise err is
// final.
func (r *csvReader) withoutLine(at position, err error) error {
	switch {
	case !errors.Is(err, errRowTooLong):
		return err
	case bytes.IndexByte(r.in.rest(), '"') >= 0:
		return r.quoted(at)
	default:
		return fatal(at, "the line "+err.Error())
	}
}
