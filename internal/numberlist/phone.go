package numberlist

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// The number of digits a phone may have, the leading + not counted. The lower bound keeps emergency numbers and most
// typing mistakes out; the upper one is the 15 digits of E.164 with room for a dial-out prefix.
const (
	MinPhoneDigits = 5
	MaxPhoneDigits = 18
)

var (
	errPhoneMissing   = errors.New("is missing")
	errPhoneLetter    = errors.New("is malformed: it has a character that is neither a digit, a leading +, a space, - or a parenthesis")
	errPhonePlus      = errors.New("is malformed: a + may only stand in front")
	errPhoneRounded   = errors.New("is malformed: it looks like a number that a spreadsheet shortened (as in 1.5E+10); format the column as text")
	errPhoneTooShort  = fmt.Errorf("is malformed: it has fewer than %d digits", MinPhoneDigits)
	errPhoneTooLong   = fmt.Errorf("is malformed: it has more than %d digits", MaxPhoneDigits)
	errPhoneNotDigits = errors.New("is malformed: a number without quotes must be plain digits")
)

// Key is a phone in 8 bytes, exact to the spelling: leading zeros and the leading + count. The zero Key is no phone.
//
// Keys order by the number of digits, then by value, and a number with a + directly follows the same one without. The
// order has no meaning beyond being fixed.
type Key uint64

// plusBit is the lowest bit, so that both spellings of a number stand side by side in a sorted list. The other bits
// hold the digits behind a 1, which keeps leading zeros: 007 is 1007.
const plusBit Key = 1

// ParsePhone reads one phone. Surrounding spaces, and spaces, hyphens and parentheses inside, are dropped; what remains
// must be an optional + and then [MinPhoneDigits] to [MaxPhoneDigits] ASCII digits. An error never holds the text; it
// reads as the end of a sentence that begins with the name of the field ("is malformed: …").
func ParsePhone[T string | []byte](text T) (Key, error) {
	var (
		value = uint64(1)
		count int
		plus  Key
	)
	for i := range len(text) {
		c := text[i]
		if digit := c - '0'; digit <= 9 {
			if count++; count > MaxPhoneDigits {
				return 0, errPhoneTooLong
			}
			value = value*10 + uint64(digit)
			continue
		}
		switch c {
		case ' ', '-', '(', ')':
		case '+':
			if count > 0 || plus != 0 {
				return 0, phoneError(text, errPhonePlus)
			}
			plus = plusBit
		default:
			// Anything else is fine at the edges if it is a space. To look for that is the rare case.
			if trimmed := strings.TrimSpace(string(text)); len(trimmed) < len(text) {
				return ParsePhone(trimmed)
			}
			return 0, phoneError(text, errPhoneLetter)
		}
	}
	switch {
	case count >= MinPhoneDigits:
		return Key(value)<<1 | plus, nil
	case len(strings.TrimSpace(string(text))) == 0:
		return 0, errPhoneMissing
	default:
		return 0, errPhoneTooShort
	}
}

// phoneError explains the commonest accident with phones, a spreadsheet's scientific notation, in its own words.
func phoneError[T string | []byte](text T, otherwise error) error {
	if _, err := strconv.ParseFloat(string(text), 64); err == nil && strings.ContainsAny(string(text), "eE") {
		return errPhoneRounded
	}
	return otherwise
}

// Normalize returns the phone as it is sent to the platform: an optional + and digits. The rules and the errors are
// those of [ParsePhone].
func Normalize(text string) (string, error) {
	key, err := ParsePhone(text)
	if err != nil {
		return "", err
	}
	return key.String(), nil
}

// AppendTo appends the phone, an optional + and digits, to text.
func (k Key) AppendTo(text []byte) []byte {
	if k>>1 == 0 {
		return text
	}
	start := len(text)
	text = strconv.AppendUint(text, uint64(k>>1), 10)
	// The 1 that guards leading zeros stands just where the + belongs.
	if k&plusBit != 0 {
		text[start] = '+'
		return text
	}
	return append(text[:start], text[start+1:]...)
}

// String returns the phone: an optional + and digits.
func (k Key) String() string {
	return string(k.AppendTo(make([]byte, 0, MaxPhoneDigits+2)))
}

// withoutPlus returns the same digits without the leading +.
func (k Key) withoutPlus() Key { return k &^ plusBit }
