package campaign

import (
	"errors"
	"fmt"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// UnstartedError says that an earlier task of the campaign was never started and has not ended. Nothing was created.
type UnstartedError struct{ Task yccall.Task }

func (e *UnstartedError) Error() string {
	return fmt.Sprintf("task %s of the same campaign was never started and has not ended", e.Task.ID)
}

// RunsAlreadyError says that an earlier task of the campaign was started and has not ended. Nothing was created: another
// task would call the same people.
type RunsAlreadyError struct{ Task yccall.Task }

func (e *RunsAlreadyError) Error() string {
	return fmt.Sprintf("the campaign runs already, as task %s, which is %s", e.Task.ID, e.Task.StatusText())
}

// CalledBeforeError says that an earlier task of the campaign has ended and has called people who are on the list. Nothing
// was created: another task would call them again.
type CalledBeforeError struct {
	Task yccall.Task
	// Again is how many people on the list it has called; -1 if not known.
	Again int64
}

func (e *CalledBeforeError) Error() string {
	if e.Again == unknown {
		return fmt.Sprintf("the campaign was called before by task %s", e.Task.ID)
	}
	return fmt.Sprintf("the campaign was called before by task %s: %d people", e.Task.ID, e.Again)
}

// NotEndedError says that it cannot be told yet whom a task has called, because it may go on calling.
type NotEndedError struct {
	TaskID string
	Status yccall.TaskStatus
}

func (e *NotEndedError) Error() string {
	return fmt.Sprintf("task %s has not ended: it is %s", e.TaskID, e.Status)
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

// UndecidedError says that TaskCreat was sent, that its result is unknown, and that looking for the
// task did not decide it. A task may exist; it was not started.
type UndecidedError struct {
	CustomTaskID string
	// Candidate is a task that may be ours but could not be proven to be; "" when none was seen.
	Candidate string
	// Before are the tasks of the custom task id that were there before.
	Before []string
	// Cause is what became of TaskCreat.
	Cause error
}

func (e *UndecidedError) Error() string {
	return fmt.Sprintf("it is not known whether the task with custom task id %q was created: %v", e.CustomTaskID, e.Cause)
}

// Refused reports whether the platform has said that it did not do it, and shows no task that would prove it wrong.
func (e *UndecidedError) Refused() bool { return e.Candidate == "" && answered(e.Cause) }

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

// What stops work on a task's numbers.
var (
	// ErrOutOfSync says that a task's numbers could not be brought in line with the wanted list.
	ErrOutOfSync = errors.New("the numbers that the platform holds keep differing from what it confirmed")
	// ErrShortListing says that the platform lists fewer numbers of the task than it counts, so that nothing can be told of
	// the others.
	ErrShortListing = errors.New("the platform lists fewer numbers of the task than it counts")
	// ErrNotShown says that the platform shows nothing of a batch that it has confirmed. It may show later, so that the
	// numbers are not sent again.
	ErrNotShown = errors.New("the platform confirmed numbers and does not show them")
	// ErrNotResting says that the task did not come to rest, which a change of its numbers needs.
	ErrNotResting = errors.New("the task was told to pause and does not rest")
	// ErrScheduleNotKept says that the platform does not show the scheduled time that the task was created with: started, it
	// would call at once.
	ErrScheduleNotKept = errors.New("the platform did not keep the scheduled time of the task")
)

// CalledAndWaitingError says that people whom the task has called are on it once more, to be called again. The task is
// left paused.
type CalledAndWaitingError struct {
	TaskID string
	Count  int64
}

func (e *CalledAndWaitingError) Error() string {
	return fmt.Sprintf("%d numbers of task %s were called and are on it once more", e.Count, e.TaskID)
}

// answered reports whether the platform has said in so many words that it did not do what it was asked. That is no proof
// that it did not, since a service may fail after its work is done, but it is done with the request.
func answered(err error) bool {
	for _, refusal := range []error{yccall.ErrRefused, yccall.ErrRejected, yccall.ErrNotAuthorised, yccall.ErrTokenInvalid} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return false
}
