package core

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

var (
	seeds       = flag.Uint64("seeds", usualSeeds, "how many schedules to play")
	from        = flag.Uint64("from", 1, "the first seed")
	only        = flag.Uint64("seed", 0, "play the schedule of this seed alone, and tell what happens in it")
	profileName = flag.String("profile", "", "what the schedules are about: one of the profiles of profiles_test.go")
)

// enough is how many broken schedules are shown before the others are left alone.
const enough = 3

// Nearly all of a schedule's time goes into short-lived objects.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// TestSchedules plays one schedule for each seed.
//
// That it guards the promises was seen by taking single guards out of internal/campaign. Within 2,000 schedules of the
// profile, these were broken without them:
//
//	again     previous tasks are asked for before a new one is made (Refusal)
//	again     the same call_again lets nobody be called again (obstacleFor)
//	again     the last calls of a skipped task are waited for (awaitLastCalls)
//	over      so are those of a task that has called nobody yet (calledAgainForSure)
//	back      a list that grows has nobody on it whom previous tasks have called (CalledBefore)
//	rivals    a task of another run stops the creation (seeOwnTask)
//	rivals    and our own has to be listed before it is known that there is no other one (awaitListed)
//	slow      a request of unknown result may still have an effect (mayStillAct)
//	slow      one of an earlier run may, too (Update without Held)
//	listings  a listing with fewer rows than the count decides nothing (short)
//	listings  so does one of the people whom a skipped task has called (peopleCalledBy)
//	calls     a task rests while entries are replaced, and while they are removed (mustRest)
//	calls     calls under way are waited for (resting)
//	calls     who was called is never replaced (classify)
//	lag       a row that shows a task not started may be behind (told)
//
// The rules of the decision are taken out one by one in the model check of internal/campaign as well.
func TestSchedules(t *testing.T) {
	t.Parallel()
	if _, known := profiles[*profileName]; !known {
		t.Fatalf("there is no profile %q", *profileName)
	}
	if *only > 0 {
		broken, story := play(t, *only)
		t.Logf("seed %d:\n%s", *only, story)
		if broken != "" {
			t.Error(broken)
		}
		return
	}
	count := *seeds
	if testing.Short() && !flagGiven("seeds") {
		count /= 8
	}
	var next, failed atomic.Uint64
	for player := range runtime.GOMAXPROCS(0) {
		t.Run(fmt.Sprint(player), func(t *testing.T) {
			t.Parallel()
			for failed.Load() < enough {
				n := next.Add(1)
				if n > count {
					return
				}
				seed := *from + n - 1
				if broken, story := play(t, seed); broken != "" {
					failed.Add(1)
					t.Errorf("seed %d: %s\nPlay it alone: go test ./internal/simulation/core -run TestSchedules -profile=%q -seed=%d\n\n%s",
						seed, broken, *profileName, seed, story)
				}
				if n%10_000 == 0 {
					t.Logf("%d of %d schedules begun", n, count) // shown while it runs with -v, as "make soak" has it
				}
			}
		})
	}
}

// play plays the schedule of a seed. It returns what is broken, if anything, and what happened.
func play(t *testing.T, seed uint64) (broken, story string) {
	synctest.Test(t, func(*testing.T) {
		w := newWorld(seed, profiles[*profileName])
		w.life()
		w.platform.Close()
		broken, story = w.broken, w.story()
	})
	return broken, story
}

func flagGiven(name string) (given bool) {
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}
