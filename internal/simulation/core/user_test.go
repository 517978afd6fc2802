package core

import (
	"errors"
	"slices"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

const ended = yccalltest.Ended

// follow does what a refusal tells the user to do. It reports whether the refusal was right.
func (w *world) follow(err error) bool {
	var unstarted *campaign.UnstartedError
	var runs *campaign.RunsAlreadyError
	var called *campaign.CalledBeforeError
	var twice *campaign.CalledAndWaitingError
	var hasEnded *campaign.EndedError
	var notEnded *campaign.NotEndedError
	var overtaken *campaign.OvertakenError
	s, c := &w.user.state, &w.user.wanted
	switch {
	case errors.As(err, &unstarted):
		return w.takeOver(unstarted.Task.ID)
	case errors.As(err, &runs):
		return w.takeOver(runs.Task.ID)
	case errors.As(err, &called):
		return w.say(called.Task.ID)
	case errors.Is(err, errConsent):
		if w.chance(0.3) {
			c.variant = s.made.variant
			w.note("user: leaves the settings as they were")
			return true
		}
		return w.say(s.id)
	case errors.Is(err, errEnded):
		if w.chance(0.5) {
			w.user.over = true
			w.note("user: it is over")
			return true
		}
		return w.say(s.id)
	case errors.Is(err, errNobody):
		w.user.over = true
		return true
	case errors.As(err, &hasEnded), errors.As(err, &notEnded), errors.Is(err, errNotListed):
		return true // meanwhile: the next apply sees it
	case errors.Is(err, yccall.ErrUnstableListing):
		return w.dialect.MaxPageSize > 0 // calls go on while it is listed page by page
	case errors.Is(err, campaign.ErrShortListing) && w.dialect.Habits&(yccalltest.TotalWithRejected|yccalltest.IgnoreTaskIDFilter) != 0:
		// Whether the platform counts whom it has rejected, or those of other tasks, nobody can tell who has not had the reply.
		w.user.over = true
		return w.platform.ConsoleSetStatus(s.id, ended) == nil
	case errors.Is(err, yccall.ErrRefused) && w.dialect.Lag.RunStates > 0:
		t, _ := w.platform.Task(s.id)
		return t.Status == ended // which does not show yet
	case errors.As(err, &overtaken):
		return time.Since(w.user.undecided) < settled // it is what an interrupted run has left
	case errors.As(err, &twice):
		return w.removeWaiting(s.id)
	case errors.Is(err, campaign.ErrNotShown):
		// A platform that names nobody whom it drops.
		n := len(c.people)
		c.people = slices.DeleteFunc(c.people, func(p person) bool { return yccalltest.RejectUnroutable(p.Phone) })
		if len(c.people) == 0 {
			c.people = append(c.people, person{Phone: "13800000001"})
		}
		w.note("now wanted: %s", *c)
		return len(c.people) < n || n == 1
	}
	return false
}

// takeOver imports a task that a broken-off run has left, or ends it at the console if there is another one in state.
func (w *world) takeOver(id string) bool {
	known, s := w.onlooker.tasks[id], &w.user.state
	if known == nil || id == s.id && !s.tainted {
		return false
	}
	t, _ := w.platform.Task(id)
	if s.id != "" && s.id != id && !t.EverStarted {
		w.note("user: ends task %s at the console", id)
		return w.platform.ConsoleSetStatus(id, ended) == nil
	}
	if old, _ := w.platform.Task(s.id); s.id != "" && s.id != id && old.Status != ended {
		w.note("user: ends task %s at the console", s.id)
		if w.platform.ConsoleSetStatus(s.id, ended) != nil {
			return false
		}
	}
	w.note("user: imports task %s", id)
	w.onlooker.extUnknown = true
	known.orphan = false
	*s = state{id: id, imported: true, made: known.made, done: known.made}
	w.onlooker.forget(w)
	return true
}

// say says in the configuration who is to be called again.
func (w *world) say(id string) bool {
	t, found := w.platform.Task(id)
	c := &w.user.wanted
	if !found || slices.Contains(c.skip, id) {
		return false
	}
	// Of a task that has gone further it cannot always be told that it was never started.
	right := t.EverStarted || t.Status != yccalltest.NotStarted || w.user.state.done.running
	if w.chance(0.6) {
		c.skip = append(c.skip, id)
	} else {
		c.again++
		c.skip = nil
	}
	w.note("now wanted: %s", *c)
	return right
}

// removeWaiting takes those off the task whom it has called and is to call once more.
func (w *world) removeWaiting(id string) bool {
	waiting, called, found := map[string][]string{}, map[string]bool{}, false
	for _, n := range w.platform.Numbers(id) {
		who := yccalltest.Person(n.Phone)
		if n.Calls > 0 {
			found = found || called[who] // both have been called by now, which did not show yet
			called[who] = true
		} else {
			waiting[who] = append(waiting[who], n.Phone)
		}
	}
	for who, phones := range waiting {
		if called[who] {
			found = true
			w.note("somebody removes %v, who was called and is on the task once more", phones)
			if err := w.platform.ConsoleRemove(id, phones...); err != nil {
				return false
			}
		}
	}
	return found
}

// console makes up something that a person does to the task by hand, whenever it is done.
func (w *world) console() (what string, act func()) {
	on := func(do func(t yccalltest.TaskSnapshot) error) func() {
		return func() {
			for _, t := range slices.Backward(w.platform.Tasks()) {
				if t.Status != ended && w.onlooker.tasks[t.ID] != nil {
					w.onlooker.moved = true
					if err := do(t); err != nil {
						w.violate("working at the console: %v", err)
					}
					return
				}
			}
		}
	}
	someone := pick(w, w.user.wanted.people...).Phone
	switch w.rng.IntN(10) {
	case 0, 1, 2:
		return "pauses it", on(func(t yccalltest.TaskSnapshot) error {
			if !t.EverStarted {
				return nil
			}
			return w.platform.ConsoleSetStatus(t.ID, yccalltest.Paused)
		})
	case 3:
		return "resumes it", on(func(t yccalltest.TaskSnapshot) error {
			if t.Status != yccalltest.Paused || !t.EverStarted {
				return nil
			}
			// Whoever resumes a task while its numbers are changed cannot be protected.
			for _, n := range w.platform.Numbers(t.ID) {
				w.onlooker.touch(n.Phone)
			}
			for _, p := range w.user.wanted.people {
				w.onlooker.touch(p.Phone)
			}
			return w.platform.ConsoleSetStatus(t.ID, yccalltest.Running)
		})
	case 4:
		return "ends it", on(func(t yccalltest.TaskSnapshot) error {
			w.onlooker.tasks[t.ID].endedByHand = true
			return w.platform.ConsoleSetStatus(t.ID, ended)
		})
	case 5, 6:
		stranger := w.newPerson().Phone
		return "adds " + stranger, on(func(t yccalltest.TaskSnapshot) error {
			w.onlooker.touch(stranger)
			return w.platform.ConsoleAdd(t.ID, stranger)
		})
	case 7:
		return "adds " + someone + ", who is wanted", on(func(t yccalltest.TaskSnapshot) error {
			w.onlooker.touch(someone)
			return w.platform.ConsoleAdd(t.ID, someone)
		})
	default:
		return "removes " + someone, on(func(t yccalltest.TaskSnapshot) error {
			w.onlooker.touch(someone)
			return w.platform.ConsoleRemove(t.ID, someone)
		})
	}
}
