package provider_test

import (
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/mockendpoint"
	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
)

// TestScheduleOfAnImportedTaskHoldsWithoutBeingConfigured imports a task that has a schedule on the
// platform into a configuration that names none.
func TestScheduleOfAnImportedTaskHoldsWithoutBeingConfigured(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mockendpoint.Config{Dialect: mockendpoint.Dialect{DeadlinePauses: true}})
	now := w.mock.Now().Truncate(time.Second)
	list := phones(0, 3)
	id, err := w.mock.ConsoleCreate(mockendpoint.TaskSnapshot{
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
