package provider_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/mockendpoint"
	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
)

func TestRunStateFollowsTheConfiguration(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mockendpoint.Config{})
	list := w.csv("list.csv", phones(0, 3)...)
	for _, step := range []struct{ desired, want string }{
		{"not_started", ""},
		{"running", "TaskSet 1"},
		{"paused", "TaskSet 2"},
		{"running", "TaskSet 1"},
		{"ended", "TaskSet 3"},
	} {
		w.mustApply(task(object{"numbers_file": list, "desired_status": step.desired}))
		w.wantValue("status", step.desired)
		got := w.changes()
		if step.want != "" && (len(got) != 1 || got[0] != step.want) {
			t.Errorf("%s was reached by %v, want %s", step.desired, got, step.want)
		}
	}
}

func TestRunStateIsLeftAloneWhenUnset(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mockendpoint.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...)})
	w.mustApply(config)
	for _, status := range []mockendpoint.TaskStatus{mockendpoint.Running, mockendpoint.Paused, mockendpoint.Ended} {
		must(t, w.mock.ConsoleSetStatus(w.id(), status))
		if plan := w.refreshAndPlan(config); plan.Action != protocoltest.NoOp {
			t.Errorf("a task that is %s plans a %s", status, plan.Action)
		}
	}
}

func TestImpossibleRunStatesAreRefusedAtPlan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to        string
		byHand          mockendpoint.TaskStatus
		summary, detail string
	}{
		{"", "paused", 0, "A new task cannot be paused", "later"},
		{"", "ended", 0, "A new task cannot be ended", "later"},
		{"running", "not_started", 0, "cannot go back to not_started", "paused"},
		{"running", "paused", mockendpoint.Ended, "The task has ended", "-replace"},
		{"not_started", "running", mockendpoint.Ended, "The task has ended", "-replace"},
	} {
		t.Run(fmt.Sprintf("%s to %s", c.from, c.to), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, mockendpoint.Config{})
			list := w.csv("list.csv", phones(0, 3)...)
			if c.from != "" {
				w.mustApply(task(object{"numbers_file": list, "desired_status": c.from}))
			}
			if c.byHand != 0 {
				must(t, w.mock.ConsoleSetStatus(w.id(), c.byHand))
			}
			w.changes()
			w.wantError(w.apply(task(object{"numbers_file": list, "desired_status": c.to})), c.summary, c.detail, "Nothing was sent")
			w.wantChanges()
		})
	}
}

func TestTaskPausedByHandIsResumed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mockendpoint.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	w.mustApply(config)
	must(t, w.mock.ConsoleSetStatus(w.id(), mockendpoint.Paused))
	w.changes()
	if plan := w.refreshAndPlan(config); plan.Action != protocoltest.Update {
		t.Fatalf("the plan is a %s", plan.Action)
	}
	w.mustApply(config)
	w.wantChanges("TaskSet 1")
}

func TestTaskPausedByItsDeadlineIsNotResumed(t *testing.T) {
	t.Parallel()
	clock := time.Date(2026, 12, 1, 8, 0, 0, 0, time.FixedZone("", 8*60*60))
	w := newWorld(t, mockendpoint.Config{Clock: func() time.Time { return clock }, Dialect: mockendpoint.Dialect{DeadlinePauses: true}})
	config := task(object{
		"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running",
		"scheduled_time": "2026-12-01 09:00:00", "paused_time": "2026-12-01 18:00:00",
	})
	// Before its scheduled time the task is switched on and not running; that is no difference.
	w.mustApply(config)
	w.wantValue("status", "not_started")

	w.mock.Advance(2 * time.Hour)
	w.refreshAndPlan(config)
	w.wantValue("status", "running")

	// Paused by hand in the middle of the day, it is resumed; paused by its deadline, it is not.
	must(t, w.mock.ConsoleSetStatus(w.id(), mockendpoint.Paused))
	if plan := w.refreshAndPlan(config); plan.Action != protocoltest.Update {
		t.Errorf("a task paused before its deadline plans a %s", plan.Action)
	}
	w.mustApply(config)
	w.mock.Advance(9 * time.Hour)
	if plan := w.refreshAndPlan(config); plan.Action != protocoltest.NoOp {
		t.Errorf("a task paused by its deadline plans a %s", plan.Action)
	}
	w.wantValue("status", "paused")
}

func TestScheduledTaskIsSwitchedOnWhenItIsToRun(t *testing.T) {
	t.Parallel()
	clock := time.Date(2026, 12, 1, 8, 0, 0, 0, time.FixedZone("", 8*60*60))
	w := newWorld(t, mockendpoint.Config{Clock: func() time.Time { return clock }})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "scheduled_time": "2026-12-01 09:00:00"})
	w.mustApply(config)
	w.changes()
	config["desired_status"] = "running"
	w.mustApply(config)
	w.wantChanges("TaskSet 1")
	if got := w.theTask(); !got.SwitchedOn || got.EverStarted {
		t.Errorf("the task is %+v, want it switched on and waiting", got)
	}
}

func TestUnconfirmedStartIsAWarningAndNotAnError(t *testing.T) {
	t.Parallel()
	for _, kind := range []mockendpoint.FaultKind{mockendpoint.CutBeforeEffect, mockendpoint.CutAfterEffect} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, mockendpoint.Config{})
			config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
			plan := w.refreshAndPlan(config)
			// The network is gone for good once the start is on its way.
			w.mock.Plant(
				mockendpoint.Fault{Service: "TaskSet", Kind: kind, Times: -1},
				mockendpoint.Fault{Service: "TaskList", Nth: 4, Kind: mockendpoint.CutBeforeEffect, Times: -1},
			)
			diags, err := w.resource.Apply(t.Context(), plan)
			must(t, err)
			must(t, protocoltest.Errors(diags))
			w.wantWarning(diags, "Whether the task was started is unknown", "may be running")
			if w.resource.Tainted() {
				t.Error("the task is tainted, so the next apply would end a campaign that may be running")
			}
			w.mock.ClearFaults()
			w.mustApply(config)
			w.wantValue("status", "running")
			if got := w.theTask(); got.Total != 3 {
				t.Errorf("the task is %+v", got)
			}
		})
	}
}

func TestRefusedStartCallsNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mockendpoint.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	w.mock.Plant(mockendpoint.Fault{Service: "TaskSet", Kind: mockendpoint.BusinessError})
	w.wantError(w.apply(config), "TaskSet was refused", "calls nobody", "code 1003")
	if !w.resource.Tainted() || w.theTask().EverStarted {
		t.Error("the task was started, or is not tainted")
	}
	// The next apply ends the task that was never started, and makes another.
	w.mustApply(config)
	tasks := w.mock.Tasks()
	if len(tasks) != 2 || tasks[0].Status != mockendpoint.Ended || tasks[0].EverStarted || tasks[1].Status != mockendpoint.Running {
		t.Errorf("the tasks are %+v", tasks)
	}
}

func TestDestroyEndsTheTaskAndKeepsItsRecord(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mockendpoint.Config{})
	w.mustApply(task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"}))
	w.changes()
	w.apply(nil)
	w.wantChanges("TaskSet 3")
	if w.resource.Exists() || w.theTask().Status != mockendpoint.Ended {
		t.Error("the task did not end, or is still in state")
	}
}

func TestDestroyOfAnEndedTaskSendsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mockendpoint.Config{})
	w.mustApply(task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...)}))
	must(t, w.mock.ConsoleSetStatus(w.id(), mockendpoint.Ended))
	w.changes()
	w.apply(nil)
	w.wantChanges()
	if w.resource.Exists() {
		t.Error("the task is still in state")
	}
}
