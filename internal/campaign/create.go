package campaign

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Spec is a task to create.
type Spec struct {
	// Task holds TaskCreat's parameters without the numbers. CustomTaskID must be set: it is what a task is found by when
	// the reply to TaskCreat is lost.
	Task yccall.CreateTask
	// List is the checked number list, its set kept.
	List *numberlist.List
	// Start asks for the task to run once all numbers are in.
	Start bool
	// Campaign is what previous tasks are recognised by, Consent whether people whom they called may be called again.
	Campaign Campaign
	Consent  Consent
}

// NewTask is what is known the moment a task exists.
type NewTask struct {
	TaskID string
	// UTCOffset is how far the platform's wall clock is ahead of UTC; nil where it cannot be told.
	UTCOffset *time.Duration
}

// Create creates one task, adds all numbers, and starts it last, so that a Create that fails anywhere has called nobody.
// created is called as soon as the task exists and before anything else can fail: whatever it records must survive an
// error.
//
// The error is an *UnstartedError, *RunsAlreadyError, *CalledBeforeError, *ReusedTaskError or *UndecidedError when there is no task to record,
// and a *StepError or *OvertakenError once there is one.
func (r *Runner) Create(ctx context.Context, spec Spec, created func(NewTask)) (out Result, err error) {
	out.Held = unknown

	// 1. Two resources that declare the same campaign share a custom task id; the second must see what the first one made.
	unlock, err := r.creating.lock(ctx, spec.Task.CustomTaskID)
	if err != nil {
		return out, err
	}
	defer unlock()
	spec.Campaign.CustomTaskID = spec.Task.CustomTaskID
	before, previous, err := r.refuse(ctx, spec)
	if err != nil {
		return out, err
	}

	// 2. TaskCreat is sent once, with the task not started and the first batch. From here on every failure leaves a task
	// that was not started.
	var batches queue
	batches.replace(spec.List.Batches(ctx, nil))
	defer batches.close()
	made, err := r.createOnce(ctx, spec, &batches, before)
	if err != nil {
		return out, err
	}
	created(NewTask{TaskID: made.ID, UTCOffset: utcOffset(made.CreatedTask)})
	s := newSyncer(r, made.ID, spec.List)
	s.knows.Previous = previous
	defer func() { s.report(&out, err) }()
	s.begin(ctx, made, &batches)
	defer func() { s.ledger.queue.close() }()

	// 3. Our own task is seen under its id, and no other one that was not there before.
	if out.Unfindable, err = r.seeOwnTask(ctx, spec, made, before); err != nil {
		return out, err
	}

	// 4. The rest of the numbers.
	if err := s.run(ctx); err != nil {
		return out, err
	}
	if made.shared(spec.List) {
		if err := s.standStill(ctx); err != nil {
			return out, err
		}
	}
	r.learnFormat(ctx, s)
	if !spec.Start {
		return out, nil
	}

	// 5. The start comes last.
	if made.recovered {
		// The task was found again before it was known whether another run had made one.
		if _, err := r.seeOwnTask(ctx, spec, made, before); err != nil {
			return out, err
		}
	}
	out.StartUnconfirmed, err = s.start(ctx, spec)
	return out, err
}

// createdTask is a task that TaskCreat made, by its own word or found again after its reply was lost.
type createdTask struct {
	yccall.CreatedTask
	first     *numberlist.Batch
	recovered bool
}

// shared reports whether the task may be that of another run, which adds numbers to it.
func (c createdTask) shared(list *numberlist.List) bool {
	return c.recovered && c.first.Count() < list.Count
}

// createOnce sends TaskCreat once. If the result is unknown, the task is looked up by its custom task id and TaskCreat is
// never sent again. Only one that was refused for its size, and of which nothing shows, is sent with half of the numbers: if
// it has made a task all the same, that one is seen before the second is started.
func (r *Runner) createOnce(ctx context.Context, spec Spec, batches *queue, before lookup) (createdTask, error) {
	request := spec.Task
	start := false
	request.Start = &start
	for {
		first, err := batches.next()
		if err != nil {
			return createdTask{}, err
		}
		request.Telphone = first.JSON()
		made, err := r.platform.CreateTask(ctx, request)
		switch {
		case err == nil && before.ids()[made.ID]:
			return createdTask{}, &ReusedTaskError{CustomTaskID: request.CustomTaskID, TaskID: made.ID}
		case err == nil:
			return createdTask{CreatedTask: made, first: first}, nil
		case errors.Is(err, yccall.ErrMayHaveRun):
			made, absent, recovery := r.recoverTask(ctx, spec, first, before, err)
			if !absent || !errors.Is(err, yccall.ErrTooLarge) || !batches.halve(first) {
				return made, recovery
			}
			batches.again(first)
		case errors.Is(err, yccall.ErrTooLarge) && batches.halve(first):
			batches.again(first)
		default:
			return createdTask{}, err
		}
	}
}

// answeredPatience is for how many seconds a task is looked for whose TaskCreat was answered, if not with success: the
// platform is done with the request, and what it did shows soon.
const answeredPatience = 15

// recoverTask looks for the task of a TaskCreat whose result is unknown. absent is true where there is none to be seen.
func (r *Runner) recoverTask(
	ctx context.Context, spec Spec, first *numberlist.Batch, before lookup, cause error,
) (made createdTask, absent bool, err error) {
	limit := patience
	if answered(cause) || errors.Is(cause, yccall.ErrTooLarge) {
		limit = answeredPatience
	}
	next, id, err := r.awaitCreation(ctx, spec, first, before, "", limit)
	known := before.ids()
	if next == goOn {
		others, err := r.holdsOthers(ctx, id, spec.List.Set())
		if others {
			known[id] = true // another run has made it, for another list
		}
		if others || err != nil {
			next = undecided
		}
	}
	if next != goOn {
		absent = err == nil && id == ""
		return createdTask{}, absent, &UndecidedError{
			CustomTaskID: spec.Task.CustomTaskID, Candidate: id, Before: slices.Sorted(maps.Keys(known)), Cause: cause,
		}
	}
	return createdTask{CreatedTask: yccall.CreatedTask{ID: id}, first: first, recovered: true}, false, nil
}

// begin takes over what TaskCreat has done.
func (s *syncer) begin(ctx context.Context, made createdTask, batches *queue) {
	first := int64(made.first.Count())
	s.ledger.queue, *batches = *batches, queue{}
	s.memory = memory{unsent: int64(s.list.Count), clean: true}
	if made.recovered {
		// Its count alone does not tell whose numbers these are.
		s.ledger.sent.add(sentBatch{numbers: made.first.Numbers()})
		if made.shared(s.list) {
			first = 0 // more may arrive
		}
		s.memory = s.memory.failed(first, false)
		s.memory.compare = beforehand
		return
	}
	s.taken(ctx, made.first, nil, made.Invalid)
}

// seeOwnTask waits until the platform shows our task under its custom task id. Another task of that id which was not
// there before was made by another run, which may be about to call the same people. notFound is true where the platform
// does not find tasks by their custom id.
func (r *Runner) seeOwnTask(ctx context.Context, spec Spec, made createdTask, before lookup) (notFound bool, err error) {
	next, id, err := r.awaitCreation(ctx, spec, made.first, before, made.ID, appears)
	if err == nil && next == unfindable {
		// A platform may take a task in long after its reply, and that of another run no sooner.
		if err = r.awaitListed(ctx, made.ID); err == nil {
			next, id, err = r.awaitCreation(ctx, spec, made.first, before, made.ID, 0)
		}
	}
	switch {
	case err != nil:
		return false, &StepError{TaskID: made.ID, Step: "looking for the same campaign made by another run", Err: err}
	case next == overtaken:
		return false, &OvertakenError{CustomTaskID: spec.Task.CustomTaskID, TaskID: id}
	}
	return next == unfindable, nil
}

// awaitListed waits until the platform lists a task, but no longer than any request of its creation may take.
func (r *Runner) awaitListed(ctx context.Context, taskID string) error {
	for quiet := 0; ; {
		_, found, err := r.find(ctx, taskID)
		if err != nil || found || quiet >= patience {
			return err
		}
		if quiet, err = r.linger(ctx, quiet); err != nil {
			return err
		}
	}
}

// start tells the task to run. unconfirmed is true where it can be neither confirmed nor refuted that it does: an error
// would taint the resource, and the next apply would end a campaign that may be running and call its people again.
func (s *syncer) start(ctx context.Context, spec Spec) (unconfirmed bool, err error) {
	// A platform may keep a schedule only for a task that is created started, and would call at once.
	shown, asked := s.observed.Task, spec.Task.ScheduledTime
	if asked != "" && s.observed.Found && shown.ScheduledTime != nil && *shown.ScheduledTime != asked {
		return false, &StepError{TaskID: s.taskID, Step: "starting the task", Err: ErrScheduleNotKept}
	}
	var unknownStart *UnconfirmedError
	switch err := s.runner.SetStatus(ctx, s.taskID, yccall.CommandRun); {
	case errors.As(err, &unknownStart):
		return true, nil
	case err != nil:
		return false, &StepError{TaskID: s.taskID, Step: "starting the task", Err: err}
	}
	// The task runs; not seeing it now must not turn the creation into a failure.
	if o, err := s.runner.awaitStart(ctx, s.taskID, asked != ""); err == nil && o.Found {
		s.observed.Task, s.observed.Found = o.Task, true
	}
	return false, nil
}

// awaitStart looks until a task that was told to run shows that it does, for a short while. One with a schedule may wait
// for its time.
func (r *Runner) awaitStart(ctx context.Context, taskID string, scheduled bool) (Observation, error) {
	for quiet := 0; ; {
		task, found, err := r.find(ctx, taskID)
		if err != nil || scheduled || satisfies(yccall.CommandRun, task.Status) || quiet >= appears {
			return Observation{Found: found, Task: task, Held: unknown}, err
		}
		if quiet, err = r.linger(ctx, quiet); err != nil {
			return Observation{Found: found, Task: task, Held: unknown}, err
		}
	}
}

// utcOffset tells how far the platform's wall clock is ahead of UTC: a task id begins with the wall time of its creation,
// and the reply to TaskCreat carries the same moment in unix seconds. Zones are whole quarters of an hour.
func utcOffset(made yccall.CreatedTask) *time.Duration {
	const prefix = "20060102150405"
	if made.Replied.IsZero() || len(made.ID) < len(prefix) {
		return nil
	}
	wall, err := time.Parse(prefix, made.ID[:len(prefix)])
	if err != nil {
		return nil
	}
	offset := wall.Sub(made.Replied).Round(15 * time.Minute)
	if offset < -12*time.Hour || offset > 14*time.Hour {
		return nil
	}
	return &offset
}
