package provider_test

import (
	"strings"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// Terraform validates an action before the values of variables are known, and never again: an empty answer_type would
// call everybody, and an unknown status would be sent as 0.
func TestValuesOfAnActionAreCheckedWhenItIsPlannedAndRun(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.dialledTask(yccalltest.Ended, 4)
	w.mock.ResetJournal()
	for name, bad := range map[string]struct {
		action string
		config object
	}{
		"nobody chosen":     {redialType, object{"task_id": id, "answer_type": ""}},
		"a word of no use":  {redialType, object{"task_id": id, "answer_type": "everyone"}},
		"no task":           {redialType, object{"task_id": ""}},
		"a null task":       {redialType, object{}},
		"a malformed time":  {redialType, object{"task_id": id, "scheduled_time": "tomorrow"}},
		"stops too early":   {redialType, object{"task_id": id, "scheduled_time": "2099-12-01 18:00:00", "paused_time": "2099-12-01 09:00:00"}},
		"an empty end":      {redialType, object{"task_id": id, "only_if_ended_at": ""}},
		"no status":         {setStatusType, object{"task_id": id}},
		"an unknown status": {setStatusType, object{"task_id": id, "status": "done"}},
		"an empty status":   {setStatusType, object{"task_id": id, "status": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			planned, err := w.core.PlanValidatedAction(t.Context(), bad.action, bad.config)
			must(t, err)
			_, run := w.invoke(bad.action, bad.config)
			if protocoltest.Errors(planned) == nil || protocoltest.Errors(run) == nil {
				t.Errorf("planned: %v, run: %v, want an error of each", protocoltest.Errors(planned), protocoltest.Errors(run))
			}
			if n := len(w.mock.Journal()); n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}

func TestRedialSaysThatItIsSentNowAndWarnsWhereATriggeredActionIsHeard(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.dialledTask(yccalltest.Ended, 4)
	progress, diags := w.invoke(redialType, object{"task_id": id, "start": false, "paused_time": "2099-12-01 18:00:00"})
	must(t, protocoltest.Errors(diags))
	w.wantProgress(progress, "It is sent now, once", "look at the task before you run the action again")
	w.wantProgress(progress, "The schedule has no effect")
	for i, message := range progress {
		if strings.Contains(message, "It is sent now") && strings.Contains(strings.Join(progress[:i], " "), "The platform took it") {
			t.Error("what became of it is told before it is sent")
		}
	}

	nobody := w.console(yccalltest.TaskSnapshot{Status: yccalltest.Paused}, phones(10, 2)[1:]...)
	progress, _ = w.invoke(redialType, object{"task_id": nobody})
	w.wantProgress(progress, "Nobody to call again")
}

// A saved plan can be applied twice, and an interrupted run repeated: bound to the end of the task, the second redial is
// refused.
func TestRedialThatIsBoundToTheEndOfATaskIsSentOnce(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.dialledTask(yccalltest.Ended, 4)
	endedAt := w.mustRead("outbound_task", object{"id": id})["ended_at"]
	config := object{"task_id": id, "only_if_ended_at": endedAt}
	w.wantWarning(w.planAction(redialType, config), "Calling people again")
	_, diags := w.invoke(redialType, config)
	must(t, protocoltest.Errors(diags))
	w.wantChanges("taskCall")

	// It runs, and later it has ended once more.
	_, diags = w.invoke(redialType, config)
	w.wantError(diags, "has not ended, or was redialled already", id, "Nothing was sent")
	w.mock.Advance(time.Hour)
	w.mock.DialAll(id)
	must(t, w.mock.ConsoleSetStatus(id, yccalltest.Ended))
	_, diags = w.invoke(redialType, config)
	w.wantError(diags, "ended at another time", id, "Nothing was sent")
	w.wantError(w.planAction(redialType, config), "ended at another time")
	w.wantCalls("taskCall", 0)
}

func TestRedialCannotBeBoundWhereTheServerTellsNoEnd(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.OldRows}})
	id := w.dialledTask(yccalltest.Ended, 4)
	_, diags := w.invoke(redialType, object{"task_id": id, "only_if_ended_at": "2026-12-01 09:00:00"})
	w.wantError(diags, "does not tell when the task ended", "Leave only_if_ended_at out")
	w.wantCalls("taskCall", 0)
}
