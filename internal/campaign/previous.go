package campaign

import (
	"context"
	"errors"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// People decide whether somebody is called again. Before a task is created, the platform is asked for previous tasks of the
// same campaign: those with its custom task id, and those with its name, ended ones too.
//
//	 previous task                       │ what it means for a new one
//	 never started, ended               │ nothing
//	 never started, not ended           │ unstarted: a warning of the plan, and no second one is made
//	 started, not ended                 │ runsAlready
//	 started, ended, skipped            │ nothing: whom it called is not on the list
//	 started, ended, made without the   │ nothing: the configuration says that everybody may be called again
//	   consent that there is now        │
//	 started, ended, otherwise          │ calledBefore, unless none of the people it called is on the list

// Campaign is what previous tasks of a campaign are recognised by.
type Campaign struct {
	// CustomTaskID is the id that a new task gets, OtherIDs are ids that a previous version would have given it.
	CustomTaskID string
	OtherIDs     []string
	// Name is the name of the task; empty if it has none.
	Name string
	// Except is the task that is ended before a new one is made; empty if there is none.
	Except string
}

// Consent is what the configuration says about calling people again.
type Consent struct {
	// Again lets people be called again whom tasks with another custom task id have called.
	Again bool
	// Skipped are tasks whose called people are not on the list.
	Skipped []string
}

// Previous is a task of the same campaign.
type Previous struct {
	Task yccall.Task
	// SameID is true when it carries the custom task id, or one of the others.
	SameID bool
}

// Started reports whether a row shows that its task was told to run at some time: a task that was never started has called
// nobody. A called count of 0 proves nothing, since a call counts when it ends.
func Started(task yccall.Task) bool {
	switch {
	case task.StartedAt != "" || task.Called != nil && *task.Called > 0:
		return true
	case some(task.CurrentConcurrent), some(task.Answered), some(task.Unanswered):
		return true
	case task.Status == yccall.StatusEnded:
		// It may have been ended without having been started. Where the row tells, nothing of it was ever called.
		return !task.ShowsStart || task.Called == nil
	default:
		return task.Status != yccall.StatusNotStarted
	}
}

// some reports whether a count is known and more than 0.
func some(count *int64) bool { return count != nil && *count > 0 }

// obstacle is what a previous task is for a new one.
type obstacle int

const (
	noObstacle obstacle = iota
	unstarted
	runsAlready
	calledBefore // if any of the people it called is on the list
)

// obstacleFor tells what a previous task is for a new one, by the table above.
func (e Previous) obstacleFor(consent Consent) obstacle {
	started, isEnded := Started(e.Task), e.Task.Status == yccall.StatusEnded
	switch {
	case !started && isEnded:
		return noObstacle
	case !started:
		return unstarted
	case !isEnded:
		return runsAlready
	case slices.Contains(consent.Skipped, e.Task.ID), consent.Again && !e.SameID:
		return noObstacle
	default:
		return calledBefore
	}
}

// FindPrevious lists the previous tasks of a campaign (TaskList), without the one that is replaced.
func (r *Runner) FindPrevious(ctx context.Context, c Campaign) ([]Previous, error) {
	previous, _, err := r.findPrevious(ctx, c)
	return previous, err
}

// PreviousByID reads a previous task that is known by its id (TaskList). sameID is what Previous.SameID says.
func (r *Runner) PreviousByID(ctx context.Context, taskID string, sameID bool) (e Previous, found bool, err error) {
	task, found, err := r.find(ctx, taskID)
	return Previous{Task: r.endedRow(task), SameID: sameID}, found, err
}

// findPrevious also returns what was found under the custom task id, by which a new task is told from those before.
func (r *Runner) findPrevious(ctx context.Context, c Campaign) (previous []Previous, before lookup, err error) {
	known := map[string]bool{"": true, c.Except: true}
	take := func(task yccall.Task, sameID bool) {
		if !known[task.ID] {
			known[task.ID] = true
			previous = append(previous, Previous{Task: r.endedRow(task), SameID: sameID})
		}
	}
	before, err = r.findByCustomID(ctx, c.CustomTaskID)
	if err != nil {
		return nil, before, err
	}
	for _, task := range before.proven {
		take(task.Task, true)
	}
	for _, id := range c.OtherIDs {
		l, err := r.findSince(ctx, id, longAgo)
		if err != nil {
			return nil, before, err
		}
		for _, task := range l.proven {
			take(task.Task, true)
		}
	}
	named, err := r.findByName(ctx, c.Name)
	if err != nil {
		return nil, before, err
	}
	for _, task := range named {
		take(task, task.CustomTaskID != nil && sameCustomID(*task.CustomTaskID, c.CustomTaskID))
	}
	return previous, before, nil
}

// findByName lists the tasks that have a name, ended ones and old ones too.
func (r *Runner) findByName(ctx context.Context, name string) (tasks []yccall.Task, err error) {
	if name == "" {
		return nil, nil
	}
	for _, since := range []string{"", longAgo} {
		found, err := yccall.Stable(func() (found []yccall.Task, err error) {
			for task, err := range r.platform.Tasks(ctx, yccall.TaskFilter{Name: name, CreatedFrom: since}) {
				if err != nil {
					return nil, err
				}
				if sameName(task.Name, name) {
					found = append(found, task)
				}
			}
			return found, nil
		})
		// A server may refuse a name that no task has instead of answering with an empty list.
		if err != nil && !errors.Is(err, yccall.ErrRefused) {
			return nil, err
		}
		tasks = append(tasks, found...)
	}
	return tasks, nil
}

// fewRequests is how many requests a comparison with the people that a previous task called may take.
const fewRequests = 20

// smallestPage is the page that every server takes, in numbers.
const smallestPage = 1000

// CalledAgain tells how many of the people on a list a task has called (TaskInfo). known is false where that would take
// too many requests, or the platform lists fewer than it counts.
func (r *Runner) CalledAgain(ctx context.Context, task yccall.Task, list *numberlist.List) (n int64, known bool, err error) {
	count, err := r.calledOf(ctx, task)
	if err != nil || count > fewRequests*smallestPage {
		return 0, false, err
	}
	called, err := r.calledNumbers(ctx, task, fewRequests*smallestPage)
	if err != nil || called.more || called.doubt || called.odd > 0 || called.rows < count {
		return 0, false, err
	}
	return int64(list.CountAmong(called.set)), true, nil
}

// calledAgainForSure is CalledAgain of an ended task. That nobody was called is believed if the task holds nobody of the
// list, or if the same is seen a while later: the last calls may go on, and show late.
func (r *Runner) calledAgainForSure(ctx context.Context, task yccall.Task, list *numberlist.List) (n int64, known bool, err error) {
	if some(task.CurrentConcurrent) {
		return 0, false, nil
	}
	n, known, err = r.CalledAgain(ctx, task, list)
	if err != nil || !known || n > 0 {
		return n, known, err
	}
	added, known, err := r.Added(ctx, task.ID, list)
	if err != nil || known && added.Count == list.Count {
		return 0, known, err
	}
	seconds := appears
	if task.CurrentConcurrent == nil {
		seconds = patience
	}
	if err := r.pause(ctx, seconds); err != nil {
		return 0, false, err
	}
	now, found, err := r.find(ctx, task.ID)
	if err != nil || !found {
		return 0, false, err
	}
	return r.CalledAgain(ctx, now, list)
}

// Added is the part of a list that a task does not hold (TaskInfo). known is false where that would take too many requests,
// or where the platform refuses to list the numbers.
func (r *Runner) Added(ctx context.Context, taskID string, list *numberlist.List) (added *numberlist.List, known bool, err error) {
	held, err := yccall.Stable(func() (*phone.Set, error) {
		var c phone.Collector
		anyCalled := false
		for row, err := range r.platform.TaskNumbers(ctx, yccall.NumberFilter{TaskID: taskID}) {
			if errors.Is(err, yccall.ErrRefused) {
				return nil, nil // as some servers do with a task that holds no numbers
			}
			if err != nil {
				return nil, err
			}
			if c.Count() > fewRequests*smallestPage {
				return nil, nil
			}
			anyCalled = anyCalled || row.Called
			if number, err := phone.Parse(row.Phone); err == nil {
				c.Add(phone.Record{Number: number})
			}
		}
		if !anyCalled { // some servers list the called ones only when they are asked for them
			called, err := r.calledNumbers(ctx, yccall.Task{ID: taskID}, fewRequests*smallestPage)
			if err != nil || called.more {
				return nil, err
			}
			for i := range called.set.Len() {
				c.Add(called.set.At(i))
			}
		}
		return c.Set(), nil
	})
	if err != nil || held == nil {
		return nil, false, err
	}
	return list.Without(held), true, nil
}

// calledPeople is whom a task has called.
type calledPeople struct {
	set *phone.Set
	// rows is how many numbers were listed, odd how many of them are not phone numbers.
	rows, odd int64
	// more is true when there are more than were to be listed.
	more bool
	// doubt is true when nobody was listed although the row does not say that all the numbers wait.
	doubt bool
}

// calledNumbers lists the numbers that a task has called, at most limit of them. That a row counts nobody, and a server
// lists nobody when it is asked for the called ones, is no proof that nobody was called: the count may be another one, and
// the states of the filter may be numbered otherwise. It is one if all the numbers wait.
func (r *Runner) calledNumbers(ctx context.Context, task yccall.Task, limit int) (calledPeople, error) {
	isCalled, isWaiting := true, false
	called, err := r.listCalled(ctx, yccall.NumberFilter{TaskID: task.ID, Called: &isCalled}, limit)
	if err != nil && !errors.Is(err, yccall.ErrRefused) || called.rows > 0 {
		return called, err
	}
	nobody := calledPeople{set: new(phone.Set), doubt: some(task.Total) && (task.Uncalled == nil || *task.Uncalled < *task.Total)}
	all, err := r.platform.CountTaskNumbers(ctx, yccall.NumberFilter{TaskID: task.ID})
	switch {
	case errors.Is(err, yccall.ErrRefused) && task.Called != nil && *task.Called == 0: // it holds no numbers
		return nobody, nil
	case err != nil:
		return nobody, err
	}
	waiting, err := r.platform.CountTaskNumbers(ctx, yccall.NumberFilter{TaskID: task.ID, Called: &isWaiting})
	switch {
	case errors.Is(err, yccall.ErrRefused): // nobody waits
	case err != nil || waiting == all:
		return nobody, err
	}
	called, err = r.listCalled(ctx, yccall.NumberFilter{TaskID: task.ID}, limit)
	called.doubt = called.rows == 0 && nobody.doubt
	return called, err
}

func (r *Runner) listCalled(ctx context.Context, filter yccall.NumberFilter, limit int) (calledPeople, error) {
	return yccall.Stable(func() (called calledPeople, err error) {
		var c phone.Collector
		for n, err := range r.platform.TaskNumbers(ctx, filter) {
			if err != nil {
				return calledPeople{}, err
			}
			if !n.Called {
				continue
			}
			if called.more = c.Count() >= limit; called.more {
				break
			}
			called.rows++
			if number, err := phone.Parse(n.Phone); err == nil {
				c.Add(phone.Record{Number: number})
			} else {
				called.odd++
			}
		}
		called.set = c.Set()
		return called, nil
	})
}

// refuse looks whether a previous task forbids a new one. called are those that would if the list had other people on it.
func (r *Runner) refuse(ctx context.Context, spec Spec) (before lookup, called []string, err error) {
	previous, before, err := r.findPrevious(ctx, spec.Campaign)
	if err != nil {
		return before, nil, err
	}
	for _, e := range previous {
		if err := r.Refusal(ctx, e, spec.Consent, spec.List); err != nil {
			return before, nil, err
		}
		if e.obstacleFor(spec.Consent) == calledBefore {
			called = append(called, e.Task.ID)
		}
	}
	return before, called, nil
}

// CalledBefore asks whether a changed list has people whom previous tasks have called (Knowledge.Previous), which a new
// task would be refused for. A task whose record is gone cannot be asked.
func (r *Runner) CalledBefore(ctx context.Context, knows Knowledge, list *numberlist.List) (refusals []*CalledBeforeError, err error) {
	for _, id := range knows.Previous {
		task, found, err := r.find(ctx, id)
		if err != nil {
			return nil, err
		}
		if !found {
			continue
		}
		n, known, err := r.CalledAgain(ctx, task, list)
		switch {
		case err != nil:
			return nil, err
		case !known:
			refusals = append(refusals, &CalledBeforeError{Task: task, Again: unknown})
		case n > 0:
			refusals = append(refusals, &CalledBeforeError{Task: task, Again: n})
		}
	}
	return refusals, nil
}

// Refusal returns why a previous task forbids a new one: an *UnstartedError, *RunsAlreadyError or *CalledBeforeError; nil
// if it does not. list is nil where the list is not known yet.
func (r *Runner) Refusal(ctx context.Context, e Previous, consent Consent, list *numberlist.List) error {
	switch e.obstacleFor(consent) {
	case unstarted:
		return &UnstartedError{Task: e.Task}
	case runsAlready:
		return &RunsAlreadyError{Task: e.Task}
	case calledBefore:
		refusal := &CalledBeforeError{Task: e.Task, Again: unknown}
		if list == nil {
			return refusal
		}
		n, known, err := r.calledAgainForSure(ctx, e.Task, list)
		switch {
		case err != nil:
			return err
		case known && n == 0:
			return nil
		case known:
			refusal.Again = n
		}
		return refusal
	default:
		return nil
	}
}
