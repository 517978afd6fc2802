package numbers

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

// packed returns the digits behind a 1: a number for each number of digits and value.
func (s significant) packed() uint64 { return powersOfTen[s.length] + s.value }
