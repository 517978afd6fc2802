package provider_test

import (
	"maps"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// changedWithTheTaint are configurations before and after a resource was tainted. Neither name nor custom_task_id tells any more
// that it is the same campaign.
var changedWithTheTaint = map[string][2]object{
	"another name":               {{"name": "renewals"}, {"name": "winback"}},
	"a setting of no name":       {{}, {"task_scale": "1:3"}},
	"an old call_again":          {{"call_again": "monday"}, {"call_again": "monday", "name": "winback"}},
	"a call_again that was gone": {{"call_again": "monday"}, {"name": "winback"}},
}

// A provisioner fails, say, and the configuration is corrected before the next apply.
func TestTaintedTaskIsKnownWhateverChangedWithIt(t *testing.T) {
	t.Parallel()
	for name, settings := range changedWithTheTaint {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
			maps.Copy(config, settings[0])
			w.mustApply(config)
			w.mock.Dial(w.id(), 2)
			w.resource.Taint()
			delete(config, "call_again")
			maps.Copy(config, settings[1])
			config["numbers_file"] = w.csv("other.csv", phones(1, 5)...)
			w.changes()
			w.wantError(w.apply(config), "The campaign runs already", w.id(), "terraform untaint")
			w.wantChanges()

			// Without a refresh the old task ends first, and its list tells if it is the same.
			config["numbers_file"] = w.csv("list.csv", phones(0, 5)...)
			w.nextProcess()
			plan, err := w.resource.Plan(t.Context(), config)
			must(t, err)
			first := w.id()
			w.wantError(w.applyPlan(t.Context(), plan), "The campaign was called before", first, "2 numbers of the list")
			w.wantChanges("TaskSet 2", "TaskSet 3")
			config["skip_called_by"] = []any{first}
			w.mustApply(config)
			w.wantCalledOnce(phonetest.Phones(0, 5))
		})
	}
}

// Of a task that was imported, and never applied, neither list nor call_again is known.
func TestImportedTaskThatGoesAwayIsAskedWhomItHasCalled(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	id := w.id()
	w.mock.Dial(id, 2)
	w.resource.Forget()
	diags, err := w.resource.Import(t.Context(), id)
	must(t, err)
	must(t, protocoltest.Errors(diags))
	away := w.refreshAndPlan(nil)
	renamed, err := w.core.Resource("yccall_outbound_task")
	must(t, err)
	config["task_scale"], config["call_again"] = "1:3", "monday"
	plan, err := renamed.Plan(t.Context(), config)
	must(t, err)
	must(t, protocoltest.Errors(w.applyPlan(t.Context(), away)))
	w.changes()
	renamed.Attach(w.core)
	diags, err = renamed.Apply(t.Context(), plan)
	must(t, err)
	w.wantError(diags, "The campaign was called before", id, "2 numbers of the list")
	w.wantChanges()
}

// A task that a removed block forgets is not shown either: it is no obstacle for a campaign of other people. Nor is one that
// stays for a campaign of the same people under another name.
func TestTaskThatIsNotTaintedIsNoObstacleForAnotherCampaign(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stays bool
		from  int
	}{"forgotten": {false, 5}, "it stays": {true, 0}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
			w.mustApply(config)
			if w.nextProcess(); test.stays {
				w.wantAtRest(config)
			} else {
				_, err := w.resource.Refresh(t.Context())
				must(t, err)
			}
			other, err := w.core.Resource("yccall_outbound_task")
			must(t, err)
			plan, err := other.Plan(t.Context(), task(object{"name": "winback", "numbers_file": w.csv("other.csv", phones(test.from, 5)...)}))
			must(t, err)
			must(t, protocoltest.Errors(plan.Diagnostics))
		})
	}
}

// The ids that were taken out of skip_called_by are kept. A task without a name is told by its list.
func TestPeopleWhoWereLeftOutStayLeftOutWhenTerraformMakesTheTaskAnew(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	first := w.id()
	w.mock.Dial(first, 2)
	config["task_scale"], config["skip_called_by"] = "1:3", []any{first}
	delete(config, "desired_status")
	w.mustApply(config)
	delete(config, "skip_called_by")
	w.mustApply(config)
	w.changes()
	w.wantError(w.refreshAnd(config, w.resource.PlanReplace).Diagnostics, "People who were left out would be called", first, w.id(), "leave -replace")
	w.resource.Taint()
	w.wantError(w.apply(config), "The campaign was called before", first)
	w.wantChanges()

	config["skip_called_by"], config["desired_status"] = []any{first}, "running"
	must(t, protocoltest.Errors(w.apply(config)))
	w.wantCalledOnce(phonetest.Phones(0, 5))
}
