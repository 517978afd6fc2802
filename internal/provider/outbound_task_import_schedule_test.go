package provider_test

import (
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// TestScheduleOfAnImportedTaskHoldsWithoutBeingConfigured imports a task that has a schedule on the
// platform into a configuration that names none.
func TestScheduleOfAnImportedTaskHoldsWithoutBeingConfigured(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.DeadlinePauses}})
	now := w.mock.Now().Truncate(time.Second)
	list := phones(0, 3)
	id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{
		Agent: "renewals-team", Scale: "1:2", ScheduledAt: now.Add(time.Hour), PausedAt: now.Add(2 * time.Hour),
	}, list[1:]...)
	must(t, err)
	diags, err := w.resource.Import(t.Context(), id)
	must(t, err)
	must(t, protocoltest.Errors(diags))

	// It is switched on once, and the plan after that is empty although the task waits.
	config := task(object{"numbers_file": w.csv("list.csv", list...), "desired_status": "running"})
	w.mustApply(config)
	w.wantChanges("TaskSet 1")
	w.wantValue("status", "not_started")

	// It is not resumed after its deadline, which would call people after hours.
	w.mock.Advance(3 * time.Hour)
	w.mustApply(config)
	w.wantChanges()
	w.wantValue("status", "paused")
}

// TestFailedApplyAfterAnImportKeepsTheDeadline: nobody knows why an imported task rests, also after an
// apply that failed.
func TestFailedApplyAfterAnImportKeepsTheDeadline(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Clock: atEight, Dialect: yccalltest.Dialect{Habits: yccalltest.DeadlinePauses}})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running", "paused_time": "2026-12-01 18:00:00"})
	w.mustApply(config)
	id := w.id()
	w.mock.Dial(id, 2)
	w.mock.Advance(36 * time.Hour)
	w.resource.Forget()
	_, err := w.resource.Import(t.Context(), id)
	must(t, err)
	plan := w.refreshAndPlan(config)
	w.mock.Plant(yccalltest.Fault{Service: "TaskInfo", Kind: yccalltest.CutBeforeEffect, Times: -1})
	diags := w.applyPlan(t.Context(), plan)
	w.wantError(diags, "TaskInfo")
	w.mock.ClearFaults()
	w.changes()
	w.mustApply(config)
	w.wantChanges()
	w.wantValue("status", "paused")
}
