package core

import (
	"testing"
	"testing/synctest"

	"github.com/yccall/terraform-provider-yccall/internal/simulation/player"
)

func TestMain(m *testing.M) { player.Main(m) }

// TestSchedules plays one schedule for each seed. What it is seen to guard stands in guards_test.go.
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
