package yccalltest

import (
	"cmp"
	"fmt"
	"time"
)

// The Console methods do what a person does by hand in the platform's own interface. None of them appears in the
// journal, and numbers added by them count as stored but not as submitted. Each fails for an unknown task.

// ConsoleCreate makes a task that no request asked for, with these numbers, and returns its id. Of the snapshot, the
// fields count that a person can set: ID (empty for a new one), CustomID, Name, AssignType (0 is an extension group),
// Agent, Scale (empty is 1:1), ScaleMode, Concurrent (0 is 100), CallerNumbers, Status (0 is NotStarted), ScheduledAt
// and PausedAt.
func (s *Server) ConsoleCreate(wanted TaskSnapshot, phones ...string) (string, error) {
	defer s.observe()()
	if s.tasks.byID[wanted.ID] != nil {
		return "", fmt.Errorf("task %s exists", wanted.ID)
	}
	t := &task{
		id: wanted.ID,
		settings: settings{
			customID:      wanted.CustomID,
			name:          wanted.Name,
			assignType:    wanted.AssignType,
			agent:         wanted.Agent,
			scale:         wanted.Scale,
			scaleMode:     wanted.ScaleMode,
			concurrent:    wanted.Concurrent,
			callerNumbers: wanted.CallerNumbers,
		},
		schedule: schedule{scheduledAt: wanted.ScheduledAt, pausedAt: wanted.PausedAt},
	}
	if t.assignType == 0 {
		t.assignType = assignGroup
	}
	if t.scale == "" {
		t.scale = "1:1"
	}
	if t.concurrent == 0 {
		t.concurrent = 100
	}
	s.addTask(t)
	s.putByHand(t, phones)
	s.setStatus(t, wanted.Status)
	return t.id, nil
}

// ConsoleSetStatus puts a task into a state, which no rule of TaskSet limits; even an ended task starts again.
func (s *Server) ConsoleSetStatus(id string, status TaskStatus) error {
	return s.byHand(id, func(t *task) { s.setStatus(t, status) })
}

// ConsoleRename gives a task another name.
func (s *Server) ConsoleRename(id, name string) error {
	return s.byHand(id, func(t *task) { t.name = name })
}

// ConsoleAdd gives a task more numbers, without any check.
func (s *Server) ConsoleAdd(id string, phones ...string) error {
	return s.byHand(id, func(t *task) { s.putByHand(t, phones) })
}

// ConsoleRemove takes numbers away from a task, as taskDelPhone does.
func (s *Server) ConsoleRemove(id string, phones ...string) error {
	return s.byHand(id, func(t *task) { s.withdraw(t, phones) })
}

// ConsoleUnlist takes a task out of TaskList. It goes on, and every other service knows it.
func (s *Server) ConsoleUnlist(id string) error {
	return s.byHand(id, func(t *task) { t.unlisted = true })
}

// ConsolePurge makes the platform forget a task, as it may do with old records.
func (s *Server) ConsolePurge(id string) error {
	return s.byHand(id, func(t *task) { t.purged = true })
}

func (s *Server) byHand(id string, act func(*task)) error {
	defer s.observe()()
	t := s.lookup(id)
	if t == nil {
		return fmt.Errorf("no task %s", id)
	}
	act(t)
	return nil
}

func (s *Server) putByHand(t *task, phones []string) {
	s.changing(t)
	for _, phone := range phones {
		t.tallyOf(phone, func(c *tally) { c.present++ })
		t.rows.append(row{phone: phone})
	}
}

func (s *Server) setStatus(t *task, status TaskStatus) {
	switch status {
	case Running:
		t.endedAt = time.Time{}
		s.start(t)
	case Paused:
		s.pause(t)
	case Ended:
		s.end(t)
	default: // not started, or a status that no page explains
		state := t.runState
		state.status = cmp.Or(status, NotStarted)
		s.setState(t, state)
	}
}
