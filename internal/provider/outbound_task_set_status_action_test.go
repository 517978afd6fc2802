package provider_test

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

const setStatusType = "yccall_outbound_task_set_status"

func TestSetStatusBringsATaskToTheWantedRunState(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		before yccalltest.TaskStatus
		wanted string
		after  yccalltest.TaskStatus
	}{
		{yccalltest.NotStarted, "running", yccalltest.Running},
		{yccalltest.Paused, "running", yccalltest.Running},
		{yccalltest.Running, "paused", yccalltest.Paused},
		{yccalltest.Running, "ended", yccalltest.Ended},
		{yccalltest.NotStarted, "ended", yccalltest.Ended},
	} {
		for _, fault := range []yccalltest.FaultKind{0, yccalltest.CutAfterEffect, yccalltest.CutBeforeEffect} {
			t.Run(test.before.String()+"/"+test.wanted+"/"+fault.String(), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{})
				id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Status: test.before}, "13800000001")
				must(t, err)
				config := object{"task_id": id, "status": test.wanted}
				if diags := w.planAction(setStatusType, config); len(diags) != 0 {
					t.Errorf("the plan says %v", diags)
				}
				if fault != 0 {
					w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: fault})
				}
				progress, diags := w.invoke(setStatusType, config)
				must(t, protocoltest.Errors(diags))
				w.wantProgress(progress, id, "is "+test.before.String(), "is told to be "+test.wanted)
				w.wantProgress(progress, "is "+test.after.String()+".")
				if task, _ := w.mock.Task(id); task.Status != test.after {
					t.Errorf("the task is %s, want %s", task.Status, test.after)
				}
			})
		}
	}
}

func TestSetStatusSendsNothingWhereNothingIsToBeDone(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	for status, word := range map[yccalltest.TaskStatus]string{
		yccalltest.Running: "running", yccalltest.Paused: "paused", yccalltest.Ended: "ended",
	} {
		id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Status: status}, "13800000001")
		must(t, err)
		progress, diags := w.invoke(setStatusType, object{"task_id": id, "status": word})
		must(t, protocoltest.Errors(diags))
		w.wantProgress(progress, id, word+" already")
	}
	w.wantCalls("TaskSet", 0)
}

func TestSetStatusThatCannotBeSaysWhatToDo(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	ended, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Status: yccalltest.Ended}, "13800000001")
	must(t, err)
	_, diags := w.invoke(setStatusType, object{"task_id": ended, "status": "running"})
	w.wantError(diags, "The task has ended", ended, "Nothing was sent", redialType)
	_, diags = w.invoke(setStatusType, object{"task_id": "20260101000000000001", "status": "running"})
	w.wantError(diags, "No such task")
	w.wantCalls("TaskSet", 0)

	running, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Status: yccalltest.Running}, "13800000001")
	must(t, err)
	w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.BusinessError, Times: 2})
	_, diags = w.invoke(setStatusType, object{"task_id": running, "status": "paused"})
	w.wantError(diags, "TaskSet was refused", "code 1003", "may not be paused", "can be run again")
	w.wantCalls("TaskSet", 2) // a refused command may have run: it is looked at, and sent once more
	w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.HTTP500BeforeEffect, Times: -1})
	_, diags = w.invoke(setStatusType, object{"task_id": running, "status": "paused"})
	w.wantError(diags, "the result of TaskSet is unknown", "does no harm")
}

func TestSetStatusIsCheckedAtPlan(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	for _, config := range []object{
		{"task_id": "20260101000000000001", "status": "not_started"},
		{"task_id": "two, tasks", "status": "running"},
	} {
		w.wantError(w.planAction(setStatusType, config), "Invalid Attribute Value Match")
	}
	if diags := w.planAction(setStatusType, object{"task_id": protocoltest.Unknown, "status": protocoltest.Unknown}); len(diags) != 0 {
		t.Errorf("values that are not known give %v", diags)
	}
}

func TestSetStatusWaitsForAScheduledStart(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{ScheduledAt: w.mock.Now().AddDate(0, 0, 1)}, "13800000001")
	must(t, err)
	progress, diags := w.invoke(setStatusType, object{"task_id": id, "status": "running"})
	must(t, protocoltest.Errors(diags))
	w.wantProgress(progress, id, "starts at its scheduled time")
	if task, _ := w.mock.Task(id); !task.SwitchedOn {
		t.Error("the task is not switched on")
	}
}
