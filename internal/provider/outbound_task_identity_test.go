package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// wantIdentity checks that the state keeps the task's id as its identity.
func (w *fixture) wantIdentity(taskID string) {
	w.Helper()
	if diff := cmp.Diff(object{"task_id": taskID}, w.resource.Identity()); diff != "" {
		w.Errorf("identity (-want +got):\n%s", diff)
	}
}

func TestIdentityIsTheTaskIDForAsLongAsTheTaskIsInState(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	w.mustApply(config)
	first := w.id()
	w.wantIdentity(first)
	w.csv("list.csv", phones(0, 4)...)
	w.mustApply(config)
	w.wantIdentity(first)

	config["name"], config["call_again"] = "another", "2026-11-25"
	w.mustApply(config)
	if w.id() == first {
		t.Fatal("the task was not replaced")
	}
	w.wantIdentity(w.id())

	must(t, w.mock.ConsolePurge(w.id()))
	w.refreshAndPlan(config)
	w.wantValue("status", "not_found")
	w.wantIdentity(w.id())
	w.apply(nil)
	if identity := w.resource.Identity(); identity != nil {
		t.Errorf("after the task is out of state, its identity is %v", identity)
	}
}

func TestTaskWhoseCreationOrUpdateFailsKeepsItsIdentity(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.BusinessError, Times: 2})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	w.wantError(w.apply(config), "TaskSet was refused")
	if !w.resource.Tainted() {
		t.Fatal("the task is not tainted")
	}
	w.wantIdentity(w.id())

	w.mustApply(config)
	w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.BusinessError, Times: -1})
	w.csv("list.csv", phones(0, 4)...)
	w.wantError(w.apply(config), "TaskAdd was refused")
	w.wantIdentity(w.id())
}

func TestStateWithoutIdentityGetsOne(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...)})
	w.mustApply(config)
	w.resource.ForgetIdentity()
	w.refreshAndPlan(config)
	w.wantIdentity(w.id())

	// Without a refresh, by the update.
	w.resource.ForgetIdentity()
	config["desired_status"] = "running"
	plan, err := w.resource.Plan(t.Context(), config)
	must(t, err)
	diags := w.applyPlan(t.Context(), plan)
	must(t, protocoltest.Errors(diags))
	w.wantIdentity(w.id())
}

func TestImportByIdentityIsAnImportByID(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	list := phones(0, 3)
	id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Name: "made by hand", Agent: "renewals-team", Scale: "1:2"}, list[1:]...)
	must(t, err)
	diags, err := w.resource.Import(t.Context(), id)
	must(t, err)
	must(t, protocoltest.Errors(diags))
	w.wantIdentity(id)
	byID := w.resource.StateText()

	w.resource.Forget()
	diags, err = w.resource.ImportByIdentity(t.Context(), object{"task_id": id})
	must(t, err)
	must(t, protocoltest.Errors(diags))
	w.wantIdentity(id)
	if diff := cmp.Diff(byID, w.resource.StateText()); diff != "" {
		t.Errorf("state after an import by id and by identity (-id +identity):\n%s", diff)
	}
	config := task(object{"numbers_file": w.csv("list.csv", list...), "name": "made by hand"})
	if plan := w.refreshAndPlan(config); plan.Action != protocoltest.Update {
		t.Errorf("the plan is a %s", plan.Action)
	}
	w.mustApply(config)
	w.wantChanges()
}

func TestImportByIdentityOfWhatIsNotThereFails(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	for id, summary := range map[string]string{"20260101000000000001": "No such task", "my task": "Malformed task id", "": "Malformed task id"} {
		diags, err := w.resource.ImportByIdentity(t.Context(), object{"task_id": id})
		must(t, err)
		w.wantError(diags, summary)
	}
}
