package ways

import (
	"testing"
	"testing/synctest"

	"github.com/yccall/terraform-provider-yccall/internal/simulation/player"
)

func TestMain(m *testing.M) { player.Main(m) }

// TestSchedules plays one schedule for each seed. What it is seen to guard stands in guards_test.go.
func TestSchedules(t *testing.T) {
	t.Parallel()
	player.Play(t, player.Usual{Plain: 100, Race: 60}, profiles, play)
}

// play plays the schedule of a seed. It returns what is broken, if anything, and what happened.
func play(t *testing.T, seed uint64, p profile) (broken, story string) {
	dir := t.TempDir()
	synctest.Test(t, func(*testing.T) {
		w := newWorld(seed, p)
		w.dir = dir
		w.life()
		w.platform.Close()
		w.elsewhere.Close()
		broken, story = w.broken, w.story()
	})
	return broken, story
}
