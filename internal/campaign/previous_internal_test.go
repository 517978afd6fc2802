package campaign

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// TestPreviousTaskIsAnObstacleByTheTable has the rows of the table in previous.go.
func TestPreviousTaskIsAnObstacleByTheTable(t *testing.T) {
	t.Parallel()
	count := func(n int64) *int64 { return &n }
	neverStarted := yccall.Task{ID: "1", Status: yccall.StatusNotStarted, ShowsStart: true, Called: count(0)}
	running := yccall.Task{ID: "1", Status: yccall.StatusRunning, ShowsStart: true, StartedAt: "2026-11-25 09:00:00", Called: count(0)}
	ended := running
	ended.Status = yccall.StatusEnded
	endedUnstarted := neverStarted
	endedUnstarted.Status = yccall.StatusEnded
	endedInCall := endedUnstarted
	endedInCall.CurrentConcurrent = count(3)
	endedAnswered := endedUnstarted
	endedAnswered.Answered = count(3)
	endedUnanswered := endedUnstarted
	endedUnanswered.Unanswered = count(3)
	oldServer := yccall.Task{ID: "1", Status: yccall.StatusEnded}
	unknownState := yccall.Task{ID: "1", Status: 1029, ShowsStart: true}
	pausedTask := running
	pausedTask.Status = yccall.StatusPaused
	for name, test := range map[string]struct {
		task    yccall.Task
		sameID  bool
		consent Consent
		want    obstacle
	}{
		"never started":                        {task: neverStarted, want: unstarted},
		"never started, with consent":          {task: neverStarted, consent: Consent{Again: true, Skipped: []string{"1"}}, want: unstarted},
		"never started, ended":                 {task: endedUnstarted, sameID: true, want: noObstacle},
		"running":                              {task: running, want: runsAlready},
		"running, with consent":                {task: running, consent: Consent{Again: true, Skipped: []string{"1"}}, want: runsAlready},
		"paused":                               {task: pausedTask, want: runsAlready},
		"in a state without a name":            {task: unknownState, want: runsAlready},
		"ended":                                {task: ended, want: calledBefore},
		"ended, its row does not tell":         {task: oldServer, want: calledBefore},
		"ended, still calling":                 {task: endedInCall, want: calledBefore},
		"ended, somebody answered":             {task: endedAnswered, want: calledBefore},
		"ended, nobody answered":               {task: endedUnanswered, want: calledBefore},
		"ended, skipped":                       {task: ended, sameID: true, consent: Consent{Skipped: []string{"1"}}, want: noObstacle},
		"ended, another one is skipped":        {task: ended, consent: Consent{Skipped: []string{"2"}}, want: calledBefore},
		"ended, called again":                  {task: ended, consent: Consent{Again: true}, want: noObstacle},
		"ended, made with the same consent":    {task: ended, sameID: true, consent: Consent{Again: true}, want: calledBefore},
		"a called count of 0 proves nothing":   {task: ended, sameID: true, want: calledBefore},
		"a start time that is there is enough": {task: yccall.Task{ID: "1", Status: yccall.StatusNotStarted, StartedAt: "2026-11-25 09:00:00"}, want: runsAlready},
	} {
		if got := (Previous{Task: test.task, SameID: test.sameID}).obstacleFor(test.consent); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

func TestNameIsTheSameHoweverAPlatformWritesIt(t *testing.T) {
	t.Parallel()
	for shown, ours := range map[string]string{
		"renewals": " Renewals ", "R&amp;D": "R&D", "autumn renewals": "autumn \u3000 renewals", " ": " ", "a&#039;s": "a's",
	} {
		if !sameName(shown, ours) {
			t.Errorf("%q is not taken for %q", shown, ours)
		}
	}
	for shown, ours := range map[string]string{"": " ", "renewal": "renewals", "re newals": "renewals", "R&D": "R&amp;amp;D"} {
		if sameName(shown, ours) {
			t.Errorf("%q is taken for %q", shown, ours)
		}
	}
}
