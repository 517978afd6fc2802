package campaign

import (
	"context"
	"errors"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// End ends a task (TaskSet 3) unless it has ended. One that runs is paused first, and its calls are waited for, so that it
// is known afterwards whom it has called. One that is not listed may run all the same, so that it is told to end as well;
// found is false then.
func (r *Runner) End(ctx context.Context, taskID string) (found bool, err error) {
	task, found, err := r.find(ctx, taskID)
	paused := false
	switch {
	case err != nil:
		return false, err
	case !found:
		// What it answers says nothing: the platform has no code for a task that does not exist.
		_ = r.platform.SetTaskStatus(ctx, taskID, yccall.CommandEnd)
		return false, ctx.Err()
	case task.Status == yccall.StatusEnded:
	default:
		if (Observation{Found: true, Task: task}).seen().state == active {
			paused = r.rest(ctx, task)
		}
		if err = r.SetStatus(ctx, taskID, yccall.CommandEnd); err != nil && paused {
			err = &StepError{TaskID: taskID, Step: "ending the task", LeftPaused: true, Err: err}
		}
	}
	if err == nil {
		r.ended.Store(taskID, true)
	}
	return found, err
}

// SetRunState is SetStatus, except that a task that is to end is paused first, as End does.
func (r *Runner) SetRunState(ctx context.Context, taskID string, command yccall.TaskCommand) error {
	if command != yccall.CommandEnd {
		return r.SetStatus(ctx, taskID, command)
	}
	found, err := r.End(ctx, taskID)
	if err == nil && !found {
		err = &NotListedError{TaskID: taskID}
	}
	return err
}

// rest pauses a task that is about to end, and waits until no call of it is going on. Whatever fails here, the task is
// to end. It reports whether the task was paused, or may have been.
func (r *Runner) rest(ctx context.Context, task yccall.Task) (paused bool) {
	if err := r.SetStatus(ctx, task.ID, yccall.CommandPause); err != nil {
		var unconfirmed *UnconfirmedError
		return errors.As(err, &unconfirmed)
	}
	called := task.Called
	for quiet, waited := 0, 0; waited < 2*patience; {
		now, found, err := r.find(ctx, task.ID)
		switch {
		case err != nil, !found:
			return true
		case !sameCount(now.Called, called):
			called, quiet = now.Called, 0
		}
		s := Observation{Found: true, Task: now}.seen()
		s.calm = quiet
		if s.state == ended || s.resting() {
			return true
		}
		before := quiet
		if quiet, err = r.linger(ctx, quiet); err != nil {
			return true
		}
		waited += quiet - before
	}
	return true
}
