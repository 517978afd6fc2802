package provider_test

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestEverySettingReplacesTheTask(t *testing.T) {
	t.Parallel()
	for name, changed := range map[string]any{
		"assign_type": "queue", "assign_agent": "others", "task_scale": "1:3", "name": "b", "concurrent": 7,
		"scale_mode": "manual", "caller_numbers": []any{"02120280002"}, "scheduled_time": "2026-12-01 10:00:00",
		"paused_time": "2026-12-02 18:00:00", "custom_task_id": "mine-2",
		"multi_call": object{"type": "all"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Clock: platformClock})
			config := task(object{
				"numbers_file": w.csv("list.csv", phones(0, 5)...), "name": "a", "concurrent": 6, "scale_mode": "auto",
				"caller_numbers": []any{"02120280001"}, "scheduled_time": "2026-12-01 09:00:00", "paused_time": "2026-12-01 18:00:00",
				"custom_task_id": "mine", "multi_call": object{"type": "unanswered"},
			})
			w.mustApply(config)
			must(t, w.mock.ConsoleSetStatus(w.id(), yccalltest.Running))
			w.mock.Dial(w.id(), 2)
			first := w.id()
			config[name] = changed
			plan := w.refreshAndPlan(config)
			if plan.Action != protocoltest.Replace {
				t.Fatalf("the plan is a %s", plan.Action)
			}
			w.wantWarning(plan.Diagnostics, "Replacing a task calls people again", first, "5 numbers", "it has called 2 numbers already")
			w.changes()
			w.mustApply(config)
			w.wantChanges("TaskSet 3", "TaskCreat 5")
		})
	}
}

func TestTaskThatExistsUnderTheCustomIDIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	for name, custom := range map[string]any{"set by the user": "renewals-1", "derived": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "custom_task_id": custom})
			w.mustApply(config)
			orphan := w.id()

			// Terraform was killed before it could save what it had made.
			w.resource.Forget()
			w.changes()
			w.wantError(w.apply(config), "The campaign exists already", "terraform import yccall_outbound_task.NAME "+orphan)
			w.wantChanges()

			diags, err := w.resource.Import(t.Context(), orphan)
			must(t, err)
			must(t, protocoltest.Errors(diags))
			w.mustApply(config)
			w.wantChanges()
			w.wantValue("id", orphan)
		})
	}
}

func TestEndedTaskUnderTheSameCustomIDIsNoObstacle(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "custom_task_id": "renewals-1"})
	w.mustApply(config)
	w.apply(nil)
	w.mustApply(config)
	if n := len(w.mock.TasksByCustomID("renewals-1")); n != 2 {
		t.Errorf("there are %d tasks, want the ended one and the new one", n)
	}
}

func TestCampaignThatRanBeforeIsAnnounced(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{"newest server": {}, "old server": {Habits: yccalltest.OldRows | yccalltest.NoCounts}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: dialect})
			config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
			w.mustApply(config)
			ran := w.id()
			w.mock.DialAll(ran)
			// Terraform was killed before it could save, and the campaign went on to its end.
			w.resource.Forget()
			plan := w.refreshAndPlan(config)
			w.wantWarning(plan.Diagnostics, "was called before", ran, "5 numbers", "refuses to make a second one", "terraform import yccall_outbound_task.NAME "+ran)

			// Nobody may have read that.
			w.changes()
			diags := w.applyPlan(t.Context(), plan)
			w.wantError(diags, "The campaign was called before", ran, "has called 5 numbers and has ended", "Nothing was created", "terraform import yccall_outbound_task.NAME "+ran)
			w.wantChanges()

			// What the error says to do works.
			diags, err := w.resource.Import(t.Context(), ran)
			must(t, err)
			must(t, protocoltest.Errors(diags))
			w.mustApply(config)
			w.wantChanges()
			w.wantValue("status", "ended")
		})
	}
}

func TestCampaignThatRanBeforeUnderAnIDOfTheUsersIsMadeAgain(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running", "custom_task_id": "renewals-1"})
	w.mustApply(config)
	w.mock.DialAll(w.id())
	w.apply(nil)
	w.changes()
	w.wantWarning(w.mustApply(config), "was called before", "makes a new task, which calls everybody on the list")
	w.wantChanges("TaskCreat 5", "TaskSet 1")
}

func TestTaskOfTheSameNameThatHasNotEndedIsAnnounced(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	orphan := w.id()
	// Terraform was killed before it could save, and then the list was changed: the derived id is another one.
	w.resource.Forget()
	w.csv("list.csv", phones(0, 6)...)
	w.wantWarning(w.refreshAndPlan(config).Diagnostics, "of this name has not ended", orphan, "is running", "terraform import yccall_outbound_task.NAME "+orphan)

	must(t, w.mock.ConsoleSetStatus(orphan, yccalltest.Ended))
	if plan := w.refreshAndPlan(config); len(plan.Diagnostics) > 0 {
		t.Errorf("an ended task is announced: %q", plan.Diagnostics[0].Summary)
	}
}

func TestCampaignThatCalledNobodyIsNotAnnounced(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...)})
	w.mustApply(config)
	w.apply(nil)
	if plan := w.refreshAndPlan(config); len(plan.Diagnostics) > 0 {
		t.Errorf("the plan says %q", plan.Diagnostics[0].Summary)
	}
}

// TestTaskThatIsNotListedIsNotReplaced: it may be there after all, and then both would call.
func TestTaskThatIsNotListedIsNotReplaced(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running", "name": "a"})
	w.mustApply(config)
	other, err := yccalltest.Start(yccalltest.Config{}) // another account
	must(t, err)
	t.Cleanup(other.Close)
	w.block = blockFor(other)
	config["name"] = "b"
	w.wantError(w.apply(config), "The task is not listed", "cannot be ended", "Point it to the right one", "terraform state rm")
	if n := len(other.Tasks()); n > 0 {
		t.Errorf("%d tasks were made", n)
	}
}
