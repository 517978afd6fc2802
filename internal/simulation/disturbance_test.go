package simulation

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// disturbance is what goes wrong during one Terraform run. Requests are counted from 1.
type disturbance struct {
	faults       []yccalltest.Fault
	outage       span // requests that find no connection
	interruption *interruption
	console      map[int]act // what a person does just before a request
	dial         int         // how many numbers the task calls before each request
}

// span is requests from the first to the last; none if from is 0.
type span struct{ from, to int }

func (s span) holds(n int) bool { return s.from > 0 && n >= s.from && n <= s.to }

// interruption is Ctrl-C, or the end of Terraform and the provider without any warning, at a request.
type interruption struct {
	at    int
	stage stage
	kill  bool // Terraform is killed and has not saved the state
}

// stage is how far a request has come when the interruption strikes.
type stage int

const (
	beforeSending stage = iota
	onTheWay            // it never arrives
	replyLost           // it has had its effect
	replyArrived
	stages
)

func (s stage) String() string {
	return [...]string{"before it is sent", "on its way", "before its reply arrives", "after its reply"}[s]
}

// act is what a person does at the console.
type act struct {
	what string
	do   func()
}

// quiet reports whether nothing goes wrong.
func (d disturbance) quiet() bool {
	return len(d.faults) == 0 && d.outage.from == 0 && d.interruption == nil && len(d.console) == 0 && d.dial == 0
}

// String says in words what goes wrong.
func (d disturbance) String() string {
	var parts []string
	for _, f := range d.faults {
		text := fmt.Sprintf("%s:%d:%s", f.Service, f.Nth, f.Kind)
		if f.Times != 0 {
			text += fmt.Sprintf(",times=%d", f.Times)
		}
		if f.KillToken {
			text += ",kill-token"
		}
		switch f.Kind {
		case yccalltest.PartialEffect:
			text += fmt.Sprintf(",keep=%d", f.KeepPart)
		case yccalltest.LateEffect:
			text += fmt.Sprintf(",late-by=%d", f.LateBy)
		}
		parts = append(parts, text)
	}
	if d.outage.from > 0 {
		parts = append(parts, fmt.Sprintf("no connection for requests %d to %d", d.outage.from, d.outage.to))
	}
	if i := d.interruption; i != nil {
		what := "cancelled"
		if i.kill {
			what = "killed"
		}
		parts = append(parts, fmt.Sprintf("%s at request %d %s", what, i.at, i.stage))
	}
	for at := range 40 {
		if a, ok := d.console[at]; ok {
			parts = append(parts, fmt.Sprintf("before request %d somebody %s", at, a.what))
		}
	}
	if d.dial > 0 {
		parts = append(parts, fmt.Sprintf("%d numbers dialled before each request", d.dial))
	}
	if len(parts) == 0 {
		return "nothing goes wrong"
	}
	return strings.Join(parts, ", ")
}

// disturb makes up what goes wrong during a run.
func (w *fixture) disturb() disturbance {
	var d disturbance
	if w.chance(0.15) {
		return d
	}
	for range pick(w, 0, 1, 1, 1, 2, 2, 3) {
		d.faults = append(d.faults, w.fault())
	}
	if w.chance(0.07) {
		d.outage.from = 1 + w.rng.IntN(12)
		d.outage.to = d.outage.from + w.rng.IntN(12)
	}
	if w.chance(0.25) {
		d.interruption = &interruption{at: 1 + w.rng.IntN(11), stage: stage(w.rng.IntN(int(stages))), kill: w.chance(0.5)}
	}
	if w.chance(0.12) {
		d.console = map[int]act{}
		for range 1 + w.rng.IntN(2) {
			d.console[1+w.rng.IntN(12)] = w.console()
		}
	}
	if w.chance(0.06) {
		if d.console == nil {
			d.console = map[int]act{}
		}
		d.console[1+w.rng.IntN(8)] = w.rewrite()
	}
	if w.chance(0.2) {
		d.dial = 1 + w.rng.IntN(3)
	}
	return d
}

// fault makes a fault that the provider must cope with, mostly of a service that is going to be called.
func (w *fixture) fault() yccalltest.Fault {
	services := []string{"*", "*", "*", "Login", "TaskList", "TaskCreat", "TaskCreat", "TaskCreat", "TaskSet", "TaskSet", "TaskAdd"}
	if w.resource.Exists() {
		services = []string{"*", "*", "*", "Login", "TaskList", "TaskInfo", "TaskInfo", "TaskCreat", "TaskSet", "TaskSet", "TaskAdd", "TaskAdd", "TaskAdd", "taskDelPhone", "taskDelPhone"}
	}
	kinds := yccalltest.FaultKinds()
	f := yccalltest.Fault{Service: pick(w, services...), Kind: pick(w, kinds...), Nth: pick(w, 1, 1, 1, 2)}
	if f.Service == "*" {
		f.Nth = 1 + w.rng.IntN(10)
	}
	if w.chance(0.15) {
		f.Times = pick(w, 2, 3, 6, -1)
	}
	switch f.Kind {
	case yccalltest.PartialEffect:
		f.KeepPart = w.rng.IntN(6)
	case yccalltest.LateEffect:
		// What takes effect still later is not waited for, and nobody can prevent what comes of it.
		if f.Service == "TaskCreat" || f.Service == "TaskAdd" {
			f.LateBy = w.rng.IntN(4)
		}
	case yccalltest.Delay:
		f.Timing.ReplyAfter = time.Hour
	case yccalltest.Redirect:
		f.Answer.Location = "http://elsewhere.example.com/13800000001?token=secret"
	case yccalltest.Ret600:
		f.KillToken = w.token == "" && w.chance(0.5)
	case yccalltest.BusinessError:
		f.Answer.Code = pick(w, "", "1010")
	case yccalltest.HTTP500BeforeEffect:
		f.Answer.HTTPStatus = pick(w, 0, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusTooManyRequests,
			http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusNoContent)
	case yccalltest.HTTP500AfterEffect:
		f.Answer.HTTPStatus = pick(w, 0, http.StatusBadGateway, http.StatusGatewayTimeout, http.StatusNoContent)
	}
	return f
}
