package yccall

import (
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// mostEscapes is how often a text may be escaped one upon the other.
const mostEscapes = 8

// plain undoes the spellings that would keep a number or a secret from being found:
// escapes of JSON, HTML and URLs, also of each other, full-width characters, invisible
// characters. ok is false if a text is escaped more often than any message is.
func plain(text string) (plain string, ok bool) {
	for range mostEscapes {
		next := unescapeURL(html.UnescapeString(plainOnce(text)))
		if next == text {
			return text, true
		}
		text = next
	}
	return text, false
}

// plainOnce undoes JSON escapes, full-width characters and invisible characters.
func plainOnce(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for len(text) > 0 {
		r, size := unescapeRune(text)
		text = text[size:]
		switch {
		case r == utf8.RuneError, utf16.IsSurrogate(r), unicode.In(r, unicode.Cf, unicode.Mn):
			// Unreadable or invisible: in the middle of a number it would hide it.
		case unicode.IsControl(r), unicode.IsSpace(r):
			b.WriteByte(' ')
		case r >= '！' && r <= '～': // the full-width forms of ASCII
			b.WriteRune(r - '！' + '!')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unescapeRune reads one character, which may be written as a JSON escape, once
// or repeatedly escaped. Escaping backslashes read as utf8.RuneError.
func unescapeRune(text string) (r rune, size int) {
	if text[0] != '\\' || len(text) < 2 {
		return utf8.DecodeRuneInString(text)
	}
	switch text[1] {
	case '\\', '/', '"':
		return utf8.RuneError, 1
	case 'n', 'r', 't', 'b', 'f':
		return ' ', 2
	case 'u':
		if len(text) >= 6 {
			if code, err := strconv.ParseUint(text[2:6], 16, 16); err == nil {
				return rune(code), 6
			}
		}
	}
	return '\\', 1
}

// unescapeURL undoes percent escapes. What is none stays as it is.
func unescapeURL(text string) string {
	if !strings.Contains(text, "%") {
		return text
	}
	b := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			if code, err := strconv.ParseUint(text[i+1:i+3], 16, 8); err == nil {
				b = append(b, byte(code))
				i += 2
				continue
			}
		}
		b = append(b, text[i])
	}
	return string(b)
}

// visible removes from a text what could steer a terminal or turn the order of its
// characters round. All else stays, so that the text can be compared with what was sent.
func visible(text string) string {
	harmless := func(r rune) bool { return !unicode.IsControl(r) && !unicode.Is(unicode.Bidi_Control, r) }
	if strings.IndexFunc(text, func(r rune) bool { return !harmless(r) }) < 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case harmless(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		}
		return -1
	}, text)
}
