package numberlist

import (
	"bytes"
	"encoding/json"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// objectParser reads the one shape that an entry of a JSON list may have: an object of texts and numbers. It keeps
// numbers as they are written, since a phone must not take the detour through a float.
type objectParser struct {
	keys   *keys
	data   []byte
	pos    int
	spill  []byte // holds the texts that have escapes
	column string // where the fault is, if it is with one field

	isElsewhere bool // the value of a key that does not count is a phone
}

// parse reads the object that is all of data. If it is not right, p.column names the field that the fault is with, if it
// is with one. The cells are valid until the next call.
func (p *objectParser) parse(data []byte, row *cells) *phone.Fault {
	p.data, p.pos, p.column, p.isElsewhere = data, 0, "", false
	if cap(p.spill) < len(data) {
		p.spill = make([]byte, 0, maxRowBytes) // cells point into it, so it must not move; entries are no longer
	}
	p.spill = p.spill[:0]
	var seen [fieldCount]bool
	if !p.accept('{') {
		return faultNotObject
	}
	for first := true; !p.accept('}'); first = false {
		if !first && !p.accept(',') {
			return p.malformed(false)
		}
		p.space()
		key, ok := p.text()
		if !ok || !p.accept(':') {
			return p.malformed(!ok)
		}
		f := p.keys.field(key)
		if f < 0 {
			if fault := p.ignore(); fault != nil {
				return fault
			}
			continue
		}
		if seen[f] {
			p.column = f.String()
			return faultJSONTwice
		}
		seen[f] = true
		var fault *phone.Fault
		if row[f], fault = p.value(f); fault != nil {
			return fault
		}
	}
	if p.space(); p.pos != len(p.data) {
		return faultJSONMore
	}
	return nil
}

// value reads the value of a field. Null is an unset cell.
func (p *objectParser) value(f field) (cell []byte, fault *phone.Fault) {
	p.space()
	switch p.peek() {
	case '"':
		cell, ok := p.text()
		if !ok {
			return nil, p.malformed(false)
		}
		return cell, nil
	case '{', '[':
		p.column = f.String()
		return nil, faultJSONNested
	}
	literal := p.literal()
	switch {
	case string(literal) == "null":
		return nil, nil
	case !isJSONNumber(literal) && string(literal) != "true" && string(literal) != "false":
		return nil, noValue(literal)
	case f == fieldPhone && isJSONNumber(literal) && !isDigits(literal):
		p.column = f.String()
		return nil, faultJSONPhone
	case isDigits(literal) && f == fieldPhone, f == fieldTime:
		return literal, nil
	default:
		p.column = f.String()
		return nil, faultJSONNoText
	}
}

// literal passes what is neither a text nor an object nor a list.
func (p *objectParser) literal() []byte {
	start := p.pos
	for p.pos < len(p.data) && !isDelimiter(p.data[p.pos]) {
		p.pos++
	}
	return p.data[start:p.pos]
}

// ignore passes the value of a key that does not count.
func (p *objectParser) ignore() *phone.Fault {
	p.space()
	start := p.pos
	ok := p.skip()
	switch value := p.data[start:p.pos]; {
	case ok && p.keys.phoneOnly:
		p.isElsewhere = p.isElsewhere || isCertainlyPhone(string(bytes.Trim(value, `"`)))
		return nil
	case ok:
		return nil
	case len(value) > 0 && (value[0] == '"' || value[0] == '{' || value[0] == '['):
		return faultJSON
	default:
		return noValue(value)
	}
}

// skip passes any value.
func (p *objectParser) skip() bool {
	p.space()
	var e elementFinder
	size, complete := e.advance(p.data[p.pos:], 0)
	value := p.data[p.pos : p.pos+size]
	p.pos += size
	return complete && json.Valid(value)
}

// text reads a string. It fails on what is no string, on escapes that JSON does not have, and on half of a surrogate
// pair, which has no meaning as text.
func (p *objectParser) text() (value []byte, ok bool) {
	if p.peek() != '"' {
		return nil, false
	}
	p.pos++
	start, spilled := p.pos, -1
	for ; p.pos < len(p.data); p.pos++ {
		switch c := p.data[p.pos]; {
		case c == '"':
			value = p.data[start:p.pos]
			if spilled >= 0 {
				p.spill = append(p.spill, value...)
				value = p.spill[spilled:len(p.spill):len(p.spill)]
			}
			p.pos++
			return value, true
		case c < ' ':
			return nil, false
		case c == '\\':
			if spilled < 0 {
				spilled = len(p.spill)
			}
			p.spill = append(p.spill, p.data[start:p.pos]...)
			size := p.escape()
			if size == 0 {
				return nil, false
			}
			p.pos += size - 1
			start = p.pos + 1
		}
	}
	return nil, false
}

// escape appends what the escape sequence at pos stands for and returns its size, or 0 if it is none.
func (p *objectParser) escape() (size int) {
	rest := p.data[p.pos+1:]
	if len(rest) == 0 {
		return 0
	}
	if i := bytes.IndexByte([]byte(`"\/bfnrt`), rest[0]); i >= 0 {
		p.spill = append(p.spill, "\"\\/\b\f\n\r\t"[i])
		return 2
	}
	char, ok := codeUnit(rest)
	if !ok {
		return 0
	}
	if !utf16.IsSurrogate(char) {
		p.spill = utf8.AppendRune(p.spill, char)
		return 6
	}
	if rest = rest[5:]; len(rest) == 0 || rest[0] != '\\' {
		return 0
	}
	low, ok := codeUnit(rest[1:])
	if char = utf16.DecodeRune(char, low); !ok || char == utf8.RuneError {
		return 0
	}
	p.spill = utf8.AppendRune(p.spill, char)
	return 12
}

// codeUnit reads uXXXX.
func codeUnit(text []byte) (unit rune, ok bool) {
	if len(text) < 5 || text[0] != 'u' {
		return 0, false
	}
	for _, c := range text[1:5] {
		switch {
		case '0' <= c && c <= '9':
			unit = unit<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			unit = unit<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return unit, true
}

func (p *objectParser) space() {
	for p.pos < len(p.data) && isJSONSpace(p.data[p.pos]) {
		p.pos++
	}
}

// peek returns the byte at pos, or 0 at the end, which no JSON has outside of strings.
func (p *objectParser) peek() byte {
	if p.pos == len(p.data) {
		return 0
	}
	return p.data[p.pos]
}

// accept passes white space and then c, if c is there.
func (p *objectParser) accept(c byte) bool {
	p.space()
	if p.peek() != c {
		return false
	}
	p.pos++
	return true
}

func isJSONSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// isDelimiter reports whether c ends a literal such as a number.
func isDelimiter(c byte) bool {
	return isJSONSpace(c) || c == ',' || c == '}' || c == ']' || c == ':' || c == '"' || c == '{' || c == '['
}

func isDigits(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(text) > 0
}

// isJSONNumber reports whether text is a number in JSON's grammar; 007 and 1. are not.
func isJSONNumber(text []byte) bool {
	text = bytes.TrimPrefix(text, []byte{'-'})
	whole := digitsAtStart(text)
	if whole == 0 || whole > 1 && text[0] == '0' {
		return false
	}
	text = text[whole:]
	if len(text) > 0 && text[0] == '.' {
		decimals := digitsAtStart(text[1:])
		if decimals == 0 {
			return false
		}
		text = text[1+decimals:]
	}
	if len(text) > 0 && text[0]|0x20 == 'e' {
		text = text[1:]
		if len(text) > 0 && (text[0] == '+' || text[0] == '-') {
			text = text[1:]
		}
		return isDigits(text)
	}
	return len(text) == 0
}

func digitsAtStart(text []byte) int {
	for i, c := range text {
		if c < '0' || c > '9' {
			return i
		}
	}
	return len(text)
}
