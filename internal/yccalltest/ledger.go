package yccalltest

import (
	"strings"
	"time"
)

// Call is one telephone call.
type Call struct {
	Phone  string // as the task has it
	Person string // whom it rings: see [Person]
	TaskID string
	Start  time.Time
	End    time.Time

	// Again tells that the platform had been asked to call this number of this task once more, by multi-round calling or
	// by taskCall.
	Again bool
}

// String tells of the call without its number.
func (c Call) String() string {
	return "a call of task " + c.TaskID + " at " + c.Start.Format(wallClock)
}

// GoString is String: a test that prints a call shows no number.
func (c Call) GoString() string { return c.String() }

// TaskStart is a task beginning to call.
type TaskStart struct {
	TaskID string
	At     time.Time
}

// ledger remembers what the dialer did.
type ledger struct {
	calls  []ledgerCall
	starts []TaskStart
}

// ledgerCall is a call without what can be computed: a campaign makes a million of them.
type ledgerCall struct {
	phone      string
	task       *task
	start, end time.Time
	again      bool
}

func (c *ledgerCall) call() Call {
	return Call{Phone: c.phone, Person: Person(c.phone), TaskID: c.task.id, Start: c.start, End: c.end, Again: c.again}
}

// personDigits is how many digits make a number that is somebody's without its prefixes.
const personDigits = 9

// Person is the digits of a number without what is written in front of it in one place and not in another: a plus sign,
// zeros, and the country calling code 86. Two numbers with one Person ring one telephone.
func Person(phone string) string {
	digits := strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, phone)
	person := strings.TrimLeft(digits, "0")
	if short := strings.TrimPrefix(person, "86"); len(short) >= personDigits {
		person = strings.TrimLeft(short, "0")
	}
	return person
}

// Calls returns all calls in the order in which they began.
func (s *Server) Calls() []Call {
	return s.callsWhere(func(*ledgerCall) bool { return true })
}

// CallsOf returns the calls that rang the person with a number, in whatever spelling and task.
func (s *Server) CallsOf(phone string) []Call {
	person := Person(phone)
	return s.callsWhere(func(c *ledgerCall) bool { return Person(c.phone) == person })
}

// CalledTwice returns every call that rang a person who had been called before, in whatever spelling and task, though
// the platform had not been asked to call that number of that task again. None says that nobody was called twice.
func (s *Server) CalledTwice() []Call {
	called := map[string]bool{}
	return s.callsWhere(func(c *ledgerCall) bool {
		person := Person(c.phone)
		twice := called[person] && !c.again
		called[person] = true
		return twice
	})
}

func (s *Server) callsWhere(match func(*ledgerCall) bool) []Call {
	defer s.observe()()
	var calls []Call
	for i := range s.ledger.calls {
		if c := &s.ledger.calls[i]; match(c) {
			calls = append(calls, c.call())
		}
	}
	return calls
}

// Starts tells which tasks began to run when, also when they went on after a pause, in the order of time.
func (s *Server) Starts() []TaskStart {
	defer s.observe()()
	return append([]TaskStart(nil), s.ledger.starts...)
}
