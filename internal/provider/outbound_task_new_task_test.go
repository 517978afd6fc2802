package provider

import (
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// TestChangeNeedsConsentByTheTable has the rows of the table in outbound_task_new_task.go.
func TestChangeNeedsConsentByTheTable(t *testing.T) {
	t.Parallel()
	settings := []string{"task_scale"}
	for name, test := range map[string]struct {
		change change
		want   verdict
	}{
		"nothing that needs a new task":              {change{started: true}, changeInPlace},
		"settings, never started":                    {change{settings: settings}, makeNewTask},
		"settings, started":                          {change{settings: settings, started: true}, refuseCalling},
		"settings, ended":                            {change{settings: settings, started: true, ended: true}, storeOnly},
		"settings and call_again":                    {change{settings: settings, started: true, again: true}, makeNewTask},
		"settings and its own id":                    {change{settings: settings, started: true, skipsOwn: true}, makeNewTask},
		"call_again alone":                           {change{started: true, again: true}, makeNewTask},
		"call_again, ended":                          {change{started: true, ended: true, again: true}, makeNewTask},
		"its own id, ended":                          {change{started: true, ended: true, skipsOwn: true}, makeNewTask},
		"not listed":                                 {change{settings: settings, started: true, unlisted: true}, refuseUnlisted},
		"not listed, with consent":                   {change{started: true, unlisted: true, again: true}, refuseUnlisted},
		"not listed, nothing changes":                {change{started: true, unlisted: true}, changeInPlace},
		"an own id that stays":                       {change{started: true, again: true, keepsID: true}, refuseSameID},
		"an own id that stays, never started":        {change{settings: settings, keepsID: true}, makeNewTask},
		"earlier ids are not named any more":         {change{started: true, skipsOwn: true, forgets: []string{"1"}}, refuseForgetting},
		"earlier ids are not named, but call_again":  {change{started: true, again: true, forgets: []string{"1"}}, makeNewTask},
		"earlier ids are not named, and no new task": {change{started: true, forgets: []string{"1"}}, changeInPlace},
	} {
		if got := test.change.verdict(); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

func TestNewTaskIsAnnouncedByWhatBecomesOfTheOldOne(t *testing.T) {
	t.Parallel()
	s := standing{task: yccall.Task{ID: "42", Called: ptr(int64(2))}, known: true, wanted: 5}
	for _, c := range []change{{skipsOwn: true}, {again: true}} {
		c.started = true
		for _, c.ended = range []bool{false, true} {
			text := warnNewTask(c, s).Detail()
			if says := strings.Contains(text, "and has ended."); says != c.ended || strings.Contains(text, "It is paused") == c.ended {
				t.Errorf("of a task that has ended (%v) it says: %s", c.ended, text)
			}
		}
	}
}

func TestRefusalsBeginWithHowToLeaveItAsItIs(t *testing.T) {
	t.Parallel()
	s := standing{
		task:  yccall.Task{ID: "42", Status: yccall.StatusRunning, Called: ptr(int64(3120)), Answered: ptr(int64(1200)), Unanswered: ptr(int64(1920))},
		known: true, wanted: 10_000, rejected: 3, skipped: []string{"41"},
	}
	c := change{settings: []string{"task_scale", "name"}, started: true, forgets: []string{"41"}}
	for _, v := range []verdict{refuseUnlisted, refuseSameID, refuseForgetting, refuseCalling} {
		d := refuseChange(v, c, s, "2026-11-25")
		if v != refuseUnlisted && !strings.Contains(d.Detail(), "To leave the campaign as it is") {
			t.Errorf("%q does not say how to leave it: %s", d.Summary(), d.Detail())
		}
	}
	detail := refuseChange(refuseCalling, c, s, "2026-11-25").Detail()
	for _, want := range []string{
		"task_scale, name", "has called 3120 of 10000 numbers",
		`  skip_called_by = ["41", "42"] # calls the 6880 others; of the called, 1200 answered, and 1920 did not and are not called again; 3 were rejected and are tried again`,
		`  call_again = "2026-11-25" # calls all 10000 again`,
	} {
		if !strings.Contains(detail, want) {
			t.Errorf("the refusal does not say %q:\n%s", want, detail)
		}
	}
	leave, ways := strings.Index(detail, "To leave"), strings.Index(detail, "skip_called_by")
	if leave > ways {
		t.Error("the ways on come before how to leave it")
	}
}
