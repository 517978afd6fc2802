package campaign

import (
	"fmt"
	"hash/maphash"
	"maps"
	"slices"
	"testing"
)

// asItIs are the rules themselves.
var asItIs = guards{decide: decide, mayResume: memory.mayResume}

// beginnings are states from which a piece of work begins.
func beginnings() map[string]walker {
	row := func(person int8, outdated bool, call modelCall) modelRow {
		return modelRow{person: person, outdated: outdated, call: call}
	}
	holding := func(rows ...modelRow) world {
		var w world
		w.n = int8(copy(w.rows[:], rows))
		for _, r := range rows {
			if r.call == called {
				w.calls[r.person] = 1
			}
		}
		return w
	}
	known := func(w world) memory { return memory{expected: int64(w.n), compare: beforehand, clean: true} }
	broken := memory{expected: unknown, mayAct: true, rest: true, compare: beforehand}
	recovered := memory{}.failed(2, false)
	recovered.compare = beforehand
	appending := memory{unsent: 2, clean: true}
	outdated := holding(row(0, true, uncalled))
	unwanted := holding(row(1, false, uncalled), row(2, false, uncalled))
	inFlight := holding()
	inFlight.pending[0] = operation{people: wantedOnes}
	twice := holding(row(0, false, uncalled), row(0, false, uncalled))
	doubled := holding(row(0, false, uncalled), row(0, false, called))
	all := map[string]walker{
		"two are appended, one by one":      {memory: appending, queue: [2]uint8{0b01, 0b10}},
		"two are appended at once":          {memory: appending, queue: [2]uint8{0b11}},
		"one is outdated, one is missing":   {memory: known(outdated), world: outdated},
		"one is unwanted, one is missing":   {memory: known(unwanted), world: unwanted},
		"nothing arrives":                   {memory: appending, queue: [2]uint8{0b11}, world: world{dead: true}},
		"an earlier run was broken off":     {memory: broken, world: inFlight},
		"the reply to TaskCreat is lost":    {memory: recovered, world: inFlight, sent: [6]sending{{people: wantedOnes}}, sendings: 1},
		"one is there twice":                {memory: broken, world: twice},
		"one was called and is there again": {memory: broken, world: doubled},
	}
	states := map[string]walker{}
	for name, w := range all {
		w.seen, w.mishaps = unseenYet, mishaps
		w.world.sort()
		for state, stateName := range map[runState]string{notStarted: "not started", paused: "paused", active: "running"} {
			if state == active && w.world.danger() != "" {
				continue // too late for any client
			}
			for _, tells := range []bool{true, false} {
				w.world.state, w.world.tells = state, tells
				states[fmt.Sprintf("%s, %s, the row tells of calls: %v", name, stateName, tells)] = w
			}
		}
	}
	return states
}

// explore walks all that can come of some beginnings, and says what is broken.
func explore(g guards, from map[string]walker, limit int) (broken string, states int) {
	e := exploration{guards: g, seed: maphash.MakeSeed(), colour: map[uint64]bool{}, limit: limit}
	for _, name := range slices.Sorted(maps.Keys(from)) {
		if !e.then(name, from[name]) {
			return e.broken, len(e.colour)
		}
	}
	return "", len(e.colour)
}

func TestNoStateOfTheModelBreaksAPromise(t *testing.T) {
	t.Parallel()
	broken, states := explore(asItIs, beginnings(), 0)
	if broken != "" {
		t.Error(broken)
	}
	t.Logf("%d states", states)
}

// TestNoRuleCanBeTakenOut takes the rules out one by one, and sees the model break a promise. These are the guards:
//
//	mayStillAct          a request of unknown result is waited for until the count has stood still for the whole patience
//	again                what was sent is sent again only after it, however many numbers there are
//	unknown means look   what was in doubt is compared by the numbers themselves
//	expected             what the platform has confirmed is waited for, as long
//	seen to be gone      a removal has to show before a number is added again, or another one
//	short                a listing with fewer rows than the count decides nothing
//	mustRest             a running task rests before numbers are replaced or sent again
//	resting              it does not rest while calls are going on
//	unseen               of what was confirmed nothing is sent again while nothing shows
//	twice                nobody is left to be called again
//	mayResume            after a failure a task is resumed only when nobody can be on it twice
//	clean                which is known only by a listing
//	fits                 and as long as the count fits
//	bounds               requests that keep failing, and listings, come to an end
func TestNoRuleCanBeTakenOut(t *testing.T) {
	t.Parallel()
	// before changes what decide goes by.
	before := func(change func(s *seen, m *memory)) guards {
		return guards{mayResume: memory.mayResume, decide: func(s seen, m memory) (step, memory) {
			if s.listing != nil {
				l := *s.listing
				s.listing = &l
			}
			change(&s, &m)
			return decide(s, m)
		}}
	}
	inListing := func(change func(l *findings)) guards {
		return before(func(s *seen, _ *memory) {
			if s.listing != nil {
				change(s.listing)
			}
		})
	}
	for name, without := range map[string]guards{
		"mayStillAct": before(func(s *seen, m *memory) {
			if m.mayAct {
				s.quiet = patience
			}
		}),
		"again": before(func(s *seen, _ *memory) {
			if s.listing != nil && s.listing.again > 0 {
				s.quiet = patience
			}
		}),
		"unknown means look": {mayResume: memory.mayResume, decide: func(s seen, m memory) (step, memory) {
			if !s.stale && m.mayAct && !m.mayStillAct(s) {
				m.mayAct, m.expected, m.compare = false, s.count, byCount
			}
			return decide(s, m)
		}},
		"expected": before(func(s *seen, m *memory) {
			if !m.mayAct && s.count != m.expected {
				s.quiet = patience
			}
		}),
		"seen to be gone": {mayResume: memory.mayResume, decide: func(s seen, m memory) (step, memory) {
			if !m.mayAct && m.unremoved == 0 && m.unsent > 0 && s.stale {
				return m.send(stepAdd)
			}
			return decide(s, m)
		}},
		"short": inListing(func(l *findings) { l.short = false }),
		"mustRest": before(func(s *seen, _ *memory) {
			if s.listing != nil {
				s.state, s.calls, s.listing.rested = paused, 0, true
			}
		}),
		"resting": before(func(s *seen, _ *memory) {
			if s.listing != nil || s.state == paused {
				s.calls = 0
				if s.listing != nil && s.state == paused {
					s.listing.rested = true
				}
			}
		}),
		"unseen":    inListing(func(l *findings) { l.again, l.unseen = l.again+l.unseen, 0 }),
		"twice":     inListing(func(l *findings) { l.twice = 0 }),
		"mayResume": {decide: decide, mayResume: func(memory, seen) bool { return true }},
		"clean":     {decide: decide, mayResume: func(m memory, s seen) bool { m.clean = true; return m.mayResume(s) }},
		"fits":      {decide: decide, mayResume: func(m memory, s seen) bool { s.stale = true; return m.mayResume(s) }},
		"bounds":    before(func(_ *seen, m *memory) { m.failures, m.rounds = 0, 0 }),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			broken, states := explore(without, beginnings(), 5_000_000)
			if broken == "" {
				t.Errorf("%d states, and no promise is broken", states)
			}
			t.Log(broken)
		})
	}
}
