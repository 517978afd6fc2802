package numberlist

import (
	"context"
	"errors"
	"slices"
)

// findRepetitions reads the list again to find where the numbers stand that it has more than once; the first pass does
// not note the place of each of a million numbers for a case so rare. The keys are sorted and have no plus. It returns
// the first MaxProblems repetitions.
func findRepetitions(ctx context.Context, s *Source, keys []Key) ([]Problem, error) {
	f := &repetitionFinder{keys: keys, first: make([]position, len(keys)), spelling: make([]Key, len(keys))}
	err := s.scan(ctx, f)
	var content *fatalProblem
	if err != nil && !errors.Is(err, errStop) && !errors.As(err, &content) {
		return nil, err
	}
	return f.found, nil
}

// repetitionFinder is the consumer of that pass.
type repetitionFinder struct {
	keys     []Key
	first    []position // where each of keys stands first
	spelling []Key      // how it is written there; 0 until then
	found    []Problem
}

func (f *repetitionFinder) entry(at position, e *entry) error {
	i, repeated := slices.BinarySearch(f.keys, e.key.withoutPlus())
	if !repeated {
		return nil
	}
	if f.spelling[i] == 0 {
		f.first[i], f.spelling[i] = at, e.key
		return nil
	}
	text := "repeats the one " + f.first[i].String()
	if f.spelling[i] != e.key {
		text += " (a leading + makes no difference)"
	}
	if f.found = append(f.found, at.problem(fieldPhone.String(), text)); len(f.found) == MaxProblems {
		return errStop
	}
	return nil
}

// reject passes over wrong rows: the first pass has reported them.
func (f *repetitionFinder) reject([]Problem) error { return nil }
