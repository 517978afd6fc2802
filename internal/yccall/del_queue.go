package yccall

import "context"

// DeleteQueue deletes a queue by the name that the platform stores (App.Sip_Queue.DelQueue). It is sent once. Whether the
// platform refuses a queue that a task uses is not known.
func (c *Client) DeleteQueue(ctx context.Context, name string) error {
	var f form
	f.set("queuename", name)
	_, err := c.request(ctx, serviceDelQueue, f)
	return err
}
