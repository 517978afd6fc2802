package campaign

import (
	"context"
	"errors"
	"fmt"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Search says which tasks to look for. Fields that are empty do not narrow it; the others must all
// fit. Servers differ in the filters that they know, so rows count by what they say themselves.
type Search struct {
	TaskID       string
	CustomTaskID string
	// Name and Agent are compared as a whole.
	Name, Agent string
	// Status is one of the documented states; zero means all.
	Status yccall.TaskStatus
	// CreatedFrom and CreatedTo are platform wall clock, "yyyy-mm-dd hh:mm:ss"; both are included.
	CreatedFrom, CreatedTo string
}

// UnprovenError tells that a server neither shows custom task ids in its rows nor filters by them,
// so that it cannot be told which task has one.
type UnprovenError struct{ CustomTaskID string }

// Error names the custom task id.
func (e *UnprovenError) Error() string {
	return fmt.Sprintf("the platform neither shows custom task ids nor filters by them, so a task with %q cannot be told from others", e.CustomTaskID)
}

// Search lists the tasks that fit (TaskList), at most limit of them, in the server's spec. more is
// true if there are others. By a custom task id only proven tasks are found; the error is an
// *UnprovenError where there is no telling.
func (r *Runner) Search(ctx context.Context, s Search, limit int) (tasks []yccall.Task, more bool, err error) {
	tasks, err = yccall.Stable(func() ([]yccall.Task, error) {
		var err error
		tasks, more, err = r.searchOnce(ctx, s, limit)
		return tasks, err
	})
	return tasks, more, err
}

func (r *Runner) searchOnce(ctx context.Context, s Search, limit int) (tasks []yccall.Task, more bool, err error) {
	switch {
	case s.TaskID != "":
		task, found, err := r.find(ctx, s.TaskID)
		if err != nil || !found || !s.fits(task) {
			return nil, false, err
		}
		return []yccall.Task{task}, false, nil
	case s.CustomTaskID != "":
		return r.searchProven(ctx, s, limit)
	}
	tasks, more, err = r.list(ctx, s, s.filter(), limit)
	if errors.Is(err, yccall.ErrRefused) && s.narrows() {
		// A server may refuse a value that no task has instead of answering with an empty list.
		if all, moreOfAll, failed := r.list(ctx, s, yccall.TaskFilter{}, limit); failed == nil {
			return all, moreOfAll, nil
		}
	}
	return tasks, more, err
}

// searchProven lists the tasks that are proven to carry a custom task id.
func (r *Runner) searchProven(ctx context.Context, s Search, limit int) (tasks []yccall.Task, more bool, err error) {
	seen, err := r.findByCustomID(ctx, s.CustomTaskID)
	if err != nil {
		return nil, false, err
	}
	if len(seen.proven) == 0 && len(seen.unnamed) > 0 {
		return nil, false, &UnprovenError{CustomTaskID: s.CustomTaskID}
	}
	for _, task := range seen.proven {
		if !s.fits(task.Task) {
			continue
		}
		if len(tasks) == limit {
			return tasks, true, nil
		}
		tasks = append(tasks, task.Task)
	}
	return tasks, false, nil
}

// list reads TaskList until one task more than wanted was found. A row that moves to the next page
// while it is read comes twice and counts once.
func (r *Runner) list(ctx context.Context, s Search, filter yccall.TaskFilter, limit int) (tasks []yccall.Task, more bool, err error) {
	seen := map[string]bool{}
	for task, err := range r.platform.Tasks(ctx, filter) {
		if err != nil {
			return nil, false, err
		}
		if seen[task.ID] || !s.fits(task) {
			continue
		}
		seen[task.ID] = true
		if len(tasks) == limit {
			return tasks, true, nil
		}
		tasks = append(tasks, task)
	}
	return tasks, false, nil
}

// narrows reports whether the server is given any filter.
func (s Search) narrows() bool {
	return s.Name != "" || s.Agent != "" || s.Status != 0 || s.CreatedFrom != ""
}

// filter is what the server is asked for. CreatedTo is left to the rows: the platform does not say
// whether its endtime bounds the creation or the end, and as the end it would hide running tasks.
func (s Search) filter() yccall.TaskFilter {
	return yccall.TaskFilter{Name: s.Name, Agent: s.Agent, Status: s.Status, CreatedFrom: s.CreatedFrom}
}

// fits compares a row with everything but the custom task id, which needs proof of its own. Times
// have one form, so the later one is the greater text.
func (s Search) fits(task yccall.Task) bool {
	return (s.TaskID == "" || task.ID == s.TaskID) &&
		(s.Name == "" || task.Name == s.Name) &&
		(s.Agent == "" || task.Agent == s.Agent) &&
		(s.Status == 0 || task.Status == s.Status) &&
		(s.CreatedFrom == "" || task.CreatedAt >= s.CreatedFrom) &&
		(s.CreatedTo == "" || task.CreatedAt != "" && task.CreatedAt <= s.CreatedTo)
}
