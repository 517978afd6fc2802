package core

import (
	"fmt"
	"strings"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// trouble is what goes wrong during one run. Requests are counted from 1.
type trouble struct {
	faults       []yccalltest.Fault
	outage       span
	interruption *interruption
	console      map[int]func() // what a person does when a request is sent
	notes        []string
}

// span is requests from the first to the last; none if from is 0.
type span struct{ from, to int }

func (s span) holds(n int) bool { return s.from > 0 && n >= s.from && n <= s.to }

// interruption is Ctrl-C, or the end of Terraform without any warning, at a request.
type interruption struct {
	at    int
	stage stage
	after time.Duration // of a request on its way
	kill  bool          // Terraform is killed and has not saved its state
}

// stage is how far a request has come when the interruption strikes.
type stage int

const (
	beforeSending stage = iota
	onTheWay
	answered
)

func (s stage) String() string {
	return [...]string{"before it is sent", "on its way", "after its reply"}[s]
}

// quiet reports whether nothing goes wrong.
func (t trouble) quiet() bool {
	return len(t.faults) == 0 && t.outage.from == 0 && t.interruption == nil && len(t.console) == 0
}

// String says in words what goes wrong.
func (t trouble) String() string {
	var parts []string
	for _, f := range t.faults {
		parts = append(parts, fmt.Sprintf("%s:%d:%s times %d %+v keep %d", f.Service, f.Nth, f.Kind, f.Times, f.Timing, f.KeepPart))
	}
	if t.outage.from > 0 {
		parts = append(parts, fmt.Sprintf("no connection for requests %d to %d", t.outage.from, t.outage.to))
	}
	if i := t.interruption; i != nil {
		parts = append(parts, fmt.Sprintf("interrupted (kill %t) at request %d %s", i.kill, i.at, i.stage))
	}
	if parts = append(parts, t.notes...); len(parts) == 0 {
		return "nothing goes wrong"
	}
	return strings.Join(parts, ", ")
}

// newTrouble makes up what goes wrong during a run.
func (w *world) newTrouble() trouble {
	var t trouble
	if w.chance(w.profile.or(0.25, w.profile.quiet)) {
		return t
	}
	for range pick(w, 0, 1, 1, 2, 3) {
		t.faults = append(t.faults, w.newFault())
	}
	if w.chance(0.05) {
		t.outage.from = 1 + w.rng.IntN(12)
		t.outage.to = t.outage.from + w.rng.IntN(12)
	}
	if w.chance(w.profile.or(0.25, w.profile.interruptions)) {
		t.interruption = &interruption{
			at: 1 + w.rng.IntN(12), stage: stage(w.rng.IntN(3)), after: w.between(0, 15*time.Second), kill: w.chance(0.4),
		}
	}
	if w.chance(0.08) {
		what, act := w.console()
		at := 1 + w.rng.IntN(14)
		t.console = map[int]func(){at: act}
		t.notes = append(t.notes, fmt.Sprintf("at request %d somebody %s", at, what))
	}
	return t
}

// newFault makes a fault, mostly of a request that is going to be sent.
func (w *world) newFault() yccalltest.Fault {
	services := []string{"*", "*", "TaskList", "TaskCreat", "TaskCreat", "TaskSet", "TaskAdd"}
	if w.user.state.id != "" {
		services = []string{"*", "*", "TaskList", "TaskInfo", "TaskInfo", "TaskSet", "TaskSet", "TaskAdd", "TaskAdd", "TaskAdd", "taskDelPhone", "taskDelPhone"}
	}
	kinds := yccalltest.FaultKinds()
	f := yccalltest.Fault{Service: pick(w, services...), Kind: pick(w, kinds...), Nth: pick(w, 1, 1, 1, 2)}
	if len(w.profile.faults) > 0 && w.chance(0.7) {
		f = pick(w, w.profile.faults...)
	}
	switch {
	case f.Service == "*":
		f.Nth = 1 + w.rng.IntN(12)
	case (f.Service == "TaskInfo" || f.Service == "TaskList") && w.chance(0.4):
		f.Kind = pick(w, yccalltest.EmptyList, yccalltest.ShortList)
	case (f.Service == "TaskAdd" || f.Service == "TaskCreat") && w.chance(0.1):
		f.Kind, f.ClaimAll = yccalltest.DropNumbers, w.chance(0.5)
	}
	if w.chance(0.15) {
		f.Times = pick(w, 2, 3, 6)
	}
	w.detail(&f)
	return f
}

// detail sets what a fault of its kind needs.
func (w *world) detail(f *yccalltest.Fault) {
	switch f.Kind {
	case yccalltest.DropNumbers:
		f.KeepPart, w.onlooker.drops = w.rng.IntN(6), true
	case yccalltest.PartialEffect, yccalltest.ShortList:
		f.KeepPart = w.rng.IntN(6)
	case yccalltest.LateEffect:
		f.Kind = yccalltest.HTTP500AfterEffect // time has ways of its own here
		f.Answer.HTTPStatus = 504
	case yccalltest.Delay:
		f.Timing.ReplyAfter = w.between(30*time.Second, 3*time.Minute)
	case yccalltest.Redirect:
		f.Answer.Location = "http://elsewhere.example"
	case yccalltest.BusinessError:
		f.Answer.Code = pick(w, "", "1010")
	case yccalltest.HTTP500BeforeEffect:
		f.Answer.HTTPStatus = pick(w, 0, 502, 503, 429, 403, 413)
	case yccalltest.HTTP500AfterEffect:
		f.Answer.HTTPStatus = pick(w, 0, 502, 504, 403)
	case yccalltest.Ret500BeforeEffect, yccalltest.Ret500AfterEffect:
		f.Answer.Ret = pick(w, 0, 400, 406)
	}
	if f.Timing == (yccalltest.Timing{}) && w.chance(0.5) {
		f.Timing = w.slow()
	}
}
