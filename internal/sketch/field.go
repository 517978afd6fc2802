package sketch

import "math/bits"

// prime is 2^61-1. The values of its field are below it.
const prime = 1<<61 - 1

// add returns a+b; one of them may be prime itself. It has no branch, which a processor would guess wrongly half of the
// time.
func add(a, b uint64) uint64 {
	sum, below := bits.Sub64(a+b, prime, 0)
	return sum + prime&-below
}

// sub returns a-b; b is below prime.
func sub(a, b uint64) uint64 { return add(a, prime-b) }

// mul returns a·b. 2^61 is 1 in the field, so that the upper 61 bits of the product are added to the lower ones.
func mul(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return add(low&prime, high<<3|low>>61)
}

// inverse returns a^(prime-2), which times a is 1 (Fermat).
func inverse(a uint64) uint64 {
	result := uint64(1)
	for e := uint64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			result = mul(result, a)
		}
		a = mul(a, a)
	}
	return result
}

// nonzero maps any 64 bits, nearly evenly, to the values of the field other than 0.
func nonzero(x uint64) uint64 { return x%(prime-1) + 1 }

// recurrence returns the shortest linear recurrence of a sequence (Berlekamp and Massey): c with c[0] = 1 and the sum
// over i of c[i]·s[n-i] = 0 for all n from len(c)-1 on.
func recurrence(s []uint64) []uint64 {
	c, b := []uint64{1}, []uint64{1} // the present recurrence, and the one before its length last grew
	length, shift, last := 0, 1, uint64(1)
	for n := range s {
		var d uint64 // by how much the present recurrence misses s[n]
		for i := 0; i <= length && i < len(c); i++ {
			d = add(d, mul(c[i], s[n-i]))
		}
		if d == 0 {
			shift++
			continue
		}
		before := c
		factor := mul(d, inverse(last))
		c = append([]uint64{}, c...)
		for len(c) < len(b)+shift {
			c = append(c, 0)
		}
		for i, v := range b {
			c[i+shift] = sub(c[i+shift], mul(factor, v))
		}
		if 2*length <= n {
			length, b, last, shift = n+1-length, before, d, 1
		} else {
			shift++
		}
	}
	for len(c) < length+1 {
		c = append(c, 0)
	}
	return c[:length+1]
}
