package campaign

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

const (
	people     = 3 // 0 and 1 are wanted, 2 is not
	wantedOnes = 0b011
	maxRows    = 5
	mishaps    = 3
	waitingFor = 45 // seconds of one wait; only none, some and the whole patience matter to decide
)

// modelRow is a number on the task.
type modelRow struct {
	person int8
	// outdated rows are to be replaced.
	outdated bool
	call     modelCall
}

type modelCall int8

const (
	uncalled modelCall = iota
	ringing            // counts as not called until the call ends
	called
)

// operation is a request whose effect has not come yet.
type operation struct {
	remove bool
	people uint8
}

// world is the platform.
type world struct {
	state   runState
	rows    [maxRows]modelRow
	n       int8
	pending [3]operation
	calls   [people]int8 // how often each person's phone has rung
	// tells is true when the row of the task tells how many calls are going on.
	tells bool
	// dead is true when no request that changes something ever arrives.
	dead bool
	// crowded is true when more rows than the model has room for would be there.
	crowded bool
}

// sending is a batch that was sent.
type sending struct {
	people                      uint8
	confirmed, dropped, removed bool
}

// walker is the platform and the client.
type walker struct {
	world  world
	memory memory
	seen   seen // without its listing
	listed bool
	found  findings
	// observedCalled is how many called numbers the last look has shown.
	observedCalled int8
	queue          [2]uint8
	removals       uint8
	send           uint8
	sent           [6]sending
	sendings       int8
	rejected       uint8
	mishaps        int8
	interrupted    bool
	// over is true when the work has ended.
	over bool
}

// add puts rows of some people on the task.
func (w *world) add(people uint8) {
	for ; people != 0; people &= people - 1 {
		if w.n == maxRows {
			w.crowded = true
			return
		}
		w.rows[w.n] = modelRow{person: int8(bits.TrailingZeros8(people))}
		w.n++
	}
	w.sort()
}

// remove takes the rows of some people off the task, except those that were called. Whoever is in a call stays in it.
func (w *world) remove(people uint8) {
	w.keep(func(r modelRow) bool { return people&(1<<r.person) == 0 || r.call == called })
}

func (w *world) keep(keep func(modelRow) bool) {
	rows := w.rows[:0:0]
	for _, r := range w.rows[:w.n] {
		if keep(r) {
			rows = append(rows, r)
		}
	}
	w.rows = [maxRows]modelRow{}
	w.n = int8(copy(w.rows[:], rows))
}

// sort brings the rows into an order, so that equal states are seen to be equal.
func (w *world) sort() {
	slices.SortFunc(w.rows[:w.n], func(a, b modelRow) int { return a.key() - b.key() })
}

func (r modelRow) key() int {
	key := int(r.person)<<3 | int(r.call)<<1
	if r.outdated {
		key |= 1
	}
	return key
}

// later leaves an effect for later.
func (w *world) later(op operation) {
	for i := range w.pending {
		if w.pending[i].people == 0 {
			w.pending[i] = op
			return
		}
	}
}

// happen lets one piece of what is pending come.
func (w world) happen() (next []world) {
	for i, op := range w.pending {
		for rest := op.people; rest != 0; rest &= rest - 1 {
			piece := rest & -rest
			now := w
			now.pending[i].people &^= piece
			if now.pending[i].people == 0 {
				now.pending[i] = operation{}
			}
			if op.remove {
				now.remove(piece)
			} else {
				now.add(piece)
			}
			next = append(next, now)
		}
	}
	return next
}

// dial lets the dialler begin a call.
func (w world) dial() (next []world) {
	if w.state != active {
		return nil
	}
	for i, r := range w.rows[:w.n] {
		if r.call == uncalled {
			now := w
			now.rows[i].call = ringing
			now.calls[r.person]++
			now.sort()
			next = append(next, now)
		}
	}
	return next
}

// hangUp ends a call.
func (w world) hangUp() (next []world) {
	for i, r := range w.rows[:w.n] {
		if r.call == ringing {
			now := w
			now.rows[i].call = called
			now.sort()
			next = append(next, now)
		}
	}
	return next
}

// end lets a task end that has called everybody.
func (w world) end() (next []world) {
	if w.state == active && w.n > 0 && w.count(called) == w.n {
		w.state, w.pending = ended, [3]operation{}
		next = append(next, w)
	}
	return next
}

func (w *world) count(call modelCall) (n int8) {
	for _, r := range w.rows[:w.n] {
		if r.call == call {
			n++
		}
	}
	return n
}

// row is what a look shows.
func (w *world) row() seen {
	s := seen{state: w.state, count: int64(w.n), calls: unknown}
	if w.tells {
		s.calls = int64(w.count(ringing))
	}
	return s
}

// danger says who may be called again, or "".
func (w *world) danger() string {
	var coming [people]int8
	for _, r := range w.rows[:w.n] {
		if r.call == uncalled {
			coming[r.person]++
		}
	}
	for _, op := range w.pending {
		for i := range people {
			if op.people&(1<<i) != 0 && !op.remove {
				coming[i]++
			}
		}
	}
	for i, n := range coming {
		if n > 0 && n+w.calls[i] > 1 {
			return fmt.Sprintf("person %d was called %d times and comes %d times", i, w.calls[i], n)
		}
	}
	return ""
}

// twice says whose phone has rung twice, or "".
func (w *world) twice() string {
	for i, n := range w.calls {
		if n > 1 {
			return fmt.Sprintf("person %d was called %d times", i, n)
		}
	}
	return ""
}

// compare is what comparison.go makes of the rows.
func (w *walker) compare(rows []modelRow) {
	l := findings{rows: int64(len(rows))}
	var states [people]state
	var outdated [people]bool
	for _, r := range rows {
		states[r.person].see(row{called: r.call == called})
		outdated[r.person] = outdated[r.person] || r.outdated
	}
	w.removals, w.send = 0, 0
	for i := range states {
		st := &states[i]
		l.repeated = l.repeated || st.rows > 1
		switch isWanted := wantedOnes&(1<<i) != 0; {
		case st.twice():
			l.twice++
		case isWanted && st.mustBeReplaced(outdated[i]):
			l.replace++
			w.removals |= 1 << i
		case !isWanted && st.rows > 0 && !st.called:
			l.remove++
			w.removals |= 1 << i
		}
	}
	var silent uint8
	for i, r := range w.records(func(i int) bool { return states[i].rows > 0 }) {
		if wantedOnes&(1<<i) == 0 || states[i].rows > 0 || w.rejected&(1<<i) != 0 {
			continue
		}
		switch r.missing() {
		case neverSent:
			l.absent++
			w.send |= 1 << i
		case notShown:
			l.unseen++
		case sentInVain:
			silent |= 1 << i
		case sentOnce:
			l.again++
			w.send |= 1 << i
		}
	}
	l.short = l.rows < w.seen.count
	if !l.short {
		w.rejected |= silent
	}
	w.queue = [2]uint8{w.send}
	w.setSeen(w.seen.listed(l))
}

// modelSet has the people as numbers.
var modelSet = func() *phone.Set {
	var c phone.Collector
	for i := range people {
		c.Add(phone.Record{Number: modelNumber(i)})
	}
	return c.Set()
}()

func modelNumber(i int) phone.Number {
	n, err := phone.Parse(fmt.Sprintf("1380000000%d", i))
	if err != nil {
		panic(err)
	}
	return n
}

var modelNumbers = [people]phone.Number{modelNumber(0), modelNumber(1), modelNumber(2)}

// records tells, by the ledger's own rule, what was done with each person.
func (w *walker) records(visible func(int) bool) (records [people]record) {
	var log sentLog
	for _, s := range w.sent[:w.sendings] {
		b := sentBatch{confirmed: s.confirmed, dropped: s.dropped, removed: s.removed}
		for i := range people {
			if s.people&(1<<i) != 0 {
				b.numbers = append(b.numbers, modelNumbers[i])
			}
		}
		log.batches = append(log.batches, b)
	}
	for i, r := range log.records(modelSet, visible) {
		records[i] = r
	}
	return records
}

// setSeen keeps what was seen as values, so that states can be compared.
func (w *walker) setSeen(s seen) {
	w.listed, w.found = s.listing != nil, findings{}
	if w.listed {
		w.found = *s.listing
	}
	s.listing = nil
	w.seen = s
}

func (w *walker) getSeen() seen {
	s := w.seen
	if w.listed {
		l := w.found
		s.listing = &l
	}
	return s
}

func (w *walker) look() {
	now := w.world.count(called)
	w.setSeen(w.getSeen().looked(w.world.row(), now == w.observedCalled))
	w.observedCalled = now
}
