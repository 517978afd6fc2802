package core

import (
	"slices"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// onlooker sees all that happens, and knows what must not.
//
//  1. Nobody's telephone rings twice, in whatever spelling and task, unless call_again was changed in between. Those whom
//     somebody has put on a task or taken off it by hand are left out.
//  2. An apply that ends without an error has left exactly what is wanted: everybody who is wanted, and whom the platform
//     takes, is on the task once or was called; nobody else is waiting on it; the fields are those of the list; and it runs
//     if it is to run.
//  3. Whoever is wanted is called in the end.
//  4. What a failed creation leaves was not started.
//  5. Two tasks of the campaign never run at once.
//  6. When nothing goes wrong any more, the applies of a user who follows the advice of the refusals come to rest, and each
//     refusal is right.
//  7. A run that was interrupted sends nothing more.
//  8. All can be destroyed.
//
// One thing nobody can see: a killed run has exchanged people or fields, so that the count is that of the state that it did
// not save, and then the list is put back. Those are left out of promises 2 and 3.
type onlooker struct {
	tasks      map[string]*knownTask
	touched    map[string]bool // people
	exchanged  map[string]bool // people, by a killed run whose list was put back
	rings      map[ring]int
	counted    int // calls that were counted
	moved      bool
	extUnknown bool // what the platform does not echo may be that of an earlier list
	byOthers   []string
	drops      bool // the platform has lost numbers without a word
	rivals     bool // two runs are going on
}

// knownTask is what is known of a task.
type knownTask struct {
	made        campaignFile
	orphan      bool // in nobody's state
	endedByHand bool
}

// ring is somebody's telephone in a time in which it must not ring twice.
type ring struct {
	epoch  int // the value of call_again
	person string
}

func (l *onlooker) touch(phone string) { l.touched[yccalltest.Person(phone)] = true }

// excused reports whether nothing is promised about whether somebody is on the task.
func (l *onlooker) excused(phone string) bool {
	who := yccalltest.Person(phone)
	return l.touched[who] || l.exchanged[who]
}

// putBack leaves those out whom a killed run may have exchanged, if the list is what it was before.
func (l *onlooker) putBack(now, before, killed []person) {
	if killed == nil || len(difference(now, before)) > 0 {
		return
	}
	for _, p := range difference(before, killed) {
		l.exchanged[yccalltest.Person(p.Phone)] = true
	}
}

// difference returns the entries that are on one list only.
func difference(a, b []person) []person {
	missing := func(from, in []person) []person {
		return slices.DeleteFunc(slices.Clone(from), func(p person) bool { return slices.Contains(in, p) })
	}
	return append(missing(a, b), missing(b, a)...)
}

// discover takes note of new tasks.
func (l *onlooker) discover(w *world) {
	for _, t := range w.platform.Tasks() {
		if l.tasks[t.ID] == nil {
			l.tasks[t.ID] = &knownTask{made: w.user.wanted.clone()}
		}
		l.tasks[t.ID].orphan = t.ID != w.user.state.id
	}
}

// forget leaves those out whom other tasks have called and who are not on the list of a task that is imported: only a
// creation finds out what previous tasks of the campaign have done, and whoever puts them back on the list is not warned.
func (l *onlooker) forget(w *world) {
	for _, call := range w.platform.Calls() {
		if call.TaskID != w.user.state.id && !w.user.wanted.has(call.Phone) {
			l.touch(call.Phone)
		}
	}
}

// checkCalls is promise 1.
func (l *onlooker) checkCalls(w *world) {
	l.discover(w)
	calls := w.platform.Calls()
	for _, c := range calls[l.counted:] {
		r := ring{l.tasks[c.TaskID].made.again, c.Person}
		if l.rings[r]++; l.rings[r] > 1 && !l.touched[c.Person] {
			w.violate("%s rang %d times, the last time by task %s at %s", c.Phone, l.rings[r], c.TaskID, c.Start.Sub(w.begunThere))
		}
	}
	l.counted = len(calls)
}

// checkFailed is promise 4.
func (l *onlooker) checkFailed(w *world, o outcome) {
	s := w.user.state
	if o.err == nil || o.killed || !o.made || l.rivals {
		// Of two runs at once, one whose reply was lost may take the other's task for its own before it stops.
		return
	}
	if t, _ := w.platform.Task(s.id); t.EverStarted && t.Status != ended {
		w.violate("the creation failed, and task %s was started", s.id)
	}
}

// checkRunning is promise 5.
func (l *onlooker) checkRunning(w *world) {
	var running []string
	for _, t := range w.platform.Tasks() {
		if t.Status == yccalltest.Running {
			running = append(running, t.ID)
		}
	}
	if len(running) > 1 {
		w.violate("tasks %v run at the same time", running)
	}
}

// checkSuccess is promise 2.
func (l *onlooker) checkSuccess(w *world, c campaignFile, o outcome) {
	l.checkRunning(w)
	moved := l.moved || len(o.trouble.console) > 0
	l.moved = false
	t, found := w.platform.Task(w.user.state.id)
	switch {
	case !found || w.user.state.tainted:
		w.violate("a successful apply left no task")
		return
	case moved || t.Status == ended:
		return
	case c.running && t.Status != yccalltest.Running:
		// A start that could be neither confirmed nor refuted is a warning, and the next apply looks.
		// So does one after a pause of an earlier run that came late.
		if o.trouble.quiet() && w.dialect.Lag.RunStates == 0 && time.Since(w.user.troubled) >= settled {
			w.violate("the task is to run, and is %s", t.Status)
		}
	}
	if w.dialect.Habits&yccalltest.TotalWithRejected != 0 {
		w.sleep(settled) // a count that counts something else may fit before the last number has come
	}
	l.checkNumbers(w, c, t.ID)
}

func (l *onlooker) checkNumbers(w *world, c campaignFile, id string) {
	type held struct {
		rows, waiting int
		called        bool
		last          yccalltest.NumberSnapshot
	}
	rows := map[string]*held{}
	for _, n := range w.platform.Numbers(id) {
		who := yccalltest.Person(n.Phone)
		h := rows[who]
		if h == nil {
			h = &held{}
			rows[who] = h
		}
		h.rows++
		if n.Calls > 0 {
			h.called = true
		} else {
			h.waiting++
			h.last = n
		}
	}
	for _, p := range c.people {
		h := rows[yccalltest.Person(p.Phone)]
		delete(rows, yccalltest.Person(p.Phone))
		skipped := l.calledBySkipped(w, c, p.Phone)
		said := slices.Contains(w.user.state.numbers.rejected, p.Phone)
		switch rejected := yccalltest.RejectUnroutable(p.Phone); {
		case l.excused(p.Phone):
		case said && !rejected && !l.drops:
			w.violate("%s is said to be rejected and was not", p.Phone)
		case said && !rejected:
		case rejected && h != nil:
			w.violate("%s is rejected and on the task", p.Phone)
		case rejected:
		case skipped && h != nil && h.waiting > 0:
			w.violate("%s was called by a task that is skipped, and is on the task", p.Phone)
		case skipped:
		case h == nil:
			w.violate("%s is wanted and not on the task", p.Phone)
		case h.called && h.waiting > 0, h.waiting > 1:
			w.violate("%s is on the task %d times", p.Phone, h.rows)
		case h.called:
		case h.last.UserID != p.UserID:
			w.violate("%s has user id %q and is to have %q", p.Phone, h.last.UserID, p.UserID)
		case !l.extUnknown && h.last.Ext != p.Ext:
			w.violate("%s has ext %q and is to have %q", p.Phone, h.last.Ext, p.Ext)
		}
	}
	for _, h := range rows {
		if h.waiting > 0 && !l.excused(h.last.Phone) {
			w.violate("%s is waiting on the task and not wanted", h.last.Phone)
		}
	}
}

// calledBySkipped reports whether a task that the configuration skips has called somebody.
func (l *onlooker) calledBySkipped(w *world, c campaignFile, phone string) bool {
	return slices.ContainsFunc(w.platform.CallsOf(phone), func(call yccalltest.Call) bool { return slices.Contains(c.skip, call.TaskID) })
}

// checkEverybody is promise 3.
func (l *onlooker) checkEverybody(w *world, c campaignFile) {
	t, _ := w.platform.Task(w.user.state.id)
	if l.moved || t.Status == yccalltest.Paused || l.tasks[t.ID].endedByHand {
		return
	}
	l.checkCalls(w)
	for _, p := range c.people {
		r := ring{c.again, yccalltest.Person(p.Phone)}
		said := slices.Contains(w.user.state.numbers.rejected, p.Phone) && l.drops
		if l.rings[r] == 0 && !said && !l.excused(p.Phone) && !yccalltest.RejectUnroutable(p.Phone) && !l.calledBySkipped(w, c, p.Phone) {
			w.violate("%s is wanted and was not called by the end", p.Phone)
		}
	}
}
