package numberlist

import (
	"bytes"
	"errors"
	"io"
)

// readLines reads a text with one phone in each line. A header is passed over; empty lines are skipped.
func readLines(in *input, out *rowScan) error {
	for first := true; ; {
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
		if len(bytes.TrimSpace(line)) > 0 {
			if isHeader, err := lineHeader(at, line, first); err != nil {
				return err
			} else if !isHeader {
				row := cells{fieldPhone: line}
				if err := out.row(at, &row); err != nil {
					return err
				}
			}
			first = false
		}
		in.passLine(size)
	}
}

// lineHeader reports whether the first line is the header of a list that has phones alone.
func lineHeader(at position, line []byte, first bool) (bool, error) {
	if !first {
		return false, nil
	}
	if f, known := fieldNamed(line); known {
		if f != fieldPhone {
			return false, fatal(at, "a .txt list has one phone in each line and nothing else")
		}
		return true, nil
	}
	for _, delimiter := range delimiters {
		for name := range bytes.SplitSeq(line, []byte{delimiter}) {
			if _, known := fieldNamed(bytes.Trim(name, `"`)); known {
				return false, fatal(at, "a .txt list has one phone in each line, and this one has columns: rename it to .csv")
			}
		}
	}
	return false, nil
}
