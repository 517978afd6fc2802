package numberlist

import (
	"bytes"
	"errors"
	"io"
)

// readJSONLines reads one object from each line. A fault in one line does not touch the others.
func readJSONLines(in *input, out *rowScan) error {
	if err := in.start(); err != nil {
		return err
	}
	var parser objectParser
	for {
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
		if line = bytes.Trim(line, " \t\r"); len(line) > 0 {
			if line[0] == '[' && out.rows == 0 {
				return fatal(at, "JSON Lines have one object on each line; a JSON array belongs in a file named .json")
			}
			if err := parser.deliver(at, line, out); err != nil {
				return err
			}
		}
		in.passLine(size)
	}
}

// deliver parses one entry and hands it on.
func (p *objectParser) deliver(at position, data []byte, out *rowScan) error {
	var row cells
	if fault := p.parse(data, &row); fault != "" {
		return out.reject(at, p.column, fault)
	}
	return out.row(at, &row)
}
