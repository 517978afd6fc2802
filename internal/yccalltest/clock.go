package yccalltest

import (
	"container/heap"
	"time"
)

// clock is the platform's time and what is to happen in it. Nothing runs by itself: whoever looks at the platform first
// lets it live up to now.
type clock struct {
	read    func() time.Time
	offset  time.Duration // what Advance has added
	present time.Time     // up to when the platform has lived
	events  eventQueue
	planned int           // events ever planned
	moved   chan struct{} // closed when the clock is moved, and on every change, for those who wait
}

type event struct {
	at    time.Time
	order int // of planning, among events of one moment
	run   func()
}

// eventQueue is a heap with the earliest event first.
type eventQueue []event

func (q eventQueue) Len() int { return len(q) }

func (q eventQueue) Less(i, j int) bool {
	if q[i].at.Equal(q[j].at) {
		return q[i].order < q[j].order
	}
	return q[i].at.Before(q[j].at)
}

func (q eventQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

func (q *eventQueue) Push(x any) { *q = append(*q, x.(event)) }

func (q *eventQueue) Pop() any {
	last := len(*q) - 1
	e := (*q)[last]
	(*q)[last] = event{}
	*q = (*q)[:last]
	return e
}

// at plans an event. One whose time has passed happens at the next look.
func (c *clock) at(moment time.Time, run func()) {
	c.planned++
	heap.Push(&c.events, event{moment, c.planned, run})
}

// catchUp carries out all that is due, in order of time, and makes the present now.
func (c *clock) catchUp() {
	now := c.read().Add(c.offset)
	for len(c.events) > 0 && !c.events[0].at.After(now) {
		e := heap.Pop(&c.events).(event)
		if e.at.After(c.present) {
			c.present = e.at
		}
		e.run()
	}
	c.present = now
}

// maxOffset bounds how far a clock can be moved, which is far below what a Duration can hold.
const maxOffset = 100 * 366 * 24 * time.Hour

// move adds to the clock and wakes those who sleep by it.
func (c *clock) move(by time.Duration) {
	c.offset += min(by, maxOffset-c.offset)
	c.wake()
}

// wake tells those who wait that something has changed.
func (c *clock) wake() {
	close(c.moved)
	c.moved = make(chan struct{})
}

// now is the platform's time, in its own zone: that of the event which is being carried out, or of the look that is
// being taken. The mutex must be held.
func (s *Server) now() time.Time { return s.clock.present.In(s.config.Zone) }

// live lets the platform live up to now. The mutex must be held.
func (s *Server) live() {
	s.clock.catchUp()
	s.settleLate()
}

// observe takes the lock for a look at the platform as it is now, and returns its release.
func (s *Server) observe() (release func()) {
	s.mu.Lock()
	s.live()
	return s.mu.Unlock
}

// Advance moves the platform's clock forward and lets everything happen that the clock brings about: late effects take
// place, switched-on tasks start at their scheduled time, running ones stop at their paused time, calls end, rounds of
// calling again begin, tokens expire.
func (s *Server) Advance(by time.Duration) {
	defer s.observe()()
	s.clock.move(by)
	s.live()
}

// Now is the platform's time, in its own zone.
func (s *Server) Now() time.Time {
	defer s.observe()()
	return s.now()
}
