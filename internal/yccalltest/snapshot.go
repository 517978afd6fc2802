package yccalltest

import (
	"maps"
	"net/url"
	"time"
)

// TaskSnapshot is a task as it stood at one moment.
type TaskSnapshot struct {
	ID         string     `json:"id"`
	CustomID   string     `json:"custom_id,omitempty"`
	Name       string     `json:"name"`
	AssignType int        `json:"assign_type"` // 1 extension, 2 queue, 3 extension group
	Agent      string     `json:"agent"`
	Scale      string     `json:"scale"`
	ScaleMode  string     `json:"scale_mode,omitempty"` // auto, manual or empty
	Concurrent int        `json:"concurrent"`
	Status     TaskStatus `json:"status"`

	SwitchedOn  bool `json:"switched_on"` // not started, and will start by itself at ScheduledAt
	EverStarted bool `json:"ever_started"`

	Total    int `json:"total"`
	Called   int `json:"called"`
	Answered int `json:"answered"`
	Dialled  int `json:"dialled"` // calls begun, in all rounds
	InCall   int `json:"in_call"` // calls going on

	CreatedAt   time.Time `json:"created_at"`
	StartedAt   time.Time `json:"started_at,omitzero"`
	EndedAt     time.Time `json:"ended_at,omitzero"`
	ScheduledAt time.Time `json:"scheduled_at,omitzero"`
	PausedAt    time.Time `json:"paused_at,omitzero"` // the pausedtime parameter

	CallerNumbers string     `json:"-"` // disnumber; not shown by the control interface
	Params        url.Values `json:"-"` // TaskCreat's fields as received, without token and telphone
}

// NumberSnapshot is one stored number of a task.
type NumberSnapshot struct {
	Phone      string
	Time       int64 // unix seconds; 0 when none was given
	UserID     string
	MemberID   string
	CustomUUID string
	Ext        string
	Called     bool
	AnswerType string // connected, caller or callee; empty when not called
	Calls      int    // how often this row was rung
}

func (t *task) snapshot() TaskSnapshot {
	return TaskSnapshot{
		ID:            t.id,
		CustomID:      t.customID,
		Name:          t.name,
		AssignType:    t.assignType,
		Agent:         t.agent,
		Scale:         t.scale,
		ScaleMode:     t.scaleMode,
		Concurrent:    t.concurrent,
		Status:        t.status,
		SwitchedOn:    t.armed,
		EverStarted:   t.everStarted,
		Total:         t.rows.total,
		Called:        t.rows.called,
		Answered:      t.rows.answered,
		Dialled:       t.dialled,
		InCall:        t.inCall,
		CreatedAt:     t.createdAt,
		StartedAt:     t.startedAt,
		EndedAt:       t.endedAt,
		ScheduledAt:   t.scheduledAt,
		PausedAt:      t.pausedAt,
		CallerNumbers: t.callerNumbers,
		Params:        maps.Clone(t.params),
	}
}

// Tasks returns all tasks ever made, purged ones included, oldest first.
func (s *Server) Tasks() []TaskSnapshot {
	return s.tasksWhere(func(*task) bool { return true })
}

// TasksByCustomID returns all tasks ever made with a customtaskid, purged ones included, oldest first.
func (s *Server) TasksByCustomID(customID string) []TaskSnapshot {
	return s.tasksWhere(func(t *task) bool { return t.customID == customID })
}

func (s *Server) tasksWhere(match func(*task) bool) []TaskSnapshot {
	defer s.observe()()
	var snapshots []TaskSnapshot
	for _, t := range s.tasks.all {
		if match(t) {
			snapshots = append(snapshots, t.snapshot())
		}
	}
	return snapshots
}

// Task returns one task, purged or not.
func (s *Server) Task(id string) (TaskSnapshot, bool) {
	defer s.observe()()
	t := s.tasks.byID[id]
	if t == nil {
		return TaskSnapshot{}, false
	}
	return t.snapshot(), true
}

// Numbers returns the stored numbers of a task in their order, duplicates included; nil for an unknown task.
func (s *Server) Numbers(taskID string) []NumberSnapshot {
	defer s.observe()()
	t := s.tasks.byID[taskID]
	if t == nil {
		return nil
	}
	numbers := make([]NumberSnapshot, 0, t.rows.total)
	for r := range t.rows.all() {
		d := r.detail()
		numbers = append(numbers, NumberSnapshot{
			Phone:      r.phone,
			Time:       d.time,
			UserID:     d.userID,
			MemberID:   d.memberID,
			CustomUUID: d.customID,
			Ext:        d.ext,
			Called:     r.outcome.called(),
			AnswerType: r.outcome.answerType(),
			Calls:      int(r.calls),
		})
	}
	return numbers
}

// Submitted tells how often a number was sent in requests that took effect, rejected submissions included, in all tasks.
func (s *Server) Submitted(phone string) int {
	return s.sum(phone, func(c tally) int { return int(c.submitted) })
}

// Accepted tells how often a number was stored by such requests, in all tasks.
func (s *Server) Accepted(phone string) int {
	return s.sum(phone, func(c tally) int { return int(c.accepted) })
}

// Dialled tells how often the dialer rang a number, for all tasks.
func (s *Server) Dialled(phone string) int {
	return s.sum(phone, func(c tally) int { return int(c.dialled) })
}

func (s *Server) sum(phone string, count func(tally) int) int {
	defer s.observe()()
	n := 0
	for _, t := range s.tasks.all {
		n += count(t.tallies[phone])
	}
	return n
}

// SubmittedTo is [Server.Submitted] for one task.
func (s *Server) SubmittedTo(taskID, phone string) int {
	defer s.observe()()
	if t := s.tasks.byID[taskID]; t != nil {
		return int(t.tallies[phone].submitted)
	}
	return 0
}

// MostSubmitted tells how often the number that was sent to a task most often was sent to it: 1 says that no number
// was sent twice.
func (s *Server) MostSubmitted(taskID string) int {
	defer s.observe()()
	most := 0
	if t := s.tasks.byID[taskID]; t != nil {
		for _, c := range t.tallies {
			most = max(most, int(c.submitted))
		}
	}
	return most
}
