package campaign

import (
	"math/bits"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// The platform does not echo the time and ext of an entry, so that their change cannot be seen in what
// a task holds. Sketch are what is remembered of them instead: few enough to be kept with the
// state of any list, and enough to find out later which entries changed, if they are not too many.
//
// They are the first syndromes of an error-correcting code over the prime field of 2^61-1: the sum of
// h, of h·m, of h·m² and so on, with an entry's hidden fields as h and its scattered number as m.
// Entries that differ are errors, whose places are to be found, and they are while twice as many are
// less than the sums. Entries that have left the list since may also be taken for erasures, whose places
// are known, so that each costs one sum and not two. But numbers that were called stay on the task when
// they leave the list, and nobody knows any more which of them left it long ago and are in no sum.

// hiddenSums is how many sums are kept.
const hiddenSums = 96

// Sketch returns the sums over a list's entries; all are 0 for a list in which no entry has such fields.
func Sketch(list *numberlist.List) []uint64 {
	sums := make([]uint64, hiddenSums)
	if !list.HasUnechoed {
		return sums
	}
	set := list.Set()
	for i := range set.Len() {
		addHidden(sums, set.At(i))
	}
	return sums
}

// hasUnechoed reports whether sums are those of a list in which an entry has such fields.
func hasUnechoed(sums []uint64) bool {
	return slices.ContainsFunc(sums, func(sum uint64) bool { return sum != 0 })
}

// addHidden adds an entry to sums.
func addHidden(sums []uint64, r phone.Record) {
	term := uint64(r.Content.Unechoed())
	if term == 0 {
		return
	}
	m := scattered(r.Number)
	for j := range sums {
		sums[j] = add(sums[j], term)
		term = mul(term, m)
	}
}

// changedHidden finds the entries whose hidden fields are not what they were. before are the sums of
// the old list, now those of its entries that are still wanted, and gone the numbers that have left
// it, lately or long ago. spelled are numbers as the platform spells wanted ones, which may have been on the
// old list in this spelling. It returns the places in the set; ok is false if there are too many to tell.
func changedHidden(before, now []uint64, gone, spelled []phone.Number, set *phone.Set) (places []int, ok bool) {
	if len(before) != len(now) {
		return nil, false
	}
	syndromes := make([]uint64, len(before))
	for j := range syndromes {
		syndromes[j] = add(before[j], prime-now[j])
	}
	// However many have left the list by now, few of them have since it was last written.
	if places, ok := locate(syndromes, set, slices.Concat(gone, spelled)); ok {
		return places, true
	}
	if len(gone) >= len(syndromes) {
		return nil, false
	}
	// Each step takes one erasure out of the sequence, whatever its entry's fields were.
	for _, key := range gone {
		m := scattered(key)
		for j := range len(syndromes) - 1 {
			syndromes[j] = add(syndromes[j+1], prime-mul(m, syndromes[j]))
		}
		syndromes = syndromes[:len(syndromes)-1]
	}
	return locate(syndromes, set, nil)
}

// locate finds the errors in a sequence of syndromes, which are in the set or among the gone, and
// returns the places in the set. ok is false if they are too many to tell.
func locate(syndromes []uint64, set *phone.Set, gone []phone.Number) (places []int, ok bool) {
	locator := recurrence(syndromes)
	errors := len(locator) - 1
	if errors == 0 {
		return nil, true
	}
	if 2*errors+1 >= len(syndromes) {
		return nil, false
	}
	// The recurrence s[n] + c1·s[n-1] + … + ce·s[n-e] = 0 has the errors' m as roots of
	// x^e + c1·x^(e-1) + … + ce.
	wrong := func(key phone.Number) bool {
		m, value := scattered(key), uint64(0)
		for _, c := range locator {
			value = add(mul(value, m), c)
		}
		return value == 0
	}
	for i := range set.Len() {
		if wrong(set.At(i).Number) {
			places = append(places, i)
		}
	}
	found := len(places)
	for _, key := range gone {
		if wrong(key) {
			found++
		}
	}
	return places, found == errors
}

// recurrence returns the shortest linear recurrence of a sequence (Berlekamp and Massey): c with
// c[0] = 1 and the sum over i of c[i]·s[n-i] = 0 for all n.
func recurrence(s []uint64) []uint64 {
	c, b := []uint64{1}, []uint64{1}
	length, shift, last := 0, 1, uint64(1)
	for n := range s {
		var d uint64
		for i := 0; i <= length && i < len(c); i++ {
			d = add(d, mul(c[i], s[n-i]))
		}
		if d == 0 {
			shift++
			continue
		}
		earlier := c
		factor := mul(d, inverse(last))
		c = append([]uint64{}, c...)
		for len(c) < len(b)+shift {
			c = append(c, 0)
		}
		for i, v := range b {
			c[i+shift] = add(c[i+shift], prime-mul(factor, v))
		}
		if 2*length <= n {
			length, b, last, shift = n+1-length, earlier, d, 1
		} else {
			shift++
		}
	}
	for len(c) < length+1 {
		c = append(c, 0)
	}
	return c[:length+1]
}

// prime is 2^61-1. Values of its field are below it, except that add and mul also take prime itself.
const prime = 1<<61 - 1

func add(a, b uint64) uint64 {
	sum := a + b
	if sum >= prime {
		sum -= prime
	}
	if sum >= prime {
		sum -= prime
	}
	return sum
}

func mul(a, b uint64) uint64 {
	high, low := bits.Mul64(a, b)
	return add(low&prime, high<<3|low>>61)
}

// inverse returns a^(prime-2), which times a is 1.
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

// scattered spreads numbers, which lie close together, over the field. It is never 0.
func scattered(key phone.Number) uint64 {
	x := uint64(key)
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	x ^= x >> 31
	return x%(prime-1) + 1
}
