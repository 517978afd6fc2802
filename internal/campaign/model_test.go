package campaign

import (
	"fmt"
	"hash/maphash"
	"math/bits"
	"slices"
	"strings"
)

// This file walks all states of a small model: a platform with two wanted numbers and an unwanted one, and decide with the
// memory that goes with it, as sync.go drives it. Up to three requests go wrong, each in any of the ways of mishap; what
// they have left undone, the dialler and the calls under way go on between any two steps.
//
// Everywhere must hold:
//
//	nobody is called twice
//	the work is not finished, and the task not resumed, while somebody who was called is on it to be called again, or
//	  anybody may still come to be
//	finished work leaves each wanted number there once, or rejected, and nobody else waiting
//	the work ends
//
// One thing is promised to the client, as in the real world: an effect that is not there yet comes before everything has
// stood still for the whole patience, and so does the end of a call.

// guards are the rules of decide and of its driver, and what they are without one of them.
type guards struct {
	decide    func(seen, memory) (step, memory)
	mayResume func(memory, seen) bool
}

// exploration walks all states from one.
type exploration struct {
	guards guards
	seed   maphash.Seed
	colour map[uint64]bool // true while a state is being walked
	path   []string
	broken string
	limit  int
}

// walk visits a state and all that can come of it. It reports whether all is well.
func (e *exploration) walk(w walker) bool {
	key := maphash.Comparable(e.seed, w) // so that one state in billions may be taken for another
	if walking, visited := e.colour[key]; visited {
		if walking {
			return e.fail("the work does not end")
		}
		return true
	}
	if e.limit > 0 && len(e.colour) > e.limit {
		return e.fail("there are too many states")
	}
	if broken := w.world.twice(); broken != "" {
		return e.fail(broken)
	}
	if w.world.crowded {
		return true // more rows than the model has room for: seen to be called twice where that is possible
	}
	e.colour[key] = true
	ok := e.environment(w) && (w.over || e.client(w))
	e.colour[key] = false
	return ok
}

func (e *exploration) fail(why string) bool {
	e.broken = why + ":\n  " + strings.Join(e.path, "\n  ")
	return false
}

func (e *exploration) then(what string, w walker) bool {
	e.path = append(e.path, what)
	defer func() { e.path = e.path[:len(e.path)-1] }()
	return e.walk(w)
}

func (e *exploration) worlds(what string, w walker, next []world) bool {
	for _, now := range next {
		after := w
		after.world = now
		if !e.then(what, after) {
			return false
		}
	}
	return true
}

// environment lets everything happen that the client has no part in.
func (e *exploration) environment(w walker) bool {
	ok := e.worlds("a piece comes late", w, w.world.happen()) &&
		e.worlds("somebody is called", w, w.world.dial()) &&
		e.worlds("a call ends", w, w.world.hangUp()) &&
		e.worlds("the task ends", w, w.world.end())
	if !ok || w.over || w.interrupted {
		return ok
	}
	// The run is broken off, and the next one knows only that a request may still have an effect.
	after := walker{world: w.world, mishaps: w.mishaps, interrupted: true, seen: unseenYet, rejected: w.rejected}
	after.memory = memory{expected: unknown, mayAct: true, rest: true, compare: beforehand}
	return e.then("interrupted, and run again", after)
}

var unseenYet = seen{stale: true, count: unknown, calls: unknown}

// client does the next step.
func (e *exploration) client(w walker) bool {
	next, m := e.guards.decide(w.getSeen(), w.memory)
	w.memory = m
	switch next {
	case stepLook:
		w.look()
		return e.then("look", w)
	case stepWait:
		return e.wait(w)
	case stepList:
		return e.list(w)
	case stepPause:
		return e.pause(w)
	case stepRemove:
		return e.remove(w)
	case stepAdd:
		return e.add(w)
	case stepResume:
		return e.resume(w)
	case stepFinish:
		return e.finish(w)
	default:
		return e.stop(fmt.Sprintf("stop for reason %d", next), w)
	}
}

// stop ends the work with an error. The task may run again if that is safe.
func (e *exploration) stop(why string, w walker) bool {
	w.over = true
	if w.memory.pausing && e.guards.mayResume(w.memory, w.seen) {
		if broken := w.world.danger(); broken != "" {
			return e.fail("resumed after a failure although " + broken)
		}
		if w.world.state == paused {
			w.world.state = active
		}
	}
	return e.then(why, w)
}

// wait lets time pass. What is pending, and calls, come to an end before the whole patience is over.
func (e *exploration) wait(w walker) bool {
	s := w.getSeen().waited(waitingFor)
	w.setSeen(s)
	if s.quiet >= patience {
		if next := w.world.happen(); len(next) > 0 {
			w.seen.quiet, w.seen.calm = w.seen.quiet-waitingFor, w.seen.calm-waitingFor
			return e.looked("wait, and a piece comes", w, next)
		}
	}
	if s.calm >= patience {
		if next := w.world.hangUp(); len(next) > 0 {
			w.seen.calm -= waitingFor
			return e.looked("wait, and a call ends", w, next)
		}
	}
	return e.addedByHand(w) && e.strangerAdded(w) && e.looked("wait", w, []world{w.world})
}

// strangerAdded lets somebody add a number that nobody wants, so that the count may be as if all of a request had arrived.
// Nothing else goes wrong afterwards.
func (e *exploration) strangerAdded(w walker) bool {
	const stranger = 2
	onIt := slices.ContainsFunc(w.world.rows[:w.world.n], func(r modelRow) bool { return r.person == stranger })
	if w.mishaps == 0 || !w.memory.mayAct || onIt || w.world.calls[stranger] > 0 {
		return true
	}
	w.mishaps = 0
	w.world.add(1 << stranger)
	return e.looked("wait, and a stranger is added by hand", w, []world{w.world})
}

// addedByHand lets somebody add, while the task is paused for the work, a number that was called. Nothing else goes wrong
// then: together with a confirmed addition that is late, the count would look right.
func (e *exploration) addedByHand(w walker) bool {
	if w.mishaps < mishaps || w.world.state != paused || !w.memory.pausing {
		return true
	}
	w.mishaps = 0
	for i, n := range w.world.calls {
		if n > 0 {
			after := w
			after.world.add(1 << i)
			if !e.looked(fmt.Sprintf("wait, and person %d is added by hand", i), after, []world{after.world}) {
				return false
			}
		}
	}
	return true
}

func (e *exploration) looked(what string, w walker, next []world) bool {
	for _, now := range next {
		after := w
		after.world = now
		after.look()
		if !e.then(what, after) {
			return false
		}
	}
	return true
}

func (e *exploration) list(w walker) bool {
	if w.mishaps > 0 && w.world.n > 0 {
		short := w
		short.mishaps--
		short.compare(nil)
		if !e.then("list, and it comes empty", short) {
			return false
		}
	}
	if w.mishaps > 0 && w.world.n > 1 && (w.world.state == active || w.world.count(ringing) > 0) {
		// Rows move to other pages only while people are called.
		moved := w
		moved.mishaps--
		rows := slices.Clone(w.world.rows[:w.world.n])
		rows[len(rows)-1] = rows[0]
		moved.compare(rows)
		if !e.then("list, and a row comes twice, and another never", moved) {
			return false
		}
	}
	if w.world.state == paused && w.memory.pausing && !e.stop("list, and it fails", w) {
		return false
	}
	w.compare(w.world.rows[:w.world.n])
	return e.then("list", w)
}

func (e *exploration) pause(w walker) bool {
	w.look()
	if w.seen.state != active {
		w.memory.pausing = false
		return e.then("look, and it does not run", w)
	}
	w.setSeen(w.getSeen().changed())
	if w.mishaps > 0 {
		lost := w
		lost.mishaps--
		if !e.then("pause, without effect", lost) {
			return false
		}
	}
	w.world.state = paused
	return e.then("pause", w)
}

func (e *exploration) resume(w walker) bool {
	if broken := w.world.danger(); broken != "" {
		return e.fail("resumed although " + broken)
	}
	w.setSeen(w.getSeen().changed())
	w.world.state = active
	w.seen.stale = false
	return e.then("resume", w)
}

func (e *exploration) finish(w walker) bool {
	if broken := w.world.danger(); broken != "" {
		return e.fail("finished although " + broken)
	}
	// What was confirmed and is still to come is as good as there.
	settled := w.world
	for next := settled.happen(); len(next) > 0; next = settled.happen() {
		settled = next[0]
	}
	var rows [people]int
	for _, r := range settled.rows[:settled.n] {
		rows[r.person]++
		if r.call == uncalled && (r.outdated || wantedOnes&(1<<r.person) == 0) {
			return e.fail(fmt.Sprintf("finished with person %d as before", r.person))
		}
	}
	for i := range people {
		if wantedOnes&(1<<i) != 0 && rows[i] == 0 && w.rejected&(1<<i) == 0 {
			return e.fail(fmt.Sprintf("finished without person %d", i))
		}
	}
	w.over = true
	return e.then("finish", w)
}

// result is what becomes of a request.
type result struct {
	name string
	// runs is true when it takes effect, late when not at once.
	runs, late bool
	// confirmed is true when it is answered with success, refused when it is answered otherwise.
	confirmed, refused bool
	// drops is true when one of its numbers is dropped, claimed when the reply counts it all the same.
	drops, claimed bool
}

var (
	goesWell     = result{name: "", runs: true, confirmed: true}
	lost         = result{name: ", lost"}
	changeErrors = []result{
		{name: ", confirmed and late", runs: true, late: true, confirmed: true},
		lost,
		{name: ", its reply lost", runs: true},
		{name: ", given up and late", runs: true, late: true},
		{name: ", refused", refused: true},
		{name: ", refused after its effect", runs: true, refused: true},
		{name: ", refused and late", runs: true, late: true, refused: true},
	}
	additionErrors = slices.Concat(changeErrors, []result{
		{name: ", one dropped", runs: true, confirmed: true, drops: true},
		{name: ", one dropped silently", runs: true, confirmed: true, drops: true, claimed: true},
	})
)

func (e *exploration) change(w walker, errors []result, do func(walker, result) bool) bool {
	if w.world.dead {
		return do(w, lost)
	}
	if !do(w, goesWell) {
		return false
	}
	if w.mishaps == 0 {
		return true
	}
	w.mishaps--
	for _, r := range errors {
		if !do(w, r) {
			return false
		}
	}
	return true
}

func (w *walker) takeEffect(op operation, r result) {
	switch {
	case !r.runs, w.world.state == ended:
	case r.late:
		w.world.later(op)
	case op.remove:
		w.world.remove(op.people)
	default:
		w.world.add(op.people)
	}
}

func (e *exploration) add(w walker) bool {
	batch := w.queue[0]
	if batch == 0 {
		w.memory.unsent = 0
		return e.then("nothing is left to send", w)
	}
	w.queue = [2]uint8{w.queue[1]}
	w.setSeen(w.getSeen().changed())
	count := int64(bits.OnesCount8(batch))
	switch {
	case int(w.sendings) < len(w.sent):
	case w.world.dead:
		w.sendings-- // the last ones are all alike
	default:
		return true // more than the model remembers
	}
	return e.change(w, additionErrors, func(w walker, r result) bool {
		op := operation{people: batch}
		taken := count
		if r.drops {
			op.people &= op.people - 1
			if !r.claimed {
				taken--
			}
		}
		w.takeEffect(op, r)
		w.sent[w.sendings] = sending{people: batch, confirmed: r.confirmed, dropped: taken < count}
		w.sendings++
		if r.confirmed {
			w.memory = w.memory.added(count, taken, taken < count)
		} else {
			w.memory = w.memory.failed(count, r.refused)
		}
		return e.then(fmt.Sprintf("add %03b%s", batch, r.name), w)
	})
}

func (e *exploration) remove(w walker) bool {
	batch := w.removals
	if batch == 0 {
		return e.fail("there is nobody to remove")
	}
	w.removals = 0
	w.setSeen(w.getSeen().changed())
	numbers, rows := int64(bits.OnesCount8(batch)), int64(0)
	for _, r := range w.world.rows[:w.world.n] {
		if batch&(1<<r.person) != 0 && r.call != called {
			rows++
		}
	}
	return e.change(w, changeErrors, func(w walker, r result) bool {
		w.takeEffect(operation{remove: true, people: batch}, r)
		if r.confirmed {
			if int(w.sendings) == len(w.sent) {
				return true // more than the model remembers
			}
			w.sent[w.sendings] = sending{people: batch, removed: true}
			w.sendings++
			w.memory = w.memory.removed(numbers, max(rows, numbers))
		} else {
			w.memory = w.memory.failed(-max(rows, numbers), r.refused)
		}
		return e.then(fmt.Sprintf("remove %03b%s", batch, r.name), w)
	})
}
