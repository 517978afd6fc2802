package provider_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// These tests are about campaigns that call on while they are planned and applied.

// hundredAtOnce is a dialer whose calls take half a minute.
var hundredAtOnce = yccalltest.Dialer{AtOnce: 100, Shortest: 30 * time.Second, Longest: 30 * time.Second}

// wantEachCalledOnce waits until the campaign is over, and checks that each of the first n made-up people was called once.
func (w *fixture) wantEachCalledOnce(n int) {
	w.Helper()
	time.Sleep(24 * time.Hour)
	people := map[string]bool{}
	for _, call := range w.mock.Calls() {
		people[call.Person] = true
	}
	if calls := len(w.mock.Calls()); calls != n || len(people) != n {
		w.Errorf("%d calls were made to %d people, want %d to as many", calls, len(people), n)
	}
}

func TestSettingChangedWhileTheDialerGoesOnCallsEverybodyOnce(t *testing.T) {
	t.Parallel()
	inBubble(t, hundredAtOnce, func(w *fixture) {
		config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 10_000)...), "desired_status": "running"})
		w.mustApply(config)
		first := w.id()
		for called := 0; called < 3120; {
			time.Sleep(time.Second)
			task, _ := w.mock.Task(first)
			called = task.Called
		}
		w.changes()

		config["task_scale"] = "1:3"
		refusal := w.refusal(config, "This change needs a new task")
		for _, line := range []string{`  skip_called_by = ["` + first + `"] # calls the `, `  call_again = "` + w.mock.Now().Format(time.DateOnly) + `" # calls all 10000 again`} {
			if !strings.Contains(refusal, line) {
				w.Errorf("the refusal has no line %q:\n%s", line, refusal)
			}
		}
		w.wantChanges()

		// While the plan is looked at and applied, the old task calls on.
		config["skip_called_by"] = w.pasted(refusal)
		plan := w.refreshAndPlan(config)
		time.Sleep(10 * time.Minute)
		must(w.T, protocoltest.Errors(w.applyPlan(w.Context(), plan)))
		w.wantAtRest(config)
		second := w.id()
		skipped, _ := w.resource.Value("skipped_count").(int64)
		if skipped <= 3120 || w.mock.Dialled(phonetest.Phones(0, 1)[0]) != 1 {
			w.Errorf("%d were left out, which is not more than were called when it was planned", skipped)
		}

		// Later changes of the list leave out whom the first task has called as well.
		w.csv("list.csv", phones(0, 10_050)...)
		w.mustApply(config)
		w.wantValue("skipped_count", skipped)
		w.csv("list.csv", slices.Concat(phones(0, 10_050), phonetest.Phones(10_050, 50))...)
		w.mustApply(config)
		w.wantValue("id", second)
		w.wantEachCalledOnce(10_100)
	})
}
