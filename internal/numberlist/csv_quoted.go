package numberlist

import (
	"bytes"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// quoted reads a record that has a quote somewhere, and so may be longer than a line. If the window ends first, it is
// moved and the record read again from its start: that is rare, and keeps the state on one page.
func (r *csvReader) quoted(at position) error {
	for {
		size, complete, fault := r.split(r.in.rest())
		switch {
		case fault != nil && (r.in.eof || len(r.in.rest()) > maxRowBytes || bytes.IndexByte(r.in.rest()[size:], '\n') >= 0):
			return r.passFault(at, size, fault)
		case fault != nil: // its line goes on behind the window
		case complete && size > maxRowBytes:
			return fatal(at, "the row "+errRowTooLong.Error())
		case complete:
			r.spans = bytes.IndexByte(r.in.rest()[:max(size-1, 0)], '\n') >= 0
			r.in.consume(size)
			return nil
		case size > maxRowBytes || r.in.eof:
			return &fatalProblem{at.problem("", faultQuoteOpen, "")}
		}
		if err := r.in.more(); err != nil {
			return err
		}
	}
}

// passFault passes the line of a record with a fault, size bytes from here. Where the line may be within a text in quotes,
// the fault is final: nobody knows then which of the next lines are rows.
func (r *csvReader) passFault(at position, size int, fault *phone.Fault) error {
	before, behind := r.in.rest()[:size], r.in.rest()[size:]
	if i := bytes.IndexByte(behind, '\n'); i >= 0 {
		behind = behind[:i]
	}
	if bytes.IndexByte(before, '\n') >= 0 || r.opensQuote(behind) {
		return &fatalProblem{at.problem("", fault, "")}
	}
	if err := r.skipLine(size); err != nil {
		return err
	}
	return &rowError{at, fault}
}

// opensQuote reports whether a field of the text begins with a quote that the text does not close.
func (r *csvReader) opensQuote(text []byte) bool {
	first := bytes.Index(text, []byte{r.delimiter, '"'})
	return first >= 0 && bytes.Count(text[first:], []byte{'"'})%2 != 0
}

// skipLine passes the rest of the line in which a fault was found, size bytes from here.
func (r *csvReader) skipLine(size int) error {
	r.in.consume(size)
	for {
		if i := bytes.IndexByte(r.in.rest(), '\n'); i >= 0 {
			r.in.consume(i + 1)
			return nil
		}
		r.in.consume(len(r.in.rest()))
		if r.in.eof {
			return nil
		}
		if err := r.in.more(); err != nil {
			return err
		}
	}
}

// split divides the record at the start of text into fields. It returns the size of the record with its line end, or,
// if it is not complete, how far it looked. If there is a fault, size is where it is.
func (r *csvReader) split(text []byte) (size int, complete bool, fault *phone.Fault) {
	r.record, r.spill = r.record[:0], r.spill[:0]
	if cap(r.spill) == 0 {
		r.spill = make([]byte, 0, inputBytes) // fields point into it, so it must not move
	}
	i := 0
	for {
		var value []byte
		if open := opening(text[i:]); open > 0 {
			if value, i, fault = r.unquote(text, i+open); fault != nil {
				return i, false, fault
			}
			if value == nil || i == len(text) && !r.in.eof {
				return i, false, nil
			}
		} else {
			var whole bool
			if value, i, whole, fault = r.plain(text, i); !whole {
				return i, false, fault
			}
		}
		r.record = append(r.record, value)
		switch {
		case i == len(text):
			return i, true, nil
		case text[i] == '\n':
			return i + 1, true, nil
		}
		i++ // the delimiter
	}
}

// plain reads the field without quotes whose text begins at i, and returns the place behind it. whole is false if the text
// ends first, or if there is a fault.
func (r *csvReader) plain(text []byte, i int) (value []byte, next int, whole bool, fault *phone.Fault) {
	start := i
	for i < len(text) && text[i] != r.delimiter && text[i] != '\n' {
		if text[i] == '"' {
			return nil, i, false, faultQuoteBare
		}
		i++
	}
	if i == len(text) && !r.in.eof {
		return nil, i, false, nil
	}
	value = text[start:i]
	if i == len(text) || text[i] == '\n' {
		value = bytes.TrimRight(value, "\r")
	}
	return value, i, true, nil
}

// opening returns how many bytes open a quoted field: a quote, or ="…", with which some programs keep a spreadsheet from
// taking a phone for a number.
func opening(text []byte) int {
	switch {
	case len(text) > 0 && text[0] == '"':
		return 1
	case len(text) > 1 && text[0] == '=' && text[1] == '"':
		return 2
	default:
		return 0
	}
}

// unquote reads the quoted field whose text begins at i and returns the place behind its closing quote, which is a
// delimiter, a line feed or the end of the text. A nil value means that the text ended first.
func (r *csvReader) unquote(text []byte, i int) (value []byte, next int, fault *phone.Fault) {
	start := len(r.spill)
	for {
		n := bytes.IndexByte(text[i:], '"')
		if n < 0 {
			return nil, len(text), nil
		}
		r.appendLines(text[i : i+n])
		i += n + 1
		if i < len(text) && text[i] == '"' {
			r.spill = append(r.spill, '"')
			i++
			continue
		}
		end := i
		for end < len(text) && text[end] == '\r' {
			end++
		}
		switch {
		case i == len(text), text[i] == r.delimiter:
			return r.spill[start:len(r.spill):len(r.spill)], i, nil
		case end == len(text), text[end] == '\n':
			return r.spill[start:len(r.spill):len(r.spill)], end, nil
		default:
			return nil, i, faultQuoteTrailed
		}
	}
}

// appendLines takes over text with its line ends as LF, so that a list means the same whichever line ends it is saved
// with.
func (r *csvReader) appendLines(text []byte) {
	for {
		i := bytes.Index(text, []byte("\r\n"))
		if i < 0 {
			r.spill = append(r.spill, text...)
			return
		}
		r.spill = append(r.spill, bytes.TrimRight(text[:i], "\r")...)
		text = text[i+1:]
	}
}
