package numberlist

import (
	"context"
	"errors"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// findRepetitions reads the list again to find where the numbers stand that it has more than once; the first pass does
// not note the place of each of a million numbers for a case so rare. The numbers are sorted and have no plus. It returns
// the first MaxProblems repetitions.
func findRepetitions(ctx context.Context, s *Source, numbers []phone.Number) ([]Problem, error) {
	f := &repetitionFinder{numbers: numbers, first: make([]position, len(numbers)), format: make([]phone.Number, len(numbers))}
	err := s.scan(ctx, f)
	var content *fatalProblem
	if err != nil && !errors.Is(err, errStop) && !errors.As(err, &content) {
		return nil, err
	}
	return f.found, nil
}

// repetitionFinder is the consumer of that pass.
type repetitionFinder struct {
	numbers []phone.Number
	first   []position     // where each of numbers stands first
	format  []phone.Number // how it is written there; 0 until then
	found   []Problem
}

func (f *repetitionFinder) entry(at position, e *entry) error {
	i, repeated := slices.BinarySearch(f.numbers, e.number.WithoutPlus())
	if !repeated {
		return nil
	}
	if f.format[i] == 0 {
		f.first[i], f.format[i] = at, e.number
		return nil
	}
	text := "repeats the one " + f.first[i].String()
	if f.format[i] != e.number {
		text += " (a leading + makes no difference)"
	}
	if f.found = append(f.found, at.problem(fieldPhone.String(), text)); len(f.found) == MaxProblems {
		return errStop
	}
	return nil
}

// reject passes over wrong rows: the first pass has reported them.
func (f *repetitionFinder) reject([]Problem) error { return nil }
