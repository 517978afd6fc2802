package numberlist

import (
	"bytes"
	"errors"
	"io"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// csvReader reads CSV as RFC 4180 describes it, with any of the usual delimiters and line ends.
type csvReader struct {
	in        *input
	delimiter byte
	record    [][]byte // the fields of the current record
	spill     []byte   // holds quoted fields that are not contiguous in the input
	spans     bool     // the current record goes over several lines
}

// readCSV reads a header and then rows. Blank lines are skipped.
func readCSV(in *input, format Format, out *rowScan) error {
	r := &csvReader{in: in}
	var err error
	if r.delimiter, err = format.delimiter(); err != nil {
		return err
	}
	if err := r.start(format); err != nil {
		return err
	}
	t := &table{out: out, format: format}
	at, err := r.nextFilled()
	if errors.Is(err, io.EOF) {
		return nil
	}
	if err != nil {
		return headerError(err)
	}
	isRow, err := t.header(at, r.record, r.peekRecord)
	if err != nil {
		return err
	}
	if isRow {
		if err := t.row(at, r.record); err != nil {
			return err
		}
	}
	return r.rows(t)
}

// rows reads what is behind the header.
func (r *csvReader) rows(t *table) error {
	for {
		if t.hasPhonesOnly() {
			if err := t.out.digitRows(r.in); err != nil {
				return err
			}
		}
		r.spans = false
		at, err := r.next()
		switch {
		case err == nil && r.spans && t.holdsRow(r.record, r.delimiter):
			return &fatalProblem{at.problem("", faultQuoteRows, "")}
		case err == nil:
			err = t.row(at, r.record)
		case errors.Is(err, io.EOF):
			return nil
		default:
			err = rejectRow(err, t.out)
		}
		if err != nil {
			return err
		}
	}
}

// rowError is a record that is not CSV, behind which reading can go on at the next line.
type rowError struct {
	at    position
	fault *phone.Fault
}

func (e *rowError) Error() string { return e.fault.One }

// rejectRow reports a row that is not CSV. Any other error ends the reading.
func rejectRow(err error, out *rowScan) error {
	var wrong *rowError
	if errors.As(err, &wrong) {
		return out.reject(wrong.at, "", wrong.fault)
	}
	return err
}

// headerError makes any fault in the header line final.
func headerError(err error) error {
	var wrong *rowError
	if errors.As(err, &wrong) {
		return &fatalProblem{wrong.at.problem("", wrong.fault, "")}
	}
	return err
}

// nextFilled reads the first record that is not blank.
func (r *csvReader) nextFilled() (position, error) {
	for {
		at, err := r.next()
		if err != nil {
			return at, err
		}
		for _, value := range r.record {
			if !isBlank(value) {
				return at, nil
			}
		}
	}
}

// peekRecord returns the record behind the current one, which is no longer valid then.
func (r *csvReader) peekRecord() [][]byte {
	if _, err := r.nextFilled(); err != nil {
		return nil
	}
	return r.record
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
			i := bytes.IndexByte(line, r.delimiter)
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
