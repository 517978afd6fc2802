package phone

import (
	"strings"
	"unicode/utf8"
)

// Read reads one phone as people and their programs write it. It takes what can mean only one thing: spaces, hyphens,
// parentheses and dots between groups of digits, each also as the characters that other scripts and word processors have
// for it; invisible characters; an apostrophe in front, ="…", tel: and a .0 at the end, which spreadsheets and other
// programs leave. It refuses what can mean two things, as an extension or a (0) behind the country code can.
//
// The error is an [*Error].
func Read[T string | []byte](text T) (Number, error) {
	if n, size := ReadDigits([]byte(text)); size > 0 && size == len(text) {
		return n, nil
	}
	return readWritten(string(text))
}

// ReadDigits reads the phone at the beginning of a text if it is written with digits and a + alone, as nearly all are, and
// needs no closer look. size is how many bytes it has, up to the first that is no digit. It is 0 if there is no such phone.
func ReadDigits(text []byte) (n Number, size int) {
	digits, plus := text, Number(0)
	if len(text) > 0 && text[0] == '+' {
		digits, plus = text[1:], plusBit
	}
	value, count := uint64(1), 0
	for _, c := range digits[:min(len(digits), MaxDigits+1)] {
		digit := c - '0'
		if digit > 9 {
			break
		}
		value = value*10 + uint64(digit)
		count++
	}
	if count < MinDigits || count > MaxDigits {
		return 0, 0
	}
	n, size = Number(value)<<1|plus, len(text)-len(digits)+count
	switch {
	case plus != 0:
		digits = digits[:count]
	case digits[0] == '0' && digits[1] == '0':
		digits = digits[2:count]
	default:
		return n, size
	}
	if trunkZero(digits) {
		return 0, 0
	}
	return n, size
}

// group is a run of digits, and what stands between it and the one before, or in front.
type group struct {
	first, length int
	before        separator
}

// separator is a set of what may stand between digits.
type separator uint8

const (
	sepSpace separator = 1 << iota
	sepDash
	sepDot
	sepOpen
	sepClose
)

// written is a phone taken apart. No phone that can be right has more digits or groups than fit.
type written struct {
	digits  [2 * MaxDigits]byte
	count   int
	groups  [MaxDigits]group
	size    int // how many groups
	plus    bool
	after   separator // behind the last group
	pending separator
	marks   int // how many dashes and dots stand together at the end so far
}

// readWritten reads a phone that is not just digits.
func readWritten(text string) (Number, error) {
	var w written
	character := 0
	for _, r := range text {
		character++
		if kindOf(r) == kindOther {
			return readOther(text)
		}
		if fault := w.accept(r); fault != nil {
			if other := otherFault(text); other != nil {
				return 0, other
			}
			return 0, &Error{fault, character}
		}
	}
	w.after = w.pending
	switch {
	case w.count > 0:
	case strings.TrimFunc(text, isBlank) == "":
		return 0, &Error{Fault: faultMissing}
	default:
		return 0, &Error{Fault: faultNoDigits}
	}
	if fault := w.check(); fault != nil {
		return 0, &Error{Fault: fault}
	}
	value := uint64(1)
	for _, digit := range w.digits[:w.count] {
		value = value*10 + uint64(digit-'0')
	}
	n := Number(value) << 1
	if w.plus {
		n |= plusBit
	}
	return n, nil
}

// accept takes the next character in, which is none of kindOther.
func (w *written) accept(r rune) *Fault {
	switch kind := kindOf(r); {
	case kind == kindDigit:
		return w.digit(digitOf(r))
	case kind == kindInvisible:
	case kind == kindPlus && w.count == 0 && !w.plus:
		w.plus = true
	case kind == kindPlus:
		return faultPlus
	default:
		w.pending |= separators[kind]
		if kind == kindDash || kind == kindDot {
			w.marks++
		}
		if w.marks > 2 && w.count > 0 {
			return faultHidden
		}
	}
	return nil
}

// digit takes one more digit in.
func (w *written) digit(d byte) *Fault {
	if w.size == 0 || w.pending != 0 {
		if w.size == len(w.groups) {
			return faultLong
		}
		w.groups[w.size] = group{first: w.count, before: w.pending}
		w.size++
		w.pending, w.marks = 0, 0
	}
	if w.count == len(w.digits) {
		return faultLong
	}
	w.digits[w.count] = d
	w.count++
	w.groups[w.size-1].length++
	return nil
}

// text returns the digits of a group.
func (w *written) text(g group) string { return string(w.digits[g.first : g.first+g.length]) }

// check looks for what can mean two things. It drops the .0 that a number has once a program took it for a fraction.
func (w *written) check() *Fault {
	if fault := w.dots(); fault != nil {
		return fault
	}
	if fault := w.enclosed(); fault != nil {
		return fault
	}
	switch {
	case w.isTwo():
		return faultTwo
	case w.isNumbered():
		return faultNumbered
	case w.isDate():
		return faultDate
	case w.count < MinDigits:
		return faultShort
	case w.count > MaxDigits:
		return faultLong
	case w.hasExtension():
		return faultHyphen
	case trunkZero(w.international()):
		return faultTrunkZero
	}
	return nil
}

// enclosed looks for a group in a parenthesis that is no area code.
func (w *written) enclosed() *Fault {
	for i, g := range w.groups[:w.size] {
		closed := w.after
		if i+1 < w.size {
			closed = w.groups[i+1].before
		}
		if i == 0 || g.before&sepOpen == 0 || closed&sepClose == 0 {
			continue
		}
		if w.text(g) == "0" {
			return faultTrunkZero
		}
		if i == w.size-1 && g.length <= maxExtension && g.first >= MinDigits {
			return faultParenthesis
		}
	}
	return nil
}

// isTwo reports whether there is more than one group that is long enough to be a number, or the same groups twice.
func (w *written) isTwo() bool {
	long := 0
	for _, g := range w.groups[:w.size] {
		if g.length >= minSharedDigits {
			long++
		}
	}
	return long > 1 || w.isDoubled()
}

// isDoubled reports whether the groups are those of two local numbers: 555-0101 555-0102.
func (w *written) isDoubled() bool {
	half := w.size / 2
	if half < 2 || w.size%2 != 0 || w.count < 2*minSharedDigits || w.plus || w.digits[0] == '0' && w.digits[1] == '0' {
		return false
	}
	for i, g := range w.groups[:half] {
		if g.length != w.groups[half+i].length {
			return false
		}
	}
	return true
}

// isNumbered reports whether the first group seems to be the number of the row: 1. 138…, 2) 138…, 3 138….
func (w *written) isNumbered() bool {
	if w.size < 2 || w.plus || w.digits[0] == '0' || w.groups[0].length > 3 || w.count-w.groups[0].length < minSharedDigits {
		return false
	}
	first, behind := w.groups[0], w.groups[1].before
	switch {
	case behind&sepDot != 0:
		for _, g := range w.groups[2:w.size] {
			if g.before&sepDot != 0 {
				return false
			}
		}
		return w.size == 2 || behind&sepSpace != 0
	case behind&sepClose != 0 && first.before&sepOpen == 0:
		return true
	default:
		return !w.beginsWithCode() && w.isWholeBehind(first)
	}
}

// isWholeBehind reports whether what is behind the first group is a number without it: a Chinese mobile, one that begins
// with 0, or one that is not divided, unless the group is what is dialled in front of ten digits in North America and Russia.
func (w *written) isWholeBehind(first group) bool {
	rest := w.digits[first.length:w.count]
	switch {
	case isChineseMobile(rest), rest[0] == '0' && rest[1] != '0' && len(rest) >= minTail:
		return true
	case first.length == 1 && len(rest) == 10 && (w.digits[0] == '1' || w.digits[0] == '7' || w.digits[0] == '8'):
		return false
	default:
		return w.size == 2 && len(rest) >= minWithAreaCode
	}
}

// beginsWithCode reports whether the first group is the country code, written without a +. That of North America and
// that of Russia are left out: behind them are ten digits, and it may be a 1 that numbers the row.
func (w *written) beginsWithCode() bool {
	first := w.groups[0].length
	return first > 1 && first == countryCodeLength(w.digits[0], w.digits[1])
}

func isChineseMobile(digits []byte) bool {
	return len(digits) == maxChinese && digits[0] == '1' && digits[1] >= '3'
}

// international returns the digits from the country code on, if the number is written with one.
func (w *written) international() string {
	digits := string(w.digits[:w.count])
	if w.plus {
		return digits
	}
	if rest, found := strings.CutPrefix(digits, "00"); found {
		return rest
	}
	// So many digits are no number of one country with a group of two or three digits in front.
	if w.size > 1 && w.count >= maxWithAreaCode && w.beginsWithCode() {
		return digits
	}
	return ""
}

// dots tells a fraction from dots between groups.
func (w *written) dots() *Fault {
	if w.after&sepDot != 0 {
		return faultDecimal
	}
	dots := 0
	for _, g := range w.groups[:w.size] {
		if g.before&sepDot != 0 {
			dots++
		}
	}
	if dots != 1 || w.size == 0 {
		return nil
	}
	switch last := w.groups[w.size-1]; {
	case w.size == 2 && w.count < minSharedDigits && last.before == sepDot:
		return faultDecimal
	case !w.isFraction(last):
		return nil
	case strings.Trim(w.text(last), "0") == "":
		w.count -= last.length
		w.size--
		return nil
	default:
		return faultDecimal
	}
}

// isFraction reports whether the last group, behind the only dot, is hardly one of a number: a digit or two, or more of them
// behind a number that is whole and not divided.
func (w *written) isFraction(last group) bool {
	return last.before == sepDot && (last.length <= 2 || w.size == 2 && last.first >= minTail && last.length < minSharedDigits)
}

// isDate reports whether the groups are a day, a month and a year.
func (w *written) isDate() bool {
	if w.size != 3 || w.plus || w.groups[1].before != w.groups[2].before || w.groups[1].before&(sepDash|sepDot) == 0 {
		return false
	}
	year, month, day := w.groups[0], w.groups[1], w.groups[2]
	if year.length != 4 {
		year, day = day, year
	}
	if year.length != 4 || month.length > 2 || day.length > 2 {
		return false
	}
	if century := w.text(year)[:2]; century != "19" && century != "20" {
		return false
	}
	return isDayAndMonth(small(w.text(month)), small(w.text(day)))
}

// isDayAndMonth reports whether two numbers can be a day and a month, in any order.
func isDayAndMonth(a, b int) bool { return min(a, b) >= 1 && min(a, b) <= 12 && max(a, b) <= 31 }

func small(digits string) (value int) {
	for _, d := range []byte(digits) {
		value = value*10 + int(d-'0')
	}
	return value
}

// kind is what a character can be within a phone.
type kind uint8

const (
	kindOther kind = iota
	kindDigit
	kindPlus
	kindInvisible
	kindSpace
	kindDash
	kindDot
	kindOpen
	kindClose
)

var separators = [...]separator{
	kindSpace: sepSpace, kindDash: sepDash, kindDot: sepDot, kindOpen: sepOpen, kindClose: sepClose,
}

// kinds has the characters that may be in a phone, apart from the digits and ranges in kindOf.
var kinds = map[rune]kind{
	'+': kindPlus, '＋': kindPlus, '﹢': kindPlus,
	'(': kindOpen, '（': kindOpen, '﹙': kindOpen,
	')': kindClose, '）': kindClose, '﹚': kindClose,
	'.': kindDot, '．': kindDot, '·': kindDot, '•': kindDot, '‧': kindDot, '∙': kindDot,
	'-': kindDash, '－': kindDash, '﹣': kindDash, '﹘': kindDash, '−': kindDash, '⁃': kindDash, 'ー': kindDash, 'ｰ': kindDash,
	' ': kindSpace, '\u00a0': kindSpace, '\u1680': kindSpace, '\u202f': kindSpace, '\u205f': kindSpace, '\u3000': kindSpace,
	'\u00ad': kindInvisible, '\u061c': kindInvisible, '\u180e': kindInvisible, '\ufeff': kindInvisible,
}

func kindOf(r rune) kind {
	switch {
	case r >= '0' && r <= '9', r >= '０' && r <= '９':
		return kindDigit
	case r >= '\u2000' && r <= '\u200a':
		return kindSpace
	case r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e', r >= '\u2060' && r <= '\u206f', r >= '\ufe00' && r <= '\ufe0f':
		return kindInvisible
	case r >= '\u2010' && r <= '\u2015':
		return kindDash
	}
	return kinds[r]
}

// digitOf returns the ASCII digit.
func digitOf(r rune) byte {
	if r >= '０' {
		r -= '０' - '0'
	}
	return byte(r) // #nosec G115 -- it is an ASCII digit
}

// isBlank reports whether a character at the edge of a cell does not count.
func isBlank(r rune) bool {
	if r == '\t' || r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029' {
		return true
	}
	k := kindOf(r)
	return k == kindSpace || k == kindInvisible
}

// Trim cuts off what does not count at the edges of a cell: blanks of any script and invisible characters.
func Trim(text string) string {
	if text == "" || plainEdge(text[0]) && plainEdge(text[len(text)-1]) {
		return text
	}
	return strings.TrimFunc(text, isBlank)
}

func plainEdge(c byte) bool { return c > ' ' && c < utf8.RuneSelf }
