package campaign

import (
	"context"
	"errors"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// longAgo is a createtime before any task. Some platforms list only recent tasks unless they are asked for older ones.
const longAgo = "2000-01-01 00:00:00"

// Observation is what the platform says of a task right now.
type Observation struct {
	// Found is false when the platform does not list the task.
	Found bool
	// Task is the task's row; zero when it was not found.
	Task yccall.Task
	// Held is how many numbers the task counts, called ones included; -1 where they were not counted because the task has
	// ended or is not listed.
	Held int64
}

// Ended reports whether the task was found ended.
func (o Observation) Ended() bool { return o.Found && o.Task.Status == yccall.StatusEnded }

// seen is what a decision about the task's numbers needs of it.
func (o Observation) seen() seen {
	s := seen{count: o.Held, calls: unknown}
	if o.Task.CurrentConcurrent != nil {
		s.calls = *o.Task.CurrentConcurrent
	}
	switch {
	case !o.Found:
		s.state = unlisted
	case o.Task.Status == yccall.StatusNotStarted:
		s.state = notStarted
	case o.Task.Status == yccall.StatusPaused:
		s.state = paused
	case o.Task.Status == yccall.StatusEnded:
		s.state = ended
	default:
		s.state = active
	}
	return s
}

// Observe reads a task (TaskList) and how many numbers it holds: the row's total, or TaskInfo where the server's rows have
// none or are known to count something else.
func (r *Runner) Observe(ctx context.Context, taskID string, knows Knowledge) (Observation, error) {
	return r.observe(ctx, taskID, knows.CountByListing)
}

// countsNumbers reports whether the total of a row counts the task's numbers. Some servers count only those that wait, or the
// rejected ones as well: then the other counts do not add up to it.
func countsNumbers(task yccall.Task) bool {
	return task.Total != nil && (task.Called == nil || task.Uncalled == nil || *task.Called+*task.Uncalled == *task.Total)
}

func (r *Runner) observe(ctx context.Context, taskID string, byListing bool) (Observation, error) {
	task, found, err := r.find(ctx, taskID)
	if err != nil || !found {
		return Observation{Held: unknown}, err
	}
	o := Observation{Found: true, Task: task, Held: unknown}
	switch {
	case task.Status == yccall.StatusEnded:
		// An ended task takes no numbers any more, so nobody asks how many it holds.
	case countsNumbers(task) && !byListing:
		o.Held = *task.Total
	default:
		o.Held, err = r.platform.CountTaskNumbers(ctx, yccall.NumberFilter{TaskID: taskID})
	}
	return o, err
}

// Called counts the numbers of a task that were called already (the row's count, or TaskInfo).
func (r *Runner) Called(ctx context.Context, taskID string) (int64, error) {
	task, found, err := r.find(ctx, taskID)
	if err != nil {
		return 0, err
	}
	if !found {
		return 0, &NotListedError{TaskID: taskID}
	}
	return r.calledOf(ctx, task)
}

// calledOf is a count that may be 0 although people were called: see calledNumbers.
func (r *Runner) calledOf(ctx context.Context, task yccall.Task) (int64, error) {
	called := true
	n, err := r.orCount(ctx, task.Called, yccall.NumberFilter{TaskID: task.ID, Called: &called})
	if errors.Is(err, yccall.ErrRefused) {
		return 0, nil // as some servers do where there is nobody
	}
	return n, err
}

// find reads one task's row. There is no documented code for "no such task", and a server may refuse an unknown id instead
// of answering with an empty list. A task that is not listed is therefore looked for again, among the older ones as well,
// and where the server refuses that too, among all tasks.
func (r *Runner) find(ctx context.Context, taskID string) (yccall.Task, bool, error) {
	task, found, err := r.platform.Task(ctx, taskID)
	if found || err != nil && !errors.Is(err, yccall.ErrRefused) {
		return task, found, err
	}
	for _, filter := range []yccall.TaskFilter{{IDs: []string{taskID}, CreatedFrom: longAgo}, {CreatedFrom: longAgo}} {
		task, found, err = r.findAmong(ctx, filter, taskID)
		if found || !errors.Is(err, yccall.ErrRefused) {
			return task, found, err
		}
	}
	return yccall.Task{}, false, err
}

func (r *Runner) findAmong(ctx context.Context, filter yccall.TaskFilter, taskID string) (yccall.Task, bool, error) {
	for task, err := range r.platform.Tasks(ctx, filter) {
		if err != nil || task.ID == taskID {
			return task, err == nil, err
		}
	}
	return yccall.Task{}, false, nil
}
