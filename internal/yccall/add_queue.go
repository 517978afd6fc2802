package yccall

import "context"

// NewQueue is the parameters of App.Sip_Queue.AddQueue.
type NewQueue struct {
	Name, Remark string
	// Autocall tells whether predictive tasks can use the queue. The platform seems to store the name of one that they
	// can with "autocall_" before it.
	Autocall bool
	// Strategy is 1 to 8, as in Queue; nil leaves it to the platform.
	Strategy *int
}

// AddQueue makes a queue (App.Sip_Queue.AddQueue). It is sent once; after ErrMayHaveRun Queues tells whether the queue is
// there.
func (c *Client) AddQueue(ctx context.Context, queue NewQueue) error {
	var f form
	f.set("queuename", queue.Name)
	f.set("autocall", map[bool]string{true: "yes", false: "no"}[queue.Autocall])
	f.set("remark", queue.Remark)
	f.optionalInt("strategy", queue.Strategy)
	_, err := c.request(ctx, serviceAddQueue, f)
	return err
}
