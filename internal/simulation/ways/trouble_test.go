package ways

import (
	"fmt"
	"strings"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// settled is how long after a run that was broken off nothing of it can have an effect any more.
const settled = 4 * time.Minute

// trouble is what goes wrong in one process.
type trouble struct {
	faults       []yccalltest.Fault
	interruption *interruption
}

func (t trouble) String() string {
	var parts []string
	for _, f := range t.faults {
		parts = append(parts, fmt.Sprintf("%s:%d:%s times %d %+v", f.Service, f.Nth, f.Kind, f.Times, f.Timing))
	}
	if i := t.interruption; i != nil {
		parts = append(parts, fmt.Sprintf("broken off (kill %t) at request %d %s", i.kill, i.at, i.stage))
	}
	return strings.Join(parts, ", ")
}

// newTrouble makes up what goes wrong while something is done.
func (w *world) newTrouble() trouble {
	var t trouble
	if w.chance(w.profile.or(0.6, w.profile.quiet)) {
		return t
	}
	if w.chance(0.5) {
		t.interruption = &interruption{
			at: 1 + w.rng.IntN(14), stage: stage(w.rng.IntN(3)), after: w.between(0, 15*time.Second), kill: w.chance(0.6),
		}
		return t
	}
	t.faults = append(t.faults, w.newFault("TaskList", "TaskCreat", "TaskCreat", "TaskCreat", "TaskSet", "TaskSet", "TaskAdd", "TaskAdd", "TaskInfo"))
	return t
}

// newLook makes up how a look fails while a plan is made.
func (w *world) newLook() trouble {
	f := w.newFault("TaskList", "TaskList", "TaskInfo")
	f.Nth, f.Times = 1+w.rng.IntN(4), pick(w, 1, 6, 6, 20)
	return trouble{faults: []yccalltest.Fault{f}}
}

func (w *world) newFault(services ...string) yccalltest.Fault {
	f := yccalltest.Fault{Service: pick(w, services...), Kind: pick(w, yccalltest.FaultKinds()...), Nth: pick(w, 1, 1, 2)}
	if (f.Service == "TaskList" || f.Service == "TaskInfo") && w.chance(0.4) {
		f.Kind, f.Times = pick(w, yccalltest.EmptyList, yccalltest.EmptyList, yccalltest.ShortList), pick(w, 1, 2, 6)
	}
	switch f.Kind {
	case yccalltest.LateEffect:
		f.Kind = yccalltest.HTTP500AfterEffect // time has ways of its own here
		f.Answer.HTTPStatus = 504
		f.Timing = yccalltest.Timing{ReplyAfter: w.between(0, 20*time.Second), EffectAfter: w.between(0, 45*time.Second)}
	case yccalltest.Delay:
		f.Timing.ReplyAfter = w.between(30*time.Second, 3*time.Minute)
	case yccalltest.Redirect:
		f.Answer.Location = "http://elsewhere.example"
	case yccalltest.PartialEffect, yccalltest.ShortList:
		f.KeepPart = w.rng.IntN(3)
	case yccalltest.HTTP500BeforeEffect:
		f.Answer.HTTPStatus = pick(w, 0, 502, 503, 429, 403)
	case yccalltest.HTTP500AfterEffect:
		f.Answer.HTTPStatus = pick(w, 0, 502, 504, 403)
	case yccalltest.Ret500BeforeEffect, yccalltest.Ret500AfterEffect:
		f.Answer.Ret = pick(w, 0, 400, 406)
	}
	return f
}
