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
		called, err := r.peopleCalledBy(ctx, id)
		if err != nil {
			return nil, err
		}
		for i := range called.Len() {
			all.Add(called.At(i))
		}
	}
	return all.Set(), nil
}

// peopleCalledBy lists whom one task has called. A listing that is shorter than the count of the called is read again
// until the whole patience is over. Where rows have no count, TaskInfo may count the numbers of other tasks as well, and two
// listings have to agree instead.
func (r *Runner) peopleCalledBy(ctx context.Context, taskID string) (*phone.Set, error) {
	task, count, err := r.awaitLastCalls(ctx, taskID)
	if err != nil {
		return nil, err
	}
	for quiet, before := 0, int64(unknown); ; {
		called, err := r.calledNumbers(ctx, task, math.MaxInt)
		switch {
		case err != nil:
			return nil, err
		case called.odd > 0:
			return nil, &UnparsableNumbersError{TaskID: taskID, Count: called.odd}
		case called.doubt && quiet < patience:
		case called.rows >= count, task.Called == nil && called.rows == before:
			return called.set, nil
		case quiet >= patience:
			return nil, &StepError{TaskID: taskID, Step: "listing the people that the task has called", Err: ErrShortListing}
		}
		before = called.rows
		if quiet, err = r.linger(ctx, quiet); err != nil {
			return nil, err
		}
	}
}

// awaitLastCalls waits until no call of an ended task is going on any more, and tells how many numbers it has called.
func (r *Runner) awaitLastCalls(ctx context.Context, taskID string) (task yccall.Task, n int64, err error) {
	called, calls := int64(unknown), int64(unknown)
	for quiet := 0; ; {
		if task, err = r.endedTask(ctx, taskID); err != nil {
			return task, 0, err
		}
		if n, err = r.calledOf(ctx, task); err != nil {
			return task, 0, err
		}
		limit, now := patience, int64(unknown)
		if task.CurrentConcurrent != nil {
			if now = *task.CurrentConcurrent; now == 0 {
				limit = appears // the last call may show late
			}
		}
		switch {
		case !Started(task), limit == appears && task.Uncalled != nil && *task.Uncalled == 0:
			return task, n, nil
		case n != called, now != unknown && now != calls:
			called, calls, quiet = n, now, 0
		case quiet >= limit:
			return task, n, nil
		}
		if quiet, err = r.linger(ctx, quiet); err != nil {
			return task, 0, err
		}
	}
}

// endedTask reads the row of a task that must have ended.
func (r *Runner) endedTask(ctx context.Context, taskID string) (yccall.Task, error) {
	task, found, err := r.find(ctx, taskID)
	task = r.endedRow(task)
	switch {
	case err != nil:
		return task, err
	case !found:
		return task, &NotListedError{TaskID: taskID}
	case task.Status != yccall.StatusEnded:
		return task, &NotEndedError{TaskID: taskID, Status: task.Status}
	default:
		return task, nil
	}
}
