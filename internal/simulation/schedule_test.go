package simulation

import (
	"context"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/provider"
)

// play plays the schedule of a seed. It returns what is broken, if anything, and what happened.
func play(seed uint64, dir string) (broken, story string) {
	w := newFixture(seed, dir)
	core, err := protocoltest.Start(context.Background(), provider.New("test")())
	if err == nil {
		w.resource, err = core.Resource(resourceType)
	}
	if err != nil {
		return err.Error(), ""
	}
	w.life()
	return w.broken, w.story()
}

// schedule is one life of the campaign.
func (w *fixture) life() {
	steps := pick(w, 1, 1, 2, 2, 3, 6)
	if w.large {
		steps = 2
	}
	w.applyNow(w.disturb())
	for range steps {
		if !w.holds() {
			return
		}
		w.step()
		if w.chance(0.35) {
			w.settleDown()
		}
	}
	w.settleDown()
	if w.holds() {
		w.finish()
	}
}

// step is one thing that happens.
func (w *fixture) step() {
	w.rested = false
	switch n := w.rng.IntN(100); {
	case n < 55:
		if !w.mustRepeat() {
			w.change()
		}
		w.findOrphans()
		w.applyNow(w.disturb())
	case n < 59:
		goes := w.disturb()
		w.note("refresh (%s): %s", w.describe(), goes)
		w.refresh(goes)
	case n < 62:
		goes := w.disturb()
		w.note("plan (%s): %s", w.describe(), goes)
		w.planOnly(w.wanted, goes)
	case n < 77:
		a := w.console()
		w.note("somebody %s", a.what)
		a.do()
	case n < 88:
		for _, t := range w.live() {
			if called := w.platform.Dial(t.ID, 1+w.rng.IntN(8)); called > 0 {
				w.note("%d numbers of %s are called", called, t.ID)
			}
		}
	case n < 92:
		by := time.Duration(1+w.rng.IntN(20)) * time.Hour
		w.note("%s pass", by)
		w.platform.Advance(by)
	case n < 97:
		if id := w.id(); id != "" && !w.resource.Tainted() && !w.tasks[id].purged {
			w.takeOver(id)
		}
	default:
		w.end(w.disturb())
	}
}

// applyNow applies what is wanted and checks what a successful apply promises.
func (w *fixture) applyNow(goes disturbance) outcome {
	c := w.wanted.clone()
	w.note("apply (%s): %s", w.describe(), goes)
	o := w.apply(c, goes)
	if w.holds() && o.applied && !o.failed() {
		w.before, w.applied, w.halfway = w.applied, c, false
		if o.rewrote {
			w.applied = configuration{} // the list as it was, or as it is now
		}
		w.checkSettled(c, o)
		if w.holds() {
			w.checkNothingToDo(c, o)
		}
	}
	return o
}

// mustRepeat reports whether the user has to repeat what was killed before changing anything, as the
// documentation asks for: a task that the killed run has started is found again only under the
// configuration that it was made from, and numbers that it has changed are put right by what it was
// to put right.
func (w *fixture) mustRepeat() bool {
	for _, t := range w.ours() {
		if known := w.tasks[t.ID]; known.orphan && t.EverStarted && known.epoch == w.epoch.number {
			return true
		}
	}
	return w.halfway
}

// end destroys the campaign.
func (w *fixture) end(goes disturbance) outcome {
	w.note("destroy (%s): %s", w.describe(), goes)
	o := w.destroy(goes)
	if w.holds() && !w.resource.Exists() {
		// Whoever applies after that wants everybody to be called again.
		w.fresh = true
	}
	return o
}

// finish destroys the campaign for good.
func (w *fixture) finish() {
	if w.chance(0.4) {
		w.end(w.disturb())
	}
	if w.holds() && w.resource.Exists() {
		if o := w.end(disturbance{}); o.failed() || w.resource.Exists() {
			w.violate("the campaign cannot be destroyed: %v", protocoltest.Errors(o.diags))
		}
	}
}
