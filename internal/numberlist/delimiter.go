package numberlist

import (
	"bytes"
	"errors"
	"io"
	"slices"

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
	text := bytes.ToLower(bytes.Trim(bytes.TrimPrefix(line, []byte(byteOrderMark)), `"`))
	if said, found := bytes.CutPrefix(text, []byte("sep=")); found && len(said) == 1 {
		r.in.passLine(size)
		if r.delimiter == 0 && slices.Contains(delimiters, said[0]) {
			r.delimiter = said[0]
		}
	}
	if r.delimiter == 0 {
		r.delimiter = r.detect(format)
	}
	return nil
}

// detect returns the delimiter with which the header makes most sense: it has a column for the phones, and then as many
// columns as possible.
func (r *csvReader) detect(format Format) (best byte) {
	most := -1
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
			best, most = delimiter, score
		}
	}
	if best == 0 {
		return delimiters[0]
	}
	return best
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
