package numberlist

// spellings has one side of a comparison: the missing numbers or the extra ones. Numbers with the same significant
// digits are one phone and share one entry.
type spellings struct {
	byDigits map[uint64]*spelling // by significant.packed
	all      []spelling
	lengths  lengths // of the significant digits
}

// spelling is what is known of all numbers of one side that have the same significant digits.
type spelling struct {
	digits  significant
	numbers int       // how many there are
	index   int       // of one of them
	matches int       // how many entries of the other side look like this one
	match   *spelling // one of those
}

// newSpellings makes room for a side of size numbers. More must not be added: the map points into the slice.
func newSpellings(size int) *spellings {
	return &spellings{byDigits: make(map[uint64]*spelling, size), all: make([]spelling, 0, size)}
}

func (s *spellings) add(key Key, index int) {
	digits := key.significant()
	e := s.byDigits[digits.packed()]
	if e == nil {
		s.all = append(s.all, spelling{digits: digits})
		e = &s.all[len(s.all)-1]
		s.byDigits[digits.packed()] = e
		s.lengths[digits.length] = true
	}
	e.numbers++
	e.index = index
}

func (s *spellings) of(key Key) *spelling { return s.byDigits[key.significant().packed()] }

// certain reports whether this is one missing number, and what one phone of the task must be meant to be.
func (e *spelling) certain() bool { return e.numbers == 1 && e.matches == 1 && e.match.matches == 1 }

// link finds all pairs of the two sides that look like the same phone. It looks each number up once for each length that
// occurs on the other side, so that no list, however strange its numbers, takes quadratic time.
func link(a, b *spellings) {
	for i := range a.all {
		b.linkTo(&a.all[i], a.all[i].digits.length)
	}
	for i := range b.all {
		a.linkTo(&b.all[i], b.all[i].digits.length-1) // those of the same length are linked already
	}
}

// linkTo links e to each entry of s whose digits, at most longest of them, are the end of its own.
func (s *spellings) linkTo(e *spelling, longest int) {
	for end := range e.digits.ends(longest, &s.lengths) {
		if other := s.byDigits[end.packed()]; other != nil {
			e.matches++
			e.match = other
			other.matches++
			other.match = e
		}
	}
}
