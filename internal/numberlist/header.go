package numberlist

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// header is the first record of a table.
type header struct {
	at        position
	names     []string // trimmed
	format    Format
	phoneOnly bool
	attribute string // of the configuration, that says how such a list is written
	head      []byte // what the list begins with, as it is
}

func newHeader(at position, record [][]byte, f Format, phoneOnly bool) *header {
	h := &header{at: at, format: f, phoneOnly: phoneOnly, attribute: attributeOf(phoneOnly)}
	for _, name := range record {
		h.names = append(h.names, phone.Trim(string(name)))
	}
	return h
}

func attributeOf(phoneOnly bool) string {
	if phoneOnly {
		return "do_not_call_format"
	}
	return "numbers_format"
}

// fields finds out which column is which. isRow is true if the record is no header but a row already. An error never
// shows a name that may be somebody's number.
func (h *header) fields(next func() [][]byte) (fields []field, isRow bool, err error) {
	if all := strings.Join(h.names, "\n"); !utf8.ValidString(all) {
		return nil, false, fatal(h.at, notUTF8Text([]byte(all), h.head, h.attribute))
	}
	if len(h.format.Columns) > 0 {
		fields, err = h.mapped(next)
		return fields, false, err
	}
	if fields, isRow = h.withoutHeader(); isRow {
		return fields, true, nil
	}
	fields, unknown, err := h.named()
	switch {
	case err != nil:
		return nil, false, err
	case !slices.Contains(fields, fieldPhone):
		return nil, false, h.noPhone(unknown, next)
	case len(unknown) > 0 && !h.phoneOnly:
		return nil, false, h.unknown(unknown, nil)
	}
	return fields, false, nil
}

// named takes the columns by their own names; unknown has the places of those that are none of ours.
func (h *header) named() (fields []field, unknown []int, err error) {
	fields = make([]field, len(h.names))
	for i, name := range h.names {
		f, known := fieldNamed([]byte(name))
		switch {
		case name == "":
			f = fieldNameless
		case !known:
			unknown = append(unknown, i)
		case h.phoneOnly && f != fieldPhone:
			f = fieldIgnored
		case slices.Contains(fields[:i], f):
			return nil, nil, fatal(h.at, fmt.Sprintf("column %d repeats the column %s: give one of them another name, or take it out", i+1, f))
		}
		fields[i] = f
	}
	return fields, unknown, nil
}

// mapped takes the columns that the configuration names and ignores the others.
func (h *header) mapped(next func() [][]byte) ([]field, error) {
	fields := make([]field, len(h.names))
	for i := range fields {
		fields[i] = fieldIgnored
	}
	for f, column := range columns {
		want := phone.Trim(h.format.Columns[column])
		if want == "" || h.phoneOnly && field(f) != fieldPhone {
			continue
		}
		found := h.find(func(name string) bool { return name == want })
		if len(found) == 0 {
			found = h.find(func(name string) bool { return strings.EqualFold(name, want) })
		}
		if len(found) == 0 {
			found = h.find(func(name string) bool { return looksLike(name, want) })
		}
		switch {
		case len(found) == 0:
			if _, isTitle := h.lookBelow(next, func(name string) bool { return name == want }); isTitle {
				return nil, fatal(h.at, titleAbove)
			}
			return nil, h.noColumn(want, column)
		case len(found) > 1:
			return nil, fatal(h.at, fmt.Sprintf("columns %d and %d are both called %s, which %s names for %s: give one of them another name", found[0]+1, found[1]+1, named(want), h.attribute, column))
		case fields[found[0]] >= 0:
			return nil, fatal(h.at, fmt.Sprintf("%s names the column %s twice", h.attribute, named(want)))
		}
		fields[found[0]] = field(f)
	}
	return fields, nil
}

// looksLike reports whether two names look the same: accents, blanks and full-width letters have several forms.
func looksLike(a, b string) bool {
	plain := func(name string) string { return strings.Join(strings.Fields(norm.NFKC.String(name)), " ") }
	return strings.EqualFold(plain(a), plain(b))
}

// noColumn explains that a column which the configuration names is not there.
func (h *header) noColumn(want, column string) error {
	text := fmt.Sprintf("there is no column %s, which %s names for %s; %s", named(want), h.attribute, column, h.present())
	if len(h.find(isPhone)) > 0 {
		text += ". The line looks like a row already: put a header line above it"
	}
	return fatal(h.at, text)
}

func (h *header) find(is func(name string) bool) (found []int) {
	for i, name := range h.names {
		if is(name) {
			found = append(found, i)
		}
	}
	return found
}

// present says which columns there are.
func (h *header) present() string {
	all := make([]int, len(h.names))
	for i := range all {
		all[i] = i
	}
	return "the columns are " + h.list(all)
}

// withoutHeader recognises a list that begins with a row: one of phones alone, or a do-not-call list with one column of
// phones among others.
func (h *header) withoutHeader() (fields []field, isRow bool) {
	phones, filled := h.find(isPhone), h.find(func(name string) bool { return name != "" })
	if len(phones) == 0 && len(filled) == 1 {
		phones = h.find(looksLikeRow) // so that it is said what is wrong with it
	}
	if len(phones) != 1 || len(filled) != 1 && !h.phoneOnly {
		return nil, false
	}
	fields = make([]field, len(h.names))
	for i := range fields {
		fields[i] = fieldIgnored
		if !h.phoneOnly {
			fields[i] = fieldNameless
		}
	}
	fields[phones[0]] = fieldPhone
	return fields, true
}

// looksLikeRow reports whether a cell cannot be the name of a column, since it has as many digits as a phone, or a few and
// no letter. What begins with a word is a title, and what begins with # is a comment.
func looksLikeRow(name string) bool {
	if first, _ := utf8.DecodeRuneInString(name); first == '#' || unicode.IsLetter(first) {
		return false
	}
	digits, letters := 0, 0
	for _, r := range name {
		if unicode.IsDigit(r) {
			digits++
		} else if unicode.IsLetter(r) {
			letters++
		}
	}
	return digits >= phone.MinDigits || digits > 2 && letters == 0
}

func isPhone(text string) bool {
	_, err := phone.Read(text)
	return err == nil
}
