package campaign

import (
	"context"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/sketch"
)

// Revision is a change of the numbers of a task that exists.
type Revision struct {
	TaskID string
	// List is the wanted list, checked with its set kept.
	List *numberlist.List
	// Rejected is what the platform is known to have rejected of an earlier list. Numbers among it
	// are not sent again.
	Rejected []string
	// Sketch is the Result.Sketch of the list as last written; zero when it is not known, after an import for example.
	// Fields that the platform does not echo are then taken as unchanged.
	Sketch sketch.Sketch
	// RenewAll takes all numbers that were not called yet for changed. It is for a task that work on
	// another list was stopped on with UnechoedDoubt.
	RenewAll bool
	// Append is set when the list is the one last written with entries appended to it.
	Append *Append
}

// Append says that only the end of a list is new.
type Append struct {
	// From is how many entries the list had when it was last written.
	From int
	// Held is how many numbers the task held then.
	Held int64
}

// Revise makes a task hold the numbers of a list: numbers nobody wants any more are removed unless
// they were called, missing ones are added, and changed ones that were not called yet are removed
// and added again. Only what differs is sent.
//
// The error is a *StepError. One that wraps an *EndedError says that the task has ended.
func (r *Runner) Revise(ctx context.Context, revision Revision) (out Result, err error) {
	out.TaskID, out.Held, out.Rejected = revision.TaskID, -1, revision.Rejected
	if revision.Append != nil {
		return r.append(ctx, revision)
	}
	o, err := r.Observe(ctx, revision.TaskID)
	switch {
	case err != nil:
		return out, &StepError{TaskID: revision.TaskID, Step: "reading the task", Err: err}
	case !o.Found:
		return out, &StepError{TaskID: revision.TaskID, Step: "reading the task", Err: &NotListedError{TaskID: revision.TaskID}}
	case o.Ended():
		return out, &StepError{TaskID: revision.TaskID, Step: "reading the task", Err: &EndedError{TaskID: revision.TaskID}}
	}
	w := newWork(r, revision.TaskID, revision.List)
	defer func() { w.report(&out) }()
	w.seen, w.doubt = o, true
	w.rejectedBefore(revision.Rejected)
	w.before, w.hadHidden = revision.Sketch, revision.Sketch.HasFields()
	w.hiddenDoubt, w.renewAll = revision.RenewAll, revision.RenewAll
	return out, w.settle(ctx)
}

// append sends the end of a list and nothing else. What the task held before is not listed: the count
// afterwards shows whether it was as it was left, and only if it was not are the numbers compared.
func (r *Runner) append(ctx context.Context, revision Revision) (out Result, err error) {
	w := newWork(r, revision.TaskID, revision.List)
	defer func() { w.report(&out) }()
	w.rejectedBefore(revision.Rejected)
	w.expected = revision.Append.Held
	for part, err := range ahead(revision.List.BatchesFrom(ctx, revision.Append.From)) {
		if err != nil {
			return out, w.failed("reading the number list", err)
		}
		if err := w.add(ctx, part); err != nil {
			return out, w.failed("adding numbers", err)
		}
		if w.doubt {
			break
		}
	}
	return out, w.settle(ctx)
}
