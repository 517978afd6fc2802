package provider_test

import (
	"fmt"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// TestChangeThatSentNothingLeavesEverythingAsItWas refuses an apply before its first request that changes something, of a
// task that calls people. The next apply need not find out what may have been done, and does not pause it.
func TestChangeThatSentNothingLeavesEverythingAsItWas(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	w.mustApply(config)
	w.csv("list.csv", phones(0, 4)...)
	plan := w.refreshAndPlan(config)
	w.changes()
	w.mock.Plant(yccalltest.Fault{Service: "TaskList", Kind: yccalltest.CutBeforeEffect, Times: -1})
	w.wantError(w.applyPlan(t.Context(), plan), "", "Nothing was sent")
	w.mock.ClearFaults()
	w.mustApply(config)
	w.wantChanges("TaskAdd 1")
}

// TestFieldsOfAListThatWasWrittenHalfWayDoNotStay stops a change of fields that the platform does not
// echo at each of its looks at the task, and then wants another list.
func TestFieldsOfAListThatWasWrittenHalfWayDoNotStay(t *testing.T) {
	t.Parallel()
	before := []string{"phone,ext", "13800000001,a", "13800000002,b"}
	changed := []string{"phone,ext", "13800000001,x", "13800000002,b"}
	for name, after := range map[string][]string{"the first one": before, "a third one": {"phone,ext", "13800000001,", "13800000002,b"}} {
		for nth := range 8 {
			t.Run(fmt.Sprintf("%s, %d", name, nth), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{})
				config := task(object{"numbers_file": w.csv("list.csv", before...)})
				w.mustApply(config)

				w.csv("list.csv", changed...)
				w.mock.Plant(yccalltest.Fault{Service: "TaskList", Nth: 2 + nth, Times: 5, Kind: yccalltest.CutBeforeEffect})
				w.apply(config)
				w.mock.ClearFaults()

				w.csv("list.csv", after...)
				w.mustApply(config)
				want := map[string]string{"13800000001": "a", "13800000002": "b"}
				if name != "the first one" {
					want["13800000001"] = ""
				}
				for _, n := range w.mock.Numbers(w.id()) {
					if n.Ext != want[n.Phone] {
						t.Errorf("ext is %q, want %q", n.Ext, want[n.Phone])
					}
				}
			})
		}
	}
}

// TestChangeThatStoppedHalfWayIsNotBegunAnew tries the same list again: what was renewed stays.
func TestChangeThatStoppedHalfWayIsNotBegunAnew(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", "phone,ext", "13800000001,a", "13800000002,b")})
	w.mustApply(config)
	w.csv("list.csv", "phone,ext", "13800000001,a", "13800000002,b", "13800000003,c", "13800000004,d")
	w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.PartialEffect, KeepPart: 1},
		yccalltest.Fault{Service: "TaskInfo", Nth: 2, Times: -1, Kind: yccalltest.CutBeforeEffect})
	if protocoltest.Errors(w.apply(config)) == nil {
		t.Fatal("the apply did not fail")
	}
	w.mock.ClearFaults()
	w.changes()
	w.mustApply(config)
	for _, phone := range []string{"13800000001", "13800000002"} {
		if n := w.mock.Accepted(phone); n != 1 {
			t.Errorf("a number that did not change was added %d times", n)
		}
	}
	w.wantHeld([]string{"13800000001", "13800000002", "13800000003", "13800000004"})
}

func TestNumbersThatNeverReachedATaskThatEndedAreNotForgotten(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	w.mustApply(config)
	w.csv("list.csv", phones(0, 13)...)
	w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.BusinessError, Times: 2})
	w.wantError(w.apply(config), "TaskAdd was refused", "sends only what is missing")
	w.mock.ClearFaults()
	w.mock.DialAll(w.id())
	w.wantWarning(w.mustApply(config), "The task ended before its numbers were put right", "may never have reached the task", `skip_called_by = ["`+w.id()+`"]`)
}

func TestFailureOnATaskThatEndedMeanwhilePromisesNothing(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	w.mustApply(config)
	w.csv("list.csv", phones(0, 13)...)
	plan := w.refreshAndPlan(config)
	w.mock.DialAll(w.id())
	diags := w.applyPlan(t.Context(), plan)
	w.wantError(diags, "The task has ended", "are not called by it")
}

func TestChangeThatFailsBeforeAnythingIsDoneKeepsWhatWasRejected(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", append(phones(0, 3), "00013800001")...)})
	w.mustApply(config)
	w.csv("list.csv", append(phones(1, 3), "00013800001")...)
	plan := w.refreshAndPlan(config)
	w.mock.Plant(yccalltest.Fault{Service: "TaskList", Kind: yccalltest.CutBeforeEffect, Times: -1})
	diags := w.applyPlan(t.Context(), plan)
	w.wantError(diags, "TaskList")
	w.wantValue("invalid_count", int64(1))
}
