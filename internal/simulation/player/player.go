// Package player plays the schedules of a simulation: one for each seed, on all processors, as many as the flags of the test
// say.
package player

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"testing"
)

var (
	seeds   = flag.Uint64("seeds", 0, "how many schedules to play; 0 plays as many as usual")
	from    = flag.Uint64("from", 1, "the first seed")
	only    = flag.Uint64("seed", 0, "play the schedule of this seed alone, and tell what happens in it")
	profile = flag.String("profile", "", "what the schedules are about: one of the simulation's profiles")
)

// enough is how many broken schedules are shown before the others are left alone.
const enough = 3

// Usual is how many schedules a usual run plays.
type Usual struct {
	Plain uint64
	// Race is how many it plays with the race detector, under which a schedule takes several times as long.
	Race uint64
}

func (u Usual) count() uint64 {
	switch {
	case *seeds > 0:
		return *seeds
	case testing.Short():
		return u.Plain / 8
	case race:
		return u.Race
	default:
		return u.Plain
	}
}

// Main runs the tests of a simulation. Nearly all of a schedule's time goes into short-lived objects.
func Main(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// Play plays schedules of the profile that the flags name. play plays the one of a seed, and returns what is broken, if
// anything, and what happened.
func Play[P any](t *testing.T, usual Usual, profiles map[string]P, play func(t *testing.T, seed uint64, p P) (broken, story string)) {
	t.Helper()
	p, known := profiles[*profile]
	if !known {
		t.Fatalf("there is no profile %q", *profile)
	}
	if *only > 0 {
		broken, story := play(t, *only, p)
		t.Logf("seed %d:\n%s", *only, story)
		if broken != "" {
			t.Error(broken)
		}
		return
	}
	count := usual.count()
	var next, failed atomic.Uint64
	for processor := range runtime.GOMAXPROCS(0) {
		t.Run(fmt.Sprint(processor), func(t *testing.T) {
			t.Parallel()
			for failed.Load() < enough {
				n := next.Add(1)
				if n > count {
					return
				}
				seed := *from + n - 1
				if broken, story := play(t, seed, p); broken != "" {
					failed.Add(1)
					t.Errorf("seed %d: %s\nPlay it alone with -args -profile=%q -seed=%d\n\n%s", seed, broken, *profile, seed, story)
				}
				if n%10_000 == 0 {
					t.Logf("%d of %d schedules begun", n, count) // shown while it runs with -v, as "make soak" has it
				}
			}
		})
	}
}
