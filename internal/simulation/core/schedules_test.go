package core

import (
	"testing"
	"testing/synctest"

	"github.com/yccall/terraform-provider-yccall/internal/simulation/player"
)

func TestMain(m *testing.M) { player.Main(m) }

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
//	rivals    a task that is found again and holds other people is not taken over (holdsOthers)
//	slow      a request of unknown result may still have an effect (mayStillAct)
//	slow      one of an earlier run may, too (Update without Held)
//	listings  a listing with fewer rows than the count decides nothing (short)
//	listings  so does one of the people whom a skipped task has called (peopleCalledBy)
//	calls     a task rests while entries are replaced, and while they are removed (mustRest)
//	calls     calls under way are waited for (resting)
//	calls     who was called is never replaced (classify)
//	lag       a row that shows a task not started may be behind (told)
//
// The rules of the decision are taken out one by one in the model check of internal/campaign as well. That a task which two
// runs take for their own has to stand still (shared) takes more schedules; TestTwoRunsThatFindTheSameTaskCallNobodyTwice
// fails without it.
func TestSchedules(t *testing.T) {
	t.Parallel()
	player.Play(t, player.Usual{Plain: 1600, Race: 300}, profiles, play)
}

// play plays the schedule of a seed. It returns what is broken, if anything, and what happened.
func play(t *testing.T, seed uint64, p profile) (broken, story string) {
	synctest.Test(t, func(*testing.T) {
		w := newWorld(seed, p)
		w.life()
		w.platform.Close()
		broken, story = w.broken, w.story()
	})
	return broken, story
}
