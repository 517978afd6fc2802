package yccall

import "context"

// Redial is the parameters of App.Sip_Yccall.taskCall. Fields that are nil or
// empty are left to the platform.
type Redial struct {
	// TaskID of the task to call again; required.
	TaskID string
	// AnswerType is whom to call again: "all" (the platform's default), "caller"
	// (the agent did not answer), "callee" (the customer did not) or "connected".
	AnswerType string
	// Start tells whether the task runs at once. Unlike for a new task, the
	// platform's default is true.
	Start *bool
	// ScheduledTime and PausedTime are as in CreateTask.
	ScheduledTime, PausedTime string
}

// RedialTask has a task call its numbers again (App.Sip_Yccall.taskCall). It is
// sent once: every time it runs, people are called.
func (c *Client) RedialTask(ctx context.Context, redial Redial) error {
	var f form
	f.set("taskid", redial.TaskID)
	f.optional("answertype", redial.AnswerType)
	f.optionalSwitch("status", redial.Start)
	f.optional("scheduledtime", redial.ScheduledTime)
	f.optional("pausedtime", redial.PausedTime)
	_, err := c.request(ctx, serviceTaskCall, f)
	return err
}
