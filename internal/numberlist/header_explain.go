package numberlist

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// This file explains headers that cannot be used.

const titleAbove = "the line that names the columns seems to be the one below: take away what stands above it"

// noPhone explains a header without a column phone.
func (h *header) noPhone(unknown []int, next func() [][]byte) error {
	filled := h.find(func(name string) bool { return name != "" })
	isNamed := len(h.find(namesPhones)) > 0
	below, isTitle := h.lookBelow(next, namesPhones)
	switch {
	case isTitle && (!isNamed || len(filled) < len(h.names)): // a title may stand above some columns only
		return fatal(h.at, titleAbove)
	case len(h.find(holdsNumber)) > 0:
		return h.noHeader()
	case len(h.find(func(name string) bool { return namesPhones(strings.Trim(name, "'")) && strings.HasPrefix(name, "'") })) > 0:
		return fatal(h.at, "the names of the columns stand in single quotes: leave the quotes out, or write double ones")
	case len(filled) == 1 && otherDelimiter(h.names[filled[0]]) != "":
		return fatal(h.at, fmt.Sprintf("the columns seem to be divided by %q, and are read as one: divide them by a comma, a semicolon, a tab or |, "+
			"say no other delimiter, and put no whole line in quotes", otherDelimiter(h.names[filled[0]])))
	case !isNamed && len(filled) > 0 && strings.HasPrefix(h.names[filled[0]], "#"):
		return fatal(h.at, "the line begins with #, as a comment does; lists have no comments: take the line out")
	}
	return h.unknown(unknown, below)
}

// holdsNumber reports whether a cell is hardly the name of a column.
func holdsNumber(name string) bool {
	return looksLikeRow(name) || !strings.HasPrefix(name, "#") && phone.MinDigits <= len(strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return -1
	}, name))
}

// noHeader explains a first line that is a row.
func (h *header) noHeader() error {
	names, text := columnList, ""
	if h.phoneOnly {
		names = columns[fieldPhone]
	}
	if len(h.find(isPhone)) > 1 {
		text = ", and write each number in a row of its own"
	}
	return fatal(h.at, "the first line must name the columns ("+names+"), and it looks like a row already: put a header line above it"+text)
}

// otherDelimiter returns what seems to divide the columns in a header that is one cell; it is empty if nothing does. A sign
// that may stand in a name as well divides only names that are all known.
func otherDelimiter(name string) string {
	isUnknown := func(name string) bool {
		_, known := fieldNamed([]byte(name))
		return name != "" && !known
	}
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' || r == '"' || r == '\'' {
			continue
		}
		names := strings.Split(name, string(r))
		if slices.ContainsFunc(names, namesPhones) && (strings.ContainsRune(",;\t|:^~，；、\x01", r) || !slices.ContainsFunc(names, isUnknown)) {
			return string(r)
		}
	}
	return ""
}

// maxTitleLines is how many records are looked at to find the header below a title.
const maxTitleLines = 20

// lookBelow returns the record behind the header. isTitle is true if that one or one of the next names a column, so that
// what was taken for the header stands above it.
func (h *header) lookBelow(next func() [][]byte, names func(name string) bool) (below []string, isTitle bool) {
	for i := range maxTitleLines {
		cells := next()
		record := make([]string, len(cells))
		for j, cell := range cells {
			record[j] = phone.Trim(string(cell))
		}
		if i == 0 {
			below = record
		}
		if len(record) == 0 || slices.ContainsFunc(record, isPhone) {
			break
		}
		if slices.ContainsFunc(record, names) {
			return below, true
		}
	}
	return below, false
}

// unknown explains columns that are none of ours, with what makes the list usable as it is. below is the record behind
// the header, if it was read.
func (h *header) unknown(unknown []int, below []string) error {
	var text string
	switch {
	case len(unknown) == 0:
		return fatal(h.at, "there is no column phone; the columns are "+columnList)
	case len(unknown) == 1:
		text = "the column " + h.list(unknown) + " is not known"
	default:
		text = fmt.Sprintf("%d columns are not known: %s", len(unknown), h.list(unknown))
	}
	for _, i := range unknown {
		plain := plainName(h.names[i])
		switch {
		case !h.showable(i):
		case slices.Contains(countryCodeNames, plain):
			text += fmt.Sprintf(". %q seems to have the country codes: write them in front of the phones, as in +44 7700…, in one column", h.names[i])
		case slices.Contains(areaCodeNames, plain):
			text += fmt.Sprintf(". %q seems to have the area codes: write them in front of the phones, as in 010-6234…, in one column", h.names[i])
		}
	}
	if h.format.Encoding != "" && len(h.find(showable)) == 0 {
		text += ". These seem to be no names: look whether encoding in " + h.attribute + " is the right one"
	}
	return fatal(h.at, text+". "+h.advice(unknown, below))
}

// advice is what can be pasted into the configuration.
func (h *header) advice(unknown []int, below []string) string {
	mapping := h.guess(unknown, below)
	if mapping[fieldPhone] == nil {
		for _, i := range unknown {
			if namesPhones(h.names[i]) && h.showable(i) && !h.isUnique(i) {
				return fmt.Sprintf("Several columns are called %q: give the one with the phones a name of its own", h.names[i])
			}
		}
		return "Say in " + h.attribute + " which column has the phones, by its header; the others are ignored:\n\n" +
			"  " + h.attribute + " = {\n    columns = { phone = \"…\" }\n  }"
	}
	var pairs []string
	for f, name := range mapping {
		if name != nil && (!h.phoneOnly || field(f) == fieldPhone) {
			pairs = append(pairs, columns[f]+" = "+quoteHCL(*name))
		}
	}
	return "To leave out what is not needed, say which column has what, by its header; the others are ignored:\n\n" +
		"  " + h.attribute + " = {\n    columns = { " + strings.Join(pairs, ", ") + " }\n  }"
}

// guess finds out what the columns most likely are: by their own names, by names that other programs give them, and by
// the first row.
func (h *header) guess(unknown []int, below []string) (mapping [fieldCount]*string) {
	take := func(i int, f field, is bool) {
		isNested := i < len(below) && (strings.HasPrefix(below[i], "{") || strings.HasPrefix(below[i], "["))
		if is && mapping[f] == nil && !isNested && h.showable(i) && h.isUnique(i) {
			mapping[f] = &h.names[i]
		}
	}
	for i, name := range h.names {
		if f, known := fieldNamed([]byte(name)); known {
			take(i, f, true)
		}
	}
	for f := range fieldCount {
		for _, i := range unknown {
			take(i, f, plainName(h.names[i]) == wireKeys[f])
		}
		for _, i := range unknown {
			take(i, f, slices.Contains(usualNames[f], plainName(h.names[i])))
		}
	}
	for _, i := range unknown {
		take(i, fieldPhone, i < len(below) && isPhone(below[i]))
	}
	return mapping
}

func (h *header) isUnique(i int) bool {
	return len(h.find(func(name string) bool { return name == h.names[i] })) == 1
}

const (
	maxNameRunes  = 40
	maxNameDigits = 2
	maxNamesShown = 12
)

// showable reports whether a message may have the name of a column: a row that is taken for a header has somebody's
// number in it, and a terminal obeys control characters. Two digits, as in Phone 2, are nobody's. A line break is written
// as \n.
func (h *header) showable(i int) bool { return showable(h.names[i]) }

func showable(name string) bool {
	digits, letters := 0, 0
	for _, r := range name {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsLetter(r):
			letters++
		case !unicode.IsPrint(r) && r != '\n' && r != '\r' && r != '\t' && r != '\u00a0':
			return false
		}
	}
	return utf8.RuneCountInString(name) <= maxNameRunes && (digits == 0 || digits <= maxNameDigits && letters > 0)
}

// named writes a name of the configuration, if a message may have it.
func named(name string) string {
	if !showable(name) {
		return "of that name"
	}
	return fmt.Sprintf("%q", name)
}

// list names columns within a sentence, by their place where their name is not shown.
func (h *header) list(places []int) string {
	shown := make([]string, 0, maxNamesShown)
	for _, i := range places {
		if len(shown) == maxNamesShown {
			break
		}
		if h.names[i] != "" && h.showable(i) {
			shown = append(shown, fmt.Sprintf("%q", h.names[i]))
		} else {
			shown = append(shown, fmt.Sprintf("number %d", i+1))
		}
	}
	text := strings.Join(shown, ", ")
	if more := len(places) - len(shown); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}

// quoteHCL writes a text as a literal of the configuration language.
func quoteHCL(text string) string {
	text = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "${", "$${", "%{", "%%{", "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(text)
	return `"` + text + `"`
}
