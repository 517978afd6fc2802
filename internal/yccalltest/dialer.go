package yccalltest

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

// Dialer says how tasks call. The zero value calls nobody but for [Server.Dial], and then a call takes no time.
type Dialer struct {
	AtOnce            int           // how many calls of a running task go on at once, by themselves
	Shortest, Longest time.Duration // how long a call takes; with AtOnce they default to 20 s and 60 s
	PerRequest        int           // how many numbers every running task begins to call whenever a request arrives
}

func (d Dialer) withDefaults() Dialer {
	if d.AtOnce > 0 && d.Shortest == 0 && d.Longest == 0 { // calls that take no time would all be made at once
		d.Shortest, d.Longest = 20*time.Second, time.Minute
	}
	d.Longest = max(d.Longest, d.Shortest)
	return d
}

// ParseDialer reads comma-separated settings: at-once=N, call-time=TIME or call-time=TIME-TIME, per-request=N. An empty
// text is the zero Dialer.
func ParseDialer(text string) (Dialer, error) {
	var d Dialer
	for setting := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(setting, "=")
		var err error
		switch name {
		case "":
		case "at-once":
			d.AtOnce, err = parsePositive(value)
		case "per-request":
			d.PerRequest, err = parsePositive(value)
		case "call-time":
			shortest, longest, varies := strings.Cut(value, "-")
			d.Shortest, err = parseDuration(shortest)
			d.Longest = d.Shortest
			if varies && err == nil {
				d.Longest, err = parseDuration(longest)
			}
		default:
			err = errors.New("no such setting")
		}
		if err == nil && d.Longest < d.Shortest {
			err = errors.New("the longest call is shorter than the shortest")
		}
		if err != nil {
			return Dialer{}, fmt.Errorf("dialer %q: %w", setting, err)
		}
	}
	return d, nil
}

// outcomes is the pattern that a task's calls follow, in the order they are made.
var outcomes = [...]outcome{connected, calleeMissed, connected, callerMissed}

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
	for _, t := range s.tasks.all {
		s.dial(t, n)
	}
}

// dial begins up to n calls.
func (s *Server) dial(t *task, n int) int {
	if t.status != Running || t.purged {
		return 0
	}
	now := s.now()
	s.changing(t)
	called := 0
	for _, b := range t.rows.blocks {
		for i := 0; i < len(b.rows) && b.waiting > 0 && called < n; i++ {
			r := &b.rows[i]
			if r.outcome != waiting {
				continue
			}
			if latest := r.detail().time; latest > 0 && now.Unix() > latest {
				t.rows.setOutcome(b, r, expired)
				continue
			}
			s.ring(t, b, r)
			called++
		}
	}
	if t.rows.waiting == 0 && t.inCall == 0 {
		s.finishRound(t)
	}
	return called
}

// keepDialling begins as many calls as the dialer makes at once by itself.
func (s *Server) keepDialling(t *task) {
	if atOnce := s.config.Dialer.AtOnce; atOnce > 0 && t.inCall < atOnce {
		s.dial(t, atOnce-t.inCall)
	}
}

// ring begins one call. Its number counts as called once the call is over.
func (s *Server) ring(t *task, b *block, r *row) {
	if len(s.agents) > 0 {
		r.agent = uint16(t.dialled % len(s.agents)) // #nosec G115 -- a handful of extensions
	}
	result := outcomes[t.dialled%len(outcomes)]
	begin := s.now()
	end := begin.Add(s.between(s.config.Dialer.Shortest, s.config.Dialer.Longest))
	s.ledger.calls = append(s.ledger.calls, ledgerCall{r.phone, t, begin, end, r.calls > 0})
	r.calls++
	t.dialled++
	t.tallyOf(r.phone, func(c *tally) { c.dialled++ })
	if end.Equal(begin) {
		t.rows.setOutcome(b, r, result)
		return
	}
	t.inCall++
	t.rows.setOutcome(b, r, ringing)
	id := r.id
	s.clock.at(end, func() { s.hangUp(t, id, result) })
}

// hangUp ends a call, and begins the next. The number may have been removed meanwhile: the person was called all the
// same.
func (s *Server) hangUp(t *task, id uint32, result outcome) {
	s.changing(t)
	t.inCall--
	if b, r := t.rows.find(id); r != nil {
		t.rows.setOutcome(b, r, result)
	}
	s.keepDialling(t)
	if t.status == Running && t.rows.waiting == 0 && t.inCall == 0 {
		s.finishRound(t)
	}
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
			s.clock.at(t.nextRound, func() { s.beginRound(t) })
			return
		}
	}
	s.end(t)
}

// beginRound lets a task that runs call again, if it is time to.
func (s *Server) beginRound(t *task) {
	if t.status != Running || !s.reached(t.nextRound) {
		return
	}
	s.changing(t)
	t.round++
	t.nextRound = time.Time{}
	t.rows.requeue(func(o outcome) bool { return t.again.everyone || o != connected })
	s.keepDialling(t)
}

// reached reports whether a moment, if there is one, has come.
func (s *Server) reached(moment time.Time) bool {
	return !moment.IsZero() && !s.now().Before(moment)
}
