package campaign

import (
	"context"
	"errors"
	"fmt"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Standing is how far the calls of a task have come.
type Standing struct {
	Status yccall.TaskStatus
	// Total is how many numbers the task holds, Called how many of them were called.
	Total, Called int64
}

// String says it in words, without anybody's number.
func (s Standing) String() string {
	return fmt.Sprintf("%s, %d of %d numbers called", s.Status, s.Called, s.Total)
}

// RedialPlan is whom a redial is going to call.
type RedialPlan struct {
	Before Standing
	// Again is how many numbers were called with the wanted answer type, and so are called again.
	Again int64
}

// ErrNobodyToRedial says that no number of a task was called with the wanted answer type, so that
// nothing was sent.
var ErrNobodyToRedial = errors.New("no number of the task was called with this answer type")

// RedialUnknownError says that taskCall was sent, and that it can be neither confirmed nor refuted
// that the task calls its people again. It must not be sent a second time before somebody has looked.
type RedialUnknownError struct {
	TaskID string
	// Before is how the task stood before taskCall. After is how it stood when it was last looked at;
	// nil when it could not be read.
	Before Standing
	After  *Standing
	// Cause is what became of taskCall.
	Cause error
}

func (e *RedialUnknownError) Error() string {
	return "the result of taskCall for task " + e.TaskID + " is unknown: " + e.Cause.Error()
}

// Unwrap returns what became of taskCall.
func (e *RedialUnknownError) Unwrap() error { return e.Cause }

// PlanRedial tells whom a redial of a task would call (TaskList, TaskInfo). answerType is as in
// yccall.Redial. It changes nothing. The error is a *NotListedError for a task that is not listed.
func (r *Runner) PlanRedial(ctx context.Context, taskID, answerType string) (RedialPlan, error) {
	before, err := r.standing(ctx, taskID)
	if err != nil {
		return RedialPlan{}, err
	}
	plan := RedialPlan{Before: before, Again: before.Called}
	if answerType != "" && answerType != "all" {
		called := true
		plan.Again, err = r.platform.CountTaskNumbers(ctx, yccall.NumberFilter{TaskID: taskID, Called: &called, AnswerType: answerType})
	}
	return plan, err
}

// Redial has a task call people again (taskCall). It looks whom that concerns, hands that to announce
// and sends taskCall once, unless there is nobody, which is ErrNobodyToRedial.
//
// When the result is unknown, only what a redial alone brings about confirms it: an ended task that has not ended any
// more, or fewer called numbers on a task that was not running. Nothing refutes it, since a lost request may take effect
// later; the error is then a *RedialUnknownError. One that was refused is looked at as well, and the error is the refusal
// if nothing confirms it.
func (r *Runner) Redial(ctx context.Context, redial yccall.Redial, announce func(RedialPlan)) error {
	// Another redial of the same task in this run would look like the effect of this one.
	unlock, err := r.redialling.lock(ctx, redial.TaskID)
	if err != nil {
		return err
	}
	defer unlock()

	plan, err := r.PlanRedial(ctx, redial.TaskID, redial.AnswerType)
	switch {
	case err != nil:
		return err
	case plan.Again == 0:
		return ErrNobodyToRedial
	}
	announce(plan)
	err = r.platform.RedialTask(ctx, redial)
	if !errors.Is(err, yccall.ErrMayHaveRun) {
		return err
	}
	unknown := &RedialUnknownError{TaskID: redial.TaskID, Before: plan.Before, Cause: err}
	switch {
	case r.confirmRedial(ctx, unknown):
		return nil
	case answered(err):
		return err
	default:
		return unknown
	}
}

// confirmRedial looks a few times whether a redial of unknown result has taken effect.
func (r *Runner) confirmRedial(ctx context.Context, unknown *RedialUnknownError) bool {
	for attempt := range lookTries {
		if r.pause(ctx, 1<<attempt) != nil {
			return false
		}
		after, err := r.standing(ctx, unknown.TaskID)
		if err != nil {
			continue
		}
		unknown.After = &after
		if redialled(unknown.Before, after) {
			return true
		}
	}
	return false
}

// redialled reports whether what was seen before and after proves a redial. The counts of a task that
// was running prove nothing: a further round of its own calls people again, too.
func redialled(before, after Standing) bool {
	fewerCalled := after.Called < before.Called && after.Total >= before.Total
	switch before.Status {
	case yccall.StatusEnded:
		return after.Status != yccall.StatusEnded || fewerCalled
	case yccall.StatusNotStarted, yccall.StatusPaused:
		return fewerCalled
	default:
		return false
	}
}

// standing reads a task's row, and counts with TaskInfo what older servers leave out of it.
func (r *Runner) standing(ctx context.Context, taskID string) (Standing, error) {
	task, found, err := r.find(ctx, taskID)
	if err != nil {
		return Standing{}, err
	}
	if !found {
		return Standing{}, &NotListedError{TaskID: taskID}
	}
	s := Standing{Status: task.Status}
	if s.Total, err = r.orCount(ctx, task.Total, yccall.NumberFilter{TaskID: taskID}); err != nil {
		return Standing{}, err
	}
	called := true
	s.Called, err = r.orCount(ctx, task.Called, yccall.NumberFilter{TaskID: taskID, Called: &called})
	return s, err
}

func (r *Runner) orCount(ctx context.Context, shown *int64, filter yccall.NumberFilter) (int64, error) {
	if shown != nil {
		return *shown, nil
	}
	return r.platform.CountTaskNumbers(ctx, filter)
}
