package numberlist

import "iter"

// Two numbers look like the same phone if they differ only as a platform may respell it: by the leading +, by leading
// zeros, or by a prefix (of the country, area or trunk) that one of them lacks. Different phones of different areas may
// look the same in this way, so it serves to recognise and to warn, never to decide whom to call.

// minSharedDigits is how many digits a phone must have at least to be recognised behind a prefix. It is the length of a
// subscriber's number.
const minSharedDigits = 7

// lengths has which numbers of significant digits occur among some phones.
type lengths [MaxPhoneDigits + 1]bool

// significant is what remains of a phone without the + and leading zeros.
type significant struct {
	value  uint64
	length int // digits
}

var powersOfTen = func() (powers [MaxPhoneDigits + 1]uint64) {
	powers[0] = 1
	for i := 1; i < len(powers); i++ {
		powers[i] = powers[i-1] * 10
	}
	return powers
}()

func (k Key) significant() significant {
	guarded := uint64(k >> 1) // the digits behind a 1
	length := MaxPhoneDigits
	for length > 0 && powersOfTen[length] > guarded {
		length--
	}
	s := significant{value: guarded - powersOfTen[length], length: length}
	for s.length > 0 && s.value < powersOfTen[s.length-1] {
		s.length--
	}
	return s
}

// last returns the last n digits. They may begin with a zero, and then equal no significant digits.
func (s significant) last(n int) significant {
	return significant{value: s.value % powersOfTen[n], length: n}
}

// ends yields those ends of the digits, at most longest of them, that may be all of another phone that looks the same,
// if the others have such lengths.
func (s significant) ends(longest int, others *lengths) iter.Seq[significant] {
	return func(yield func(significant) bool) {
		for length := range longest + 1 {
			if others[length] && (length >= minSharedDigits || length == s.length) && !yield(s.last(length)) {
				return
			}
		}
	}
}

// packed returns the digits behind a 1: a number for each number of digits and value.
func (s significant) packed() uint64 { return powersOfTen[s.length] + s.value }

// Prefix is what stands in front of a wanted number in a task, or lacks there. The zero Prefix says that the two differ
// by the leading + and leading zeros alone.
type Prefix struct {
	digits uint64 // without leading zeros; 0 is none
	lacks  bool   // in the task
}

// prefixOf returns the prefix by which two spellings that look alike differ.
func prefixOf(held, wanted significant) Prefix {
	if held.length >= wanted.length {
		return Prefix{digits: held.value / powersOfTen[wanted.length]}
	}
	return Prefix{digits: wanted.value / powersOfTen[held.length], lacks: true}
}
