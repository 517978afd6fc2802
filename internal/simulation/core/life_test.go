package core

import (
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// settled is how long after a run nothing of it can have an effect any more. The platform of these schedules is done with
// a request three minutes after it came.
const settled = 4 * time.Minute

// shows is how long it takes until everybody sees what somebody did at the console.
const shows = 4 * time.Second

// life is the whole life of the campaign.
func (w *world) life() {
	w.firstApply()
	for range pick(w, 1, 2, 2, 3, 5) {
		if !w.holds() || w.user.over {
			break
		}
		if !w.profile.soon || w.chance(0.3) {
			w.sleep(pick(w, 0, w.between(0, time.Minute), w.between(0, 10*time.Minute)))
		}
		w.step()
		if w.chance(0.3) {
			w.settle()
		}
	}
	w.settle()
	if w.holds() {
		w.finish()
	}
}

// firstApply creates the campaign, sometimes in two runs at once: somebody has started the pipeline twice, or declared the
// campaign in two workspaces.
func (w *world) firstApply() {
	if !w.chance(w.profile.or(0.12, w.profile.rivals)) {
		w.apply(w.newTrouble())
		return
	}
	var rival state
	var theirs outcome
	c, their, ours := w.user.wanted.clone(), w.newTrouble(), w.newTrouble()
	others := w.chance(0.3) // another campaign of the same name
	if others {
		c.people = w.newCampaignFile().people
	}
	their.console, ours.console = nil, nil
	delay := pick(w, 0, w.between(0, 5*time.Second), w.between(0, time.Minute))
	w.note("another run (%s) begins %s later: %s", c, delay, their)
	w.onlooker.rivals = true
	var both sync.WaitGroup
	both.Go(func() {
		time.Sleep(delay)
		theirs = w.start("the other run", their).apply(&rival, c)
	})
	both.Go(func() { w.apply(ours) })
	both.Wait()
	w.user.undecided = time.Now()
	w.note("the other run ended: %v (killed %t), with task %q", theirs.err, theirs.killed, rival.id)
	w.onlooker.discover(w)
	w.onlooker.checkRunning(w)
	w.onlooker.rivals = false
	anybody := slices.ContainsFunc(c.people, func(p person) bool { return !yccalltest.RejectUnroutable(p.Phone) })
	if others && anybody && theirs.err == nil && !theirs.killed && rival.id != "" && rival.id == w.user.state.id && !w.user.state.tainted {
		w.violate("both campaigns have task %s", rival.id)
	}
	if (theirs.err != nil || others) && rival.id != "" && rival.id != w.user.state.id {
		w.note("the other user destroys what the creation has left")
		if o := w.start("the other run", trouble{}).destroy(&rival); o.err != nil {
			w.violate("what a creation has left cannot be destroyed: %v", o.err)
		}
	}
	if theirs.killed {
		w.sleep(settled)
	}
}

// sleep lets time pass.
func (w *world) sleep(d time.Duration) {
	if d > 0 {
		time.Sleep(d)
	}
}

// step is one thing that happens.
func (w *world) step() {
	if changes := w.profile.changes; len(changes) > 0 && w.chance(0.8) {
		w.stepOf(pick(w, changes...))
		return
	}
	switch n := w.rng.IntN(100); {
	case n < 70:
		w.change()
		w.apply(w.newTrouble())
	case n < 84:
		what, act := w.console()
		w.note("somebody %s", what)
		act()
		w.sleep(shows)
	case n < 88:
		w.destroy(w.newTrouble())
	default:
		w.sleep(w.between(0, time.Hour))
	}
}

// stepOf is a step of a profile.
func (w *world) stepOf(what change) {
	c := &w.user.wanted
	one := &c.people[w.rng.IntN(len(c.people))]
	switch what {
	case appendPeople:
		c.people = append(c.people, w.newPerson(), w.newPerson())
	case changeFields:
		w.setFields(one)
	case respell:
		one.Phone = respelled(one.Phone)
	case changeSettings:
		c.variant = (c.variant + 1) % 3
	case takeOff:
		w.takeOff(c, 1)
	case putBack:
		w.putBack(c)
	case startOver:
		w.startOver()
	case goOnWithout:
		w.destroy(trouble{})
		w.takeOffCalled(c)
	case destroyAll:
		w.destroy(w.newTrouble())
		return
	}
	w.note("now wanted: %s", w.user.wanted)
	w.apply(w.newTrouble())
}

// startOver has somebody end the task at the console in the middle of its calls, and the user destroy it, to apply it anew.
func (w *world) startOver() {
	id := w.user.state.id
	if t, found := w.platform.Task(id); !found || t.Status == ended {
		return
	}
	w.note("somebody ends it")
	w.onlooker.tasks[id].endedByHand = true
	if err := w.platform.ConsoleSetStatus(id, ended); err != nil {
		w.violate("working at the console: %v", err)
	}
	w.destroy(trouble{})
}

// change edits what is wanted.
func (w *world) change() {
	c := &w.user.wanted
	switch n := w.rng.IntN(100); {
	case n < 65:
		w.changeList(c)
	case n < 75:
		c.running = !c.running
	case n < 85:
		c.variant = w.rng.IntN(3) // settings go, and come back
	case n < 90:
		*c = w.user.state.done.clone() // on second thoughts
		if len(c.people) == 0 {
			*c = w.newCampaignFile()
		}
	default:
		return // the same once more
	}
	w.note("now wanted: %s", w.user.wanted)
}

// apply applies what is wanted, and checks what that promises.
func (w *world) apply(t trouble) outcome {
	c := w.user.wanted.clone()
	w.note("apply: %s", t)
	w.onlooker.putBack(c.people, w.user.state.done.people, w.user.killed)
	w.platform.Plant(t.faults...)
	o := w.start("the run", t).apply(&w.user.state, c)
	w.platform.ClearFaults()
	w.note("it ended: %v (killed %t), with task %q", o.err, o.killed, w.user.state.id)
	if !t.quiet() {
		w.user.troubled = time.Now()
	}
	var undecided *campaign.UndecidedError
	if errors.As(o.err, &undecided) {
		w.user.undecided = time.Now()
	}
	w.onlooker.discover(w)
	w.onlooker.checkFailed(w, o)
	w.onlooker.checkCalls(w)
	if len(t.console) > 0 {
		w.sleep(settled) // a number added by hand may look like one of ours that is still to come
	}
	if o.killed {
		w.onlooker.extUnknown, w.user.killed = true, c.people
		w.sleep(settled) // whoever kills Terraform has the lock of its state to remove before the next run
	}
	if o.err == nil && !o.killed {
		w.user.killed = nil
		w.onlooker.checkSuccess(w, c, o)
	}
	return o
}

// destroy is "terraform destroy".
func (w *world) destroy(t trouble) {
	if w.user.state.id == "" {
		return
	}
	w.sleep(shows) // a task that does not show its start yet is taken for one that called nobody
	w.note("destroy: %s", t)
	w.platform.Plant(t.faults...)
	w.onlooker.discover(w)
	if known := w.onlooker.tasks[w.user.state.id]; known != nil { // the platform may take it in later
		known.endedByHand = true // if it comes to that
	}
	o := w.start("the run", t).destroy(&w.user.state)
	w.platform.ClearFaults()
	w.note("it ended: %v (killed %t)", o.err, o.killed)
	w.onlooker.checkCalls(w)
	if o.killed {
		w.sleep(settled)
	}
}

// settle is what a patient user does when nothing goes wrong any more: apply, follow the advice of a refusal, and apply
// again. It must come to rest.
func (w *world) settle() {
	for range 10 {
		if !w.holds() || w.user.over {
			return
		}
		o := w.apply(trouble{})
		if o.err == nil || !w.holds() {
			return
		}
		if !w.follow(o.err) {
			w.violate("an apply fails though nothing goes wrong: %v", o.err)
			return
		}
		w.sleep(w.between(0, 20*time.Second))
	}
	w.violate("the applies of a patient user do not come to rest")
}

// finish lets the campaign call everybody, and destroys it.
func (w *world) finish() {
	if id := w.user.state.id; id != "" && !w.user.over && w.user.wanted.running && !w.user.state.tainted {
		w.note("the campaign runs to its end")
		w.sleep(6 * time.Hour)
		w.onlooker.checkEverybody(w, w.user.wanted)
	}
	w.onlooker.checkCalls(w)
	if w.user.state.id == "" || !w.holds() {
		return
	}
	w.note("destroy: nothing goes wrong")
	if o := w.start("the run", trouble{}).destroy(&w.user.state); o.err != nil {
		w.violate("the campaign cannot be destroyed: %v", o.err)
	}
	w.sleep(settled)
	w.onlooker.discover(w)
	for _, t := range w.platform.Tasks() {
		if known := w.onlooker.tasks[t.ID]; t.Status != ended && (!known.orphan || t.EverStarted) && !slices.Contains(w.onlooker.byOthers, t.ID) {
			w.violate("task %s has not ended after all was destroyed", t.ID)
		}
	}
	w.onlooker.checkCalls(w)
}
