package campaign

import (
	"context"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// A platform may write numbers in a form of its own: without the leading +, without leading zeros, or with the prefix of
// a country. The first two can mean only one phone. A prefix more or less may also be a correction of the list, so the
// platform's format is learned from what a task shows before anybody is called, and is remembered with the task.

// Format is how a platform writes the numbers of a task.
type Format struct {
	// Prefixes are what it puts in front of numbers ("+86") or leaves out there ("-86"); empty if it does neither.
	Prefixes []string `json:"prefixes"`
}

// has reports whether the platform writes numbers with this prefix, or without it.
func (f *Format) has(prefix phone.Prefix) bool {
	return f != nil && slices.Contains(f.Prefixes, prefix.String())
}

// learnFormat learns from a few of the new task's numbers, before anybody is called, how the platform writes them. What
// cannot be read is not known.
func (r *Runner) learnFormat(ctx context.Context, s *syncer) {
	if s.knows.Format != nil {
		return
	}
	if sample, err := r.sample(ctx, s.taskID, s.list.Set()); err == nil {
		s.knows.Format = learnFormat(sample.exact, sample.reformatted)
	}
}

// sample is what a few numbers of a task are beside a list.
type sample struct {
	rows, exact int
	reformatted []phone.Reformatted[row]
}

func (r *Runner) sample(ctx context.Context, taskID string, set *phone.Set) (sample, error) {
	numbers, err := r.platform.SomeTaskNumbers(ctx, taskID)
	out := sample{rows: len(numbers)}
	comparison := phone.NewComparison[row](set)
	for _, n := range numbers {
		if number, err := phone.Parse(n.Phone); err == nil {
			if _, ok := comparison.Add(number, row{}); ok {
				out.exact++
			}
		}
	}
	out.reformatted = comparison.Result(nil).Reformatted
	return out, err
}

// learnFormat tells the platform's format by a listing. Where numbers are written as they were sent, those that differ by
// a prefix are other numbers. Where all differ by the same prefix, it is the platform's. Otherwise it cannot be told.
func learnFormat(exact int, reformatted []phone.Reformatted[row]) *Format {
	if exact > 0 {
		return &Format{}
	}
	var format *Format
	for _, r := range reformatted {
		switch {
		case format == nil:
			format = &Format{Prefixes: []string{r.Prefix.String()}}
		case format.Prefixes[0] != r.Prefix.String():
			return nil
		}
	}
	if format != nil && format.Prefixes[0] == "" {
		return &Format{}
	}
	return format
}

// recognise takes wanted numbers that the task holds in another form for what they are, and returns these forms. A row
// that was called is taken for the wanted number whatever the platform's format is, since otherwise somebody might be
// called twice. One that was not, and has a prefix that is not the platform's, is another number.
func (s *syncer) recognise(difference *phone.Difference[row], states []state, c *comparison) map[int]phone.Number {
	if s.knows.Format == nil && len(difference.Reformatted) > 0 {
		exact := 0
		for _, st := range states {
			if st.rows > 0 {
				exact++
			}
		}
		s.knows.Format = learnFormat(exact, difference.Reformatted)
	}
	set := s.list.Set()
	formatted := make(map[int]phone.Number, len(difference.Reformatted))
	for _, r := range difference.Reformatted {
		st := &states[r.Index]
		st.note(r.Tag, set.At(r.Index).Content)
		formatted[r.Index] = r.Number
		foreign := r.Prefix != (phone.Prefix{}) && !s.knows.Format.has(r.Prefix)
		switch {
		case foreign && st.called:
			c.called.OtherFormat++
		case foreign && s.knows.Format != nil:
			st.other = true
		}
	}
	return formatted
}
