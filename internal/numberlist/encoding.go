package numberlist

import (
	"bufio"
	"bytes"
	"fmt"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const byteOrderMark = "\uFEFF"

// isMarked reports whether a text begins with a byte order mark, which is believed.
func isMarked(head []byte) bool {
	return bytes.HasPrefix(head, []byte(byteOrderMark)) || isMarkedUTF16(head)
}

// encodingDoubter is a rowConsumer that warns of texts which seem to have another encoding than the format says.
type encodingDoubter interface{ otherEncoding(likely script) }

// decode returns the text of a list as UTF-8. A byte order mark is believed before the format, since nothing else begins
// with one.
func decode(from *bufio.Reader, f Format) (io.Reader, error) {
	head, _ := from.Peek(4) // whatever fails here fails again when it is read
	var order unicode.Endianness
	switch {
	case bytes.HasPrefix(head, []byte(byteOrderMark)):
		_, err := from.Discard(len(byteOrderMark))
		return from, err
	case bytes.Equal(head, []byte("\xff\xfe\x00\x00")), bytes.Equal(head, []byte("\x00\x00\xfe\xff")):
		return nil, fatal(position{1, -1}, "the text is UTF-32; save the list as UTF-8")
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		order = unicode.LittleEndian
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		order = unicode.BigEndian
	default:
		decoder, err := f.decoder()
		if err != nil || decoder == nil {
			return from, err
		}
		return &decodedReader{from: transform.NewReader(from, decoder), name: f.Encoding, line: 1}, nil
	}
	decoder := unicode.UTF16(order, unicode.ExpectBOM).NewDecoder()
	return &decodedReader{from: transform.NewReader(from, decoder), name: "UTF-16", line: 1}, nil
}

// decodedReader passes a decoded text on, and ends where it had bytes that mean nothing in its encoding: decoders put
// U+FFFD in their place, and nobody would notice.
type decodedReader struct {
	from  io.Reader
	name  string
	line  int
	begun int // how many bytes of U+FFFD the text so far ends with
}

func (r *decodedReader) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	const replacement = "\uFFFD"
	for _, c := range p[:n] {
		switch c {
		case replacement[r.begun]:
			if r.begun++; r.begun == len(replacement) {
				return 0, fatal(position{r.line, -1}, fmt.Sprintf("the text has bytes that mean nothing in the encoding %s", r.name))
			}
			continue
		case '\n':
			r.line++
		}
		r.begun = 0
		if c == replacement[0] {
			r.begun = 1
		}
	}
	return n, err
}
