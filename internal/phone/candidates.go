package phone

// candidates has one side of a comparison: the missing numbers or the extra ones. Numbers with the same digits
// are one phone and share one entry.
type candidates struct {
	byDigits map[uint64]*candidate // by digits.packed
	all      []candidate
	lengths  lengths // of the digits
}

// candidate is what is known of all numbers of one side that have the same digits.
type candidate struct {
	digits  digits
	numbers int        // how many there are
	index   int        // of one of them
	matches int        // how many entries of the other side look like this one
	match   *candidate // one of those
}

// newCandidates makes room for a side of size numbers. More must not be added: the map points into the slice.
func newCandidates(size int) *candidates {
	return &candidates{byDigits: make(map[uint64]*candidate, size), all: make([]candidate, 0, size)}
}

func (s *candidates) add(n Number, index int) {
	digits := n.digits()
	e := s.byDigits[digits.packed()]
	if e == nil {
		s.all = append(s.all, candidate{digits: digits})
		e = &s.all[len(s.all)-1]
		s.byDigits[digits.packed()] = e
		s.lengths[digits.length] = true
	}
	e.numbers++
	e.index = index
}

func (s *candidates) of(n Number) *candidate { return s.byDigits[n.digits().packed()] }

// certain reports whether this is one missing number, and what one phone of the task must be meant to be.
func (e *candidate) certain() bool { return e.numbers == 1 && e.matches == 1 && e.match.matches == 1 }

// link finds all pairs of the two sides that look like the same phone. It looks each number up once for each length that
// occurs on the other side, so that no list, however strange its numbers, takes quadratic time.
func link(a, b *candidates) {
	for i := range a.all {
		b.linkTo(&a.all[i], a.all[i].digits.length)
	}
	for i := range b.all {
		a.linkTo(&b.all[i], b.all[i].digits.length-1) // those of the same length are linked already
	}
}

// linkTo links e to each entry of s whose digits, at most longest of them, are the end of its own.
func (s *candidates) linkTo(e *candidate, longest int) {
	for end := range e.digits.ends(longest, &s.lengths) {
		if other := s.byDigits[end.packed()]; other != nil {
			e.matches++
			e.match = other
			other.matches++
			other.match = e
		}
	}
}
