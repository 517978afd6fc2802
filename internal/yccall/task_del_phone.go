package yccall

import (
	"context"
	"errors"
	"strings"
)

// RemoveNumbers withdraws numbers from a task (App.Sip_Yccall.taskDelPhone). What
// the platform does with numbers that have been called already, or that the task
// does not hold, is not documented, and the reply does not tell. No numbers, no
// request. It is sent once.
func (c *Client) RemoveNumbers(ctx context.Context, taskID string, phones []string) error {
	if len(phones) == 0 {
		return nil
	}
	for _, phone := range phones {
		// The list is comma-separated text: an empty entry or a comma inside of one
		// would name other numbers than the caller meant.
		if phone == "" || strings.Contains(phone, ",") {
			return errors.New("a number to remove is empty or holds a comma")
		}
	}
	var f form
	f.set("taskid", taskID)
	f.set("telphone", strings.Join(phones, ","))
	_, err := c.request(ctx, serviceTaskDelPhone, f)
	return err
}
