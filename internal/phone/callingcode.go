package phone

import (
	"errors"
	"strings"
)

// CallingCode is the calling code of a country, 86 for example: 1 to 3 digits. The zero CallingCode is none.
type CallingCode struct {
	value  uint64
	length int
}

// ErrCallingCode says that a text is no calling code.
var ErrCallingCode = errors.New("it must be the digits of a country calling code, 1 to 3 of them and the first not 0")

// ParseCallingCode reads a calling code: digits only. An empty text is none.
func ParseCallingCode(text string) (CallingCode, error) {
	var c CallingCode
	if len(text) > 3 || strings.HasPrefix(text, "0") {
		return c, ErrCallingCode
	}
	for _, d := range []byte(text) {
		if d < '0' || d > '9' {
			return CallingCode{}, ErrCallingCode
		}
		c.value, c.length = c.value*10+uint64(d-'0'), c.length+1
	}
	return c, nil
}

// IsZero reports whether there is no calling code.
func (c CallingCode) IsZero() bool { return c.length == 0 }

// Person stands for who is called by a number: numbers that differ only by the +, 00, leading zeros or the calling code
// have the same one.
//
//	+49 30 23125001, 0049 30 23125001   international: the code goes, and zeros behind it
//	030 23125001                        national: the 0 goes, and nothing else: 0491 2345678 is a number in Leer
//	8 495 1234567                       the same in Russia, where an 8 is dialled
//	49 30 23125001                      neither: the code goes if as much remains as a whole number has
//	30 23125001                         the same, of which nothing goes
type Person uint64

// Person returns who is called by a number if numbers without a country code belong to this country.
func (c CallingCode) Person(n Number) Person {
	d := n.digits()
	zeros := n.Len() - d.length
	international := n&plusBit != 0 || zeros > 1
	if c.length == 0 || d.length <= c.length || !international && zeros == 1 {
		return Person(d.packed())
	}
	rest := d.length - c.length
	if d.value/powersOfTen[rest] != c.value || !international && rest < c.shortestWhole() {
		if c.value == 7 && !international && rest == 10 && d.value/powersOfTen[rest] == 8 { // Russia and Kazakhstan
			return Person(d.last(rest).packed())
		}
		return Person(d.packed())
	}
	return Person(d.last(rest).trimmed().packed())
}

// shortestWhole is how many digits must remain of a number that begins with the calling code, and with neither + nor 00,
// to be a whole number. With fewer it is taken for one that happens to begin with the same digits.
func (c CallingCode) shortestWhole() int {
	switch {
	case c.length == 1: // North America, Russia and Kazakhstan: ten digits
		return 10
	case c.length == 3:
		return 7
	case c.value == 45 || c.value == 47 || c.value == 65: // Denmark, Norway, Singapore
		return 8
	default:
		return 9
	}
}

// IsLong reports whether a number has more digits than telephone numbers have: 15 (E.164), or as many as those of North
// America, Russia and China, or as any behind a single 0.
func (n Number) IsLong() bool {
	length, first := n.Len(), n.First(2)
	switch {
	case length > 15:
		return true
	case first/10 == 1 || first/10 == 7:
		return length > 11
	case first == 86:
		return length > len(chinaCode)+maxChinese
	default: // 011 is dialled in front of a country code in North America
		return first > 0 && first < 10 && n.First(3) != 11 && length > 13
	}
}

// trunkZero reports whether international digits have a 0 behind the country code that nobody dials. In some countries
// the 0 is part of the number.
func trunkZero[T string | []byte](digits T) bool {
	if len(digits) < minTail {
		return false
	}
	length := countryCodeLength(digits[0], digits[1])
	if length == 0 || digits[length] != '0' {
		return false
	}
	return !zeroBelongs[string(digits[:length])]
}

// zeroBelongs has the country codes behind which a number may begin with 0: Italy, San Marino and the Vatican, and
// countries of Africa whose whole numbers have one.
var zeroBelongs = map[string]bool{
	"39": true, "378": true, "379": true, "225": true, "226": true, "229": true, "241": true, "242": true,
}

// countryCodeLength returns how long the country code is that begins with two digits, or 0 if none does (ITU-T E.164).
func countryCodeLength(first, second byte) int {
	const twoDigits = "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98"
	switch {
	case first == '0':
		return 0
	case first == '1' || first == '7':
		return 1
	case strings.Contains(twoDigits, string([]byte{first, second})):
		return 2
	default:
		return 3
	}
}
