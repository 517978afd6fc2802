package phone

import "slices"

// This file decides which numbers are one person. Without a calling code it is never certain, but where it is about
// leaving somebody out, the + makes no difference.

// alike reports whether two numbers may be one person: one is the end of the other, nine digits or more, and what stands
// in front of it is only a +, zeros and at most three other digits. Two numbers with the same number of digits are two
// people.
func alike(a, b Number) bool {
	if a.Len() == b.Len() {
		return a.WithoutPlus() == b.WithoutPlus()
	}
	long, short := a.digits(), b.digits()
	if long.length < short.length {
		long, short = short, long
	}
	return short.length >= minTail && long.last(short.length) == short && isFront(long.value/powersOfTen[short.length])
}

// isFront reports whether digits can be what stands in front of a whole number: three at most, and zeros behind them.
func isFront(front uint64) bool {
	for front > 999 && front%10 == 0 {
		front /= 10
	}
	return front <= 999
}

// Likeness is how two numbers are related.
type Likeness uint8

// Different are two people; MayBeSame may be one person, and Same is one.
const (
	Different Likeness = iota
	MayBeSame
	Same
)

// Matcher tells which numbers belong to people of some sets. It does not change and is safe for concurrent use. A nil
// Matcher knows nobody.
type Matcher struct {
	code  CallingCode
	exact []Number
	// whole and ends are sorted digits behind a 1: the people with a calling code; or else all digits, and those ends
	// of them that may be another form of the number.
	whole, ends []uint64
}

// NewMatcher returns a Matcher for the people of some sets. With a calling code, numbers are Same or Different.
func NewMatcher(code CallingCode, sets ...*Set) *Matcher {
	m := &Matcher{code: code}
	for _, s := range sets {
		for _, n := range s.Numbers() {
			m.exact = append(m.exact, n.WithoutPlus())
			if !code.IsZero() {
				m.whole = append(m.whole, uint64(code.Person(n)))
				continue
			}
			d := n.digits()
			m.whole = append(m.whole, d.packed())
			for length := minTail; length < d.length; length++ {
				if end := d.last(length); end == end.trimmed() && isFront(d.value/powersOfTen[length]) {
					m.ends = append(m.ends, end.packed())
				}
			}
		}
	}
	for _, sorted := range []*[]uint64{&m.whole, &m.ends} {
		slices.Sort(*sorted)
		*sorted = slices.Clip(slices.Compact(*sorted))
	}
	slices.Sort(m.exact)
	m.exact = slices.Compact(m.exact)
	return m
}

// Len returns how many numbers the matcher knows, those with and without a + counted once.
func (m *Matcher) Len() int {
	if m == nil {
		return 0
	}
	return len(m.exact)
}

// Match tells whether a number belongs to somebody the matcher knows.
func (m *Matcher) Match(n Number) Likeness {
	if m.Len() == 0 {
		return Different
	}
	if contains(m.exact, n.WithoutPlus()) {
		return Same
	}
	if !m.code.IsZero() {
		if contains(m.whole, uint64(m.code.Person(n))) {
			return Same
		}
		return Different
	}
	d := n.digits()
	if d.length < minTail {
		return Different
	}
	if contains(m.ends, d.packed()) || contains(m.whole, d.packed()) {
		return MayBeSame
	}
	for length := minTail; length < d.length; length++ {
		if end := d.last(length); isFront(d.value/powersOfTen[length]) && contains(m.whole, end.packed()) {
			return MayBeSame
		}
	}
	return Different
}

func contains[T uint64 | Number](sorted []T, value T) bool {
	_, found := slices.BinarySearch(sorted, value)
	return found
}

// Repeated returns, sorted, who is in the set more than once, as Caller tells people apart, and how many numbers are too
// many.
func (s *Set) Repeated(code CallingCode) (people []Person, surplus int) {
	note := func(p Person) {
		if surplus++; len(people) == 0 || people[len(people)-1] != p {
			people = append(people, p)
		}
	}
	if code.IsZero() {
		for i := 1; i < s.Len(); i++ {
			if s.numbers[i] == s.numbers[i-1] {
				note(code.Caller(s.numbers[i]))
			}
		}
		return people, surplus
	}
	all := make([]Number, s.Len()) // of people, to be sorted as numbers are
	for i, n := range s.Numbers() {
		all[i] = Number(code.Caller(n))
	}
	all = sortChunks([]chunk{{numbers: all}}, len(all), false).numbers
	for i := 1; i < len(all); i++ {
		if all[i] == all[i-1] {
			note(Person(all[i]))
		}
	}
	return people, surplus
}

// Caller returns what tells people apart on one list: the number as it is written if there is no calling code.
func (c CallingCode) Caller(n Number) Person {
	if c.IsZero() {
		return Person(n)
	}
	return c.Person(n)
}

// Lookalikes returns the numbers of the set, in order, that may be the same person as another one of it.
func (s *Set) Lookalikes() (numbers []Number) {
	var lengths [MaxDigits + 1]bool
	kinds := 0
	for i := 0; i < s.Len(); kinds++ { // numbers of one length stand together
		length := s.numbers[i].Len()
		lengths[length] = true
		i = s.search(Number(powersOfTen[length]*2) << 1)
	}
	for i := 1; i < s.Len(); i++ {
		if a, b := s.numbers[i-1], s.numbers[i]; a.WithoutPlus() == b.WithoutPlus() && a != b {
			numbers = append(numbers, a, b)
		}
	}
	for _, long := range s.Numbers() {
		if kinds < 2 {
			break // two numbers of the same length are two people
		}
		d := long.digits()
		for length := minTail; length <= d.length; length++ {
			end := d.last(length)
			if end != end.trimmed() || !isFront(d.value/powersOfTen[length]) {
				continue
			}
			// The end as it is, and with zeros in front of it.
			for total := length; total < long.Len(); total++ {
				if short := Number(powersOfTen[total]+end.value) << 1; lengths[total] && s.ContainsIgnoringPlus(short) {
					numbers = append(numbers, long, short, short|plusBit)
				}
			}
		}
	}
	slices.Sort(numbers)
	return slices.DeleteFunc(slices.Compact(numbers), func(n Number) bool { return !s.Contains(n) })
}
