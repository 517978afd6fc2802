package numberlist

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const byteOrderMark = "\uFEFF"

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

// Encodings that a list without one may have, and who writes them.
const (
	gb18030  = "gb18030"
	big5     = "big5"
	shiftJIS = "shift_jis"
	western  = "windows-1252"
)

var writtenBy = map[string]string{
	gb18030:  "which Excel writes on a Chinese Windows",
	big5:     "which Excel writes on a Windows of Taiwan or Hong Kong",
	shiftJIS: "which Excel writes on a Japanese Windows",
	western:  "which older programs of Windows write in Western Europe and America",
}

// notUTF8Text explains text that is not UTF-8, and names the encoding that it most likely has.
func notUTF8Text(sample []byte) string {
	name := likelyEncoding(sample)
	return fmt.Sprintf("%s; save the list as \"CSV UTF-8\", or, if it is in the encoding %s, %s, say so with encoding = %q", notUTF8, name, writtenBy[name], name)
}

// likelyEncoding looks at how the bytes above ASCII come in pairs.
func likelyEncoding(sample []byte) string {
	count := map[string]int{}
	inRun := false
	for i := 0; i < len(sample); i++ {
		if sample[i] < utf8.RuneSelf {
			inRun = false
			continue
		}
		var next [2]byte
		copy(next[:], sample[i+1:])
		encoding := encodingOfPair(sample[i], next[0], inRun || next[1] >= utf8.RuneSelf)
		if count[encoding]++; encoding != western {
			inRun = true
			i++
		}
	}
	switch pairs := count[gb18030] + count[big5] + count[shiftJIS]; {
	case count[western] >= pairs:
		return western
	case count[shiftJIS] > pairs/2:
		return shiftJIS
	case count[big5] > 0 && count[shiftJIS] == 0:
		return big5
	default:
		return gb18030
	}
}

// encodingOfPair tells in which encoding two bytes are a common character: in GBK both are above 0xA0, in Big5 the second
// is often below it, and in Japanese the first is. A letter with an accent, which is one byte, has none like it beside it.
func encodingOfPair(first, second byte, inRun bool) string {
	isSecond := second >= 0x40 && second != 0x7f
	switch {
	case first >= 0xa1 && first <= 0xf7 && second >= 0xa1:
		return gb18030
	case first >= 0xa4 && first <= 0xc6 && isSecond && inRun:
		return big5
	case first >= 0x81 && first <= 0x9f && isSecond:
		return shiftJIS
	case first >= 0x81 && second >= utf8.RuneSelf:
		return gb18030
	default:
		return western
	}
}
