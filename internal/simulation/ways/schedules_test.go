package ways

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
// That it guards the promises was seen by taking single guards out of internal/provider and internal/campaign. Within 100
// schedules of the profile, these were broken without them:
//
//	anew       tasks of the same name are previous ones (findByName)
//	anew       a task that has ended has called people all the same (obstacleFor)
//	anew       previous tasks are asked for in the plan, before Terraform ends the old one (planNew)
//	anew       a call_again that the task was made with says nothing (callsAgain)
//	addresses  a task that runs forbids another one (obstacleFor)
//	addresses  previous tasks are asked for once more before a creation (Create)
//	settings   whom other tasks have called stays left out when skip_called_by is tidied away (skipped)
//	settings   a setting needs consent once the task was started (verdict)
//	late       a task remembers its endpoint (place.other)
//	late       what is not known is not different (differs)
//
// That an own custom task id names one campaign for ever is in the table of internal/provider. Pairs, and that a listing in
// which a task is missing is no clearance, are in its tests, and the look before an append in the model check of
// internal/campaign.
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
					t.Errorf("seed %d: %s\nPlay it alone: go test ./internal/simulation/ways -run TestSchedules -profile=%q -seed=%d\n\n%s",
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
		w.elsewhere.Close()
		broken, story = w.broken, w.story()
	})
	return broken, story
}

func flagGiven(name string) (given bool) {
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == name })
	return given
}
