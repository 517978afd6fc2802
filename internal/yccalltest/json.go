package yccalltest

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// object is a JSON object that keeps the order of its members, as PHP arrays do.
type object []member

type member struct {
	key   string
	value any
}

// list is a JSON array.
type list []any

// identifier is a string that stays a string in every dialect.
type identifier string

// rawJSON is JSON text as the client sent it.
type rawJSON string

// encoder writes JSON the way PHP's json_encode does by default: everything beyond ASCII, and the slash, is escaped.
type encoder struct {
	out     []byte
	dialect *Dialect
}

func (e *encoder) value(value any) {
	switch v := value.(type) {
	case string:
		if e.dialect.has(IntStrings) && isPlainInteger(v) {
			e.out = append(e.out, v...)
			return
		}
		e.text(v)
	case identifier:
		e.text(string(v))
	case int:
		e.integer(int64(v))
	case int64:
		e.integer(v)
	case object:
		e.object(v)
	case list:
		e.list(v)
	case rawJSON:
		e.raw(string(v))
	default:
		e.out = append(e.out, "null"...)
	}
}

func (e *encoder) integer(n int64) {
	if e.dialect.has(StringInts) {
		e.out = append(e.out, '"')
		e.out = strconv.AppendInt(e.out, n, 10)
		e.out = append(e.out, '"')
		return
	}
	e.out = strconv.AppendInt(e.out, n, 10)
}

func (e *encoder) object(members object) {
	if len(members) == 0 && e.dialect.has(EmptyObjectAsArray) {
		e.out = append(e.out, "[]"...)
		return
	}
	e.out = append(e.out, '{')
	for i, m := range members {
		if i > 0 {
			e.out = append(e.out, ',')
		}
		e.text(m.key)
		e.out = append(e.out, ':')
		e.value(m.value)
	}
	e.out = append(e.out, '}')
}

func (e *encoder) list(items list) {
	if len(items) == 0 && e.dialect.has(EmptyArrayAsObject) {
		e.out = append(e.out, "{}"...)
		return
	}
	if len(items) > 0 && e.dialect.has(IndexKeyedLists) {
		indexed := make(object, len(items))
		for i, item := range items {
			indexed[i] = member{strconv.Itoa(i), item}
		}
		e.object(indexed)
		return
	}
	e.out = append(e.out, '[')
	for i, item := range items {
		if i > 0 {
			e.out = append(e.out, ',')
		}
		e.value(item)
	}
	e.out = append(e.out, ']')
}

// raw copies valid JSON text. Characters beyond ASCII can stand only inside its strings, where an escape is the same.
func (e *encoder) raw(text string) {
	for _, r := range text {
		if r < utf8.RuneSelf {
			e.out = utf8.AppendRune(e.out, r)
		} else {
			e.escapeRune(r)
		}
	}
}

func (e *encoder) text(s string) {
	e.out = append(e.out, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\' || r == '/':
			e.out = utf8.AppendRune(append(e.out, '\\'), r)
		case r == '\n':
			e.out = append(e.out, `\n`...)
		case r < 0x20 || r >= utf8.RuneSelf:
			e.escapeRune(r)
		default:
			e.out = utf8.AppendRune(e.out, r)
		}
	}
	e.out = append(e.out, '"')
}

func (e *encoder) escapeRune(r rune) {
	if r > 0xFFFF {
		high, low := utf16.EncodeRune(r)
		e.escapeUnit(high)
		e.escapeUnit(low)
		return
	}
	e.escapeUnit(r)
}

func (e *encoder) escapeUnit(unit rune) {
	const hex = "0123456789abcdef"
	e.out = append(e.out, '\\', 'u', hex[unit>>12&15], hex[unit>>8&15], hex[unit>>4&15], hex[unit&15])
}

// isPlainInteger reports whether s reads the same as a JSON number and is exact in a float64.
func isPlainInteger(s string) bool {
	if s == "" || len(s) > 15 || (s[0] == '0' && len(s) > 1) {
		return false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}
