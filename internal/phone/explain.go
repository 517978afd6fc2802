package phone

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What this file looks at is rare: texts with a character that belongs to no phone.

var (
	// A cell that a spreadsheet is to take for a text: ="…".
	asFormula = regexp.MustCompile(`^="([^"]*)"$`)
	telURI    = regexp.MustCompile(`(?i)^tel:`)
	formula   = regexp.MustCompile(`^(=|#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)$)`)
	hashes    = regexp.MustCompile(`^#+$`)
	rounded   = regexp.MustCompile(`^[+-]?[0-9]+([.,][0-9]*)?\s?([eE]\s?|[×x*]\s?10\s?\^)[+-]?[0-9]{1,3}$`)
	grouping  = regexp.MustCompile(`^[0-9]{1,3}([,'][0-9]{3})+(\.0*)?$`)
	decimals  = regexp.MustCompile(`^\+?[0-9]+,0{1,2}$`)
	date      = regexp.MustCompile(`^([0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?|[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{2}|[0-9]{4}))([T ]+[0-9]{1,2}:.*)?$|^([0-9]{4}年)?[0-9]{1,2}月([0-9]{1,2}日?)?$`)
	month     = regexp.MustCompile(`(?i)^([0-9]{1,2}[-/. ])?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/., ]+([0-9]{1,2}[-/., ]+)?[0-9]{2,4}$`)
	idCard    = regexp.MustCompile(`^[0-9]{17}[xX]$`)
	masked    = regexp.MustCompile(`^[+0-9()\s.*●○•_?xX#…-]*$`)
	mask      = regexp.MustCompile(`[*●○•_?]{2}|[xX#]{3}|…`)
	extension = regexp.MustCompile(`(?i)[0-9][)\s]*[,;]*[\s(\[]*((x|ext|extn|extension|p|w|#|转|轉|分机|分機|内线|內線|ext=)[\s.:=#-]*)+[0-9]{1,6}[)\]#]*$`)
	pause     = regexp.MustCompile(`^[^,;]*[0-9][)\s]*[,;]+\s*[0-9]{1,6}#?$`) // behind which some telephones dial an extension
	twice     = regexp.MustCompile(`(?i)[0-9][)\s]*([/／;,、|｜&+~～\\\n\r\t]+|or|and|to|或|和|至|到)\s*[(+]*[0-9]`)
	quoted    = regexp.MustCompile(`^'.*'$`)
)

// Characters that mean the same as an ASCII one, apart from the full-width forms.
var ascii = strings.NewReplacer("’", "'", "‘", "'", "`", "'", "´", "'", "ʼ", "'", "′", "'", "“", `"`, "”", `"`)

// narrow makes ASCII out of what means the same.
func narrow(text string) string {
	return ascii.Replace(strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			return r - ('！' - '!')
		}
		return r
	}, text))
}

// readOther reads a text that has a character which belongs to no phone. That may be what a program has put around it.
func readOther(text string) (Number, error) {
	trimmed := Trim(text)
	plain := narrow(trimmed)
	switch m := asFormula.FindStringSubmatch(plain); {
	case m != nil:
		return Read(m[1])
	case telURI.MatchString(plain) && !telURI.MatchString(plain[len("tel:"):]):
		return Read(plain[len("tel:"):])
	case len(plain) > 1 && plain[0] == '"' && plain[len(plain)-1] == '"':
		return Read(plain[1 : len(plain)-1])
	case quoted.MatchString(plain) && len(plain) > 1:
		return 0, &Error{Fault: faultSingle}
	case strings.HasPrefix(plain, "'") && !strings.HasPrefix(plain, "''"):
		return Read(plain[1:])
	case len(trimmed) < len(text):
		return Read(trimmed)
	case plain == "":
		return 0, &Error{Fault: faultMissing}
	}
	if err := otherFault(plain); err != nil {
		return 0, err
	}
	return 0, firstOther(text)
}

// otherFault recognises texts as a whole.
func otherFault(text string) error {
	text = strings.Map(func(r rune) rune {
		switch k := kindOf(r); k {
		case kindInvisible:
			return -1
		case kindSpace:
			return ' '
		case kindDash:
			return '-'
		default:
			return r
		}
	}, narrow(Trim(text)))
	if isMasked(text) {
		return &Error{Fault: faultHidden}
	}
	for _, c := range []struct {
		pattern *regexp.Regexp
		fault   *Fault
	}{
		{formula, faultFormula}, {hashes, faultHashes}, {rounded, faultRounded}, {grouping, faultGrouping}, {decimals, faultDecimal},
		{date, faultDate}, {month, faultDate}, {idCard, faultIDCard}, {extension, faultExtension},
	} {
		if c.pattern.MatchString(text) {
			return &Error{Fault: c.fault}
		}
	}
	if pause.MatchString(text) && countDigits(text[:strings.IndexAny(text, ",;")]) >= minSharedDigits {
		return &Error{Fault: faultExtension}
	}
	if place := twice.FindStringIndex(text); place != nil {
		if fault := divided(text[:place[0]+1], text[place[0]:place[1]], text[place[1]-1:]); fault != nil {
			return &Error{Fault: fault}
		}
	}
	if fault := followed(text); fault != nil {
		return &Error{Fault: fault}
	}
	return nil
}

// isMasked reports whether signs stand for some digits of a number.
func isMasked(text string) bool {
	digits := countDigits(text)
	return mask.MatchString(text) && masked.MatchString(text) && digits > 0 && digits <= maxChinese
}

// divided explains what stands between digits that may be two numbers. It is nil if they are too few for that and nothing
// else is known.
func divided(before, between, after string) *Fault {
	switch short := countDigits(before) < minSharedDigits || countDigits(after) < minSharedDigits; {
	case short && strings.Contains(between, "/"): // it stands between an area code and the number as well
		return faultSlash
	case short && strings.Contains(between, ","):
		return faultGrouping
	case short && !strings.ContainsAny(between, ";、|｜&\n\r\t"):
		return nil
	default:
		return faultTwo
	}
}

// followed explains digits that stand behind a number that may be whole, with a word or a sign between the two. It is nil
// for a single letter or sign within a number.
func followed(text string) *Fault {
	end := strings.IndexFunc(text, func(r rune) bool { return kindOf(r) == kindOther })
	if end < 0 || countDigits(text[:end]) < minSubscriber {
		return nil
	}
	digit := strings.IndexAny(text[end:], "0123456789")
	if digit < 0 {
		return nil
	}
	between, after := text[end:end+digit], text[end+digit:]
	isGlued := utf8.RuneCountInString(between) == 1 && text[end-1] >= '0' && text[end-1] <= '9'
	switch count := countDigits(after); {
	case count >= minSharedDigits:
		return faultTwo
	case strings.ContainsAny(between, "~〜至到"):
		return faultHyphen
	case count > maxExtension, isGlued && unicode.IsLetter([]rune(between)[0]), isChineseMobile([]byte(onlyDigits(text))):
		return nil
	default:
		return faultExtension
	}
}

// minSubscriber is how many digits make a number whole, beyond doubt.
const minSubscriber = 8

// firstOther says which kind the first character is of that belongs to no phone.
func firstOther(text string) error {
	if !strings.ContainsFunc(text, unicode.IsDigit) && !strings.HasPrefix(Trim(text), "#") {
		return &Error{Fault: faultNoDigits}
	}
	character := 0
	for _, r := range text {
		character++
		if kindOf(r) != kindOther {
			continue
		}
		switch {
		case r == '#' && strings.HasPrefix(Trim(text), "#"):
			return &Error{Fault: faultComment}
		case unicode.IsDigit(r):
			return &Error{faultScript, character}
		case unicode.IsLetter(r):
			return &Error{faultLetter, character}
		case r == '/' || r == '／':
			return &Error{faultSlash, character}
		default:
			return &Error{faultOdd, character}
		}
	}
	return &Error{Fault: faultOdd}
}

func countDigits(text string) int { return len(onlyDigits(text)) }

func onlyDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
}
