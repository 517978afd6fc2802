package yccall

import (
	"context"
	"encoding/json"
)

// AddedNumbers is the result of TaskAdd.
type AddedNumbers struct {
	// Success is how many numbers the platform took, or nil if it did not say.
	Success *int64
	// Invalid are the numbers that it did not take.
	Invalid []InvalidItem
}

// AddNumbers adds numbers to a task that has not ended (App.Sip_Yccall.TaskAdd).
// telphone is their JSON text, at most MaxNumbersPerRequest; it is copied before
// AddNumbers returns. It is sent once: the platform may keep a number that comes
// twice as two numbers and call it twice, so that after ErrMayHaveRun what
// the task holds has to be compared first.
func (c *Client) AddNumbers(ctx context.Context, taskID string, telphone []byte) (AddedNumbers, error) {
	var f form
	f.set("taskid", taskID)
	f.setBytes("telphone", telphone)
	r, err := c.request(ctx, serviceTaskAdd, f)
	if err != nil {
		return AddedNumbers{}, err
	}
	var result struct {
		Success flexInt         `json:"success"`
		Invalid json.RawMessage `json:"invaliddata"`
	}
	if !isNothing(r.result) && json.Unmarshal(r.result, &result) != nil {
		return AddedNumbers{}, malformed(serviceTaskAdd, "the result is not an object")
	}
	invalid, err := decodeInvalid(result.Invalid)
	if err != nil {
		return AddedNumbers{}, malformed(serviceTaskAdd, err.Error())
	}
	return AddedNumbers{Success: result.Success.pointer(), Invalid: invalid}, nil
}
