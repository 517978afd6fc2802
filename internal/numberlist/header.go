package numberlist

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// header is the first record of a table.
type header struct {
	at        position
	names     []string // trimmed
	format    Format
	phoneOnly bool
	attribute string // of the configuration, that says how such a list is written
}

func newHeader(at position, record [][]byte, f Format, phoneOnly bool) *header {
	h := &header{at: at, format: f, phoneOnly: phoneOnly, attribute: "numbers_format"}
	if phoneOnly {
		h.attribute = "do_not_call_format"
	}
	for _, name := range record {
		h.names = append(h.names, phone.Trim(string(name)))
	}
	return h
}

// fields finds out which column is which. isRow is true if the record is no header but a row already. An error never
// shows a name that may be somebody's number.
func (h *header) fields(next func() [][]byte) (fields []field, isRow bool, err error) {
	for _, name := range h.names {
		if !utf8.ValidString(name) {
			return nil, false, fatal(h.at, notUTF8Text([]byte(name)))
		}
	}
	if len(h.format.Columns) > 0 {
		fields, err = h.mapped()
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
			return nil, nil, fatal(h.at, fmt.Sprintf("column %d repeats the column %s", i+1, f))
		}
		fields[i] = f
	}
	return fields, unknown, nil
}

// mapped takes the columns that the configuration names and ignores the others.
func (h *header) mapped() ([]field, error) {
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
		switch {
		case len(found) == 0:
			return nil, fatal(h.at, fmt.Sprintf("there is no column %q, which %s names for %s; %s", want, h.attribute, column, h.present()))
		case len(found) > 1:
			return nil, fatal(h.at, fmt.Sprintf("columns %d and %d are both called %q, which %s names for %s", found[0]+1, found[1]+1, want, h.attribute, column))
		case fields[found[0]] >= 0:
			return nil, fatal(h.at, fmt.Sprintf("%s names the column %q twice", h.attribute, want))
		}
		fields[found[0]] = field(f)
	}
	return fields, nil
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
	phones, filled := h.phoneCells(), h.find(func(name string) bool { return name != "" })
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

// phoneCells returns the places of the cells that are phones.
func (h *header) phoneCells() []int {
	return h.find(func(name string) bool {
		_, err := phone.Read(name)
		return err == nil
	})
}

// noPhone explains a header without a column phone.
func (h *header) noPhone(unknown []int, next func() [][]byte) error {
	if len(h.phoneCells()) > 0 {
		return fatal(h.at, "the first line must name the columns ("+columnList+"), and it looks like a row already: put a header line above it")
	}
	below := next()
	if slices.ContainsFunc(below, func(cell []byte) bool { f, known := fieldNamed(cell); return known && f == fieldPhone }) {
		return fatal(h.at, "the line that names the columns seems to be the one below: take away what stands above it")
	}
	return h.unknown(unknown, below)
}

// unknown explains columns that are none of ours, with what makes the list usable as it is. below is the record behind
// the header, if it was read.
func (h *header) unknown(unknown []int, below [][]byte) error {
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
		if slices.Contains(countryCodeNames, plainName(h.names[i])) && h.showable(i) {
			text += fmt.Sprintf(". %q seems to have the country codes: write them in front of the phones, as in +44 7700…, in one column", h.names[i])
		}
	}
	return fatal(h.at, text+". "+h.advice(unknown, below))
}

// countryCodeNames are what programs call a column that has the country code of the phone beside it, as plainName has
// them.
var countryCodeNames = []string{
	"phonecode", "countrycode", "phonecountrycode", "callingcode", "dialcode", "dialingcode", "countrycallingcode", "prefix", "isdcode",
	"国家代码", "国家区号", "国际区号", "區號", "区号",
}

// advice is what can be pasted into the configuration.
func (h *header) advice(unknown []int, below [][]byte) string {
	mapping := h.guess(unknown, below)
	if mapping[fieldPhone] == nil {
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
func (h *header) guess(unknown []int, below [][]byte) (mapping [fieldCount]*string) {
	for i := range h.names {
		if f, known := fieldNamed([]byte(h.names[i])); known && mapping[f] == nil {
			mapping[f] = &h.names[i]
		}
	}
	for _, f := range []field{fieldPhone, fieldUserID, fieldMemberID} {
		for _, i := range unknown {
			if mapping[f] == nil && slices.Contains(usualNames[f], plainName(h.names[i])) && h.showable(i) {
				mapping[f] = &h.names[i]
			}
		}
	}
	for _, i := range unknown {
		if mapping[fieldPhone] != nil || i >= len(below) || !h.showable(i) {
			continue
		}
		if _, err := phone.Read(below[i]); err == nil {
			mapping[fieldPhone] = &h.names[i]
		}
	}
	return mapping
}

// usualNames are what other programs call the columns, as plainName has them.
var usualNames = map[field][]string{
	fieldPhone: {
		"mobile", "mobilephone", "mobilenumber", "mobileno", "phonenumber", "phoneno", "cell", "cellphone", "cellnumber", "tel",
		"telephone", "telephonenumber", "telno", "telnumber", "msisdn", "number", "contactnumber", "contactphone", "contact", "telefon", "telefono", "teléfono",
		"telefone", "téléphone", "handy", "handynummer", "rufnummer", "telefonnummer", "celular", "móvil", "hp", "nohp",
		"手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "号码", "移动电话", "客户电话", "電話", "電話番号", "電話號碼", "手機", "手機號碼", "携帯", "携帯電話", "携帯番号",
	},
	fieldUserID: {
		"customerid", "customer", "customernumber", "customerno", "custid", "clientid", "contactid", "recordid", "uid",
		"客户编号", "客户id", "客户号", "用户id", "用户编号",
	},
	fieldMemberID: {"membershipid", "membernumber", "memberno", "会员编号", "会员号", "会员id"},
}

// plainName drops what differs between two ways to write one name.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

const (
	maxNameRunes  = 40
	maxNamesShown = 12
)

// showable reports whether a message may have the name of a column: a row that is taken for a header has somebody's
// number in it, and a terminal obeys control characters.
func (h *header) showable(i int) bool { return showable(h.names[i]) }

func showable(name string) bool {
	return utf8.RuneCountInString(name) <= maxNameRunes && !strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsDigit(r) || !unicode.IsPrint(r)
	})
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
	text = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "${", "$${", "%{", "%%{").Replace(text)
	return `"` + text + `"`
}
