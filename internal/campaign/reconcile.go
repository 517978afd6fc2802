package campaign

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
	"github.com/yccall/terraform-provider-yccall/internal/sketch"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// held is what is known of one number that a task holds.
type held struct {
	called  bool
	visible uint32 // digest of the fields that the row echoes
	echoed  bool   // whether the row echoes all of them
}

// holding is what a task holds, compared with what is wanted.
type holding struct {
	rows   int64
	counts map[phone.Number]int // rows per number, of those that are there more than once
	// remove are numbers nobody wants that were not called yet, in the platform's spelling.
	remove []phone.Number
	// gone are all numbers nobody wants, called ones included.
	gone []phone.Number
	// renew are numbers not called yet that have to be removed and seen to be gone before anything is
	// added: wanted ones whose fields changed or that are there twice, and those that may or may not be
	// a wanted one in another spelling.
	renew         []phone.Number
	calledExtra   int
	calledChanged int
	doubled       int
	// repeated is true when a number was listed more than once.
	repeated     bool
	missing      func(index int) bool
	missingCount int
}

// reconcile compares what the task holds with what is wanted and makes one step towards it:
// first what must not be called is withdrawn, then what is missing is added. A number that has to be
// replaced is added again only in a later round, when it is seen to be gone.
func (w *work) reconcile(ctx context.Context) error {
	h, err := w.compare(ctx)
	if err != nil {
		return err
	}
	w.expected, w.unreadable = h.rows, nil
	w.calledExtra, w.calledChanged, w.doubled = h.calledExtra, h.calledChanged, h.doubled

	// A number that is removed and added again must not be called in between: the platform does not
	// tell whether removing it came in time. And numbers that seem to be missing, because they show
	// late or their rows moved to a page that was read before, are there twice once they were sent
	// again. So the task rests until that is seen to be right.
	rest := len(h.renew) > 0 || (w.resends || h.repeated) && h.missingCount > len(w.rejectedKeys)
	if rest && !w.paused {
		o, err := w.runner.Observe(ctx, w.taskID)
		if err != nil {
			return w.failed("reading the task's run state", err)
		}
		if o.Found && o.Task.Status == yccall.StatusRunning {
			if err := w.runner.SetStatus(ctx, w.taskID, yccall.CommandPause); err != nil {
				// Paused or not, the task is to run again.
				var unconfirmed *UnconfirmedError
				w.paused = errors.As(err, &unconfirmed)
				return w.failed("pausing the task to change its numbers", err)
			}
			w.paused, w.doubt = true, true
			return nil
		}
	}
	for batch := range slices.Chunk(append(h.remove, h.renew...), removeBatch) {
		before := w.expected
		phones := make([]string, len(batch))
		for i, key := range batch {
			phones[i] = key.String()
			w.expected -= int64(max(1, h.counts[key]))
		}
		err := w.runner.platform.RemoveNumbers(ctx, w.taskID, phones)
		switch {
		case unanswered(err) && ctx.Err() == nil:
			w.doubt, w.lost, w.cause, w.heldBefore = true, true, err, before
			return nil
		case err != nil:
			return w.failed("removing numbers", err)
		}
	}
	if len(h.renew) > 0 {
		w.doubt = true
		return nil
	}
	return w.addMissing(ctx, h)
}

// addMissing sends the wanted numbers that the task lacks and that are not known to be rejected.
func (w *work) addMissing(ctx context.Context, h *holding) error {
	w.resends = false
	if h.missingCount == 0 {
		return nil
	}
	set := w.list.Set()
	if w.confirmed == nil {
		w.confirmed = make([]uint8, set.Len())
	}
	// This is decided before the list is read, since it is read while replies are still coming in.
	send := make([]bool, set.Len())
	for index := range send {
		key := set.At(index).Number
		switch {
		case !h.missing(index) || w.rejectedKeys[key]:
		case w.confirmed[index] >= 2:
			// Taken twice without a complaint and still not there: the platform dropped it silently.
			w.rejectKey(key, key.String())
		default:
			send[index] = true
		}
	}
	lacking := func(_ int, key phone.Number) bool {
		index, ok := set.Find(key)
		return ok && send[index]
	}
	for part, err := range ahead(w.list.Batches(ctx, lacking)) {
		if err != nil {
			return w.failed("reading the number list", err)
		}
		if err := w.add(ctx, part); err != nil {
			return w.failed("adding numbers", err)
		}
		if w.doubt {
			return nil
		}
		for _, key := range part.Numbers() {
			if index, ok := set.Find(key); ok {
				w.confirmed[index]++
			}
		}
	}
	return nil
}

// compare lists what the task holds (TaskInfo) and compares it with the wanted list. Rows that move
// between pages while the task runs make it start again.
func (w *work) compare(ctx context.Context) (*holding, error) {
	h, err := yccall.Stable(func() (*holding, error) { return w.compareOnce(ctx) })
	if err != nil {
		return nil, w.failed("listing the task's numbers", err)
	}
	return h, nil
}

func (w *work) compareOnce(ctx context.Context) (*holding, error) {
	set := w.list.Set()
	h := &holding{counts: map[phone.Number]int{}}
	comparison := phone.NewComparison[held](set)
	states := make([]state, set.Len())
	var unreadable int64
	called := map[phone.Number]bool{} // of the excluded ones
	for row, err := range w.runner.platform.TaskNumbers(ctx, yccall.NumberFilter{TaskID: w.taskID}) {
		if err != nil {
			return nil, err
		}
		h.rows++
		key, err := phone.Parse(row.Phone)
		if err != nil {
			unreadable++
			continue
		}
		tag := held{called: row.Called}
		if row.UserID != nil && row.MemberID != nil && row.CustomUUID != nil {
			tag.echoed = true
			tag.visible = numberlist.ContentOf(numberlist.Entry{UserID: *row.UserID, MemberID: *row.MemberID, CustomUUID: *row.CustomUUID}).Echoed()
		}
		if index, ok := comparison.Add(key, tag); ok {
			states[index].note(tag, set.At(index).Content)
			if states[index].rows > 1 {
				h.counts[key] = int(states[index].rows)
			}
		} else if tag.called && w.list.Excludes(key) {
			called[key] = true
		}
	}
	// Who must not be called is not left on the task for a likeness. Whoever was called is, and is not called again.
	difference := comparison.Result(func(key phone.Number) bool { return w.list.Excludes(key) && !called[key] })
	if unreadable += int64(len(difference.Ambiguous)); unreadable > 0 {
		return nil, &UnparsableNumbersError{TaskID: w.taskID, Count: unreadable}
	}
	h.missing, h.missingCount = difference.IsMissing, difference.Missing

	spelling := map[int]phone.Number{}
	for _, r := range difference.Reformatted {
		states[r.Index].note(r.Tag, set.At(r.Index).Content)
		spelling[r.Index] = r.Number
	}
	w.doubtSpellings(difference, states)
	h.sort(difference.Extra, difference.Withheld)
	h.repeated = difference.Repeated > 0
	for _, rows := range h.counts {
		h.repeated = h.repeated || rows > 1
	}
	w.judge(h, set, states, spelling)
	return h, nil
}

// sort parts the numbers nobody wants into those that can be withdrawn and those that were called. The
// withheld among them must be seen to be gone before what they look like is sent: the platform may have
// them for the same phone.
func (h *holding) sort(extra, withheld []phone.Present[held]) {
	states := map[phone.Number]state{}
	for _, p := range extra {
		s, listed := states[p.Number]
		if !listed {
			h.gone = append(h.gone, p.Number)
		}
		s.see(p.Tag)
		states[p.Number] = s
		h.counts[p.Number]++
		if p.Tag.called {
			h.calledExtra++
		}
	}
	alike := map[phone.Number]bool{}
	for _, p := range withheld {
		alike[p.Number] = true
	}
	for _, key := range h.gone {
		// What a server does with a called number that is to be removed is not documented.
		switch s := states[key]; {
		case !s.called && alike[key]:
			h.renew = append(h.renew, key)
		case !s.called:
			h.remove = append(h.remove, key)
		case s.doubled():
			h.doubled++
		}
	}
}

// judge finds the wanted numbers that have to be removed and added again.
func (w *work) judge(h *holding, set *phone.Set, states []state, spelling map[int]phone.Number) {
	switch {
	case w.renewAll:
		w.renewUncalled(states)
	case !w.before.IsZero():
		w.findStale(set, states, h.gone, slices.Collect(maps.Values(spelling)))
	}
	w.renewAll, w.before = false, sketch.Sketch{}
	for index, s := range states {
		if s.doubled() {
			h.doubled++
		}
		if s.rows > 0 && w.confirmed != nil {
			w.confirmed[index] = 0 // it came, so it is not one that the platform drops
		}
		changed := s.differs || w.stale[index]
		switch {
		case s.rows == 0:
			// A stale number that is gone will be added with its new fields.
			delete(w.stale, index)
		case s.called && changed:
			h.calledChanged++
		case !s.called && (changed || s.rows > 1 || s.doubtful):
			key, respelled := spelling[index]
			if !respelled {
				key = set.At(index).Number
			}
			h.renew = append(h.renew, key)
		}
	}
}

// findStale finds the entries whose time or ext changed, which the platform does not echo. If it cannot
// be told which ones did, all that were not called are renewed.
func (w *work) findStale(set *phone.Set, states []state, gone, spelled []phone.Number) {
	now := w.runner.sketcher.Builder()
	for index, s := range states {
		if r := set.At(index); s.rows > 0 || w.rejectedKeys[r.Number] {
			now.Add(r)
		}
	}
	indexes, ok := w.runner.sketcher.Changed(w.before, sketch.Wanted{
		Set: set, Held: now.Sketch(), Gone: slices.Concat(gone, w.rejectedGone), Reformatted: spelled,
	})
	for _, index := range indexes {
		if ok && states[index].rows > 0 {
			w.stale[index] = true
		}
	}
	if !ok {
		w.renewUncalled(states)
	}
}

// renewUncalled takes all numbers that were not called yet for stale.
func (w *work) renewUncalled(states []state) {
	for index, s := range states {
		if s.rows > 0 && !s.called {
			w.stale[index] = true
		}
	}
}

// state is what the rows of one number add up to.
type state struct {
	rows    uint16
	called  bool // in any of them
	waiting bool // not called yet in any of them
	differs bool // from what is wanted, in any of them

	doubtful bool // whether it is the wanted number in another spelling or another number
}

// see takes a row in, whether its number is wanted or not.
func (s *state) see(row held) {
	if s.rows < 1<<16-1 {
		s.rows++
	}
	s.called = s.called || row.called
	s.waiting = s.waiting || !row.called
}

// doubled reports whether the number was called and is there once more, to be called again.
func (s *state) doubled() bool { return s.called && s.waiting }

// note takes a row of a wanted number in.
func (s *state) note(row held, wanted phone.Content) {
	s.see(row)
	s.differs = s.differs || row.echoed && row.visible != wanted.Echoed()
}
