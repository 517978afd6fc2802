package yccall

import "context"

// TaskCommand is what TaskSet makes of a task.
type TaskCommand int

// The commands of TaskSet. An ended task cannot be run again with it.
const (
	CommandRun   TaskCommand = 1
	CommandPause TaskCommand = 2
	CommandEnd   TaskCommand = 3
)

// SetTaskStatus starts, pauses or ends a task (App.Sip_Yccall.TaskSet). It is
// sent once; after ErrMayHaveRun the task's status tells whether it took
// effect.
func (c *Client) SetTaskStatus(ctx context.Context, taskID string, command TaskCommand) error {
	var f form
	f.set("taskid", taskID)
	f.setInt("taskstatus", int(command))
	_, err := c.request(ctx, serviceTaskSet, f)
	return err
}
