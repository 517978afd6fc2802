package provider_test

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestTaskThatIsNotListedIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{
		"empty list": {}, "refusal": {Habits: yccalltest.UnknownTaskIsError}, "filter ignored": {Habits: yccalltest.IgnoreTaskIDFilter},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: dialect})
			config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
			w.mustApply(config)
			must(t, w.mock.ConsolePurge(w.id()))
			w.changes()
			plan := w.refreshAndPlan(config)
			if plan.Action != protocoltest.NoOp {
				t.Errorf("the plan is a %s", plan.Action)
			}
			w.wantValue("status", "not_found")
			w.wantWarning(plan.Diagnostics, "not listed", "terraform state rm")

			w.csv("list.csv", phones(0, 4)...)
			w.wantError(w.apply(config), "The task is not listed", "terraform state rm")
			w.wantChanges()
			// It may run all the same, and is told to end.
			w.wantWarning(w.apply(nil), "was not listed", "removed from state")
			w.wantChanges("TaskSet 3")
		})
	}
}

func TestEndedTaskStaysEndedWhenItsRecordIsPurged(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.DialAll(w.id())
	w.refreshAndPlan(config)
	must(t, w.mock.ConsolePurge(w.id()))
	plan := w.refreshAndPlan(config)
	w.wantValue("status", "ended")
	if plan.Action != protocoltest.NoOp || len(plan.Diagnostics) > 0 {
		t.Errorf("the plan is a %s with %d diagnostics", plan.Action, len(plan.Diagnostics))
	}
}

func TestChangesMadeInTheConsoleAreLeftAlone(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "name": "renewals"})
	w.mustApply(config)
	must(t, w.mock.ConsoleRename(w.id(), "something else"))
	plan := w.refreshAndPlan(config)
	if plan.Action != protocoltest.NoOp {
		t.Errorf("the plan is a %s", plan.Action)
	}
	w.wantWarning(plan.Diagnostics, "changed outside Terraform", "name")
	w.wantValue("name", "renewals")
}

func TestOldServersShowNoDrift(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{
		"old rows":      {Habits: yccalltest.OldRows},
		"no counts":     {Habits: yccalltest.NoCounts | yccalltest.OldRows},
		"strings":       {Habits: yccalltest.StringInts | yccalltest.EmptyObjectAsArray | yccalltest.BOM},
		"numbers":       {Habits: yccalltest.IntStrings | yccalltest.IndexKeyedLists | yccalltest.EmptyArrayAsObject},
		"no filters":    {Habits: yccalltest.IgnoreTaskIDFilter | yccalltest.IgnoreCustomIDFilter | yccalltest.IgnoreStatusFilter | yccalltest.IgnorePaging},
		"no echo":       {Habits: yccalltest.NoCustomIDEcho},
		"neither":       {Habits: yccalltest.NoCustomIDEcho | yccalltest.IgnoreCustomIDFilter},
		"small pages":   {MaxPageSize: 3},
		"refused pages": {MaxPageSize: 100, Habits: yccalltest.RefuseLargePages},
		"respelled":     {Habits: yccalltest.NormaliseNumbers},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: dialect})
			other, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Name: "another", Agent: "1001", AssignType: 1, Scale: "1:1"}, "13700000001")
			must(t, err)
			config := task(object{
				"numbers_file": w.csv("list.csv", "phone,user_id", "13800000001,a", "+8613800000002,", "02180000003,c"), "name": "renewals",
				"concurrent": 5, "scale_mode": "auto", "caller_numbers": []any{"02120280001"}, "desired_status": "running",
			})
			w.mustApply(config)
			w.changes()
			// A change makes the provider list and compare what is there.
			w.csv("list.csv", "phone,user_id", "13800000001,a", "+8613800000002,", "02180000003,c", "13800000004,d")
			w.mustApply(config)
			w.wantChanges("TaskAdd 1")
			if got := len(w.held()); got != 4 {
				t.Errorf("the task holds %d numbers, want 4", got)
			}
			if n := len(w.mock.Numbers(other)); n != 1 {
				t.Errorf("another task holds %d numbers, want 1", n)
			}
		})
	}
}

// What changed in state alone, since the task has ended, was not changed outside Terraform.
func TestSettingsThatWereOnlyStoredAreNoDrift(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.DialAll(w.id())
	config["name"], config["task_scale"] = "winback", "1:3"
	w.wantWarning(w.mustApply(config), "The task has ended, and this has no effect")
	if plan := w.refreshAndPlan(config); len(plan.Diagnostics) > 0 {
		t.Errorf("a campaign that is over is warned of: %v", plan.Diagnostics)
	}
}
