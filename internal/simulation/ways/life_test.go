package ways

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// shows is how long it takes until everybody sees what somebody did at the console.
const shows = 4 * time.Second

// life is the whole life of the campaigns.
func (w *world) life() {
	main := w.spaces[0]
	for i := range pick(w, 1, 1, 1, 2, 3) {
		main.blocks[fmt.Sprintf("a[%d]", i)] = w.newBlock(w.word("campaign"))
	}
	for _, address := range slices.Sorted(maps.Keys(main.blocks)) {
		w.note("%s: %s", address, main.blocks[address])
	}
	if w.chance(w.profile.or(0.08, w.profile.firstVersion)) {
		main.upgrade("a[0]")
	}
	w.runIn(main, w.usual())
	for range pick(w, 1, 2, 3, 3, 5) {
		if !w.holds() {
			return
		}
		w.sleep(pick(w, 0, w.between(0, time.Minute), w.between(0, 10*time.Minute)))
		w.step(w.spaces[w.rng.IntN(len(w.spaces))])
		if w.chance(0.4) {
			w.settle()
		}
	}
	w.settle()
	if w.holds() {
		w.finish()
	}
}

// usual is how Terraform is run mostly.
func (w *world) usual() run {
	how := run{here: w.platform, noRefresh: w.chance(0.1), whileDo: w.newTrouble()}
	if w.chance(0.1) {
		how.whilePlan = w.newLook()
	}
	return how
}

// runIn runs Terraform and checks what that promises.
func (w *world) runIn(s *workspace, how run) outcome {
	for address, b := range s.blocks {
		if b.nameless && s.tainted(address) {
			how.noRefresh = false // nothing else tells the provider of it
		}
	}
	return w.check(s, how, func() outcome { return s.apply(how) })
}

// check checks what a run of Terraform promises.
func (w *world) check(s *workspace, how run, apply func() outcome) outcome {
	w.note("%s: run (-refresh=%t replace %q account %t unknown %v elsewhere %t destroy %t) plan: %s; apply: %s",
		s.name, !how.noRefresh, how.replace, how.account, how.unknown, how.here == w.elsewhere, how.destroy, how.whilePlan, how.whileDo)
	o := apply()
	w.note("it ended: %d errors, killed %t, stopped %t, stale %t", len(o.errors), o.killed, o.stopped, o.stale)
	if o.killed || o.stopped {
		w.sleep(settled)
		w.onlooker.discover(w, nil)
	}
	quiet := !how.noRefresh && how.here == w.platform && !how.destroy && len(how.unknown) == 0
	if quiet && !o.failed() && !w.onlooker.moved && w.holds() {
		w.onlooker.checkSuccess(s, o)
	}
	w.onlooker.moved = false
	w.onlooker.checkCalls(w)
	return o
}

// settle is what a patient user does when nothing goes wrong any more: apply, follow the advice of the refusals, and apply
// again. It must come to rest.
func (w *world) settle() {
	for _, s := range w.spaces {
		for round := 0; w.holds(); round++ {
			o := w.runIn(s, run{here: w.platform})
			if !o.failed() {
				break
			}
			if round == 20 {
				w.violate("the applies of a patient user do not come to rest")
			}
			if w.chance(0.3) && w.holds() {
				w.mayStop(s)
			}
			if len(o.errors) > 0 && w.holds() && !s.follow(o.errors[0]) {
				w.violate("%s: an apply fails though nothing goes wrong: %s", o.errors[0].address, o.errors[0].summary)
			}
			w.sleep(w.between(0, 20*time.Second))
		}
	}
	if w.holds() {
		w.onlooker.checkStray(w)
	}
}

// mayStop is promise 6: what was refused can be ended all the same. The plan is made, and not applied.
func (w *world) mayStop(s *workspace) {
	if f := s.plan(run{here: w.platform, noRefresh: true, destroy: true}); f.failed() {
		w.violate("a refusal stands in the way of terraform destroy -refresh=false: %s", f.errors[0].summary)
	}
}

// finish lets the campaigns call everybody, and destroys them.
func (w *world) finish() {
	w.note("the campaigns run to their end")
	w.sleep(3 * time.Hour)
	w.onlooker.checkCalls(w)
	for _, s := range w.spaces {
		w.onlooker.checkEverybody(s)
	}
	for _, s := range w.spaces {
		if !w.holds() {
			return
		}
		if o := w.runIn(s, run{here: w.platform, destroy: true, noRefresh: w.chance(0.5)}); o.failed() {
			if len(o.errors) > 0 && !s.follow(o.errors[0]) {
				w.violate("%s cannot be destroyed: %s", s.name, o.errors[0].summary)
			}
			if o = w.runIn(s, run{here: w.platform, destroy: true, noRefresh: true}); o.failed() {
				w.violate("%s cannot be destroyed without a refresh: %v", s.name, o.errors)
			}
		}
	}
	w.sleep(settled)
	w.onlooker.checkStray(w)
	w.onlooker.checkCalls(w)
}

// someAddress is a random address of the configuration; empty if there is none.
func (s *workspace) someAddress() string {
	addresses := slices.Sorted(maps.Keys(s.blocks))
	if len(addresses) == 0 {
		return ""
	}
	return pick(s.world, addresses...)
}

// edit changes a block.
func (s *workspace) edit(address string, change func(b *block)) {
	b := s.blocks[address].clone()
	change(&b)
	s.blocks[address] = b
	s.note("%s: %s now is %s", s.name, address, b)
}

// console is somebody who works at the platform's console.
func (w *world) console() {
	for _, t := range slices.Backward(w.platform.Tasks()) {
		if t.Status == yccalltest.Ended || !t.EverStarted {
			continue
		}
		status := pick(w, yccalltest.Paused, yccalltest.Paused, yccalltest.Running, yccalltest.Ended)
		w.note("somebody sets task %s to %s", t.ID, status)
		known := w.onlooker.known(t.ID)
		known.byHand = status != yccalltest.Running
		w.onlooker.moved = true
		if err := w.platform.ConsoleSetStatus(t.ID, status); err != nil {
			w.violate("working at the console: %v", err)
		}
		w.sleep(shows)
		return
	}
}

// taint marks what is at an address, as a failed provisioner does.
func (s *workspace) taint(address string) {
	if r := s.state[address]; r != nil {
		tainted := r.Copy()
		tainted.Taint()
		s.state[address] = tainted
		s.serial++
		s.note("%s: %s is tainted", s.name, address)
	}
}

func (s *workspace) untaint(address string) {
	r := s.state[address].Copy()
	r.Untaint()
	s.state[address] = r
	s.serial++
	s.note("%s: %s is not tainted any more", s.name, address)
}

// tainted reports whether what is at an address is to be made anew.
func (s *workspace) tainted(address string) bool {
	r := s.state[address]
	return r != nil && r.Tainted()
}
