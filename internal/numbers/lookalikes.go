package numbers

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
	var lengths, otherLengths [MaxPhoneDigits + 1]bool // which numbers of significant digits occur
	for _, r := range s.records {
		lengths[r.Key.significant().length] = true
	}
	// The others as they are, and their ends, so that each number has to be looked up but a few times.
	var whole, ends []uint64
	for _, r := range others.records {
		other := r.Key.significant()
		otherLengths[other.length] = true
		whole = append(whole, other.packed())
		for length := minSharedDigits; length < other.length; length++ {
			if lengths[length] {
				ends = append(ends, other.last(length).packed())
			}
		}
	}
	slices.Sort(whole)
	slices.Sort(ends)

	var keys []Key
	for _, r := range s.records {
		number := r.Key.significant()
		_, found := slices.BinarySearch(ends, number.packed())
		for length := 0; length <= number.length && !found; length++ {
			if otherLengths[length] && (length >= minSharedDigits || length == number.length) {
				_, found = slices.BinarySearch(whole, number.last(length).packed())
			}
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
