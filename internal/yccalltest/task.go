package yccalltest

import (
	"fmt"
	"net/url"
	"strconv"
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

// String returns not_started, running, paused or ended, and the code of any other state.
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
	return strconv.Itoa(int(s))
}

// ParseTaskStatus is the reverse of [TaskStatus.String]: it reads a name, or the code of a state that has none.
func ParseTaskStatus(text string) (status TaskStatus, known bool) {
	for status = NotStarted; status <= Ended; status++ {
		if status.String() == text {
			return status, true
		}
	}
	code, err := strconv.Atoi(text)
	return TaskStatus(code), err == nil && code > 0
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
	id string
	settings
	runState
	schedule
	rounds

	createdAt   time.Time
	everStarted bool
	unlisted    bool // out of TaskList, and goes on
	purged      bool // unknown to every service

	pastStates past[runState]
	pastRows   past[*rowList]
	numbers
}

// settings are what TaskCreat was told of a task.
type settings struct {
	customID, name string
	assignType     int
	agent, scale   string
	scaleMode      string
	callerNumbers  string
	concurrent     int
	again          *multiCall // nil: one round
	params         url.Values // as received, without token and telphone
}

// schedule is when a task runs. Its times are zero when unset.
type schedule struct {
	armed          bool // switched on; starts at scheduledAt
	scheduledAt    time.Time
	pausedAt       time.Time // the pausedtime parameter
	deadlinePassed bool      // pausedAt has had its effect
}

// rounds is how far a task has come with its calls.
type rounds struct {
	round     int       // rounds of calling again that were begun
	nextRound time.Time // zero when none is due
	dialled   int       // calls made, in all rounds
	inCall    int       // calls under way
}

// numbers are what a task was given.
type numbers struct {
	rows     rowList
	tallies  map[string]tally
	rejected int // submissions that were not taken
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

// taskList is all tasks ever made.
type taskList struct {
	all        []*task // in order of creation
	byID       map[string]*task
	lastNumber int
}

// newID makes the id of a task: the time and a number, or digits that tell nothing where the habit is so.
func (s *Server) newID() string {
	for {
		var id string
		if s.config.Dialect.has(RandomTaskIDs) {
			id = fmt.Sprintf("%d%018d", 10+s.random.IntN(90), s.random.Int64N(1e18))
		} else {
			s.tasks.lastNumber = (s.tasks.lastNumber + 1) % 1_000_000
			id = fmt.Sprintf("%s%06d", s.now().Format("20060102150405"), s.tasks.lastNumber)
		}
		if s.tasks.byID[id] == nil {
			return id
		}
	}
}

// addTask gives a task a place in the listings.
func (s *Server) addTask(t *task) {
	if t.id == "" {
		t.id = s.newID()
	}
	if t.name == "" {
		t.name = t.id
	}
	t.createdAt = s.now()
	t.tallies = map[string]tally{}
	t.status = NotStarted
	s.tasks.all = append(s.tasks.all, t)
	s.tasks.byID[t.id] = t
}

// lookup finds a task that the platform still knows.
func (s *Server) lookup(id string) *task {
	if t := s.tasks.byID[id]; t != nil && !t.purged {
		return t
	}
	return nil
}

// changing is called before the numbers of a task change, and remembers them for listings that lag.
func (s *Server) changing(t *task) {
	t.pastRows.keep(s.now(), s.config.Dialect.Lag.Numbers, t.rows.clone)
}

// intake is a list of submissions on its way into a task.
type intake struct {
	submissions []submission
	accepted    int // how many the platform says it takes
	rejected    []submission
	stored      int
}

// takeIn sorts what a request submits, before any of it takes effect.
func (s *Server) takeIn(req *request, submissions []submission) *intake {
	in := &intake{submissions: submissions}
	valid := 0
	for i := range submissions {
		sub := &submissions[i]
		switch {
		case sub.malformed || s.config.RejectNumber(sub.phone):
			in.rejected = append(in.rejected, *sub)
			sub.fate = rejected
			continue
		case req.dropAfter >= 0 && valid >= req.dropAfter || s.config.Dialect.drops(sub.phone):
			sub.fate = dropped
		}
		valid++
		if sub.fate == taken || req.claimAll || s.config.Dialect.has(DropsCountAsSuccess) {
			in.accepted++
		}
	}
	return in
}

// store gives a task the submissions from one index to another.
func (s *Server) store(t *task, in *intake, from, to int) {
	s.changing(t)
	for _, sub := range in.submissions[from:to] {
		t.tallyOf(sub.phone, func(c *tally) {
			c.submitted++
			switch {
			case sub.fate == rejected:
				t.rejected++
			case sub.fate == dropped:
			case s.config.Dialect.has(SilentDedupe) && c.present > 0:
				in.stored++ // as far as the platform says
			default:
				in.stored++
				c.accepted++
				c.present++
				t.rows.append(row{phone: sub.phone, details: sub.details})
			}
		})
	}
	if t.status == Running {
		s.keepDialling(t)
	}
}

// taken answers a request that submits numbers: first is what the result begins with.
func (s *Server) taken(in *intake, desc string, first member, w *work) reply {
	result := object{first}
	if !s.config.Dialect.has(OmitInvalidData) {
		result = append(result, member{"invaliddata", s.config.Dialect.invalidData(in.rejected)})
	}
	r := done(desc, "", result)
	r.invalid = len(in.rejected)
	r.work = w
	return r
}

// withdraw removes numbers from a task and returns how many rows went. Called ones stay unless the dialect says not.
func (s *Server) withdraw(t *task, phones []string) int {
	s.changing(t)
	unwanted := s.formats(phones)
	return t.rows.remove(func(r *row) bool {
		if r.outcome.called() && !s.config.Dialect.has(RemoveCalled) || !unwanted[s.config.Dialect.format(r.phone)] {
			return false
		}
		t.tallyOf(r.phone, func(c *tally) { c.present-- })
		return true
	})
}

// formats is a set of numbers as the platform writes them.
func (s *Server) formats(phones []string) map[string]bool {
	set := make(map[string]bool, len(phones))
	for _, phone := range phones {
		set[s.config.Dialect.format(phone)] = true
	}
	return set
}
