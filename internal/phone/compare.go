package phone

import "math/bits"

// Comparison finds out how the numbers that a task holds, as App.Sip_Yccall.TaskInfo lists them, differ from those that
// are wanted. Each number of the task comes with a tag of the caller's choice, such as whether it was called already.
type Comparison[T any] struct {
	wanted   *Set
	present  bitset
	repeated int
	others   []Present[T]
}

// Present is a number that a task holds.
type Present[T any] struct {
	Number Number
	Tag    T
}

// Reformatted is a number that a task holds in another format than the wanted one.
type Reformatted[T any] struct {
	Present[T]
	Index  int    // of the wanted number in its Set
	Prefix Prefix // by which they differ
}

// Difference is the result of a Comparison.
type Difference[T any] struct {
	// Reformatted has the numbers that were recognised in another format only, because nothing else could be meant. They
	// count neither as missing nor as extra: a platform that reformats numbers must not make anybody be called twice.
	// Those that differ by a Prefix may still be other numbers.
	Reformatted []Reformatted[T]
	// Withheld has those of Extra that look like a wanted one, were it not that they must not be taken for it.
	Withheld []Present[T]
	// Extra has the other numbers that the task holds and nobody wants, each as often as it was added.
	Extra []Present[T]
	// Ambiguous has the indexes of the missing numbers that may well be among Extra in another format, but it cannot
	// be told which is which. To send them may call somebody twice.
	Ambiguous []int
	// Missing is how many wanted numbers the task does not hold; IsMissing tells which.
	Missing int
	// Repeated is how many of the added numbers were wanted, but had been added before.
	Repeated int

	present bitset
}

// IsMissing reports whether the task lacks the wanted number with this index in its Set.
func (d *Difference[T]) IsMissing(index int) bool { return !d.present.has(index) }

// NewComparison begins a comparison with the numbers in wanted.
func NewComparison[T any](wanted *Set) *Comparison[T] {
	return &Comparison[T]{wanted: wanted, present: newBitset(wanted.Len())}
}

// Add says that the task holds a number. If exactly that is wanted, Add returns its index in the Set.
func (c *Comparison[T]) Add(n Number, tag T) (index int, ok bool) {
	index, ok = c.wanted.Find(n)
	switch {
	case !ok:
		c.others = append(c.others, Present[T]{n, tag})
	case c.present.has(index):
		c.repeated++
	default:
		c.present.add(index)
	}
	return index, ok
}

// Result returns the difference between the task and what is wanted. A number for which withhold is true, if it is
// given, is taken for a wanted one only if both have the same digits behind leading zeros. Nothing can be added
// afterwards.
func (c *Comparison[T]) Result(withhold func(Number) bool) *Difference[T] {
	d := &Difference[T]{Repeated: c.repeated, present: c.present}
	d.Missing = c.wanted.Len() - c.present.count()
	if d.Missing == 0 || len(c.others) == 0 {
		d.Extra = c.others
		return d
	}
	missing := newCandidates(d.Missing)
	for i := range c.wanted.Len() {
		if d.IsMissing(i) {
			missing.add(c.wanted.At(i).Number, i)
		}
	}
	others, withheld := c.others[:0], []Present[T](nil)
	for _, p := range c.others {
		if withhold != nil && withhold(p.Number) && missing.of(p.Number) == nil {
			withheld = append(withheld, p)
		} else {
			others = append(others, p)
		}
	}
	extra := candidatesOf(others)
	link(missing, extra)

	d.findAmbiguous(c.wanted, missing)
	d.recognise(others, extra)
	d.withhold(withheld, missing)
	return d
}

// findAmbiguous notes the missing numbers that may be among the others, without it being certain which is which.
func (d *Difference[T]) findAmbiguous(wanted *Set, missing *candidates) {
	for i := range wanted.Len() {
		if !d.IsMissing(i) {
			continue
		}
		if own := missing.of(wanted.At(i).Number); own.matches > 0 && !own.certain() {
			d.Ambiguous = append(d.Ambiguous, i)
		}
	}
}

// recognise divides the other numbers into those that must be a wanted one and those that nobody wants.
func (d *Difference[T]) recognise(others []Present[T], extra *candidates) {
	for _, p := range others {
		match := extra.of(p.Number).match
		switch {
		case match == nil || !match.certain():
			d.Extra = append(d.Extra, p)
			continue
		case d.IsMissing(match.index):
			d.present.add(match.index)
			d.Missing--
		default:
			d.Repeated++
		}
		d.Reformatted = append(d.Reformatted, Reformatted[T]{p, match.index, prefixOf(p.Number.digits(), match.digits)})
	}
}

// withhold adds numbers to Extra that must not be taken for missing ones, whatever they look like.
func (d *Difference[T]) withhold(withheld []Present[T], missing *candidates) {
	if len(withheld) == 0 {
		return
	}
	d.Extra = append(d.Extra, withheld...)
	alike := candidatesOf(withheld)
	link(missing, alike)
	for _, p := range withheld {
		if alike.of(p.Number).matches > 0 {
			d.Withheld = append(d.Withheld, p)
		}
	}
}

func candidatesOf[T any](present []Present[T]) *candidates {
	s := newCandidates(len(present))
	for i, p := range present {
		s.add(p.Number, i)
	}
	return s
}

// bitset is a set of small numbers.
type bitset []uint64

func newBitset(size int) bitset { return make(bitset, (size+63)/64) }

func (b bitset) add(i int)      { b[i/64] |= 1 << (i % 64) }
func (b bitset) has(i int) bool { return b[i/64]&(1<<(i%64)) != 0 }

func (b bitset) count() (n int) {
	for _, word := range b {
		n += bits.OnesCount64(word)
	}
	return n
}
