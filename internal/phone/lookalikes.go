package phone

import "slices"

// Lookalikes returns the numbers of the set, in order, that look like one of others: perhaps the same phone, whatever
// the format.
func (s *Set) Lookalikes(others *Set) []Number {
	if s.Len() == 0 || others.Len() == 0 {
		return nil
	}
	var own, theirs lengths
	for _, r := range s.records {
		own[r.Number.digits().length] = true
	}
	// The others as they are, and their ends, so that each number has to be looked up but a few times.
	var whole, ends []uint64
	for _, r := range others.records {
		other := r.Number.digits()
		theirs[other.length] = true
		whole = append(whole, other.packed())
		for end := range other.ends(other.length-1, &own) {
			ends = append(ends, end.packed())
		}
	}
	slices.Sort(whole)
	slices.Sort(ends)

	var alike []Number
	for _, r := range s.records {
		d := r.Number.digits()
		_, found := slices.BinarySearch(ends, d.packed())
		for end := range d.ends(d.length, &theirs) {
			if found {
				break
			}
			_, found = slices.BinarySearch(whole, end.packed())
		}
		if found {
			alike = append(alike, r.Number)
		}
	}
	return alike
}
