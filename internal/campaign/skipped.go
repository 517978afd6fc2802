package campaign

import (
	"context"
	"math"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// PeopleCalledBy lists everybody whom tasks have called (TaskList, TaskInfo). The tasks must have ended, and calls that are
// still going on are waited for: a number counts as called when its call ends.
//
// The error is a *NotListedError, a *NotEndedError or an *UnparsableNumbersError if it cannot be told whom a task called.
func (r *Runner) PeopleCalledBy(ctx context.Context, taskIDs []string) (*phone.Set, error) {
	var all phone.Collector
	for _, id := range taskIDs {
		if err := r.awaitLastCalls(ctx, id); err != nil {
			return nil, err
		}
		called, complete, err := r.calledNumbers(ctx, id, math.MaxInt)
		switch {
		case err != nil:
			return nil, err
		case !complete:
			return nil, &UnparsableNumbersError{TaskID: id, Count: 1}
		}
		for i := range called.Len() {
			all.Add(called.At(i))
		}
	}
	return all.Set(), nil
}

// awaitLastCalls waits until no call of an ended task is going on any more.
func (r *Runner) awaitLastCalls(ctx context.Context, taskID string) error {
	var called *int64
	for quiet := 0; ; {
		task, found, err := r.find(ctx, taskID)
		switch {
		case err != nil:
			return err
		case !found:
			return &NotListedError{TaskID: taskID}
		case task.Status != yccall.StatusEnded:
			return &NotEndedError{TaskID: taskID, Status: task.Status}
		case !Started(task), task.CurrentConcurrent != nil && *task.CurrentConcurrent == 0:
			return nil
		}
		n, err := r.calledOf(ctx, task)
		switch {
		case err != nil:
			return err
		case !sameCount(called, &n):
			called, quiet = &n, 0
		case quiet >= patience:
			return nil
		}
		seconds := min(quiet+1, 15)
		if err := r.pause(ctx, seconds); err != nil {
			return err
		}
		quiet += seconds
	}
}
