package phone

import (
	"iter"
	"strconv"
)

// Two numbers look like the same phone if they differ only as a platform may reformat them: by the leading +, by leading
// zeros, or by a prefix (of the country, area or trunk) that one of them lacks. Different phones of different areas may
// look the same in this way, so it serves to recognise and to warn, never to decide whom to call.

// minSharedDigits is how many digits a phone must have at least to be recognised behind a prefix. It is the length of a
// subscriber's number.
const minSharedDigits = 7

// minTail is how many digits a number must have at least to be taken for the end of a longer one of the same person.
const minTail = 9

// lengths tells which lengths the digits of some phones have.
type lengths [MaxDigits + 1]bool

// digits is what remains of a phone without the + and leading zeros.
type digits struct {
	value  uint64
	length int
}

var powersOfTen = func() (powers [MaxDigits + 1]uint64) {
	powers[0] = 1
	for i := 1; i < len(powers); i++ {
		powers[i] = powers[i-1] * 10
	}
	return powers
}()

// Len returns how many digits a number has, leading zeros included and the + not.
func (n Number) Len() int {
	guarded := uint64(n >> 1) // the digits behind a 1
	length := MaxDigits
	for length > 0 && powersOfTen[length] > guarded {
		length--
	}
	return length
}

func (n Number) digits() digits {
	length := n.Len()
	return digits{value: uint64(n>>1) - powersOfTen[length], length: length}.trimmed()
}

// trimmed returns the digits without leading zeros.
func (d digits) trimmed() digits {
	for d.length > 0 && d.value < powersOfTen[d.length-1] {
		d.length--
	}
	return d
}

// last returns the last n digits. They may begin with a zero, and then equal the digits of no phone.
func (d digits) last(n int) digits {
	return digits{value: d.value % powersOfTen[n], length: n}
}

// ends yields those ends of the digits, at most longest of them, that may be all of another phone that looks the same,
// if the others have such lengths.
func (d digits) ends(longest int, others *lengths) iter.Seq[digits] {
	return func(yield func(digits) bool) {
		for length := range longest + 1 {
			if others[length] && (length >= minSharedDigits || length == d.length) && !yield(d.last(length)) {
				return
			}
		}
	}
}

// packed returns the digits behind a 1: a number for each number of digits and value.
func (d digits) packed() uint64 { return powersOfTen[d.length] + d.value }

// Prefix is what stands in front of a wanted number in a task, or lacks there. The zero Prefix says that the two differ
// by the leading + and leading zeros alone.
type Prefix struct {
	digits uint64 // without leading zeros; 0 is none
	lacks  bool   // in the task
}

// prefixOf returns the prefix by which two numbers that look alike differ.
func prefixOf(held, wanted digits) Prefix {
	if held.length >= wanted.length {
		return Prefix{digits: held.value / powersOfTen[wanted.length]}
	}
	return Prefix{digits: wanted.value / powersOfTen[held.length], lacks: true}
}

// String writes the prefix as "+86" if the task has it in front, as "-86" if it lacks there, and as "" if there is none.
func (p Prefix) String() string {
	switch {
	case p.digits == 0:
		return ""
	case p.lacks:
		return "-" + strconv.FormatUint(p.digits, 10)
	default:
		return "+" + strconv.FormatUint(p.digits, 10)
	}
}
