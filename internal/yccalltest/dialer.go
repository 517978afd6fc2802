package yccalltest

import (
	"math"
	"time"
)

// outcomes is the pattern that a task's calls follow, in the order they are made.
var outcomes = [...]outcome{connected, calleeMissed, connected, callerMissed}

// Advance moves the platform's clock forward and lets everything happen that the clock brings about: switched-on tasks
// start at their scheduled time, running ones stop at their paused time, rounds of calling again begin, tokens expire.
// It dials nothing by itself.
func (s *Server) Advance(by time.Duration) {
	defer s.observe()()
	s.offset += by
	s.tick()
}

// Now is the platform's time, in its own zone.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// Dial lets a running task call up to n numbers that wait to be called, in their order, and returns how many it
// called. Numbers whose latest call time has passed are skipped for good. Of every four calls two are connected, one is
// missed by the customer and one by the agent. A task that has nobody left to call, now or in a later round, ends. A
// task that is not running calls nobody.
func (s *Server) Dial(taskID string, n int) int {
	defer s.observe()()
	t := s.lookup(taskID)
	if t == nil {
		return 0
	}
	return s.dial(t, n)
}

// DialAll is [Server.Dial] for every number that waits.
func (s *Server) DialAll(taskID string) int { return s.Dial(taskID, math.MaxInt) }

func (s *Server) dialAllTasks(n int) {
	if n <= 0 {
		return
	}
	for _, t := range s.tasks {
		s.dial(t, n)
	}
}

func (s *Server) dial(t *task, n int) int {
	if t.status != Running || t.purged {
		return 0
	}
	now := s.now().Unix()
	called := 0
	for _, b := range t.rows.blocks {
		for i := 0; i < len(b.rows) && b.waiting > 0 && called < n; i++ {
			r := &b.rows[i]
			if r.outcome != waiting {
				continue
			}
			if latest := r.detail().time; latest > 0 && now > latest {
				t.rows.setResult(b, r, expired)
				continue
			}
			s.ring(t, b, r)
			called++
		}
	}
	if t.rows.waiting == 0 {
		s.finishRound(t)
	}
	return called
}

// ring makes one call.
func (s *Server) ring(t *task, b *block, r *row) {
	if len(s.agents) > 0 {
		r.agent = uint16(t.dialled % len(s.agents)) // #nosec G115 -- a handful of extensions
	}
	r.calls++
	t.rows.setResult(b, r, outcomes[t.dialled%len(outcomes)])
	t.dialled++
	t.tallyOf(r.phone, func(c *tally) { c.dialled++ })
}

// finishRound ends a task that has called everybody, or fixes when it will call again.
func (s *Server) finishRound(t *task) {
	if !t.nextRound.IsZero() {
		return
	}
	if t.again != nil && t.round < t.again.maxRounds {
		left := t.rows.called
		if !t.again.everyone {
			left -= t.rows.answered
		}
		if left > 0 {
			t.nextRound = s.now().Add(t.again.interval)
			return
		}
	}
	s.end(t)
}

// tick applies what the clock has brought about since it was last looked at.
func (s *Server) tick() {
	now := s.now()
	reached := func(moment time.Time) bool { return !moment.IsZero() && !now.Before(moment) }
	for _, t := range s.tasks {
		if t.armed && reached(t.scheduledAt) {
			t.start(t.scheduledAt)
		}
		if t.status == Running && !t.deadlinePassed && reached(t.pausedAt) {
			t.deadlinePassed = true
			if s.config.Dialect.has(DeadlinePauses) {
				s.pause(t)
			} else {
				s.end(t)
			}
		}
		if t.status == Running && reached(t.nextRound) {
			t.round++
			t.nextRound = time.Time{}
			t.rows.requeue(func(o outcome) bool { return t.again.everyone || o != connected })
		}
	}
}
