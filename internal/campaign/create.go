package campaign

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/sketch"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Spec is a campaign to create.
type Spec struct {
	// Task holds TaskCreat's parameters without the numbers. CustomTaskID must be set: it is what a
	// task is found by when the reply to TaskCreat is lost.
	Task yccall.CreateTask
	// List is the checked number list.
	List *numberlist.List
	// Start asks for the task to run once all numbers are in.
	Start bool
	// RefuseIfCalledBefore refuses to create the task if one with the same custom task id has called people and has
	// ended, unless this Runner was told to end the newest one, which this task then replaces.
	RefuseIfCalledBefore bool
}

// Created is what is known the moment a task exists.
type Created struct {
	TaskID string
	// UTCOffset is how far the platform's wall clock is ahead of UTC; nil where it cannot be told.
	UTCOffset *time.Duration
}

// Result is how a task stands after work on it. It is filled as far as the work came, also when an
// error is returned with it.
type Result struct {
	TaskID string
	// Rejected holds what the platform did not accept (invaliddata): the phone number, or the
	// entry's JSON where no phone can be made out. Personal data.
	Rejected []string
	// Held is how many numbers the task holds; -1 if not known.
	Held int64
	// InSync is true when the task holds exactly the wanted numbers that the platform accepts.
	InSync bool
	// Task is the task's row as last seen; Seen is false when it was never seen.
	Task yccall.Task
	Seen bool
	// UnechoedDoubt is true when numbers were sent and the work was not finished: which of them have the
	// time and ext of this list, and which those of an earlier one, is not known.
	UnechoedDoubt bool
	// Sketch is what is to be remembered of the list's time and ext fields; zero unless InSync.
	Sketch sketch.Sketch
	// StartUnconfirmed is true when the start was sent and can be neither confirmed nor refuted.
	StartUnconfirmed bool
	// CalledExtra counts numbers that are no longer wanted but were called already, and so stay.
	CalledExtra int
	// CalledChanged counts numbers whose other fields changed after they were called.
	CalledChanged int
	// Doubled counts numbers that were called and are on the task once more, to be called again. What
	// taskDelPhone does with them is not documented, so they are left as they are.
	Doubled int
}

// Create creates one task, adds all numbers, and starts it last, so that a Create that fails
// anywhere has called nobody. created is called as soon as the task exists and before anything else
// can fail: whatever it records must survive an error.
//
// The error is an *ExistsError, *CalledBeforeError, *ReusedTaskError or *UndecidedError when there is
// no task to record, and a *StepError or *OvertakenError once there is one.
func (r *Runner) Create(ctx context.Context, spec Spec, created func(Created)) (out Result, err error) {
	out.Held = -1

	// Two resources that declare the same campaign share a custom task id; the second must see what
	// the first one made.
	unlock, err := r.creating.lock(ctx, spec.Task.CustomTaskID)
	if err != nil {
		return out, err
	}
	defer unlock()

	before, err := r.lookFor(ctx, spec.Task.CustomTaskID)
	if err != nil {
		return out, err
	}
	for _, task := range before.proven {
		if task.Status != yccall.StatusEnded {
			return out, &ExistsError{CustomTaskID: spec.Task.CustomTaskID, TaskID: task.ID, Status: task.Status}
		}
	}
	if spec.RefuseIfCalledBefore && !r.replaces(before) {
		task, called, err := r.calledBy(ctx, before)
		if err != nil {
			return out, err
		}
		if called > 0 {
			return out, &CalledBeforeError{CustomTaskID: spec.Task.CustomTaskID, TaskID: task.ID, Called: called}
		}
	}

	next, stop := iter.Pull2(ahead(spec.List.Batches(ctx, nil)))
	defer stop()
	first, err, _ := next()
	if err != nil {
		return out, err
	}

	made, err := r.createOnce(ctx, spec, first, before)
	if err != nil {
		return out, err
	}
	created(Created{TaskID: made.ID, UTCOffset: utcOffset(made)})
	out.TaskID = made.ID

	// From here on every failure leaves a task that was not started.
	w := newWork(r, made.ID, spec.List)
	defer func() { w.report(&out) }()
	w.accepted(ctx, first, made.Invalid)
	if err := r.checkOvertaken(ctx, spec.Task.CustomTaskID, made.ID, before); err != nil {
		return out, err
	}
	w.doubt = made.adopted
	for !w.doubt {
		part, err, more := next()
		if !more {
			break
		}
		if err != nil {
			return out, &StepError{TaskID: made.ID, Step: "reading the number list", Err: err}
		}
		if err := w.add(ctx, part); err != nil {
			return out, &StepError{TaskID: made.ID, Step: "adding numbers", Err: err}
		}
	}
	if err := w.settle(ctx); err != nil {
		return out, err
	}
	if !spec.Start {
		return out, nil
	}

	var unconfirmed *UnconfirmedError
	switch err := r.SetStatus(ctx, made.ID, yccall.CommandRun); {
	case errors.As(err, &unconfirmed):
		// An error would taint the resource, and the next apply would end a campaign that may be
		// running and call its people again.
		out.StartUnconfirmed = true
		return out, nil
	case err != nil:
		return out, &StepError{TaskID: made.ID, Step: "starting the task", Err: err}
	}
	// The task runs; not seeing it now must not turn the creation into a failure.
	if o, err := r.Observe(ctx, made.ID); err == nil && o.Found {
		w.seen = o
	}
	return out, nil
}

// checkOvertaken looks for another task of the same campaign that came into being since it was looked
// for: a run on another machine may have created it at the same time. Each run looks after its own
// TaskCreat and before anybody is called, so that only the one with the first task goes on.
func (r *Runner) checkOvertaken(ctx context.Context, customTaskID, taskID string, before sighting) error {
	now, err := r.lookFor(ctx, customTaskID)
	if err != nil {
		return &StepError{TaskID: taskID, Step: "looking for the same campaign made by another run", Err: err}
	}
	known := before.ids()
	for _, task := range now.proven {
		if task.ID < taskID && !known[task.ID] && task.Status != yccall.StatusEnded {
			return &OvertakenError{CustomTaskID: customTaskID, TaskID: task.ID}
		}
	}
	return nil
}

// createdTask is a task that TaskCreat made, by its own word or found again after its reply was lost.
type createdTask struct {
	yccall.CreatedTask
	adopted bool
}

// createOnce sends TaskCreat once, with the task not started and the first part of the numbers. If
// the outcome is unknown, the task is looked up by its custom task id and never sent again.
func (r *Runner) createOnce(ctx context.Context, spec Spec, first *numberlist.Batch, before sighting) (createdTask, error) {
	request := spec.Task
	start := false
	request.Start = &start
	request.Telphone = first.JSON()
	made, err := r.platform.CreateTask(ctx, request)
	switch {
	case err == nil && before.ids()[made.ID]:
		return createdTask{}, &ReusedTaskError{CustomTaskID: request.CustomTaskID, TaskID: made.ID}
	case err == nil:
		return createdTask{CreatedTask: made}, nil
	case unanswered(err):
		id, lookErr := r.adopt(ctx, spec, first, before, err)
		return createdTask{CreatedTask: yccall.CreatedTask{ID: id}, adopted: true}, lookErr
	default:
		return createdTask{}, err
	}
}

// adopt looks for the task of a TaskCreat whose outcome is unknown, a few times, since the request
// may take effect after its connection is gone. It returns the task's id only with proof that it is
// ours: it was not there before, and its row names the custom task id, or a filter shown to work
// finds it and the row agrees with the spec.
func (r *Runner) adopt(ctx context.Context, spec Spec, first *numberlist.Batch, before sighting, cause error) (string, error) {
	undecided := &UndecidedError{CustomTaskID: spec.Task.CustomTaskID, Cause: cause}
	known := before.ids()
	for attempt := range lookTries {
		if r.wait(ctx, attempt) != nil {
			return "", undecided
		}
		now, err := r.lookFor(ctx, spec.Task.CustomTaskID)
		if err != nil {
			continue
		}
		var fresh []seenTask
		for _, task := range now.proven {
			if !known[task.ID] {
				fresh = append(fresh, task)
			}
		}
		if len(fresh) == 0 {
			for _, task := range now.doubtful {
				if !known[task.ID] && agrees(task, spec.Task) {
					undecided.Candidate = task.ID
				}
			}
			continue
		}
		if len(fresh) > 1 {
			return "", undecided
		}
		if fresh[0].echoed {
			return fresh[0].ID, nil
		}
		undecided.Candidate = fresh[0].ID
		if !agrees(fresh[0].Task, spec.Task) {
			return "", undecided
		}
		o, err := r.Observe(ctx, fresh[0].ID)
		if err != nil {
			continue
		}
		// Fewer is possible: the platform leaves out what it rejects.
		if o.Held > int64(first.Count()) {
			return "", undecided
		}
		return fresh[0].ID, nil
	}
	return "", undecided
}

// agrees reports whether a row could be the task that an spec asked for: not started, with the same
// agent, scale and name. A task that was given no name has its id for one.
func agrees(task yccall.Task, spec yccall.CreateTask) bool {
	named := task.Name == spec.Name || spec.Name == "" && task.Name == task.ID
	return named && task.Status == yccall.StatusNotStarted && task.Agent == spec.AssignAgent && task.Scale == spec.TaskScale
}

// utcOffset tells how far the platform's wall clock is ahead of UTC: a task id begins with the wall
// time of its creation, and the reply to TaskCreat carries the same moment in unix seconds. Zones are
// whole quarters of an hour.
func utcOffset(made createdTask) *time.Duration {
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
