package numberlist

import (
	"context"
	"errors"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// findRepetitions reads the list again to find where the people stand that it has more than once, and adds that to a
// log: the first pass does not note the place of each of a million numbers for a case so rare. The people are sorted.
func findRepetitions(ctx context.Context, s *Source, o CheckOptions, people []phone.Person, log *problemLog) error {
	f := &repetitionFinder{
		code: o.CallingCode, people: people, log: log,
		first: make([]position, len(people)), number: make([]phone.Number, len(people)),
	}
	err := s.scan(ctx, false, f)
	var content *fatalProblem
	if err != nil && !errors.Is(err, errStop) && !errors.As(err, &content) {
		return err
	}
	return nil
}

// repetitionFinder is the consumer of that pass.
type repetitionFinder struct {
	code   phone.CallingCode
	people []phone.Person
	first  []position     // where each of them stands first
	number []phone.Number // and with which number; 0 until then
	log    *problemLog
}

func (f *repetitionFinder) entry(at position, e *entry) error {
	i, found := slices.BinarySearch(f.people, f.code.Caller(e.number))
	if !found {
		return nil
	}
	if f.number[i] == 0 {
		f.first[i], f.number[i] = at, e.number
		return nil
	}
	text := "repeats the one " + f.first[i].String()
	if f.number[i] != e.number {
		text += " (calling_code says that they are one person)"
	}
	f.log.add(at.problem(fieldPhone.String(), faultRepeats, text))
	return nil
}

// reject passes over wrong rows: the first pass has reported them.
func (f *repetitionFinder) reject([]Problem) error { return nil }
