package provider_test

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestImportedTaskIsTakenOverInPlace(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{
		"newest server": {}, "old server": {Habits: yccalltest.OldRows | yccalltest.NoCounts}, "odd server": {Habits: yccalltest.ZeroTimes | yccalltest.PHPWarnings},
	} {
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

// A creation remembers which previous tasks of its campaign have called people. An import has to look for them.
func TestImportedTaskDoesNotCallPeopleOfPreviousTasks(t *testing.T) {
	t.Parallel()
	list := phonetest.Phones(0, 6)
	imported := func(t *testing.T, held ...string) (w *fixture, config object, yesterday string) {
		w = newFixture(t, yccalltest.Config{})
		made := yccalltest.TaskSnapshot{Name: "renewals", AssignType: 3, Agent: "renewals-team", Scale: "1:2", Status: yccalltest.Running}
		yesterday = w.console(made, list[:2]...)
		w.mock.DialAll(yesterday)
		must(t, w.mock.ConsoleSetStatus(yesterday, yccalltest.Ended))
		_, err := w.resource.Import(t.Context(), w.console(made, held...))
		must(t, err)
		return w, task(object{"name": "renewals", "numbers_file": w.csv("list.csv", append([]string{"phone"}, held...)...), "desired_status": "running"}), yesterday
	}
	const refused = "People on the list were called before"
	t.Run("by the first apply", func(t *testing.T) {
		t.Parallel()
		w, config, yesterday := imported(t, list[2:4]...)
		w.csv("list.csv", append([]string{"phone"}, list[1:]...)...)
		w.wantError(w.apply(config), refused, yesterday, "1 number")
		w.wantChanges()
	})
	t.Run("by a later apply", func(t *testing.T) {
		t.Parallel()
		w, config, yesterday := imported(t, list[2:4]...)
		w.mustApply(config)
		w.csv("list.csv", append([]string{"phone"}, list[1:]...)...)
		w.wantError(w.apply(config), refused, yesterday, "1 number")
		w.wantChanges()
	})
	t.Run("whom it holds already", func(t *testing.T) {
		t.Parallel()
		w, config, _ := imported(t, list[1:4]...)
		w.csv("list.csv", append([]string{"phone"}, list[1:5]...)...)
		w.mustApply(config)
		w.csv("list.csv", append([]string{"phone"}, list[1:]...)...)
		w.mustApply(config)
		w.wantHeld(list[1:])
	})
	t.Run("with consent", func(t *testing.T) {
		t.Parallel()
		w, config, _ := imported(t, list[2:4]...)
		config["call_again"] = "december"
		w.csv("list.csv", append([]string{"phone"}, list[1:]...)...)
		w.mustApply(config)
		w.wantHeld(list[1:])
	})
}
