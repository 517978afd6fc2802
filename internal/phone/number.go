package phone

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// The number of digits a phone may have, the leading + not counted. The lower bound keeps emergency numbers and most
// typing mistakes out; the upper one is the 15 digits of E.164 with room for a dial-out prefix.
const (
	MinDigits = 5
	MaxDigits = 18
)

var (
	errMissing  = errors.New("is missing")
	errLetter   = errors.New("is malformed: it has a character that is neither a digit, a leading +, a space, - or a parenthesis")
	errPlus     = errors.New("is malformed: a + may only stand in front")
	errRounded  = errors.New("is malformed: it looks like a number that a spreadsheet shortened (as in 1.5E+10); format the column as text")
	errTooShort = fmt.Errorf("is malformed: it has fewer than %d digits", MinDigits)
	errTooLong  = fmt.Errorf("is malformed: it has more than %d digits", MaxDigits)
)

// Number is a phone in 8 bytes, exact to the way it is written: leading zeros and the leading + count. The zero Number
// is no phone.
//
//	 63  62 61                                                        1 0
//	+------+-----------------------------------------------------------+-+
//	| 0  0 | the decimal digits, with a 1 in front of the first        |+|
//	+------+-----------------------------------------------------------+-+
//
// The 1 in front keeps leading zeros: 007 is 1007, and 07 is 107. With 18 digits behind it, it is below 2·10¹⁸ and so
// below 2⁶¹. The lowest bit is set if the number is written with a +.
//
// Numbers order by how many digits they have, then by value, and a number with a + directly follows the same one
// without. The order has no meaning beyond being fixed.
type Number uint64

// plusBit is the lowest bit, so that a number with a + and without stand side by side in a sorted list.
const plusBit Number = 1

// Parse reads one phone as a program writes it, the platform above all; [Read] is for what people write, and refuses more.
// Surrounding spaces, and spaces, hyphens and parentheses inside, are dropped; what remains must
// be an optional + and then [MinDigits] to [MaxDigits] ASCII digits. An error never holds the text; it reads as the end
// of a sentence that begins with the name of the field ("is malformed: …").
func Parse[T string | []byte](text T) (Number, error) {
	var (
		value = uint64(1)
		count int
		plus  Number
	)
	for i := range len(text) {
		c := text[i]
		if digit := c - '0'; digit <= 9 {
			if count++; count > MaxDigits {
				return 0, errTooLong
			}
			value = value*10 + uint64(digit)
			continue
		}
		switch c {
		case ' ', '-', '(', ')':
		case '+':
			if count > 0 || plus != 0 {
				return 0, explain(text, errPlus)
			}
			plus = plusBit
		default:
			// Anything else is fine at the edges if it is a space. To look for that is the rare case.
			if trimmed := strings.TrimSpace(string(text)); len(trimmed) < len(text) {
				return Parse(trimmed)
			}
			return 0, explain(text, errLetter)
		}
	}
	switch {
	case count >= MinDigits:
		return Number(value)<<1 | plus, nil
	case len(strings.TrimSpace(string(text))) == 0:
		return 0, errMissing
	default:
		return 0, errTooShort
	}
}

// explain finds its own words for the commonest accident with phones, a spreadsheet's scientific notation.
func explain[T string | []byte](text T, otherwise error) error {
	if _, err := strconv.ParseFloat(string(text), 64); err == nil && strings.ContainsAny(string(text), "eE") {
		return errRounded
	}
	return otherwise
}

// Normalize returns a phone that people wrote as it is sent to the platform: an optional + and digits. The rules and the
// errors are those of [Read].
func Normalize(text string) (string, error) {
	number, err := Read(text)
	if err != nil {
		return "", err
	}
	return number.String(), nil
}

// AppendTo appends the phone, an optional + and digits, to text.
func (n Number) AppendTo(text []byte) []byte {
	if n>>1 == 0 {
		return text
	}
	start := len(text)
	text = strconv.AppendUint(text, uint64(n>>1), 10)
	// The 1 that keeps leading zeros stands just where the + belongs.
	if n&plusBit != 0 {
		text[start] = '+'
		return text
	}
	return append(text[:start], text[start+1:]...)
}

// String returns the phone: an optional + and digits.
func (n Number) String() string {
	return string(n.AppendTo(make([]byte, 0, MaxDigits+2)))
}

// WithoutPlus returns the same digits without the leading +.
func (n Number) WithoutPlus() Number { return n &^ plusBit }

// HasPlus reports whether the number is written with a leading +.
func (n Number) HasPlus() bool { return n&plusBit != 0 }

// First returns the value of the first digits, at most so many.
func (n Number) First(digits int) int {
	length := n.Len()
	value := uint64(n>>1) - powersOfTen[length]
	return int(value / powersOfTen[max(length-digits, 0)]) // #nosec G115 -- a few digits
}
