package yccalltest

import (
	"context"
	"net/url"
	"time"
)

// visit is one request on its way through the platform:
//
//	arrival ──► run ──► the reply is due
//	             └────► its work takes effect, at once or in pieces, perhaps after the reply
//
// The request runs as soon as it either takes effect or is to be answered. From then on its reply is known.
type visit struct {
	*request
	record *Exchange
	fault  *Fault // nil for none
	timing Timing
	due    time.Time // when the reply is
	ran    bool
	reply  reply
	body   []byte // the reply, as it will be sent
}

// work is what a request changes on the platform. It can be done piece by piece, and after the reply.
type work struct {
	size int // how many numbers it is about

	// do takes care of the numbers from one index to another, and with the last ones of all else. It tells, for the
	// journal, what has been done so far.
	do func(from, to int, last bool) string
}

// arrive lets a request in, and does what is to be done at once.
func (s *Server) arrive(form url.Values) *visit {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.live()
	s.countDownLate()
	s.dialAllTasks(s.config.Dialer.PerRequest)

	v := &visit{request: newRequest(form, s.config.Zone)}
	v.record = s.record(v.request, s.now())
	v.fault = s.takeFault(v.service)
	v.timing = s.timing(v.service, v.fault)
	v.due = s.now().Add(v.timing.ReplyAfter)
	effect := s.now().Add(v.timing.EffectAfter)
	if v.fault != nil {
		v.record.Fault = v.fault.Kind.String()
		if v.fault.Kind == LateEffect {
			s.late = append(s.late, &lateRequest{v, v.fault.LateBy})
			v.ran = true
			return v
		}
	}
	begin := v.due
	if effect.Before(begin) {
		begin = effect
	}
	s.clock.at(begin, func() { s.run(v, effect) })
	s.live()
	if len(s.watching) > 0 {
		s.clock.wake()
	}
	return v
}

// run executes a request, whose work takes effect from a moment on, and settles the reply.
func (s *Server) run(v *visit, effect time.Time) {
	v.ran = true
	kind := traits{executes: true}
	if v.fault != nil {
		kind = faultTraits[v.fault.Kind]
		if kind.prepare != nil {
			kind.prepare(v.fault, v.request)
		}
	}
	if kind.executes {
		s.execute(v, effect)
	}
	if kind.reply != nil {
		v.reply = kind.reply(v.fault, v.request)
	}
	if v.fault != nil && v.fault.Kind == Ret600 && v.fault.KillToken {
		s.killToken(v.token)
	}
	if kind.answers() && v.reply.http == 0 {
		v.record.Ret, v.record.Status = v.reply.ret, v.reply.status
	}
	v.body = v.reply.encode(&s.config.Dialect, v.record.Time, v.due)
}

// execute runs the service and plans its work.
func (s *Server) execute(v *visit, effect time.Time) {
	v.reply = s.serve(v.request)
	v.record.TaskID, v.record.Numbers, v.record.Invalid = v.taskID, v.numbers, v.reply.invalid
	v.record.Effect = v.reply.effect
	w := v.reply.work
	if w == nil {
		v.record.Executed = v.reply.ok()
		return
	}
	size := w.size
	if v.keep >= 0 {
		size = min(size, v.keep)
	}
	pieces := 1
	if v.timing.Over > 0 && size > 1 {
		pieces = size
		if n := v.timing.Pieces; n > 0 && n < size {
			pieces = n
		}
	}
	for i := range pieces {
		do := func() {
			last := i == pieces-1
			v.record.Effect = w.do(size*i/pieces, size*(i+1)/pieces, last)
			v.record.Executed = last
		}
		at := effect
		if i > 0 {
			at = effect.Add(v.timing.Over * time.Duration(i) / time.Duration(pieces-1))
		}
		if at.After(s.now()) {
			s.clock.at(at, do)
		} else {
			do()
		}
	}
}

// await sleeps until the reply is due. It is false if the client goes away first, or the server closes.
func (s *Server) await(ctx context.Context, v *visit) bool {
	for {
		s.mu.Lock()
		s.live()
		left, moved := v.due.Sub(s.now()), s.clock.moved
		s.mu.Unlock()
		if left <= 0 {
			return true
		}
		timer := time.NewTimer(left)
		select {
		case <-timer.C:
			s.reach(v.due)
		case <-moved:
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-s.closed:
			timer.Stop()
			return false
		}
		timer.Stop()
	}
}

// reach moves a clock of the test's own that stands still, or goes otherwise than the timers, up to a moment for which
// somebody has waited.
func (s *Server) reach(moment time.Time) {
	defer s.observe()()
	if left := moment.Sub(s.now()); left > 0 {
		s.clock.move(left)
		s.live()
	}
}

// lateRequest is a request that takes effect once more requests have been answered.
type lateRequest struct {
	*visit
	waitFor int
}

// settleLate runs the late requests whose turn has come. It is called whenever the state of the platform is about to be
// seen: so no answer can miss the effect, whenever the server notices that the client went away.
func (s *Server) settleLate() {
	s.finishLate(func(late *lateRequest) bool { return late.waitFor <= 0 })
}

// countDownLate tells late requests that one more request has come.
func (s *Server) countDownLate() {
	for _, late := range s.late {
		late.waitFor--
	}
}

// FinishLate lets all late requests have their effect now, whatever they wait for.
func (s *Server) FinishLate() {
	defer s.observe()()
	s.finishLate(func(*lateRequest) bool { return true })
}

func (s *Server) finishLate(isDue func(*lateRequest) bool) {
	waiting := s.late
	s.late = nil
	for _, late := range waiting {
		if isDue(late) {
			s.execute(late.visit, s.now())
		} else {
			s.late = append(s.late, late)
		}
	}
}
