package numberlist

import (
	"errors"
	"io"
)

const jsonBroken = "the JSON is malformed or breaks off here"

// readJSONArray reads an array of objects. An element is looked at only once it is there as a whole, and there is no
// more than one in memory.
func readJSONArray(in *input, format Format, out *rowScan) error {
	parser := objectParser{keys: &keys{format: format, phoneOnly: out.phoneOnly}}
	if empty, err := beginArray(in); empty || err != nil {
		return err
	}
	if err := parser.entries(in, out); err != nil {
		return err
	}
	in.consume(1)
	_, err := nextToken(in)
	if err == nil {
		return fatal(position{in.line, -1}, "there is text after the end of the JSON array")
	}
	if errors.Is(err, io.EOF) {
		return parser.keys.end(position{1, -1})
	}
	return err
}

// entries reads the entries of an array, up to the bracket that closes it.
func (p *objectParser) entries(in *input, out *rowScan) error {
	var elements elementFinder
	for index := 0; ; index++ {
		c, err := nextToken(in)
		at := position{in.line, index}
		if err != nil {
			return orBroken(err, at)
		}
		if c == ']' && index == 0 {
			return nil
		}
		if text := insteadOfEntry[c]; text != "" && index > 0 {
			return fatal(at, text)
		}
		size, err := elements.find(in, at)
		if err != nil {
			return err
		}
		if err := p.deliver(at, in.rest()[:size], out); err != nil {
			return p.keys.given(err)
		}
		in.consume(size)
		if c, err = nextToken(in); err != nil {
			return orBroken(err, position{in.line, -1})
		}
		switch c {
		case ']':
			return nil
		case ',':
			in.consume(1)
		case '{':
			return fatal(position{in.line, -1}, "the JSON is malformed: a comma is missing in front of this entry")
		default:
			return fatal(position{in.line, -1}, jsonBroken)
		}
	}
}

// beginArray passes the bracket that opens the array. empty is true if there is no text at all.
func beginArray(in *input) (empty bool, err error) {
	c, err := nextToken(in)
	switch {
	case errors.Is(err, io.EOF):
		return true, nil
	case err != nil:
		return false, err
	case c == '{':
		return false, notAnArray(in)
	case c != '[':
		return false, fatal(position{in.line, -1}, "a JSON array of objects is expected, in square brackets")
	}
	in.consume(1)
	return false, nil
}

// notAnArray explains what begins with an object: JSON Lines, or a list inside of something else, as programs answer.
func notAnArray(in *input) error {
	at := position{in.line, -1}
	for len(in.rest()) < maxRowBytes && !in.eof {
		if err := in.more(); err != nil {
			return err
		}
	}
	if path := listWithin(in.rest()); path != "" {
		return fatal(at, withinAnObject(path))
	}
	return fatal(at, "a JSON array is expected, in square brackets; JSON Lines belong in a file named .jsonl")
}

// insteadOfEntry explains what stands where the next entry should begin.
var insteadOfEntry = map[byte]string{
	']': "the JSON is malformed: a comma stands in front of the ] that closes it",
	',': "the JSON is malformed: there is a comma too many in front of this entry",
	'/': "the JSON is malformed: it has no comments",
}

// nextToken passes white space and returns the byte behind it without passing it. The error is io.EOF at the end.
func nextToken(in *input) (byte, error) {
	for {
		rest := in.rest()
		for i, c := range rest {
			if !isJSONSpace(c) {
				in.consume(i)
				return c, nil
			}
		}
		in.consume(len(rest))
		if in.eof {
			return 0, io.EOF
		}
		if err := in.more(); err != nil {
			return 0, err
		}
	}
}

// orBroken makes an end of the text within the array the problem that it is.
func orBroken(err error, at position) error {
	if errors.Is(err, io.EOF) {
		return fatal(at, jsonBroken)
	}
	return err
}

// elementFinder finds where the next element of an array ends.
type elementFinder struct {
	depth  int  // of open brackets
	inText bool // within a string
}

// find returns the size of the element at the start of the input's rest, which holds all of it then.
func (f *elementFinder) find(in *input, at position) (size int, err error) {
	*f = elementFinder{}
	for {
		var complete bool
		size, complete = f.advance(in.rest(), size)
		switch {
		case complete && size == 0:
			return 0, fatal(at, jsonBroken)
		case size > maxRowBytes:
			return 0, fatal(at, "the entry "+errRowTooLong.Error())
		case complete:
			return size, nil
		case in.eof:
			return 0, fatal(at, jsonBroken)
		}
		if err := in.more(); err != nil {
			return 0, err
		}
	}
}

// advance goes on at text[i] and stops behind the element, or before what cannot belong to it.
func (f *elementFinder) advance(text []byte, i int) (size int, complete bool) {
	for i < len(text) {
		c := text[i]
		switch {
		case f.inText:
			switch c {
			case '\\':
				if i+1 == len(text) {
					return i, false
				}
				i++
			case '"':
				f.inText = false
				if f.depth == 0 {
					return i + 1, true
				}
			}
		case c == '"':
			f.inText = true
		case c == '{' || c == '[':
			f.depth++
		case f.depth == 0 && isDelimiter(c):
			return i, true
		case c == '}' || c == ']':
			if f.depth--; f.depth == 0 {
				return i + 1, true
			}
		}
		i++
	}
	return i, false
}
