package probe

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

const (
	impossibleTaskID = "00000000000000000000" // has the form of a task id, and the date of no task
	impossibleText   = "yccall-probe-no-such-thing"
	longAgo          = "2000-01-01 00:00:00" // before any task
	longHence        = "2099-01-01 00:00:00" // after any task

	sampleSize = 100
	wallClock  = "2006-01-02 15:04:05"
)

// task is a row of TaskList, as it came and as the client reads it.
type task struct {
	yccall.Task
	fields map[string]json.RawMessage
}

func readTasks(r reply) []task {
	var tasks []task
	for _, row := range r.rows("task") {
		if read, err := yccall.DecodeTask(row); err == nil {
			tasks = append(tasks, task{read, fields(row)})
		}
	}
	return tasks
}

// page asks for one page of a list, in the largest size up to sampleSize that works.
func (p *prober) page(ctx context.Context, service string, form params) (reply, error) {
	for size := p.pageSize; ; size /= 10 { // 100, 10, 1, and the server's own
		asked := form
		if size > 0 {
			asked = form.with("itemsperpage", strconv.Itoa(size))
		}
		r, err := p.ask(ctx, service, asked)
		tooMuch := r.ret == retBadRequest || r.http >= httpFault || errors.Is(err, yccall.ErrNoReply) && ctx.Err() == nil
		if !tooMuch {
			p.pageSize = size
		}
		if !tooMuch || size == 0 {
			return r, err
		}
	}
}

// lookAtLists looks at what TaskList makes of its filters.
func (p *prober) lookAtLists(ctx context.Context) error {
	p.config.Say("Looking at lists of tasks.")
	p.pageSize = sampleSize
	return p.each(ctx, p.sampleTasks, p.emptyList, p.filterTaskID, p.filterCustomID, p.filterStatus, p.filterName, p.badParameter)
}

// sampleTasks takes some tasks of the account, and compares the lists with and without a creation time.
func (p *prober) sampleTasks(ctx context.Context) error {
	plain, err := p.page(ctx, "TaskList", nil)
	if err != nil {
		return err
	}
	ever, err := p.page(ctx, "TaskList", params{"createtime": longAgo})
	if err != nil {
		return err
	}
	if !plain.ok() && !plain.refused() {
		return errors.New("TaskList cannot be read (" + plain.String() + ")")
	}
	p.tasks = readTasks(plain)
	recent := slices.Clone(p.tasks)
	for _, t := range readTasks(ever) {
		if !slices.ContainsFunc(p.tasks, func(known task) bool { return known.ID == t.ID }) {
			p.tasks = append(p.tasks, t)
		}
	}
	switch {
	case len(p.tasks) == 0:
		p.found.choose("old-tasks", "nothing")
	case count(ever, "task") > count(plain, "task"):
		p.found.measured("old-tasks", "recent", strconv.Itoa(hoursListed(recent)))
	default:
		p.found.choose("old-tasks", "listed")
	}
	return nil
}

// count is how many rows a list has, by its own count or else on this page.
func count(r reply, key string) int {
	if total := r.number("totalitems"); total >= 0 {
		return total
	}
	return len(r.rows(key))
}

// ages are what a list of recent tasks may be limited to, in hours: a day, a week, a month, a quarter, a year.
var ages = []int{24, 7 * 24, 31 * 24, 92 * 24, 366 * 24}

// hoursListed is the smallest of the ages that all these tasks have not reached, by the newest of them.
func hoursListed(tasks []task) int {
	var oldest, newest time.Time
	for _, t := range tasks {
		created, err := time.Parse(wallClock, t.CreatedAt)
		if err != nil {
			continue
		}
		if oldest.IsZero() || created.Before(oldest) {
			oldest = created
		}
		if created.After(newest) {
			newest = created
		}
	}
	for _, hours := range ages {
		if newest.Sub(oldest) < time.Duration(hours)*time.Hour {
			return hours
		}
	}
	return ages[len(ages)-1]
}

// emptyList looks for a list without rows, by filters that no task fits. The first that is honoured shows one.
func (p *prober) emptyList(ctx context.Context) error {
	for i, form := range []params{
		{"createtime": longHence}, {"endtime": longAgo}, {"customtaskid": impossibleText}, {"taskid": impossibleTaskID},
	} {
		r, err := p.page(ctx, "TaskList", form)
		if err != nil {
			return err
		}
		ignored := len(readTasks(r)) > 0
		if i == 0 {
			p.found.first("filter-createtime", sign{ignored, "ignored"}, sign{len(p.tasks) > 0, "kept"}, sign{true, "nothing"})
		}
		if ignored {
			continue
		}
		list := r.result()["task"]
		p.found.first("empty-list",
			sign{r.refused(), "refused"},
			sign{!r.ok(), "unclear"},
			sign{kindOf(list) == listKind, "array"},
			sign{kindOf(list) == objectKind, "object"},
			sign{true, "none"})
		return nil
	}
	p.found.choose("empty-list", "unclear")
	return nil
}

func (p *prober) filterTaskID(ctx context.Context) error {
	r, err := p.page(ctx, "TaskList", params{"taskid": impossibleTaskID})
	if err != nil {
		return err
	}
	ignored := len(readTasks(r)) > 0
	p.found.first("filter-taskid", sign{ignored, "ignored"}, sign{len(p.tasks) > 0, "kept"}, sign{true, "nothing"})
	p.found.first("unknown-task",
		sign{ignored, "unclear"},
		sign{r.ok() || p.found.is("empty-list", "refused"), "empty"}, // refused as every list without rows is
		sign{true, "refused"})
	return nil
}

func (p *prober) filterCustomID(ctx context.Context) error {
	r, err := p.page(ctx, "TaskList", params{"customtaskid": impossibleText})
	if err != nil {
		return err
	}
	p.found.first("filter-customtaskid",
		sign{len(readTasks(r)) > 0, "ignored"}, sign{len(p.tasks) > 0, "kept"}, sign{true, "nothing"})
	return nil
}

// filterStates are the states of a task. The filter numbers them from 0.
var filterStates = []yccall.TaskStatus{yccall.StatusNotStarted, yccall.StatusRunning, yccall.StatusPaused, yccall.StatusEnded}

func (p *prober) filterStatus(ctx context.Context) error {
	seen := map[string]bool{}
	ignored := false
	for number, wanted := range filterStates {
		r, err := p.page(ctx, "TaskList", params{"status": strconv.Itoa(number)})
		if err != nil {
			return err
		}
		for _, t := range readTasks(r) {
			ignored = ignored || seen[t.ID] || isKnown(t.Status) && t.Status != wanted
			seen[t.ID] = true
			p.tasks = appendNew(p.tasks, t)
		}
	}
	p.found.first("filter-status", sign{ignored, "ignored"}, sign{len(seen) > 0, "kept"}, sign{true, "nothing"})
	return nil
}

func isKnown(status yccall.TaskStatus) bool {
	return status >= yccall.StatusNotStarted && status <= yccall.StatusEnded
}

func appendNew(tasks []task, t task) []task {
	if slices.ContainsFunc(tasks, func(known task) bool { return known.ID == t.ID }) {
		return tasks
	}
	return append(tasks, t)
}

// filterName looks for a task by its name, and by all but the last character of it.
func (p *prober) filterName(ctx context.Context) error {
	at := slices.IndexFunc(p.tasks, func(t task) bool { return len([]rune(t.Name)) > 3 })
	if at < 0 {
		p.found.choose("filter-name", "nothing")
		return nil
	}
	name := []rune(p.tasks[at].Name)
	finds := map[string]bool{}
	for _, asked := range []string{string(name), string(name[:len(name)-1]), impossibleText} {
		r, err := p.page(ctx, "TaskList", params{"taskname": asked, "createtime": longAgo})
		if err != nil {
			return err
		}
		finds[asked] = slices.ContainsFunc(readTasks(r), func(t task) bool { return t.Name == string(name) })
	}
	p.found.first("filter-name",
		sign{finds[impossibleText], "ignored"},
		sign{!finds[string(name)], "unclear"},
		sign{finds[string(name[:len(name)-1])], "part"},
		sign{true, "kept"})
	return nil
}

// badParameter leaves out a parameter that TaskInfo needs.
func (p *prober) badParameter(ctx context.Context) error {
	r, err := p.ask(ctx, "TaskInfo", nil)
	if err != nil {
		return err
	}
	p.found.first("bad-parameter", sign{r.ok(), "taken"}, sign{r.ret == retBadRequest, "ret-400"}, sign{true, "refused"})
	return nil
}
