package yccalltest

import (
	"fmt"
	"net/url"
	"time"
)

// TaskStatus is the state of a task, as TaskList reports it.
type TaskStatus int

// The states of a task.
const (
	NotStarted TaskStatus = 1025
	Running    TaskStatus = 1026
	Paused     TaskStatus = 1027
	Ended      TaskStatus = 1028
)

// String returns not_started, running, paused or ended.
func (s TaskStatus) String() string {
	switch s {
	case NotStarted:
		return "not_started"
	case Running:
		return "running"
	case Paused:
		return "paused"
	case Ended:
		return "ended"
	}
	return fmt.Sprintf("TaskStatus(%d)", int(s))
}

// ParseTaskStatus is the reverse of [TaskStatus.String] for the four known states.
func ParseTaskStatus(text string) (status TaskStatus, known bool) {
	for status = NotStarted; status <= Ended; status++ {
		if status.String() == text {
			return status, true
		}
	}
	return 0, false
}

// Values of assigntype in TaskCreat. Type 2 stands only in the page's example, not in its table; it is accepted.
const (
	assignExtension = 1
	assignQueue     = 2
	assignGroup     = 3
)

// multiCall is how a task calls its numbers again.
type multiCall struct {
	everyone  bool // otherwise only who did not answer
	maxRounds int
	interval  time.Duration
}

type task struct {
	id, customID, name string
	assignType         int
	agent, scale       string
	scaleMode          string
	callerNumbers      string
	concurrent         int
	params             url.Values // as received, without token and telphone

	status      TaskStatus
	armed       bool // switched on; starts at scheduledAt
	everStarted bool
	purged      bool // out of all listings and unknown to every service

	createdAt, startedAt, endedAt time.Time
	scheduledAt, pausedAt         time.Time // zero when unset; pausedAt is the pausedtime parameter
	deadlinePassed                bool      // pausedAt has had its effect

	again     *multiCall // nil: one round
	round     int        // rounds of calling again that were begun
	nextRound time.Time  // zero when none is due

	dialled int // calls made, in all rounds
	rows    rowList
	tallies map[string]tally
}

// tally counts what happened to one number in one task. It outlives the number's row.
type tally struct {
	submitted uint16 // in calls that took effect, rejected ones too
	accepted  uint16 // stored
	present   uint16 // rows now
	dialled   uint16
}

func (t *task) tallyOf(phone string, change func(*tally)) {
	counts := t.tallies[phone]
	change(&counts)
	t.tallies[phone] = counts
}

// taskType is the tasktype of TaskList. The page names transfer and groups; queue for assigntype 2 is a guess.
func (t *task) taskType() string {
	switch t.assignType {
	case assignExtension:
		return "transfer"
	case assignQueue:
		return "queue"
	}
	return "groups"
}

// addTask gives the task an id and a place in the listings.
func (s *Server) addTask(t *task) {
	now := s.now()
	for t.id == "" || s.tasksByID[t.id] != nil {
		s.lastTaskNumber = (s.lastTaskNumber + 1) % 1_000_000
		t.id = fmt.Sprintf("%s%06d", now.Format("20060102150405"), s.lastTaskNumber)
	}
	if t.name == "" {
		t.name = t.id
	}
	t.createdAt = now
	t.tallies = map[string]tally{}
	if t.status == 0 {
		t.status = NotStarted
	}
	s.tasks = append(s.tasks, t)
	s.tasksByID[t.id] = t
}

// lookup finds a task that the platform still knows.
func (s *Server) lookup(id string) *task {
	if t := s.tasksByID[id]; t != nil && !t.purged {
		return t
	}
	return nil
}

// store gives a task the numbers that the platform takes and returns how many it took and which it rejected.
func (s *Server) store(t *task, submissions []submission) (accepted int, rejected []submission) {
	for _, sub := range submissions {
		if sub.malformed || s.config.RejectNumber(sub.phone) {
			t.tallyOf(sub.phone, func(c *tally) { c.submitted++ })
			rejected = append(rejected, sub)
			continue
		}
		accepted++
		t.tallyOf(sub.phone, func(c *tally) {
			c.submitted++
			if s.config.Dialect.has(SilentDedupe) && c.present > 0 {
				return
			}
			c.accepted++
			c.present++
			t.rows.append(row{phone: sub.phone, details: sub.details})
		})
	}
	return accepted, rejected
}

// storeAll stores what a request submits and answers as TaskCreat and TaskAdd do.
func (s *Server) storeAll(t *task, c *request, submissions []submission, desc, did string) reply {
	accepted, rejected := s.store(t, firstOf(submissions, c.keep))
	result := object{{"taskid", identifier(t.id)}}
	if did == "" {
		result = object{{"success", accepted}}
	}
	if !s.config.Dialect.has(OmitInvalidData) {
		result = append(result, member{"invaliddata", s.config.Dialect.invalidData(rejected)})
	}
	r := done(desc, fmt.Sprintf("%s%d of %d numbers stored", did, accepted, len(submissions)), result)
	r.invalid = len(rejected)
	return r
}

// withdraw removes numbers from a task and returns how many rows went. Called ones stay unless the dialect says not.
func (s *Server) withdraw(t *task, phones []string) int {
	dialect := &s.config.Dialect
	unwanted := make(map[string]bool, len(phones))
	for _, phone := range phones {
		unwanted[dialect.format(phone)] = true
	}
	return t.rows.remove(func(r *row) bool {
		if r.outcome.called() && !dialect.has(RemoveCalled) || !unwanted[dialect.format(r.phone)] {
			return false
		}
		t.tallyOf(r.phone, func(c *tally) { c.present-- })
		return true
	})
}

// switchOn starts a task, now or at its scheduled time if that is still to come.
func (s *Server) switchOn(t *task) {
	if t.status == NotStarted && t.scheduledAt.After(s.now()) {
		t.armed = true
		return
	}
	t.start(s.now())
}

func (t *task) start(at time.Time) {
	t.armed = false
	t.status = Running
	t.everStarted = true
	if t.startedAt.IsZero() {
		t.startedAt = at
	}
}

func (s *Server) pause(t *task) {
	t.armed = false
	t.status = Paused
}

func (s *Server) end(t *task) {
	t.armed = false
	t.status = Ended
	t.endedAt = s.now()
	t.nextRound = time.Time{}
}
