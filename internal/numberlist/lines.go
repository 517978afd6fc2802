package numberlist

import (
	"bytes"
	"errors"
	"io"
)

// readLines reads a text with one phone in each line. A header is passed over; empty lines are skipped.
func readLines(in *input, out *rowScan) error {
	for first := true; ; {
		if !first {
			if err := out.digitRows(in); err != nil {
				return err
			}
		}
		at := position{in.line, -1}
		line, size, err := in.peekLine()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, errRowTooLong):
			return fatal(at, "the line "+err.Error())
		case err != nil:
			return err
		}
		if line = bytes.TrimRight(line, ",; \t"); len(line) > 0 { // as if it had empty columns
			isHeader, err := first && lineIsHeader(line), error(nil)
			if first && !isHeader {
				err = lineHasColumns(at, line)
			}
			if err == nil && !isHeader {
				row := cells{fieldPhone: line}
				err = out.row(at, &row)
			}
			if err != nil {
				return err
			}
			first = false
		}
		in.passLine(size)
	}
}

// lineIsHeader reports whether the first line names what is below it: that can only be phones.
func lineIsHeader(line []byte) bool { return namesPhones(string(bytes.TrimRight(line, ":："))) }

// lineHasColumns refuses a list whose first line has columns.
func lineHasColumns(at position, line []byte) error {
	for _, delimiter := range delimiters {
		names, phones, others := false, 0, 0
		for cell := range bytes.SplitSeq(line, []byte{delimiter}) {
			_, known := fieldNamed(bytes.Trim(cell, `"`))
			names = names || known
			if isPhone(string(cell)) {
				phones++
			} else if !isBlank(cell) && !isDigits(cell) {
				others++
			}
		}
		if names || phones == 1 && others > 0 {
			return fatal(at, "a .txt list has one phone in each line, and this one has columns: rename it to .csv")
		}
	}
	return nil
}
