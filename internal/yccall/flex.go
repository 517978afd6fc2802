package yccall

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The platform is not strict about JSON types: an integer may come as a string
// and the reverse, and nothing as null, "", [] or {}. The types of this file
// take all of that. They never fail: a value they can make nothing of counts as
// not given, and whoever needs it says so.

// flexText is text that may come as a JSON string or number. The digits of a
// number are kept as they were sent, since a task id has twenty of them, more
// than any machine integer holds.
type flexText struct {
	value string
	// present tells a key that was sent, even as null or "", from one that an
	// older server does not know.
	present bool
}

// UnmarshalJSON takes any JSON value.
func (t *flexText) UnmarshalJSON(raw []byte) error {
	*t = flexText{value: scalar(raw), present: true}
	return nil
}

// pointer returns nil where the server sent no such key.
func (t flexText) pointer() *string {
	if !t.present {
		return nil
	}
	return &t.value
}

// visible is the text without what could steer a terminal.
func (t flexText) visible() flexText { return flexText{value: visible(t.value), present: t.present} }

// noMoments is how times begin that are none: the zero of MySQL, what PHP makes of it, and the zero of unix time.
var noMoments = []string{"0000-00-00", "-0001-11-30", "0001-01-01", "1970-01-01", "1969-12-31"}

// moment is a time without what could steer a terminal, and empty where it says that there is none.
func (t flexText) moment() flexText {
	t.value = oneLine(t.value)
	begins := func(none string) bool { return strings.HasPrefix(t.value, none) }
	if t.value == "0" || slices.ContainsFunc(noMoments, begins) {
		t.value = ""
	}
	return t
}

// filled returns nil where the server sent no such key or nothing in it.
func (t flexText) filled() *string {
	if t.value == "" {
		return nil
	}
	return &t.value
}

// flexInt is an integer that may come as a JSON number, with or without a
// fraction of zero, or as a string.
type flexInt struct {
	value int64
	known bool
}

// UnmarshalJSON takes any JSON value.
func (n *flexInt) UnmarshalJSON(raw []byte) error {
	n.value, n.known = parseInt(strings.TrimSpace(scalar(raw)))
	return nil
}

func parseInt(text string) (value int64, ok bool) {
	if value, err := strconv.ParseInt(text, 10, 64); err == nil {
		return value, true
	}
	// PHP writes an integer that went through a division as 1.0 or 1.0e+3. Beyond
	// 2^53 a float no longer tells which integer it was.
	const exact = 1 << 53
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > exact {
		return 0, false
	}
	return int64(f), true
}

// pointer returns nil where the server sent no such key or no integer in it.
func (n flexInt) pointer() *int64 {
	if !n.known {
		return nil
	}
	return &n.value
}

// flag returns nil where the server sent no such key or neither 0 nor 1.
func (n flexInt) flag() *bool {
	if !n.known || n.value != 0 && n.value != 1 {
		return nil
	}
	on := n.value == 1
	return &on
}

// scalar returns the text of a JSON string, number or boolean, and "" for null
// and for containers.
func scalar(raw []byte) string {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return ""
	}
	switch raw[0] {
	case '"':
		// Most strings need no decoding, and a campaign has millions of them.
		if inside, ok := bytes.CutSuffix(raw[1:], []byte{'"'}); ok && bytes.IndexByte(inside, '\\') < 0 && utf8.Valid(inside) {
			return string(inside)
		}
		var text string
		if json.Unmarshal(raw, &text) != nil {
			return ""
		}
		return text
	case '[', '{', 'n':
		return ""
	}
	return string(raw)
}

// isNothing reports whether raw is one of PHP's spellings of "none": absent,
// null, "", false, [] or {}.
func isNothing(raw []byte) bool {
	raw = bytes.TrimSpace(raw)
	switch string(raw) {
	case "", "null", `""`, "false":
		return true
	}
	container := raw[0] == '[' || raw[0] == '{'
	return container && len(raw) >= 2 && len(bytes.TrimSpace(raw[1:len(raw)-1])) == 0
}
