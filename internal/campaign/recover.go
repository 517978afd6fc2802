package campaign

import (
	"cmp"
	"context"
	"errors"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// After TaskCreat the platform is asked for the custom task id until it is known which task is ours. What was there
// before cannot be, and a task of the same id that was not there before and is not ours is that of another run, which may
// be about to call the same people.
//
//	                        │ our id is known               │ our id is not known: the reply was lost
//	 nothing new            │ wait, then unfindable         │ wait for the whole patience, then undecided
//	 only ours              │ go on                         │ –
//	 one that may be ours   │ –                             │ named or alike, and without others' numbers: recovered;
//	                        │                               │ else undecided
//	 another run's          │ overtaken                     │ several: undecided

// appears is for how many seconds what was just done and confirmed is waited for to show: a new task under its custom task
// id, a start, the last call.
const appears = 15

// fresh is a task with our custom task id that was not there before TaskCreat.
type fresh struct {
	id string
	// ours is true when the row names the id itself, or agrees in everything with what was asked for.
	ours bool
}

// creation is what is concluded after TaskCreat.
type creation int

const (
	goOn       creation = iota // the task is ours, and no other run has made one
	waitForIt                  // look again after a while
	unfindable                 // the platform does not show our task under its id
	overtaken                  // another run has made a task of the same id
	undecided                  // it cannot be told whether there is a task of ours
)

// decideCreation concludes which task is ours. own is "" where the reply to TaskCreat was lost, quiet is for how many
// seconds the same was seen, and limit is for how many it is waited. The id is that of our task, or of the other one.
func decideCreation(own string, now []fresh, quiet, limit int) (next creation, id string) {
	if own != "" {
		seen := false
		for _, f := range now {
			if f.id != own {
				return overtaken, f.id
			}
			seen = true
		}
		switch {
		case seen:
			return goOn, own
		case quiet < limit:
			return waitForIt, own
		default:
			return unfindable, own
		}
	}
	switch {
	case len(now) > 1:
		return undecided, ""
	case len(now) == 1 && now[0].ours:
		return goOn, now[0].id
	case quiet < limit:
		return waitForIt, ""
	case len(now) == 1:
		return undecided, now[0].id
	default:
		return undecided, ""
	}
}

// awaitCreation looks until it is known what became of TaskCreat. own is the task's id, or "" if the reply was lost.
func (r *Runner) awaitCreation(ctx context.Context, spec Spec, first *numberlist.Batch, before lookup, own string, limit int) (creation, string, error) {
	for quiet := 0; ; {
		now, err := r.freshTasks(ctx, spec, first, before, own)
		if err == nil {
			next, id := decideCreation(own, now, quiet, limit)
			if next != waitForIt {
				return next, id, nil
			}
		} else if quiet >= limit {
			return undecided, own, err
		}
		lastErr := err
		if quiet, err = r.linger(ctx, quiet); err != nil {
			return undecided, own, cmp.Or(lastErr, err)
		}
	}
}

// freshTasks returns the tasks with our custom task id that were not there before TaskCreat.
func (r *Runner) freshTasks(ctx context.Context, spec Spec, first *numberlist.Batch, before lookup, own string) ([]fresh, error) {
	now, err := r.findRecent(ctx, spec.Task.CustomTaskID)
	if err != nil {
		return nil, err
	}
	known := before.ids()
	var tasks []fresh
	for _, task := range now.proven {
		if known[task.ID] {
			continue
		}
		ours := task.named
		if !ours && own == "" && alike(task.Task, spec.Task) {
			o, err := r.observe(ctx, task.ID, false)
			if err != nil {
				return nil, err
			}
			// Fewer is possible: the platform leaves out what it rejects.
			ours = o.Held <= int64(first.Count())
		}
		tasks = append(tasks, fresh{id: task.ID, ours: ours})
	}
	if len(tasks) == 0 && own == "" {
		for _, task := range now.unnamed {
			if !known[task.ID] && alike(task, spec.Task) {
				tasks = append(tasks, fresh{id: task.ID})
			}
		}
	}
	return tasks, nil
}

// holdsOthers reports whether a task shows numbers, and none of the list. Numbers may show late, and some servers refuse a
// list that is empty.
func (r *Runner) holdsOthers(ctx context.Context, taskID string, set *phone.Set) (bool, error) {
	for quiet := 0; ; {
		s, err := r.sample(ctx, taskID, set)
		empty := err == nil && s.rows == 0 || errors.Is(err, yccall.ErrRefused)
		switch {
		case empty && quiet >= appears:
			return false, nil
		case empty:
		case err == nil:
			return s.exact+len(s.reformatted) == 0, nil
		case quiet >= patience:
			return false, err
		}
		if quiet, err = r.linger(ctx, quiet); err != nil {
			return false, err
		}
	}
}

// alike reports whether a row could be the task that was asked for: not started, with the same agent, scale and name. A
// task that was given no name has its id for one.
func alike(task yccall.Task, asked yccall.CreateTask) bool {
	named := task.Name == asked.Name || asked.Name == "" && task.Name == task.ID
	return named && task.Status == yccall.StatusNotStarted && task.Agent == asked.AssignAgent && task.Scale == asked.TaskScale
}
