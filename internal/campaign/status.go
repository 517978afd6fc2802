package campaign

import (
	"context"
	"errors"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// commandTries bounds how often TaskSet is sent for one command. The command is idempotent, so it is repeated after a look
// has shown that it did not take effect.
const commandTries = 4

// UnconfirmedError says that TaskSet was sent and that its effect can be neither confirmed nor refuted.
type UnconfirmedError struct {
	TaskID string
	Cause  error
}

func (e *UnconfirmedError) Error() string {
	return "the result of TaskSet for task " + e.TaskID + " is unknown: " + e.Cause.Error()
}

// Unwrap returns what became of TaskSet.
func (e *UnconfirmedError) Unwrap() error { return e.Cause }

// SetStatus runs, pauses or ends a task (TaskSet). A task that has gone further by itself (ended while it was to be
// paused, finished while it was to run) counts as done. The error is an *UnconfirmedError when the command may or may not
// have taken effect.
func (r *Runner) SetStatus(ctx context.Context, taskID string, command yccall.TaskCommand) error {
	// A command of unknown result may have taken effect, or may do so yet: what becomes of its repetition does not take
	// that back.
	doubt := false
	for attempt := 1; ; attempt++ {
		err := r.platform.SetTaskStatus(ctx, taskID, command)
		if err == nil {
			return nil
		}
		refused := errors.Is(err, yccall.ErrRefused)
		again := false
		if refused || errors.Is(err, yccall.ErrMayHaveRun) {
			reached, looked := r.confirm(ctx, taskID, command, attempt)
			if reached {
				return nil
			}
			doubt = doubt || !refused || !looked
			again = looked && attempt < commandTries && (!refused || attempt == 1)
		}
		switch {
		case again:
		case doubt:
			return &UnconfirmedError{TaskID: taskID, Cause: err}
		default:
			return err
		}
	}
}

// confirm looks whether a command of unknown result has taken effect. It may a little later, so the look comes after a
// pause, which is longer after each try of the command, and is repeated while the platform cannot be read. looked is false
// when it could not be read at all.
func (r *Runner) confirm(ctx context.Context, taskID string, command yccall.TaskCommand, try int) (reached, looked bool) {
	for attempt := range lookTries {
		if r.pause(ctx, try<<attempt) != nil {
			return false, false
		}
		task, found, err := r.find(ctx, taskID)
		if err == nil {
			return found && satisfies(command, task.Status), true
		}
		if ctx.Err() != nil {
			return false, false
		}
	}
	return false, false
}

// satisfies reports whether a task in this status needs no further command. A started task may stay "not started" until
// its scheduled time, which a look cannot tell from a start that was lost; the command is then repeated, which does no
// harm.
func satisfies(command yccall.TaskCommand, status yccall.TaskStatus) bool {
	switch command {
	case yccall.CommandRun:
		return status == yccall.StatusRunning || status == yccall.StatusEnded
	case yccall.CommandPause:
		return status == yccall.StatusPaused || status == yccall.StatusEnded
	default:
		return status == yccall.StatusEnded
	}
}
