package numberlist

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
)

const (
	byteOrderMark = "\uFEFF"

	// maxRowBytes bounds one row, so that a file without line ends, or with a quote that nothing closes, is given up
	// early. Four texts of the greatest length fit twice over.
	maxRowBytes = 64 << 10

	inputBytes = 4 * maxRowBytes
)

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
		in.end += n
		if in.count += int64(n); in.count > in.maxBytes {
			return fmt.Errorf("it holds more than %d bytes of text", in.maxBytes)
		}
		if errors.Is(err, io.EOF) {
			in.eof = true
			return nil
		}
		if err != nil || n > 0 {
			return err
		}
	}
	return nil
}

// start reads the beginning of the text and drops a byte order mark.
func (in *input) start() error {
	for !in.eof && len(in.rest()) < len(byteOrderMark) {
		if err := in.more(); err != nil {
			return err
		}
	}
	switch text := in.rest(); {
	case bytes.HasPrefix(text, []byte(byteOrderMark)):
		in.pos += len(byteOrderMark)
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		return fatal(position{1, -1}, notUTF8)
	}
	return nil
}

// peekLine returns the next line without its end (LF or CRLF) and how many bytes to consume to pass it. The error is
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
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line, size, nil
}

// passLine consumes what peekLine returned.
func (in *input) passLine(size int) {
	in.pos += size
	in.line++
}
