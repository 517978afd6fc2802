package yccalltest

import (
	"iter"
	"slices"
	"sort"
)

// outcome is what became of a number so far.
type outcome uint8

const (
	waiting outcome = iota // to be called
	ringing                // being called, which counts as not called yet
	expired                // not called: its latest call time passed first
	connected
	callerMissed // the agent did not answer
	calleeMissed // the customer did not answer
)

func (o outcome) called() bool { return o >= connected }

// answerType is the text of TaskInfo and taskCall for an outcome, empty for a number that was not called.
func (o outcome) answerType() string {
	switch o {
	case connected:
		return "connected"
	case callerMissed:
		return "caller"
	case calleeMissed:
		return "callee"
	case waiting, ringing, expired:
	}
	return ""
}

// row is one stored number. A campaign has a million of them, so what most numbers lack is behind a pointer.
type row struct {
	phone   string
	details *details // nil when the number came with nothing beside it
	id      uint32   // grows along the list
	calls   uint16
	agent   uint16 // index into Server.agents, for a called number
	outcome outcome
}

type details struct {
	time                            int64 // unix seconds after which the number is not called; 0 is never
	userID, memberID, customID, ext string
}

func (r *row) detail() details {
	if r.details == nil {
		return details{}
	}
	return *r.details
}

// blockRows is how many rows share one set of counts. Paging and dialling skip whole blocks by them.
const blockRows = 4096

type block struct {
	rows    []row
	called  int
	waiting int
}

// rowList is the numbers of a task in the order they came.
type rowList struct {
	blocks                           []*block
	total, called, waiting, answered int

	lastID uint32
}

func (l *rowList) append(r row) {
	if len(l.blocks) == 0 || len(l.blocks[len(l.blocks)-1].rows) == blockRows {
		fresh := &block{}
		if len(l.blocks) > 0 {
			fresh.rows = make([]row, 0, blockRows) // a long list: growing by doubling would waste a fifth
		}
		l.blocks = append(l.blocks, fresh)
	}
	l.lastID++
	r.id = l.lastID
	last := l.blocks[len(l.blocks)-1]
	last.rows = append(last.rows, r)
	l.recount(last, &last.rows[len(last.rows)-1], 1)
}

// setOutcome moves a row of b to another outcome.
func (l *rowList) setOutcome(b *block, r *row, o outcome) {
	l.recount(b, r, -1)
	r.outcome = o
	l.recount(b, r, 1)
}

func (l *rowList) recount(b *block, r *row, by int) {
	l.total += by
	if r.outcome == connected {
		l.answered += by
	}
	switch {
	case r.outcome.called():
		b.called += by
		l.called += by
	case r.outcome == waiting:
		b.waiting += by
		l.waiting += by
	}
}

// remove deletes the rows that match and tells how many they were. A block that becomes empty stays.
func (l *rowList) remove(match func(*row) bool) int {
	removed := 0
	for _, b := range l.blocks {
		kept := b.rows[:0]
		for i := range b.rows {
			r := &b.rows[i]
			if match(r) {
				l.recount(b, r, -1)
				removed++
			} else {
				kept = append(kept, *r)
			}
		}
		clear(b.rows[len(kept):])
		b.rows = kept
	}
	return removed
}

// requeue makes the called numbers that match wait to be called again and tells how many they were.
func (l *rowList) requeue(match func(outcome) bool) int {
	again := 0
	for _, b := range l.blocks {
		for i := range b.rows {
			if r := &b.rows[i]; r.outcome.called() && match(r.outcome) {
				l.setOutcome(b, r, waiting)
				again++
			}
		}
	}
	return again
}

// find returns the row with an id and its block; nil when it was removed.
func (l *rowList) find(id uint32) (*block, *row) {
	for _, b := range l.blocks {
		if n := len(b.rows); n == 0 || b.rows[n-1].id < id {
			continue
		}
		i := sort.Search(len(b.rows), func(i int) bool { return b.rows[i].id >= id })
		if b.rows[i].id == id {
			return b, &b.rows[i]
		}
		break
	}
	return nil, nil
}

// clone copies the list.
func (l *rowList) clone() *rowList {
	c := *l
	c.blocks = make([]*block, len(l.blocks))
	for i, b := range l.blocks {
		copied := *b
		copied.rows = slices.Clone(b.rows)
		c.blocks[i] = &copied
	}
	return &c
}

// all yields the rows in order.
func (l *rowList) all() iter.Seq[*row] {
	return func(yield func(*row) bool) {
		for _, b := range l.blocks {
			for i := range b.rows {
				if !yield(&b.rows[i]) {
					return
				}
			}
		}
	}
}

// rowFilter selects rows as TaskInfo does.
type rowFilter struct {
	calledOnly, uncalledOnly bool
	match                    func(outcome) bool // nil: any
}

func (f rowFilter) accepts(r *row) bool {
	if called := r.outcome.called(); f.calledOnly && !called || f.uncalledOnly && called {
		return false
	}
	return f.match == nil || f.match(r.outcome)
}

// count tells how many rows of b the filter selects. Only answer filters look at the rows.
func (f rowFilter) count(b *block) int {
	switch {
	case f.match != nil:
		n := 0
		for i := range b.rows {
			if f.accepts(&b.rows[i]) {
				n++
			}
		}
		return n
	case f.calledOnly:
		return b.called
	case f.uncalledOnly:
		return len(b.rows) - b.called
	}
	return len(b.rows)
}

// page calls visit for up to limit selected rows after the first skip ones and returns how many are selected in all.
// Blocks outside the page are passed by their counts.
func (l *rowList) page(f rowFilter, skip, limit int, visit func(*row)) int {
	selected := 0
	for _, b := range l.blocks {
		n := f.count(b)
		if selected+n > skip && selected < skip+limit {
			at := selected
			for i := range b.rows {
				if !f.accepts(&b.rows[i]) {
					continue
				}
				if at >= skip && at < skip+limit {
					visit(&b.rows[i])
				}
				at++
			}
		}
		selected += n
	}
	return selected
}
