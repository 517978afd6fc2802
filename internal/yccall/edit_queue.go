package yccall

import "context"

// QueueEdit is the parameters of App.Sip_Queue.EditQueue. What is nil is left out, and the platform may put it back to its
// default.
type QueueEdit struct {
	// Name is the name that the platform stores.
	Name, Remark string
	// Strategy is 1 to 8, as in Queue.
	Strategy *int
	QueueTimes
}

// QueueTimes are the settings of a queue in seconds. Pointers are nil where they are not given, or the server is silent.
type QueueTimes struct {
	// AnnounceFreq is the interval at which those who wait hear the announcement; 30 on the platform.
	AnnounceFreq *int64
	// RingDelay is the time between two attempts to ring agents; 30 on the platform.
	RingDelay *int64
	// MaxWaitTime is the longest time that somebody waits, 0 for no limit; 0 on the platform.
	MaxWaitTime *int64
	// WithNoAgentTime is withnoagenttime, which no page explains; 0 on the platform.
	WithNoAgentTime *int64
	// NoAgentRejoiningTime is noagentrejoiningtime, which no page explains; 5 on the platform.
	NoAgentRejoiningTime *int64
	// DiscardTime is discardtime, which no page explains; 90 on the platform.
	DiscardTime *int64
}

// EditQueue changes a queue (App.Sip_Queue.EditQueue). It is sent once; doing it twice is the same as doing it once.
func (c *Client) EditQueue(ctx context.Context, edit QueueEdit) error {
	var f form
	f.set("queuename", edit.Name)
	f.set("remark", edit.Remark)
	f.optionalInt("strategy", edit.Strategy)
	for _, setting := range []struct {
		parameter string
		value     *int64
	}{
		{"announcefreq", edit.AnnounceFreq}, {"ringdelay", edit.RingDelay}, {"maxwaittime", edit.MaxWaitTime},
		{"withnoagenttime", edit.WithNoAgentTime}, {"noagentrejoiningtime", edit.NoAgentRejoiningTime}, {"discardtime", edit.DiscardTime},
	} {
		if setting.value != nil {
			f.setInt(setting.parameter, int(*setting.value))
		}
	}
	_, err := c.request(ctx, serviceEditQueue, f)
	return err
}
