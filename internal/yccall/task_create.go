package yccall

import (
	"context"
	"encoding/json"
	"strings"
	"time"
)

// AssignType is who takes the answered calls of a task.
type AssignType int

// The assignment types of TaskCreat. The queue is in the example of the
// platform's page and in older pages, but not in the page's own table.
const (
	AssignExtension      AssignType = 1
	AssignQueue          AssignType = 2
	AssignExtensionGroup AssignType = 3
)

// RecallType is whom the further rounds of a task call.
type RecallType int

// The recall types of TaskCreat.
const (
	RecallAll        RecallType = 1
	RecallUnanswered RecallType = 2
)

// MaxNumbersPerRequest is the most numbers that one TaskCreat or TaskAdd takes.
const MaxNumbersPerRequest = 10_000

// CreateTask is the parameters of App.Sip_Yccall.TaskCreat. Fields that are nil
// or empty are left out of the request, except the required ones.
type CreateTask struct {
	// AssignType says what AssignAgent names; required.
	AssignType AssignType
	// AssignAgent is an extension number, or the name of a queue or an extension
	// group; required.
	AssignAgent string
	// Telphone is the JSON text of the first numbers, at most MaxNumbersPerRequest;
	// required. It is copied before CreateTask returns.
	Telphone []byte
	// TaskScale is idle agents to calls: "1:2" makes two calls for each idle agent; required.
	TaskScale string

	// Concurrent is the most calls at a time; the platform's default is 100.
	Concurrent *int
	// ScheduledTime and PausedTime are when a started task begins and stops to
	// call, "yyyy-mm-dd hh:mm:ss" on the platform's clock.
	ScheduledTime, PausedTime string
	// ScaleMode is "auto" (the ratio is computed) or "manual" (it is fixed).
	ScaleMode string
	// CallerNumbers are the numbers shown to the called; the platform picks one at
	// random if there are none.
	CallerNumbers []string
	// Name of the task; the platform uses the task id if it is empty.
	Name string
	// Start tells whether the task runs at once; the platform's default is false.
	Start *bool
	// CustomTaskID is the caller's own id for the task. It is what a task can be
	// found by when the reply to its creation was lost.
	CustomTaskID string
	// MultiCall asks for further rounds; nil means one round.
	MultiCall *MultiCall
}

// MultiCall is how a task calls again. Fields that are nil are left to the
// platform.
type MultiCall struct {
	// Type is whom to call again; the platform's default is the unanswered.
	Type *RecallType
	// MaxRounds is the most further rounds; the platform's default is 1.
	MaxRounds *int
	// Interval is the seconds between rounds; the platform's default is 3600.
	Interval *int
}

// CreatedTask is the result of TaskCreat.
type CreatedTask struct {
	// ID is the platform's task id, about twenty digits; TaskIDPattern matches it.
	ID string
	// Invalid are the numbers that the platform did not take.
	Invalid []InvalidItem
	// Replied is when the platform answered, on its clock; zero if it did not say.
	Replied time.Time
}

// CreateTask creates a task (App.Sip_Yccall.TaskCreat). It is sent once: after
// ErrMayHaveRun the task may exist, and has to be looked for under its
// custom id before another is created.
func (c *Client) CreateTask(ctx context.Context, task CreateTask) (CreatedTask, error) {
	r, err := c.request(ctx, serviceTaskCreat, task.form())
	if err != nil {
		return CreatedTask{}, err
	}
	var result struct {
		TaskID  flexText        `json:"taskid"`
		Invalid json.RawMessage `json:"invaliddata"`
	}
	if json.Unmarshal(r.result, &result) != nil || result.TaskID.value == "" {
		return CreatedTask{}, malformed(serviceTaskCreat, "the reply has no task id")
	}
	if !TaskIDPattern.MatchString(result.TaskID.value) {
		return CreatedTask{}, malformed(serviceTaskCreat, malformedTaskID)
	}
	invalid, err := decodeInvalid(result.Invalid)
	if err != nil {
		return CreatedTask{}, malformed(serviceTaskCreat, err.Error())
	}
	return CreatedTask{
		ID:      result.TaskID.value,
		Invalid: invalid,
		Replied: r.replied,
	}, nil
}

func (t CreateTask) form() form {
	var f form
	f.setInt("assigntype", int(t.AssignType))
	f.set("assignagent", t.AssignAgent)
	f.setBytes("telphone", t.Telphone)
	f.set("taskscale", t.TaskScale)
	f.optionalInt("concurrent", t.Concurrent)
	f.optional("scheduledtime", t.ScheduledTime)
	f.optional("pausedtime", t.PausedTime)
	f.optional("isscale", t.ScaleMode)
	f.optional("disnumber", strings.Join(t.CallerNumbers, ","))
	f.optional("taskname", t.Name)
	f.optionalSwitch("status", t.Start)
	f.optional("customtaskid", t.CustomTaskID)
	if m := t.MultiCall; m != nil {
		f.setInt("is_multi_call", 1)
		if m.Type != nil {
			f.setInt("multi_call_type", int(*m.Type))
		}
		f.optionalInt("multi_call_max_rounds", m.MaxRounds)
		f.optionalInt("multi_call_interval", m.Interval)
	}
	return f
}
