package provider_test

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestImportedTaskIsTakenOverInPlace(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{"newest server": {}, "old server": {Habits: yccalltest.OldRows | yccalltest.NoCounts}} {
		for status, desired := range map[yccalltest.TaskStatus]any{
			yccalltest.NotStarted: nil, yccalltest.Running: "running", yccalltest.Paused: "paused", yccalltest.Ended: "running",
		} {
			t.Run(name+"/"+status.String(), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{Dialect: dialect})
				list := phones(0, 3)
				id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{
					Name: "made by hand", AssignType: 3, Agent: "renewals-team", Scale: "1:2", ScaleMode: "auto", Concurrent: 20,
					CallerNumbers: "02120280001", Status: status,
				}, list[1:]...)
				must(t, err)
				diags, err := w.resource.Import(t.Context(), id)
				must(t, err)
				must(t, protocoltest.Errors(diags))

				// custom_task_id, concurrent and scale_mode are left out or set, whatever the server echoes.
				config := task(object{
					"numbers_file": w.csv("list.csv", list...), "name": "made by hand", "scale_mode": "auto",
					"caller_numbers": []any{"02120280001"}, "multi_call": object{"max_rounds": 2}, "desired_status": desired,
				})
				plan := w.refreshAndPlan(config)
				if plan.Action != protocoltest.Update {
					t.Fatalf("the plan is a %s: %v", plan.Action, protocoltest.Errors(plan.Diagnostics))
				}
				w.mustApply(config)
				w.wantChanges()
				w.wantValue("id", id)
				w.wantValue("number_count", int64(3))
			})
		}
	}
}

func TestImportedTaskWithOtherSettingsIsReplacedOnlyForWhatDiffers(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	list := phones(0, 3)
	id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Name: "made by hand", AssignType: 3, Agent: "renewals-team", Scale: "1:2"}, list[1:]...)
	must(t, err)
	_, err = w.resource.Import(t.Context(), id)
	must(t, err)
	if plan := w.refreshAndPlan(task(object{"numbers_file": w.csv("list.csv", list...), "name": "another"})); plan.Action != protocoltest.Replace {
		t.Errorf("the plan is a %s", plan.Action)
	}
}

func TestImportOfWhatIsNotThereFails(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	for id, summary := range map[string]string{"20260101000000000001": "No such task", "my task": "Malformed task id"} {
		diags, err := w.resource.Import(t.Context(), id)
		must(t, err)
		w.wantError(diags, summary)
	}
}

// Nobody would call the people whom an ended task does not hold.
func TestImportOfAnEndedTaskTellsOfPeopleWhomItDoesNotHold(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	list := phones(0, 3)
	id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Name: "made by hand", AssignType: 3, Agent: "renewals-team", Scale: "1:2", Status: yccalltest.Ended}, list[1:3]...)
	must(t, err)
	_, err = w.resource.Import(t.Context(), id)
	must(t, err)
	config := task(object{"numbers_file": w.csv("list.csv", list...), "name": "made by hand"})
	w.wantWarning(w.refreshAndPlan(config).Diagnostics, "The task has ended, and the list has people whom it did not call", "1 number", `skip_called_by = ["`+id+`"]`)
	w.mustApply(config)
	w.wantChanges()
}
