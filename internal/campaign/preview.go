package campaign

import "context"

// Preview is what an Update would change, in numbers of people.
type Preview struct {
	// Added, Withdrawn and Changed are done to numbers that were not called yet.
	Added, Withdrawn, Changed int64
	// Called are no longer on the list or have other fields, but were called already: they stay as they are.
	Called int64
}

// Preview lists a task's numbers (TaskInfo) and tells what an Update would change, without changing anything. known is
// false where the task holds so many numbers that listing them takes too many requests, or more than it shows.
func (r *Runner) Preview(ctx context.Context, u Update) (p Preview, known bool, err error) {
	if u.Held != nil && *u.Held > fewNumbers {
		return p, false, nil
	}
	s := newSyncer(r, u.TaskID, u.List)
	s.knows = u.Knowledge
	s.ledger.rejected.addPrevious(u.Rejected, u.List.Set())
	s.unechoed.before, s.unechoed.had, s.unechoed.replaceAll = u.Sketch, u.Sketch.HasFields(), u.ReplaceAll
	s.memory.byListing = u.Knowledge.CountByListing
	if err := s.look(ctx); err != nil {
		return p, false, err
	}
	if s.seen.count > fewNumbers || s.seen.state == ended || s.seen.state == unlisted {
		return p, false, nil
	}
	c, err := s.comparison(ctx)
	if err != nil {
		return p, false, err
	}
	return Preview{
		Added: c.findings.absent, Withdrawn: c.findings.remove, Changed: c.findings.replace,
		Called: int64(c.called.Unwanted + c.called.Changed),
	}, !c.findings.short, nil
}
