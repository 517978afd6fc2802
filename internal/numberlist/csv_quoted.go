package numberlist

import "bytes"

const (
	quoteOpen    = "a quote that opens in this row is never closed"
	quoteBare    = "a quote stands inside a field that does not begin with one; put the whole field in quotes and double the quotes in it"
	quoteTrailed = "text follows a closing quote; a quote inside a quoted field must be doubled"
)

// quoted reads a record that has a quote somewhere, and so may be longer than a line. If the window ends first, it is
// moved and the record read again from its start: that is rare, and keeps the state on one page.
func (r *csvReader) quoted(at position) error {
	for {
		size, complete, fault := r.split(r.in.rest())
		switch {
		case fault != "":
			if err := r.skipLine(size); err != nil {
				return err
			}
			return &rowError{at, fault}
		case complete && size > maxRowBytes:
			return fatal(at, "the row "+errRowTooLong.Error())
		case complete:
			r.in.consume(size)
			return nil
		case size > maxRowBytes || r.in.eof:
			return fatal(at, quoteOpen)
		}
		if err := r.in.more(); err != nil {
			return err
		}
	}
}

// skipLine passes a faulty record: to the end of the line in which the fault was found, size bytes from here.
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
// if it is not complete, how far it looked. A fault is text for the user, and size is then where it is.
func (r *csvReader) split(text []byte) (size int, complete bool, fault string) {
	r.record, r.spill = r.record[:0], r.spill[:0]
	if cap(r.spill) == 0 {
		r.spill = make([]byte, 0, inputBytes) // fields point into it, so it must not move
	}
	i := 0
	for {
		var value []byte
		if i < len(text) && text[i] == '"' {
			if value, i, fault = r.unquote(text, i+1); fault != "" {
				return i, false, fault
			}
			if value == nil || i == len(text) && !r.in.eof {
				return i, false, ""
			}
		} else {
			start := i
			for i < len(text) && text[i] != ',' && text[i] != '\n' {
				if text[i] == '"' {
					return i, false, quoteBare
				}
				i++
			}
			if i == len(text) && !r.in.eof {
				return i, false, ""
			}
			value = text[start:i]
			if i == len(text) || text[i] == '\n' {
				value = bytes.TrimSuffix(value, []byte{'\r'})
			}
		}
		r.record = append(r.record, value)
		switch {
		case i == len(text):
			return i, true, ""
		case text[i] == '\n':
			return i + 1, true, ""
		}
		i++ // the comma
	}
}

// unquote reads the quoted field whose text begins at i and returns the place behind its closing quote, which is a
// comma, a line feed or the end of the text. A nil value means that the text ended first.
func (r *csvReader) unquote(text []byte, i int) (value []byte, next int, fault string) {
	start := len(r.spill)
	for {
		n := bytes.IndexByte(text[i:], '"')
		if n < 0 {
			return nil, len(text), ""
		}
		r.appendLines(text[i : i+n])
		i += n + 1
		switch rest := text[i:]; {
		case len(rest) == 0, rest[0] == ',', rest[0] == '\n':
			return r.spill[start:len(r.spill):len(r.spill)], i, ""
		case rest[0] == '"':
			r.spill = append(r.spill, '"')
			i++
		case rest[0] == '\r' && len(rest) == 1, bytes.HasPrefix(rest, []byte("\r\n")):
			return r.spill[start:len(r.spill):len(r.spill)], i + 1, ""
		default:
			return nil, i, quoteTrailed
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
		r.spill = append(r.spill, text[:i]...)
		text = text[i+1:]
	}
}
