package campaign

import (
	"context"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/sketch"
)

// fewNumbers is up to how many numbers a task is listed before an append, which takes at most 20 requests of the
// smallest usual page.
const fewNumbers = 20_000

// Update is a change of the numbers of a task that exists.
type Update struct {
	TaskID string
	// List is the wanted list, checked with its set kept.
	List *numberlist.List
	// Rejected is what the platform is known to have rejected of an earlier list. Numbers among it are not sent again.
	Rejected []string
	// Held is how many numbers the task held after the last work on it, all of which was confirmed; nil when that is not
	// known, or a request of that work may still have an effect.
	Held *int64
	// AppendedTo is how many entries the list had when it was last written, if it is that list with entries appended; 0
	// if it is not.
	AppendedTo int
	// ToldToRun is true when the task was told to run, even if its row does not show that yet.
	ToldToRun bool
	// Knowledge is what earlier work has learned.
	Knowledge Knowledge
	// Sketch is the Result.Sketch of the list as last written; zero when it is not known, after an import for example.
	// Fields that the platform does not echo are then taken as unchanged.
	Sketch sketch.Sketch
	// ReplaceAll takes all numbers that were not called yet for changed. It is for a task that work on another list was
	// stopped on with UnechoedDoubt.
	ReplaceAll bool
}

// Update makes a task hold the numbers of a list: numbers nobody wants any more are removed unless they were called,
// missing ones are added, and changed ones that were not called yet are removed and added again. Only what differs is
// sent.
//
// The error is a *StepError. One that wraps an *EndedError says that the task has ended.
func (r *Runner) Update(ctx context.Context, u Update) (out Result, err error) {
	s := newSyncer(r, u.TaskID, u.List)
	defer func() { s.report(&out, err) }()
	s.knows, s.seen.told = u.Knowledge, u.ToldToRun
	s.ledger.rejected.addPrevious(u.Rejected, u.List.Set())
	s.unechoed.before, s.unechoed.had = u.Sketch, u.Sketch.HasFields()
	s.unechoed.doubt, s.unechoed.replaceAll = u.ReplaceAll, u.ReplaceAll
	s.memory = memory{expected: unknown, mayAct: true, rest: true, compare: beforehand, byListing: u.Knowledge.CountByListing}
	if err := s.look(ctx); err != nil {
		out.Untouched = true
		return out, err
	}
	if u.Held == nil || s.seen.count != *u.Held {
		// Somebody has changed the numbers, or a request of an earlier run is not done yet. It is waited for.
		return out, s.run(ctx)
	}
	s.memory.mayAct, s.memory.rest, s.memory.expected, s.memory.clean = false, false, *u.Held, true
	if u.AppendedTo > 0 && *u.Held > fewNumbers {
		// What the task held before is not listed: the count afterwards shows whether it was as it was left.
		s.memory.compare, s.memory.unsent = byCount, int64(u.List.Count-u.AppendedTo)
		s.ledger.queue.replace(u.List.BatchesFrom(ctx, u.AppendedTo))
	}
	return out, s.run(ctx)
}
