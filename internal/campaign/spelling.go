package campaign

import "github.com/yccall/terraform-provider-yccall/internal/phone"

// A row that differs from a wanted number by a prefix can be that number as the platform spells it, or
// another one that has left the list: a correction of the list looks the same. If it was called, it is
// taken for the wanted number, so that nobody is called twice. If it was not, it is found out: while the
// task rests the row is removed, and when it is gone the number is sent as it is wanted. If the row comes
// back, it is the platform's spelling. A platform respells all numbers alike, so one number is tried for
// each prefix. What is learned is forgotten after the work: it would have to be kept in private state.

// trial is an attempt to find out whether the platform respells numbers by a prefix.
type trial struct {
	index   int  // in the list's set, of the number that is tried
	waiting bool // whether there are more numbers with this prefix, for which the verdict is needed
	verdict verdict
}

type verdict int

const (
	undecided verdict = iota
	platforms         // it respells numbers so
	others            // it does not: the rows are other numbers
)

// trying reports whether numbers wait until it is known how the platform spells another one.
func (w *work) trying() bool {
	for _, t := range w.trials {
		if t.verdict == undecided && t.waiting {
			return true
		}
	}
	return false
}

// doubtSpellings marks the wanted numbers whose row was not called and may be another number.
func (w *work) doubtSpellings(difference *phone.Difference[held], states []state) {
	w.decideTrials(difference, states)
	for _, r := range difference.Reformatted {
		s := &states[r.Index]
		if r.Prefix == (phone.Prefix{}) || s.called {
			continue
		}
		t := w.trials[r.Prefix]
		if t == nil {
			t = &trial{index: r.Index}
			w.trials[r.Prefix] = t
		}
		if t.verdict == platforms {
			continue
		}
		if t.verdict == undecided && t.index != r.Index {
			t.waiting = true
			continue
		}
		s.doubtful = true
		if !w.withdrawn[r.Index] {
			w.withdrawn[r.Index] = false // removed, and not seen to be gone yet
		}
	}
}

// decideTrials looks what has become of the numbers that were withdrawn.
func (w *work) decideTrials(difference *phone.Difference[held], states []state) {
	for index := range w.withdrawn {
		if difference.IsMissing(index) {
			w.withdrawn[index] = true
		}
	}
	for _, r := range difference.Reformatted {
		if r.Prefix != (phone.Prefix{}) && w.withdrawn[r.Index] {
			w.trials[r.Prefix] = &trial{index: r.Index, verdict: platforms}
		}
	}
	for prefix, t := range w.trials {
		t.waiting = false
		switch {
		case t.verdict != undecided:
		case !w.withdrawn[t.index], states[t.index].called:
			delete(w.trials, prefix) // it is there still, or too late, and another number may serve as well
		case !difference.IsMissing(t.index), w.rejectedKeys[w.list.Set().At(t.index).Number], w.confirmed != nil && w.confirmed[t.index] > 0:
			// It is there as it was sent, or in no spelling.
			t.verdict = others
		}
	}
}
