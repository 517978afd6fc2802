package yccall

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"strings"
)

// Task is a row of TaskList. Pointers are nil where the server is silent, as
// older servers are about some fields; texts are then empty.
type Task struct {
	// ID is about twenty digits; TaskIDPattern matches it.
	ID string
	// CustomTaskID is the caller's own id. It is empty for tasks without one, and on
	// servers that have the field and never fill it.
	CustomTaskID *string
	Name         string
	// Agent is the extension, queue or extension group.
	Agent string
	// TaskType is "transfer" for extensions and "groups" for groups, where given.
	TaskType string
	// Scale is the calls per idle agent that were asked for, NowScale those that
	// are made now.
	Scale, NowScale string
	// ScaleMode is "auto" or "manual".
	ScaleMode *string
	// CallerNumbers is comma-separated.
	CallerNumbers string

	Status TaskStatus
	// RawStatus is the status as it was sent, without control characters.
	RawStatus string

	// The times are the platform's wall clock as text, without a time zone and control
	// characters; empty where they have not come yet or were not set.
	CreatedAt, StartedAt, EndedAt string
	// ShowsStart is true when the row has the field of StartedAt, empty or not.
	ShowsStart bool
	// ScheduledTime and PausedTime are empty where the task has none, and nil where the
	// server does not tell: then it may have been dropped, or kept.
	ScheduledTime, PausedTime *string
	// RunTime is how long the task has run, as platform text.
	RunTime *string

	// Concurrent is the most calls at a time, CurrentConcurrent those of now.
	Concurrent, CurrentConcurrent *int64
	// Total, Called and Uncalled count numbers, Answered and Unanswered calls.
	Total, Called, Uncalled, Answered, Unanswered *int64
}

// StatusText returns the status as Status.String does, and what was sent where
// that is not a number.
func (t Task) StatusText() string {
	if t.Status == 0 && t.RawStatus != "" {
		return t.RawStatus
	}
	return t.Status.String()
}

// TaskFilter narrows a listing of tasks. Fields that are empty do not. Servers
// differ in which filters they know: rows that do not fit may come all the same.
type TaskFilter struct {
	IDs          []string
	CustomTaskID string
	Name         string
	// Status is one of the documented states; zero means all.
	Status TaskStatus
	// TaskType is "transfer" for extensions or "groups" for groups.
	TaskType string
	// Agent is the extension, queue or extension group.
	Agent string
	// CreatedFrom and CreatedTo are platform wall clock, "yyyy-mm-dd hh:mm:ss". The
	// platform does not say whether the second bounds the creation or the end.
	CreatedFrom, CreatedTo string
}

func (f TaskFilter) form() (form, error) {
	var params form
	params.optional("createtime", f.CreatedFrom)
	params.optional("endtime", f.CreatedTo)
	params.optional("taskid", strings.Join(f.IDs, ","))
	params.optional("taskname", f.Name)
	if f.Status != 0 {
		code, ok := f.Status.filterCode()
		if !ok {
			return nil, fmt.Errorf("tasks cannot be filtered by status %d", f.Status)
		}
		params.setInt("status", code)
	}
	params.optional("tasktype", f.TaskType)
	params.optional("taskobject", f.Agent)
	params.optional("customtaskid", f.CustomTaskID)
	return params, nil
}

// all reports whether the filter asks for all tasks, or for all from a time on.
func (f TaskFilter) all() bool {
	return len(f.IDs) == 0 && f.CustomTaskID == "" && f.Name == "" && f.Status == 0 && f.TaskType == "" && f.Agent == "" && f.CreatedTo == ""
}

// Tasks lists tasks (App.Sip_Yccall.TaskList), page by page. The order is the
// server's. A listing whose rows moved while it was read ends with
// ErrUnstableListing after its last row (see Stable). A server that
// refuses to list no rows is understood where all tasks were asked for, or all from
// a creation time on (empty_list.go); its refusal of any other list is ErrRefused.
func (c *Client) Tasks(ctx context.Context, filter TaskFilter) iter.Seq2[Task, error] {
	return func(yield func(Task, error) bool) {
		for task, err := range c.tasks(ctx, filter) {
			switch {
			case c.saysEmpty(ctx, filter, err):
				return
			case err == nil && filter.all():
				c.emptyLists.seen()
			}
			if !yield(task, err) {
				return
			}
		}
	}
}

func (c *Client) tasks(ctx context.Context, filter TaskFilter) iter.Seq2[Task, error] {
	return func(yield func(Task, error) bool) {
		params, err := filter.form()
		if err != nil {
			yield(Task{}, err)
			return
		}
		rows := listRows(ctx, c, listing[taskRow]{
			service:  serviceTaskList,
			params:   params,
			rowsKey:  "task",
			sizes:    []int{200, 100},
			inFlight: 1,
			key:      func(row taskRow) string { return row.TaskID.value },
			problem:  taskRow.problem,
		})
		for row, err := range rows {
			if !yield(row.task(), err) {
				return
			}
		}
	}
}

// Task looks up one task by its platform id (App.Sip_Yccall.TaskList). Servers
// that ignore the filter are read page by page until the id turns up. A task
// counts as missing only if a complete listing does not have it. The platform has
// no error code for an unknown id, so that its errors are returned as they are.
func (c *Client) Task(ctx context.Context, id string) (task Task, found bool, err error) {
	matching := func(yield func(Task, error) bool) {
		for task, err := range c.Tasks(ctx, TaskFilter{IDs: []string{id}}) {
			if err != nil || task.ID == id {
				yield(task, err)
				return
			}
		}
	}
	tasks, err := collect(matching)
	if err != nil || len(tasks) == 0 {
		return Task{}, false, err
	}
	return tasks[0], true, nil
}

// taskRow is a row on the wire. The keys of the counts of numbers are not known
// for certain: the platform's page is only partly readable there, so that the
// spellings its other pages use are all accepted.
type taskRow struct {
	TaskID        flexText `json:"taskid"`
	CustomTaskID  flexText `json:"customtaskid"`
	Name          flexText `json:"taskname"`
	Agent         flexText `json:"taskassign"`
	TaskType      flexText `json:"tasktype"`
	Scale         flexText `json:"taskscale"`
	NowScale      flexText `json:"nowscale"`
	ScaleMode     flexText `json:"isscale"`
	CallerNumbers flexText `json:"disnumber"`
	Status        flexText `json:"status"`
	CreateTime    flexText `json:"createtime"`
	StartTime     flexText `json:"starttime"`
	EndTime       flexText `json:"endtime"`
	ScheduledTime flexText `json:"scheduledtime"`
	PausedTime    flexText `json:"pausedtime"`
	RunTime       flexText `json:"runtime"`

	Concurrent        flexInt `json:"concurrent"`
	CurrentConcurrent flexInt `json:"currentconcurrent"`
	Answer            flexInt `json:"answer"`
	NoAnswer          flexInt `json:"noanswer"`

	total, called, uncalled flexInt
}

var (
	totalKeys    = []string{"total", "totalnum", "total_num", "totalnumber", "totalcount", "total_count", "totalcall"}
	calledKeys   = []string{"called", "callednum", "called_num", "callednumber", "calledcount", "called_count", "callnum"}
	uncalledKeys = []string{"uncalled", "uncallednum", "uncalled_num", "uncallednumber", "uncalledcount", "uncalled_count", "uncall", "uncallnum", "nocall", "nocallnum", "nocalled", "notcalled"}
)

// UnmarshalJSON decodes the row and finds the counts among their possible keys.
func (r *taskRow) UnmarshalJSON(raw []byte) error {
	type fields taskRow // without this method
	if err := json.Unmarshal(raw, (*fields)(r)); err != nil {
		return err
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		return err
	}
	r.total = firstInt(all, totalKeys)
	r.called = firstInt(all, calledKeys)
	r.uncalled = firstInt(all, uncalledKeys)
	return nil
}

func firstInt(all map[string]json.RawMessage, keys []string) flexInt {
	for _, key := range keys {
		var n flexInt
		if raw, ok := all[key]; ok && n.UnmarshalJSON(raw) == nil && n.known {
			return n
		}
	}
	return flexInt{}
}

func (r taskRow) problem() string {
	if !TaskIDPattern.MatchString(r.TaskID.value) {
		return malformedTaskID
	}
	return ""
}

func (r taskRow) task() Task {
	status, _ := parseInt(r.Status.value)
	return Task{
		ID:                r.TaskID.value,
		CustomTaskID:      r.CustomTaskID.visible().pointer(),
		Name:              r.Name.visible().value,
		Agent:             r.Agent.visible().value,
		TaskType:          r.TaskType.visible().value,
		Scale:             r.Scale.visible().value,
		NowScale:          r.NowScale.visible().value,
		ScaleMode:         r.ScaleMode.visible().filled(),
		CallerNumbers:     r.CallerNumbers.visible().value,
		Status:            TaskStatus(status),
		RawStatus:         oneLine(r.Status.value),
		CreatedAt:         r.CreateTime.moment().value,
		StartedAt:         r.StartTime.moment().value,
		ShowsStart:        r.StartTime.pointer() != nil,
		EndedAt:           r.EndTime.moment().value,
		ScheduledTime:     r.ScheduledTime.moment().pointer(),
		PausedTime:        r.PausedTime.moment().pointer(),
		RunTime:           flexText{value: oneLine(r.RunTime.value)}.filled(),
		Concurrent:        r.Concurrent.pointer(),
		CurrentConcurrent: r.CurrentConcurrent.pointer(),
		Total:             r.total.pointer(),
		Called:            r.called.pointer(),
		Uncalled:          r.uncalled.pointer(),
		Answered:          r.Answer.pointer(),
		Unanswered:        r.NoAnswer.pointer(),
	}
}
