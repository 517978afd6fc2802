package provider_test

import (
	"fmt"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// Terraform makes tasks anew by itself: these tests have its ways.

func TestForcedReplacementOfAStartedTaskIsRefused(t *testing.T) {
	t.Parallel()
	for name, plan := range map[string]func(w *fixture, config object) *protocoltest.Plan{
		"-replace": func(w *fixture, config object) *protocoltest.Plan {
			return w.refreshAnd(config, w.resource.PlanReplace)
		},
		"taint": func(w *fixture, config object) *protocoltest.Plan {
			w.resource.Taint()
			return w.refreshAndPlan(config)
		},
	} {
		for _, state := range []string{"running", "ended"} {
			t.Run(name+"/"+state, func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{})
				config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
				w.mustApply(config)
				w.mock.Dial(w.id(), 2)
				summary := "The campaign runs already"
				if state == "ended" {
					w.mock.DialAll(w.id())
					summary = "The campaign was called before"
				}
				w.changes()
				w.wantError(plan(w, config).Diagnostics, summary, w.id(), "terraform untaint", "-replace", "To end the task instead")
				w.wantChanges()

				// What it says to do works, and the campaign can be stopped.
				w.resource.Untaint()
				w.mustApply(config)
				must(t, protocoltest.Errors(w.apply(nil)))
				if w.resource.Exists() || w.theTask().Status != yccalltest.Ended {
					t.Error("the task did not end, or is still in state")
				}
			})
		}
	}
}

func TestForcedReplacementOfATaskThatWasNeverStartedIsMade(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...)})
	w.mustApply(config)
	w.changes()
	plan := w.refreshAnd(config, w.resource.PlanReplace)
	w.wantWarning(plan.Diagnostics, "never started", w.id())
	must(t, protocoltest.Errors(w.applyPlan(t.Context(), plan)))
	w.wantChanges("TaskSet 3", "TaskCreat 5")
	w.resource.Taint()
	must(t, protocoltest.Errors(w.apply(config)))
	w.wantChanges("TaskSet 3", "TaskCreat 5")
}

// TestForcedReplacementOfATaskThatIsNotListedIsRefused: it may run all the same.
func TestForcedReplacementOfATaskThatIsNotListedIsRefused(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	must(t, w.mock.ConsolePurge(w.id()))
	w.changes()
	w.wantError(w.refreshAnd(config, w.resource.PlanReplace).Diagnostics, "The task is not listed", w.id(), "terraform state rm")
	w.wantChanges()
}

// TestReplacementThatCreatesFirstIsRefusedAtCreate: both would run at once.
func TestReplacementThatCreatesFirstIsRefusedAtCreate(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]object{
		"never started": {"task_scale": "1:3"}, "skip_called_by": {"task_scale": "1:3"}, "call_again": {"call_again": "december"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...)})
			if name != "never started" {
				config["desired_status"] = "running"
			}
			w.mustApply(config)
			first := w.id()
			w.mock.Dial(first, 2)
			for attribute, value := range change {
				config[attribute] = value
			}
			if name == "skip_called_by" {
				config["skip_called_by"] = []any{first}
			}
			plan := w.refreshAndPlan(config)
			must(t, protocoltest.Errors(plan.Diagnostics))
			w.changes()
			w.nextProcess()
			diags, err := w.resource.ApplyCreatingFirst(t.Context(), plan)
			if err == nil && protocoltest.Errors(diags) == nil {
				t.Error("both campaigns are there")
			}
			w.wantChanges()
			w.wantValue("id", first)
		})
	}
}

// A resource that is renamed, or whose index shifts, is a destruction and a creation in one plan.
func TestRenamedResourceIsRefusedWhicheverIsPlannedFirst(t *testing.T) {
	t.Parallel()
	for _, destroyFirst := range []bool{true, false} {
		for _, name := range []any{"renewals", nil} {
			t.Run(fmt.Sprint(destroyFirst, name), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{})
				config := task(object{"name": name, "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
				w.mustApply(config)
				w.nextProcess()
				_, err := w.resource.Refresh(t.Context())
				must(t, err)
				renamed, err := w.core.Resource("yccall_outbound_task")
				must(t, err)
				// With another list its derived id is another one, too, and the name tells.
				if name != nil {
					config["numbers_file"] = w.csv("other.csv", phones(3, 5)...)
				} else {
					config["task_scale"] = "1:3"
				}
				plans := []func() (*protocoltest.Plan, error){
					func() (*protocoltest.Plan, error) { return w.resource.Plan(t.Context(), nil) },
					func() (*protocoltest.Plan, error) { return renamed.Plan(t.Context(), config) },
				}
				if !destroyFirst {
					plans[0], plans[1] = plans[1], plans[0]
				}
				refused := 0
				for _, plan := range plans {
					p, err := plan()
					must(t, err)
					if protocoltest.Errors(p.Diagnostics) != nil {
						refused++
					}
				}
				if refused == 0 {
					t.Error("the campaign is ended and called again under another address")
				}
			})
		}
	}
}

// A creation that failed at any of its requests is made again by a plain apply, and ended by a plain destroy.
func TestFailedCreationIsRepeatedByAnApplyAndEndedByADestroy(t *testing.T) {
	t.Parallel()
	for service, most := range map[string]int{"TaskList": 12, "TaskInfo": 2, "TaskCreat": 1, "TaskAdd": 2, "TaskSet": 1, "Login": 1} {
		for nth := 1; nth <= most; nth++ {
			for _, kind := range []yccalltest.FaultKind{yccalltest.CutBeforeEffect, yccalltest.BusinessError} {
				t.Run(fmt.Sprint(service, nth, kind), func(t *testing.T) {
					t.Parallel()
					w := newFixture(t, yccalltest.Config{})
					size := 5
					if service == "TaskAdd" {
						size = 10_010 // more than one request takes
					}
					config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, size)...), "desired_status": "running"})
					plan := w.refreshAndPlan(config)
					w.mock.Plant(yccalltest.Fault{Service: service, Nth: nth, Kind: kind, Times: -1})
					w.applyPlan(t.Context(), plan)
					w.mock.ClearFaults()
					kept := w.resource.Copy()
					w.mustApply(config)
					w.wantCalledOnce(phonetest.Phones(0, size))

					if w.resource = kept; kept.Exists() && kept.Tainted() {
						must(t, protocoltest.Errors(w.apply(nil)))
					}
				})
			}
		}
	}
}
