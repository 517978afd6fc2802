package campaign

import (
	"maps"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
	"github.com/yccall/terraform-provider-yccall/internal/sketch"
)

// The platform does not echo the time and ext of an entry, so that their change cannot be seen in what a task holds. A
// sketch is what is remembered of them instead.

// Sketch returns what is to be remembered of a list's time and ext fields. The list must have its set kept.
func (r *Runner) Sketch(list *numberlist.List) sketch.Sketch {
	if !list.HasUnechoed {
		return sketch.None()
	}
	return r.sketcher.Of(list.Set())
}

// unechoed is what is known of the fields that the platform does not echo, so that their change cannot be seen in what a
// task holds.
type unechoed struct {
	// before is the Sketch of the list that was last written; zero when it is not known, or was looked at already.
	before sketch.Sketch
	// had is true when that list has such fields.
	had bool
	// doubt is true when it is not known which of them the task's numbers have, and replaceAll until all that were not
	// called are therefore replaced.
	doubt, replaceAll bool
	// stale are numbers, by index in the list's set, that have to be replaced because such fields changed.
	stale map[int]bool
}

func (u unechoed) clone() unechoed {
	u.stale = maps.Clone(u.stale)
	return u
}

// findStale finds the entries whose time or ext changed. If it cannot be told which ones did, all that were not called are
// replaced.
func (s *syncer) findStale(c *comparison, states []state, formatted map[int]phone.Number) {
	u := &s.unechoed
	before, all := u.before, u.replaceAll
	u.before, u.replaceAll = sketch.Sketch{}, false
	if u.stale == nil {
		u.stale = map[int]bool{}
	}
	switch {
	case all:
		s.staleUncalled(states)
	case !before.IsZero():
		s.findChanged(before, states, slices.Concat(c.unwanted, s.ledger.rejected.left), slices.Collect(maps.Values(formatted)))
	}
}

func (s *syncer) findChanged(before sketch.Sketch, states []state, gone, reformatted []phone.Number) {
	set := s.list.Set()
	held := s.runner.sketcher.Builder()
	for index, st := range states {
		if r := set.At(index); st.rows > 0 || s.ledger.rejected.has(r.Number) {
			held.Add(r)
		}
	}
	indexes, ok := s.runner.sketcher.Changed(before, sketch.Wanted{Set: set, Held: held.Sketch(), Unwanted: gone, Reformatted: reformatted})
	if !ok {
		s.staleUncalled(states)
		return
	}
	for _, index := range indexes {
		if states[index].rows > 0 {
			s.unechoed.stale[index] = true
		}
	}
}

// staleUncalled takes all numbers that were not called yet for stale.
func (s *syncer) staleUncalled(states []state) {
	for index, st := range states {
		if st.rows > 0 && !st.called {
			s.unechoed.stale[index] = true
		}
	}
}
