package numberlist

import (
	"context"
	"errors"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// findLookalikes reads the list again to find where some of its numbers stand, and returns the first MaxProblems
// places. The numbers are sorted.
func findLookalikes(ctx context.Context, s *Source, numbers []phone.Number) ([]string, error) {
	f := &lookalikeFinder{numbers: numbers}
	err := s.scan(ctx, f)
	if err != nil && !errors.Is(err, errStop) {
		return nil, err
	}
	return f.places, nil
}

// lookalikeFinder is the consumer of that pass.
type lookalikeFinder struct {
	numbers []phone.Number
	places  []string
}

func (f *lookalikeFinder) entry(at position, e *entry) error {
	if _, found := slices.BinarySearch(f.numbers, e.number); !found {
		return nil
	}
	if f.places = append(f.places, at.String()); len(f.places) == min(MaxProblems, len(f.numbers)) {
		return errStop
	}
	return nil
}

func (f *lookalikeFinder) reject([]Problem) error { return nil }
