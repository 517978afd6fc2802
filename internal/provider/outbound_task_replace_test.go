package provider_test

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// settings have a value of each attribute that the platform cannot change, and another one.
var settings = map[string][2]any{
	"assign_type": {"extension_group", "queue"}, "assign_agent": {"renewals-team", "others"}, "task_scale": {"1:2", "1:3"}, "name": {"a", "b"},
	"concurrent": {6, 7}, "scale_mode": {"auto", "manual"}, "caller_numbers": {[]any{"02120280001"}, []any{"02120280002"}},
	"scheduled_time": {"2026-12-01 09:00:00", "2026-12-01 10:00:00"}, "paused_time": {"2026-12-01 18:00:00", "2026-12-02 18:00:00"},
	"custom_task_id": {"mine", "mine-2"}, "multi_call": {object{"type": "unanswered"}, object{"type": "all"}},
}

// TestEverySettingOfAStartedTaskIsRefused until the configuration says who is called by a new task.
func TestEverySettingOfAStartedTaskIsRefused(t *testing.T) {
	t.Parallel()
	for name, values := range settings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Clock: platformClock})
			config := with(task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...)}), name, values[0])
			w.mustApply(config)
			must(t, w.mock.ConsoleSetStatus(w.id(), yccalltest.Running))
			w.mock.Dial(w.id(), 2)
			first := w.id()
			w.changes()
			config[name] = values[1]
			w.wantError(w.apply(config), "This change needs a new task", name, first, "has called 2 of 5 numbers", "Nothing was sent",
				"To leave the campaign as it is", `  skip_called_by = ["`+first+`"] # calls the 3 others`, `  call_again = "2026-12-01" # calls all 5 again`,
				"To end the task instead")
			w.wantChanges()

			// With one of the lines, the others are called.
			config["skip_called_by"] = []any{first}
			plan := w.refreshAndPlan(config)
			w.wantWarning(plan.Diagnostics, "The campaign goes on with a new task", first, "has called 2 of 5 numbers")
			if plan.Action != protocoltest.Replace {
				t.Fatalf("the plan is a %s", plan.Action)
			}
			w.mustApply(config)
			w.wantChanges("TaskSet 2", "TaskSet 3", "TaskCreat 3")
			w.wantHeld(phones(2, 3)[1:])
			w.wantValue("skipped_count", int64(2))
		})
	}
}

func TestEverySettingOfATaskThatWasNeverStartedMakesANewOne(t *testing.T) {
	t.Parallel()
	for name, values := range settings {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Clock: platformClock})
			config := with(task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...)}), name, values[0])
			w.mustApply(config)
			first := w.id()
			w.changes()
			config[name] = values[1]
			plan := w.refreshAndPlan(config)
			w.wantWarning(plan.Diagnostics, "The task is ended and made anew", first, "has called nobody")
			if plan.Action != protocoltest.Replace {
				t.Fatalf("the plan is a %s", plan.Action)
			}
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

func TestCampaignThatRanBeforeIsRefused(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{"newest server": {}, "old server": {Habits: yccalltest.OldRows | yccalltest.NoCounts}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: dialect})
			config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
			planned := w.refreshAndPlan(config)
			w.mustApply(config)
			ran := w.id()
			w.mock.DialAll(ran)
			// Terraform was killed before it could save, and the campaign went on to its end.
			w.resource.Forget()
			w.changes()
			words := []string{ran, "has called 5 numbers of the list", "Nothing was created", "terraform import yccall_outbound_task.NAME " + ran, `skip_called_by = ["` + ran + `"]`}
			w.wantError(w.apply(config), "The campaign was called before", words...)
			// A plan may have been made before.
			w.wantError(w.applyPlan(t.Context(), planned), "The campaign was called before", words...)
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

// TestCampaignThatRanBeforeUnderAnIDOfTheUsersIsRefusedToo: an own id names one campaign for ever.
func TestCampaignThatRanBeforeUnderAnIDOfTheUsersIsRefusedToo(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running", "custom_task_id": "renewals-1"})
	w.mustApply(config)
	w.mock.DialAll(w.id())
	w.apply(nil)
	w.changes()
	w.wantError(w.apply(config), "The campaign was called before", "custom_task_id of your own names one campaign for ever")
	// Consent does not make it another campaign, another id does.
	config["call_again"] = "2026-12-02"
	w.wantError(w.apply(config), "The campaign was called before")
	w.wantChanges()
	config["custom_task_id"] = "renewals-2"
	w.mustApply(config)
	w.wantChanges("TaskCreat 5", "TaskSet 1")
}

func TestTaskOfTheSameNameThatHasNotEndedIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	orphan := w.id()
	// Terraform was killed before it could save, and then the list was changed.
	w.resource.Forget()
	w.csv("list.csv", phones(0, 6)...)
	w.wantError(w.refreshAndPlan(config).Diagnostics, "The campaign runs already", orphan, "is running", "terraform import yccall_outbound_task.NAME "+orphan)

	// It has called nobody, and calls nobody any more.
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
