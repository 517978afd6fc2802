package campaign

import (
	"context"
	"errors"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Observation is what the platform says of a task right now.
type Observation struct {
	// Found is false when the platform does not list the task.
	Found bool
	// Task is the task's row; zero when it was not found.
	Task yccall.Task
	// Held is how many numbers the task holds, called ones included; -1 where it was not counted
	// because the task has ended or is not listed.
	Held int64
}

// Ended reports whether the task was found ended.
func (o Observation) Ended() bool { return o.Found && o.Task.Status == yccall.StatusEnded }

// Observe reads a task (TaskList) and how many numbers it holds (the row's total, or TaskInfo where
// the server's rows have none).
func (r *Runner) Observe(ctx context.Context, taskID string) (Observation, error) {
	task, found, err := r.find(ctx, taskID)
	if err != nil || !found {
		return Observation{Held: -1}, err
	}
	o := Observation{Found: true, Task: task, Held: -1}
	switch {
	case task.Status == yccall.StatusEnded:
		// An ended task takes no numbers any more, so nobody asks how many it holds.
	case task.Total != nil:
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

func (r *Runner) calledOf(ctx context.Context, task yccall.Task) (int64, error) {
	called := true
	return r.orCount(ctx, task.Called, yccall.NumberFilter{TaskID: task.ID, Called: &called})
}

// find reads one task's row. There is no documented code for "no such task", and a server may refuse
// an unknown id instead of answering with an empty list; whether the task exists is then read from
// the list of all tasks.
func (r *Runner) find(ctx context.Context, taskID string) (yccall.Task, bool, error) {
	task, found, err := r.platform.Task(ctx, taskID)
	if !errors.Is(err, yccall.ErrRefused) {
		return task, found, err
	}
	refusal := err
	for task, err := range r.platform.Tasks(ctx, yccall.TaskFilter{}) {
		if err != nil {
			return yccall.Task{}, false, refusal
		}
		if task.ID == taskID {
			return task, true, nil
		}
	}
	return yccall.Task{}, false, nil
}
