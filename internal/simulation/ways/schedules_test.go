package ways

import (
	"testing"
	"testing/synctest"

	"github.com/yccall/terraform-provider-yccall/internal/simulation/player"
)

func TestMain(m *testing.M) { player.Main(m) }

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
	player.Play(t, player.Usual{Plain: 100, Race: 60}, profiles, play)
}

// play plays the schedule of a seed. It returns what is broken, if anything, and what happened.
func play(t *testing.T, seed uint64, p profile) (broken, story string) {
	synctest.Test(t, func(*testing.T) {
		w := newWorld(seed, p)
		w.life()
		w.platform.Close()
		w.elsewhere.Close()
		broken, story = w.broken, w.story()
	})
	return broken, story
}
