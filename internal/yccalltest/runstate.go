package yccalltest

import "time"

// runState is what TaskList shows of how far a task has come.
type runState struct {
	status             TaskStatus
	startedAt, endedAt time.Time
}

// setState moves a task to another state, and remembers the old one for listings that lag.
func (s *Server) setState(t *task, state runState) {
	t.pastStates.keep(s.now(), s.config.Dialect.Lag.RunStates, func() runState { return t.runState })
	t.runState = state
	t.armed = false
}

// switchOn starts a task, now or at its scheduled time if that is still to come.
func (s *Server) switchOn(t *task) {
	if t.waitsForItsTime(s.now()) {
		t.armed = true
		s.clock.at(t.scheduledAt, func() {
			if t.armed && s.reached(t.scheduledAt) {
				s.start(t)
			}
		})
		return
	}
	s.start(t)
}

// waitsForItsTime reports whether a task that is switched on now starts by itself later.
func (t *task) waitsForItsTime(now time.Time) bool {
	return t.status == NotStarted && t.scheduledAt.After(now)
}

// start lets a task run.
func (s *Server) start(t *task) {
	state := t.runState
	if state.status != Running {
		s.ledger.starts = append(s.ledger.starts, TaskStart{t.id, s.now()})
	}
	state.status = Running
	if state.startedAt.IsZero() {
		state.startedAt = s.now()
	}
	s.setState(t, state)
	t.everStarted = true
	if !t.pausedAt.IsZero() {
		s.clock.at(t.pausedAt, func() { s.reachDeadline(t) })
	}
	if !t.nextRound.IsZero() {
		s.clock.at(t.nextRound, func() { s.beginRound(t) })
	}
	s.keepDialling(t)
}

// reachDeadline stops a task at its pausedtime, once.
func (s *Server) reachDeadline(t *task) {
	if t.status != Running || t.deadlinePassed || !s.reached(t.pausedAt) {
		return
	}
	t.deadlinePassed = true
	if s.config.Dialect.has(DeadlinePauses) {
		s.pause(t)
	} else {
		s.end(t)
	}
}

// pause begins no more calls. Those under way go on.
func (s *Server) pause(t *task) {
	state := t.runState
	state.status = Paused
	s.setState(t, state)
}

// end is the end of a task. Calls under way go on.
func (s *Server) end(t *task) {
	state := t.runState
	state.status, state.endedAt = Ended, s.now()
	s.setState(t, state)
	t.nextRound = time.Time{}
	if after := s.config.Dialect.PurgeAfter; after > 0 {
		s.clock.at(s.now().Add(after), func() { t.purged = t.purged || t.status == Ended && s.reached(t.endedAt.Add(after)) })
	}
}

// reset makes a task as if it had not started, for its numbers to be called again.
func (s *Server) reset(t *task) {
	state := t.runState
	state.status, state.endedAt = NotStarted, time.Time{}
	s.setState(t, state)
	t.round, t.nextRound = 0, time.Time{}
}
