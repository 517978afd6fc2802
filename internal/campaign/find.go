package campaign

import (
	"context"
	"errors"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// findTries bounds how often a listing is read whose rows moved while it was read.
const findTries = 3

// ErrFilterIgnored says that tasks cannot be found by their custom task id on this server: it ignores
// the filter, and its rows do not name the id.
var ErrFilterIgnored = errors.New("the platform ignores the filter customtaskid and does not show the id in its rows")

// FindTasks lists the tasks that fit a filter (TaskList), in the platform's order and each once: all
// of them, or the first ones if limit is greater than 0. more is true when others fit as well.
//
// Servers differ in which filters they know, so every row is checked. A field that the row does not
// have is taken to fit, except for the custom task id: rows that do not name theirs count only if the
// filter is shown to work, and the error is ErrFilterIgnored if it is not.
func (r *Runner) FindTasks(ctx context.Context, filter yccall.TaskFilter, limit int) (tasks []yccall.Task, more bool, err error) {
	for range findTries {
		tasks, more, err = r.findOnce(ctx, filter, filter, limit)
		if errors.Is(err, yccall.ErrRefused) {
			// A server may refuse a value that it does not know instead of answering with an empty list.
			refusal := err
			if tasks, more, err = r.findOnce(ctx, yccall.TaskFilter{}, filter, limit); err != nil && !errors.Is(err, yccall.ErrUnstableListing) {
				err = refusal
			}
		}
		if !errors.Is(err, yccall.ErrUnstableListing) {
			break
		}
	}
	if err != nil {
		return nil, false, err
	}
	return tasks, more, nil
}

// findOnce reads one listing and keeps what fits the wanted filter, which may be more than what the
// server was asked for.
func (r *Runner) findOnce(ctx context.Context, asked, wanted yccall.TaskFilter, limit int) (tasks []yccall.Task, more bool, err error) {
	seen := map[string]bool{}
	works := false
	for task, err := range r.platform.Tasks(ctx, asked) {
		if err != nil {
			return nil, false, err
		}
		if seen[task.ID] || !fits(task, wanted) {
			continue
		}
		seen[task.ID] = true
		if wanted.CustomTaskID != "" && task.CustomTaskID == nil {
			if asked.CustomTaskID == "" {
				continue // The server refused the id, so it looks at it, and no task has it.
			}
			if !works {
				if works, err = r.customIDFilterWorks(ctx); err != nil {
					return nil, false, err
				}
			}
			if !works {
				return nil, false, ErrFilterIgnored
			}
		}
		if limit > 0 && len(tasks) == limit {
			return tasks, true, nil
		}
		tasks = append(tasks, task)
	}
	return tasks, false, nil
}

// fits reports whether a row can belong to what a filter asks for. Times are compared as text, which
// is their order in the platform's form.
func fits(task yccall.Task, filter yccall.TaskFilter) bool {
	same := func(wanted, shown string) bool { return wanted == "" || shown == "" || wanted == shown }
	return (len(filter.IDs) == 0 || slices.Contains(filter.IDs, task.ID)) &&
		(filter.CustomTaskID == "" || task.CustomTaskID == nil || *task.CustomTaskID == filter.CustomTaskID) &&
		same(filter.Name, task.Name) &&
		same(filter.Agent, task.Agent) &&
		same(filter.TaskType, task.TaskType) &&
		(filter.Status == 0 || task.Status == filter.Status) &&
		(filter.CreatedFrom == "" || task.CreatedAt == "" || task.CreatedAt >= filter.CreatedFrom) &&
		(filter.CreatedTo == "" || task.CreatedAt == "" || task.CreatedAt <= filter.CreatedTo)
}
