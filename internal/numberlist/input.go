package numberlist

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

const (
	// maxRowBytes bounds one row, so that a file without line ends, or with a quote that nothing closes, is given up
	// early. Four texts of the greatest length fit twice over.
	maxRowBytes = 64 << 10

	inputBytes = 4 * maxRowBytes
)

// endOfDOSText is a byte behind the text that some older programs still write.
const endOfDOSText = 0x1a

var errRowTooLong = errors.New("is longer than 64 KiB")

// input is a window on the text of a source, which moves forward only. All readers share it, and what they hand out
// points into it.
type input struct {
	ctx      context.Context
	from     io.Reader
	maxBytes int64
	count    int64 // bytes read so far
	buf      []byte
	pos, end int  // buf[pos:end] is read and not yet consumed
	eof      bool // nothing follows buf[:end]
	onlyCR   bool // the text ends its lines with CR, which is replaced in buf
	line     int  // number of the line that begins at pos, or in which pos stands
}

func newInput(ctx context.Context, from io.Reader, maxBytes int64) *input {
	return &input{ctx: ctx, from: from, maxBytes: maxBytes, buf: make([]byte, inputBytes), line: 1}
}

// rest is what was read and not yet consumed.
func (in *input) rest() []byte { return in.buf[in.pos:in.end] }

// consume moves on by n bytes and counts the lines passed.
func (in *input) consume(n int) {
	in.line += bytes.Count(in.buf[in.pos:in.pos+n], []byte{'\n'})
	in.pos += n
}

// more makes rest longer or sets eof. Slices of the window are no longer valid after it. It is also the place where
// cancellation is noticed: once in some thousand rows.
func (in *input) more() error {
	if err := in.ctx.Err(); err != nil {
		return err
	}
	in.end = copy(in.buf, in.rest())
	in.pos = 0
	for in.end < len(in.buf) {
		n, err := in.from.Read(in.buf[in.end:])
		if in.onlyCR {
			toLF(in.buf[in.end : in.end+n])
		}
		in.end += n
		if in.count += int64(n); in.count > in.maxBytes {
			return fmt.Errorf("it holds more than %d bytes of text", in.maxBytes)
		}
		if errors.Is(err, io.EOF) {
			in.eof = true
			if in.end > in.pos && in.buf[in.end-1] == endOfDOSText {
				in.end--
			}
			return nil
		}
		if err != nil || n > 0 {
			return err
		}
	}
	return nil
}

// start reads the beginning of the text, and finds out whether its lines end with CR alone, as they do on an old
// Macintosh. Such a text is read as if they ended with LF.
func (in *input) start() error {
	for !in.eof && len(in.rest()) < maxRowBytes {
		if err := in.more(); err != nil {
			return err
		}
	}
	quoted := false
	for i, c := range in.rest() {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n':
			return nil
		case c == '\r':
			behind := bytes.TrimLeft(in.rest()[i:], "\r")
			if in.onlyCR = len(behind) > 0 && behind[0] != '\n'; in.onlyCR {
				toLF(in.rest())
			}
			return nil
		}
	}
	return nil
}

// toLF replaces each CR.
func toLF(text []byte) {
	for {
		i := bytes.IndexByte(text, '\r')
		if i < 0 {
			return
		}
		text[i] = '\n'
		text = text[i+1:]
	}
}

// peekLine returns the next line without its end (LF, CRLF or CRCRLF) and how many bytes to consume to pass it. The error is
// io.EOF behind the last line, and errRowTooLong if a line does not end in time.
func (in *input) peekLine() (line []byte, size int, err error) {
	searched := 0
	for {
		text := in.rest()
		if i := bytes.IndexByte(text[searched:], '\n'); i >= 0 {
			line, size = text[:searched+i], searched+i+1
			break
		}
		if searched = len(text); searched > maxRowBytes {
			return nil, 0, errRowTooLong
		}
		if in.eof {
			if searched == 0 {
				return nil, 0, io.EOF
			}
			line, size = text, searched
			break
		}
		if err := in.more(); err != nil {
			return nil, 0, err
		}
	}
	if len(line) > maxRowBytes {
		return nil, 0, errRowTooLong
	}
	for n := len(line); n > 0 && line[n-1] == '\r'; n-- {
		line = line[:n-1]
	}
	return line, size, nil
}

// passLine consumes what peekLine returned.
func (in *input) passLine(size int) {
	in.pos += size
	in.line++
}
