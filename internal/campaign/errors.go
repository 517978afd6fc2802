package campaign

import (
	"errors"
	"fmt"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// ExistsError says that a task with the wanted custom task id is there already and has not ended.
// Nothing was created: making another one would call the same people twice.
type ExistsError struct {
	CustomTaskID string
	TaskID       string
	Status       yccall.TaskStatus
}

func (e *ExistsError) Error() string {
	return fmt.Sprintf("task %s with custom task id %q exists and is %s", e.TaskID, e.CustomTaskID, e.Status)
}

// CalledBeforeError says that a task with the wanted custom task id has called people and has ended.
// Nothing was created: another task would call the same people again.
type CalledBeforeError struct {
	CustomTaskID string
	TaskID       string
	// Called is how many people it called.
	Called int64
}

func (e *CalledBeforeError) Error() string {
	return fmt.Sprintf("task %s with custom task id %q has ended and has called %d people", e.TaskID, e.CustomTaskID, e.Called)
}

// OvertakenError says that another run has created the same campaign at the same time. Of the two tasks
// that one came first; ours was not started and must not be.
type OvertakenError struct {
	CustomTaskID string
	// TaskID is the task of the other run.
	TaskID string
}

func (e *OvertakenError) Error() string {
	return fmt.Sprintf("task %s with custom task id %q was created by another run at the same time", e.TaskID, e.CustomTaskID)
}

// UndecidedError says that TaskCreat was sent, that its outcome is unknown, and that looking for the
// task did not decide it. A task may exist; it was not started.
type UndecidedError struct {
	CustomTaskID string
	// Candidate is a task that may be ours but could not be proven to be; "" when none was seen.
	Candidate string
	// Cause is what became of TaskCreat.
	Cause error
}

func (e *UndecidedError) Error() string {
	return fmt.Sprintf("it is not known whether the task with custom task id %q was created: %v", e.CustomTaskID, e.Cause)
}

// Unwrap returns what became of TaskCreat.
func (e *UndecidedError) Unwrap() error { return e.Cause }

// ReusedTaskError says that TaskCreat answered with a task that was there before, so the platform
// does not accept the custom task id a second time. Nothing new was created.
type ReusedTaskError struct {
	CustomTaskID string
	TaskID       string
}

func (e *ReusedTaskError) Error() string {
	return fmt.Sprintf("the platform answered TaskCreat with task %s, which existed before", e.TaskID)
}

// EndedError says that a task has ended and takes no more numbers and no other run state.
type EndedError struct{ TaskID string }

func (e *EndedError) Error() string { return fmt.Sprintf("task %s has ended", e.TaskID) }

// NotListedError says that the platform does not list a task.
type NotListedError struct{ TaskID string }

func (e *NotListedError) Error() string {
	return fmt.Sprintf("the platform does not list task %s", e.TaskID)
}

// UnparsableNumbersError says that the platform lists numbers of a task in a form that cannot be
// compared with the wanted list (masked, for example), so that nothing can be decided from it.
type UnparsableNumbersError struct {
	TaskID string
	Count  int64
}

func (e *UnparsableNumbersError) Error() string {
	return fmt.Sprintf("the platform lists %d numbers of task %s in a form that is not a phone number", e.Count, e.TaskID)
}

// StepError says at which step work on a task that exists stopped.
type StepError struct {
	TaskID string
	// Step is what was being done, for example "adding numbers".
	Step string
	// LeftPaused is true when the task was paused for the work and could not be resumed.
	LeftPaused bool
	Err        error
}

func (e *StepError) Error() string { return fmt.Sprintf("%s (task %s): %v", e.Step, e.TaskID, e.Err) }

// Unwrap returns what stopped the step.
func (e *StepError) Unwrap() error { return e.Err }

// unanswered reports whether a request may have run and the platform did not say why it did not
// do it. A request that was refused may have run as well; whoever can look after it asks for
// yccall.ErrMayHaveRun alone.
func unanswered(err error) bool {
	if !errors.Is(err, yccall.ErrMayHaveRun) {
		return false
	}
	for _, refusal := range []error{
		yccall.ErrRefused, yccall.ErrRejected, yccall.ErrNotAuthorised, yccall.ErrTokenInvalid,
	} {
		if errors.Is(err, refusal) {
			return false
		}
	}
	return true
}
