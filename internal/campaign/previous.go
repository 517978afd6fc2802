package campaign

import (
	"context"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// CalledBefore looks for a task that carries a custom task id and has called people (TaskList). It is
// the newest one if there are several; called is how many people it called, 0 if there is none.
func (r *Runner) CalledBefore(ctx context.Context, customTaskID string) (task yccall.Task, called int64, err error) {
	s, err := r.lookFor(ctx, customTaskID)
	if err != nil {
		return yccall.Task{}, 0, err
	}
	return r.calledBy(ctx, s)
}

// calledBy finds the newest of the seen tasks that has called people, and how many.
func (r *Runner) calledBy(ctx context.Context, s sighting) (task yccall.Task, called int64, err error) {
	for _, seen := range s.proven {
		if seen.ID <= task.ID {
			continue
		}
		n, err := r.calledOf(ctx, seen.Task)
		if err != nil {
			return yccall.Task{}, 0, err
		}
		if n > 0 {
			task, called = seen.Task, n
		}
	}
	return task, called, nil
}

// replaces reports whether this Runner was told to end the newest of the seen tasks: whoever has it
// ended and made anew wants everybody to be called again.
func (r *Runner) replaces(s sighting) bool {
	newest := ""
	for _, seen := range s.proven {
		newest = max(newest, seen.ID)
	}
	_, replaces := r.ended.Load(newest)
	return replaces
}

// UnendedByName looks for a task that has a name and has not ended (TaskList), other than those that are seen to carry a
// custom task id. found is false if there is none, and for an empty name.
func (r *Runner) UnendedByName(ctx context.Context, name, customTaskID string) (task yccall.Task, found bool, err error) {
	if name == "" {
		return yccall.Task{}, false, nil
	}
	for task, err := range r.platform.Tasks(ctx, yccall.TaskFilter{Name: name}) {
		if err != nil {
			return yccall.Task{}, false, err
		}
		same := task.CustomTaskID != nil && *task.CustomTaskID == customTaskID
		if task.Name == name && task.Status != yccall.StatusEnded && !same {
			return task, true, nil
		}
	}
	return yccall.Task{}, false, nil
}
