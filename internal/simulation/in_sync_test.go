package simulation

import (
	"fmt"
	"slices"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// checkSettled is promise 3: an apply that succeeded has left exactly what is wanted.
func (w *fixture) checkSettled(c configuration, o outcome) {
	t, _ := w.platform.Task(w.id())
	switch {
	case w.resource.Tainted():
		w.violate("a successful apply left the resource tainted")
	case w.id() == "" || w.tasks[t.ID] == nil:
		w.violate("a successful apply left no task in state")
	case !w.resource.Exists():
		w.violate("a successful apply left nothing in state")
	}
	if !w.holds() || o.moved || w.tasks[t.ID].purged {
		return
	}
	w.checkRunState(c, o, t)
	if t.Status == yccalltest.Ended {
		return
	}
	drifted := w.settled != unknown && o.held != unknown && o.held != w.settled
	if drifted && !o.reconciled {
		w.violate("task %s had %d rows instead of %d, and the apply did not notice", t.ID, o.held, w.settled)
	}
	stored := w.platform.Numbers(t.ID)
	if w.outside && !drifted && (!o.reconciled || c.appendedTo(w.before)) {
		// As many numbers as before, but other ones: nobody notices that while the old ones stay wanted.
		if o.reconciled {
			w.settled = len(stored)
		}
		return
	}
	w.checkNumbers(c, t, stored)
	w.checkInvalid(c)
	w.outside, w.settled = false, len(stored)
}

// checkRunState is the part of promise 3 about desired_status.
func (w *fixture) checkRunState(c configuration, o outcome, t yccalltest.TaskSnapshot) {
	if o.says("Whether the task was started is unknown") {
		return
	}
	known, paused := w.tasks[t.ID], t.PausedAt
	if known.imported || known.adopted {
		// The provider does not know the platform's zone then, and calls nobody in doubt.
		_, ahead := paused.Zone()
		paused = paused.Add(time.Duration(ahead)*time.Second - 14*time.Hour)
	}
	over := !t.PausedAt.IsZero() && !w.platform.Now().Before(paused)
	reached := true
	switch c.desired {
	case "running":
		waits := t.SwitchedOn || known.setBack && t.Status == yccalltest.NotStarted && !t.ScheduledAt.IsZero() // looks the same
		reached = t.Status == yccalltest.Running || t.Status == yccalltest.Ended || waits || t.Status == yccalltest.Paused && over
	case "paused":
		reached = t.Status == yccalltest.Paused || t.Status == yccalltest.Ended
	case "ended":
		reached = t.Status == yccalltest.Ended
	case "not_started":
		adopted := known.imported && t.Status == yccalltest.Ended // as it is
		reached = t.Status == yccalltest.NotStarted || adopted || o.says("The task was started outside Terraform")
	}
	if !reached {
		w.violate("desired_status is %s, and the task is %s", c.desired, t.Status)
	}
}

func (w *fixture) checkNumbers(c configuration, t yccalltest.TaskSnapshot, stored []yccalltest.NumberSnapshot) {
	rows := make(map[string]yccalltest.NumberSnapshot, len(stored))
	count := map[string]int{}
	for _, n := range stored {
		// Each round of multi_call lists people that it will call again as not called.
		n.Called = n.Called || n.Calls > 0 || rows[n.Phone].Called
		rows[n.Phone] = n
		count[n.Phone]++
	}
	for _, e := range w.expected(c) {
		n, there := rows[e.phone]
		delete(rows, e.phone)
		switch rejected := yccalltest.RejectUnroutable(e.phone); {
		case rejected && there && !w.touched[e.phone]:
			w.violate("%s is rejected and in the task", e.phone)
		case rejected:
		case !there:
			w.violate("%s is wanted and not in the task", e.phone)
		case count[e.phone] > 1 && !n.Called:
			w.violate("%s is in the task %d times", e.phone, count[e.phone])
		case n.Called:
			// What was called is left as it is.
		case n.UserID != e.userID || n.MemberID != e.memberID || n.CustomUUID != e.customUUID:
			w.violate("%s has other fields than wanted: %+v", e, n)
		case !w.tasks[t.ID].imported && !w.touched[e.phone] && (n.Time != e.time || n.Ext != e.ext):
			w.violate("%s has another time or ext than wanted: %+v", e, n)
		}
	}
	for phone, n := range rows {
		if !n.Called {
			w.violate("%s is in the task, not wanted and not called", phone)
		}
	}
}

// expected are the entries that may be called and were not called by a task that the configuration skips.
func (w *fixture) expected(c configuration) []entry {
	return slices.DeleteFunc(slices.Clone(c.toCall()), func(e entry) bool {
		return slices.ContainsFunc(w.platform.CallsOf(e.phone), func(call yccalltest.Call) bool { return slices.Contains(c.skip, call.TaskID) })
	})
}

func (w *fixture) checkInvalid(c configuration) {
	var want, got []string
	for _, e := range w.expected(c) {
		if yccalltest.RejectUnroutable(e.phone) && !w.touched[e.phone] {
			want = append(want, e.phone)
		}
	}
	invalid, _ := w.resource.Value("invalid_data").([]any)
	byHand := 0
	for _, v := range invalid {
		if phone := fmt.Sprint(v); w.touched[phone] {
			byHand++ // whether the platform has it or not
		} else {
			got = append(got, phone)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		w.violate("invalid_data is %v, want %v", got, want)
	}
	if n := w.resource.Value("invalid_count"); n != int64(len(want)+byHand) {
		w.violate("invalid_count is %v, want %d", n, len(want)+byHand)
	}
	if n := w.resource.Value("number_count"); n != int64(len(w.expected(c))) {
		w.violate("number_count is %v, want %d", n, len(w.expected(c)))
	}
}

// checkNothingToDo is promise 4: a successful apply is followed by an empty plan.
func (w *fixture) checkNothingToDo(c configuration, o outcome) {
	switch {
	case o.moved || o.says("Whether the task was started is unknown"):
		return
	case o.plan.Action == protocoltest.NoOp:
		w.rested = true // there was nothing to do as it is
		return
	}
	w.note("  plan again")
	again := w.planOnly(c, disturbance{})
	w.rested = w.holds()
	switch {
	case again.failed():
		w.violate("the plan after a successful apply fails: %s", firstLine(protocoltest.Errors(again.diags)))
	case again.plan.Action != protocoltest.NoOp:
		w.violate("the plan after a successful apply is to %s", again.plan.Action)
	}
}
