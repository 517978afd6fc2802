package campaign

import (
	"context"
	"errors"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// row is what is known of one number that a task holds.
type row struct {
	called bool
	echoed uint32 // digest of the fields that the row echoes
	whole  bool   // whether the row echoes all of them
}

// comparison is what a task holds beside what is wanted.
type comparison struct {
	findings findings
	called   Called
	// removals are the numbers to remove, as the platform writes them: those that nobody wants, then those to replace.
	removals []phone.Number
	// rows has how often the task holds a number, where that is more than once.
	rows map[phone.Number]int64
	// unwanted are all numbers that nobody wants, called ones included.
	unwanted []phone.Number
	// send has, by index in the list's set, which numbers are to be added.
	send []bool
	// silent are numbers that the platform dropped twice without naming them.
	silent []phone.Number
}

// Called counts people whom a task has called although the list would have it otherwise. Nothing takes a call back, so
// they are left as they are.
type Called struct {
	// Unwanted are no longer on the list. Changed are, with other fields than they were called with.
	Unwanted, Changed int
	// OtherFormat were called under another prefix than the list has, and are taken for the ones on the list.
	OtherFormat int
}

// nextRemoval takes the next numbers to remove, and tells how many rows of the task they are.
func (c *comparison) nextRemoval(limit int) (numbers []phone.Number, rows int64) {
	n := min(limit, len(c.removals))
	numbers, c.removals = c.removals[:n], c.removals[n:]
	for _, number := range numbers {
		rows += max(1, c.rows[number])
	}
	return numbers, rows
}

// comparison lists what the task holds (TaskInfo) and compares it with the wanted list. Rows that move between pages
// while the task runs make it start again.
func (s *syncer) comparison(ctx context.Context) (*comparison, error) {
	return yccall.Stable(func() (*comparison, error) { return s.compareOnce(ctx) })
}

func (s *syncer) compareOnce(ctx context.Context) (*comparison, error) {
	l := &listed{
		list: s.list, comparison: phone.NewComparison[row](s.list.Set()), states: make([]state, s.list.Set().Len()),
		calledExcluded: map[phone.Number]bool{},
	}
	if err := s.readRows(ctx, l); err != nil {
		return nil, err
	}
	// Who must not be called is not left on the task for a likeness. Whoever was called is, and is not called again.
	difference := l.comparison.Result(func(n phone.Number) bool { return s.list.Excludes(n) && !l.calledExcluded[n] })
	if unparsable := l.unparsable + int64(len(difference.Ambiguous)); unparsable > 0 {
		return nil, &UnparsableNumbersError{TaskID: s.taskID, Count: unparsable}
	}
	c := &comparison{rows: map[phone.Number]int64{}, findings: findings{rows: l.rows, repeated: difference.Repeated > 0}}
	for index, st := range l.states {
		if st.rows > 1 {
			c.rows[s.list.Set().At(index).Number] = int64(st.rows)
			c.findings.repeated = true
		}
	}
	before := s.unechoed.clone()
	formatted := s.recognise(difference, l.states, c)
	alike := c.sortUnwanted(difference.Extra, difference.Withheld)
	replace := slices.Concat(alike, s.classify(c, l.states, formatted))
	c.findings.remove, c.findings.replace = int64(len(c.removals)), int64(len(replace))
	c.removals = append(c.removals, replace...)
	s.sortMissing(c, difference)
	if l.rows < s.seen.count {
		// Nothing is concluded from it, also not which fields have changed, and who was dropped. That the count has the
		// rejected numbers in it is no explanation before the listing has been as short for the whole patience.
		c.findings.short, c.silent, s.unechoed = true, nil, before
	}
	return c, nil
}

// listed gathers the rows of a listing.
type listed struct {
	list       *numberlist.List
	comparison *phone.Comparison[row]
	states     []state
	rows       int64
	unparsable int64
	called     int64
	// calledExcluded are numbers of the do-not-call list that the task has called.
	calledExcluded map[phone.Number]bool
}

// readRows lists the task's numbers. Some servers list those that were called only when they are asked for them, whatever
// the row counts, and some refuse a list that is empty. A refusal that means something else leaves fewer rows than the task counts.
func (s *syncer) readRows(ctx context.Context, l *listed) error {
	counted := countsNumbers(s.observed.Task) && !s.memory.byListing
	err := l.read(s.runner.platform.TaskNumbers(ctx, yccall.NumberFilter{TaskID: s.taskID}))
	if err != nil && (!counted || !errors.Is(err, yccall.ErrRefused)) {
		return err
	}
	if l.called > 0 || s.seen.state == notStarted {
		return nil
	}
	called := true
	err = l.read(s.runner.platform.TaskNumbers(ctx, yccall.NumberFilter{TaskID: s.taskID, Called: &called}))
	if errors.Is(err, yccall.ErrRefused) {
		return nil
	}
	return err
}

func (l *listed) read(numbers func(yield func(yccall.TaskNumber, error) bool)) error {
	set := l.list.Set()
	for n, err := range numbers {
		if err != nil {
			return err
		}
		l.rows++
		if n.Called {
			l.called++
		}
		number, err := phone.Parse(n.Phone)
		if err != nil {
			l.unparsable++
			continue
		}
		r := row{called: n.Called}
		if n.UserID != nil && n.MemberID != nil && n.CustomUUID != nil {
			r.whole = true
			r.echoed = numberlist.ContentOf(numberlist.Entry{UserID: *n.UserID, MemberID: *n.MemberID, CustomUUID: *n.CustomUUID}).Echoed()
		}
		if index, ok := l.comparison.Add(number, r); ok {
			l.states[index].note(r, set.At(index).Content)
		} else if r.called && l.list.Excludes(number) {
			l.calledExcluded[number] = true
		}
	}
	return nil
}

// sortUnwanted parts the numbers nobody wants into those that can be withdrawn and those that were called. It returns the
// withheld among the former, which must be seen to be gone before what they look like is sent: the platform may have them
// for the same phone.
func (c *comparison) sortUnwanted(extra, withheld []phone.Present[row]) (alike []phone.Number) {
	states := map[phone.Number]state{}
	for _, p := range extra {
		st, listed := states[p.Number]
		if !listed {
			c.unwanted = append(c.unwanted, p.Number)
		}
		st.see(p.Tag)
		states[p.Number] = st
		c.rows[p.Number]++
		if p.Tag.called {
			c.called.Unwanted++
		}
	}
	looksWanted := map[phone.Number]bool{}
	for _, p := range withheld {
		looksWanted[p.Number] = true
	}
	for _, n := range c.unwanted {
		// What a server does with a called number that is to be removed is not documented.
		switch st := states[n]; {
		case !st.called && looksWanted[n]:
			alike = append(alike, n)
		case !st.called:
			c.removals = append(c.removals, n)
		case st.twice():
			c.findings.twice++
		}
	}
	return alike
}

// classify finds the wanted numbers that have to be replaced: removed, seen to be gone, and added again. formatted has
// the form in which the platform writes a number, where that is another one than the list's.
func (s *syncer) classify(c *comparison, states []state, formatted map[int]phone.Number) (replace []phone.Number) {
	set := s.list.Set()
	s.findStale(c, states, formatted)
	for index, st := range states {
		changed := st.differs || s.unechoed.stale[index]
		if st.rows == 0 {
			// A stale number that is gone will be added with its new fields.
			delete(s.unechoed.stale, index)
		}
		switch {
		case st.twice():
			c.findings.twice++
		case st.called && changed:
			c.called.Changed++
		case st.mustBeReplaced(changed):
			n, reformatted := formatted[index]
			if !reformatted {
				n = set.At(index).Number
			}
			replace = append(replace, n)
		}
	}
	return replace
}

// sortMissing tells apart why wanted numbers are missing, and which of them are to be sent.
func (s *syncer) sortMissing(c *comparison, difference *phone.Difference[row]) {
	if difference.Missing == 0 {
		return
	}
	set := s.list.Set()
	records := s.ledger.sent.records(set, func(index int) bool { return !difference.IsMissing(index) })
	c.send = make([]bool, set.Len())
	for index := range c.send {
		n := set.At(index).Number
		if !difference.IsMissing(index) || s.ledger.rejected.has(n) {
			continue
		}
		switch records[index].missing() {
		case neverSent:
			c.findings.absent++
			c.send[index] = true
		case notShown:
			c.findings.unseen++
		case sentInVain:
			c.silent = append(c.silent, n)
		case sentOnce:
			c.findings.again++
			c.send[index] = true
		}
	}
}

// state is what the rows of one number add up to.
type state struct {
	rows    uint16
	called  bool // in any of them
	waiting bool // not called yet in any of them
	differs bool // from what is wanted, in any of them
	other   bool // whether the row is another number, which only looks like the wanted one
}

// see takes a row in, whether its number is wanted or not.
func (s *state) see(r row) {
	if s.rows < 1<<16-1 {
		s.rows++
	}
	s.called = s.called || r.called
	s.waiting = s.waiting || !r.called
}

// twice reports whether the number was called and is there once more, to be called again.
func (s *state) twice() bool { return s.called && s.waiting }

// mustBeReplaced reports whether a wanted number has to be removed and added again.
func (s *state) mustBeReplaced(changed bool) bool {
	return s.rows > 0 && !s.called && (changed || s.rows > 1 || s.other)
}

// note takes a row of a wanted number in.
func (s *state) note(r row, wanted phone.Content) {
	s.see(r)
	s.differs = s.differs || r.whole && r.echoed != wanted.Echoed()
}
