package provider_test

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// with is a configuration with one other value.
func with(config object, name string, value any) object {
	changed := maps.Clone(config)
	changed[name] = value
	return changed
}

// applyUnknown plans with a value that is not known, and applies in another process, when it is.
func (w *fixture) applyUnknown(config object, name string, known any) []*tfprotov6.Diagnostic {
	w.Helper()
	plan := w.refreshAndPlan(with(config, name, protocoltest.Unknown))
	must(w.T, protocoltest.Errors(plan.Diagnostics))
	if w.resource.Exists() && plan.Action != protocoltest.Update {
		w.Fatalf("with an unknown %s the plan is a %s", name, plan.Action)
	}
	must(w.T, w.resource.Resolve(plan, with(config, name, known)))
	return w.applyPlan(w.Context(), plan)
}

// A value that is merely unknown, because it comes from a resource that changes as well, once replaced running campaigns.
func TestUnknownValueNeverForcesANewTask(t *testing.T) {
	t.Parallel()
	for name, values := range map[string][2]any{
		"assign_agent":   {"renewals-team", "winback-team"},
		"name":           {"renewals", "winback"},
		"concurrent":     {int64(20), int64(30)},
		"caller_numbers": {[]any{"02120280001"}, []any{"02120280002"}},
		"multi_call":     {object{"max_rounds": int64(2)}, object{"max_rounds": int64(3)}},
		"custom_task_id": {"renewals-1", "renewals-2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := with(task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"}), name, values[0])
			w.mustApply(config)
			id := w.id()
			w.changes()

			// The same value ends the matter.
			must(t, protocoltest.Errors(w.applyUnknown(config, name, values[0])))
			w.wantChanges()
			// Another one is an error of our own, before anything is sent.
			diags := w.applyUnknown(config, name, values[1])
			w.wantError(diags, "Now it is known, and needs a new task", name, id, "Nothing was sent", "Plan again", "To end the task instead")
			w.wantChanges()
			// Planned again, it is refused, since the task has begun.
			w.wantError(w.apply(with(config, name, values[1])), "This change needs a new task", name, id)
			w.wantChanges()
		})
	}
}

func TestUnknownCustomTaskIDOfANewTaskIsTheOneThatIsKnownAtApply(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...)})
	must(t, protocoltest.Errors(w.applyUnknown(config, "custom_task_id", "renewals-1")))
	w.wantValue("custom_task_id", "renewals-1")
	if got := w.theTask().CustomID; got != "renewals-1" {
		t.Errorf("the task was made under %q", got)
	}
}

// A value out of timestamp() or uuid() is another one in each apply.
func TestOnlyConfiguredValuesThatAreNotKnownAreWarnedOf(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...)})
	for _, name := range []string{"call_again", "custom_task_id"} {
		plan := w.refreshAndPlan(with(config, name, protocoltest.Unknown))
		w.wantWarning(plan.Diagnostics, "The value is not known while planning", name, "plantimestamp()")
	}
	if plan := w.refreshAndPlan(config); len(plan.Diagnostics) > 0 {
		t.Errorf("a derived custom_task_id is warned of: %v", plan.Diagnostics)
	}
}

// Whether a list that is not known yet is another one is decided when it is known, also for a campaign that has ended.
func TestUnknownListIsDecidedWhenItIsKnown(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	list, other := w.csv("list.csv", phones(0, 5)...), w.csv("other.csv", phones(1, 5)...)
	config := task(object{"numbers_file": list, "desired_status": "running"})
	w.mustApply(config)
	must(t, w.mock.ConsoleSetStatus(w.id(), yccalltest.Ended))
	w.changes()

	must(t, protocoltest.Errors(w.applyUnknown(config, "numbers_file", list)))
	w.wantError(w.applyUnknown(config, "numbers_file", other), "The task has ended", "Nothing was sent")
	w.wantChanges()
}

func TestUnknownRunStateIsDecidedWhenItIsKnown(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	w.changes()
	must(t, protocoltest.Errors(w.applyUnknown(config, "desired_status", "running")))
	w.wantChanges()
	must(t, protocoltest.Errors(w.applyUnknown(config, "desired_status", "paused")))
	w.wantChanges("TaskSet 2")
	w.wantValue("status", "paused")
}
