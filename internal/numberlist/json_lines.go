package numberlist

import (
	"bytes"
	"errors"
	"io"
)

// readJSONLines reads one object from each line. A fault in one line does not touch the others.
func readJSONLines(in *input, format Format, out *rowScan) error {
	parser := objectParser{keys: &keys{format: format, phoneOnly: out.phoneOnly}}
	for {
		at := position{in.line, -1}
		line, size, err := in.peekLine()
		switch {
		case errors.Is(err, io.EOF):
			return parser.keys.end(position{1, -1})
		case errors.Is(err, errRowTooLong):
			return fatal(at, "the line "+err.Error())
		case err != nil:
			return err
		}
		if line = bytes.Trim(line, " \t\r"); len(line) > 0 {
			if isSplitObject(line) {
				return fatal(at, "JSON Lines have one object on each line, and here one goes on in the next line: write each object on a line of its own, as jq -c does")
			}
			if err := parser.deliver(at, line, out); err != nil {
				return parser.keys.given(err)
			}
		}
		in.passLine(size)
	}
}

// isSplitObject reports whether a line begins an object and does not end it.
func isSplitObject(line []byte) bool {
	if line[0] != '{' || line[len(line)-1] == '}' {
		return false
	}
	var e elementFinder
	_, complete := e.advance(line, 0)
	return !complete && !e.inText
}
