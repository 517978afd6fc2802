package numberlist

import (
	"context"
	"errors"
	"slices"
)

// lookalikes returns the sorted keys of the numbers that look like one of others: perhaps the same phone, whatever the
// spelling.
func (s *Set) lookalikes(others *Set) []Key {
	if s.Len() == 0 || others.Len() == 0 {
		return nil
	}
	var own, theirs lengths
	for _, r := range s.records {
		own[r.Key.significant().length] = true
	}
	// The others as they are, and their ends, so that each number has to be looked up but a few times.
	var whole, ends []uint64
	for _, r := range others.records {
		other := r.Key.significant()
		theirs[other.length] = true
		whole = append(whole, other.packed())
		for end := range other.ends(other.length-1, &own) {
			ends = append(ends, end.packed())
		}
	}
	slices.Sort(whole)
	slices.Sort(ends)

	var keys []Key
	for _, r := range s.records {
		number := r.Key.significant()
		_, found := slices.BinarySearch(ends, number.packed())
		for end := range number.ends(number.length, &theirs) {
			if found {
				break
			}
			_, found = slices.BinarySearch(whole, end.packed())
		}
		if found {
			keys = append(keys, r.Key)
		}
	}
	return keys
}

// findLookalikes reads the list again to find where some of its numbers stand, and returns the first MaxProblems
// places. The keys are sorted.
func findLookalikes(ctx context.Context, s *Source, keys []Key) ([]string, error) {
	f := &lookalikeFinder{keys: keys}
	err := s.scan(ctx, f)
	if err != nil && !errors.Is(err, errStop) {
		return nil, err
	}
	return f.places, nil
}

// lookalikeFinder is the consumer of that pass.
type lookalikeFinder struct {
	keys   []Key
	places []string
}

func (f *lookalikeFinder) entry(at position, e *entry) error {
	if _, found := slices.BinarySearch(f.keys, e.key); !found {
		return nil
	}
	if f.places = append(f.places, at.String()); len(f.places) == min(MaxProblems, len(f.keys)) {
		return errStop
	}
	return nil
}

func (f *lookalikeFinder) reject([]Problem) error { return nil }
