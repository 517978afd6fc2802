package provider_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

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

// A row that is behind shows a task not started that was.
func TestForcedReplacementOfATaskWhoseRowIsBehindIsRefused(t *testing.T) {
	t.Parallel()
	for name, plan := range map[string]func(w *fixture, config object) *protocoltest.Plan{
		"-replace": func(w *fixture, config object) *protocoltest.Plan {
			return w.refreshAnd(config, w.resource.PlanReplace)
		},
		"-replace without a refresh": func(w *fixture, config object) *protocoltest.Plan {
			plan, err := w.resource.PlanReplace(t.Context(), config)
			must(t, err)
			return plan
		},
		"taint": func(w *fixture, config object) *protocoltest.Plan {
			w.resource.Taint()
			return w.refreshAndPlan(config)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Lag: yccalltest.Lag{RunStates: time.Hour}}})
			config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
			must(t, protocoltest.Errors(w.apply(config)))
			w.nextProcess()
			w.changes()
			w.wantError(plan(w, config).Diagnostics, "The campaign runs already", w.id(), "told to run")
			w.wantChanges()
		})
	}
}

// Nothing is created beside a task that was never started: that has to be said before the old task has ended.
func TestNewTaskBesideOneThatWasNeverStartedIsRefusedByThePlan(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.Dial(w.id(), 2)
	other := w.console(yccalltest.TaskSnapshot{Name: "renewals", AssignType: 3, Agent: "renewals-team", Scale: "1:2"})
	w.changes()
	config["call_again"] = "december"
	w.wantError(w.apply(config), "The campaign exists already", other)
	w.wantChanges()
	must(t, w.mock.ConsoleSetStatus(other, yccalltest.Ended))
	w.mustApply(config)
}

func TestForcedReplacementOfATaskThatWasNeverStartedIsMade(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.ZeroTimes}})
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

// The settings of a task that has ended change in state alone, so that nothing tells the platform's task by them. Terraform
// shows nothing of a tainted resource.
func TestTaintedTaskWhoseSettingsWereOnlyStoredIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	for name, settings := range map[string][2]object{
		"the name":               {{"name": "renewals"}, {"name": "winback"}},
		"a setting of no name":   {{}, {"concurrent": int64(7)}},
		"with an old call_again": {{"name": "renewals", "call_again": "november"}, {"name": "winback", "call_again": "november"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
			maps.Copy(config, settings[0])
			w.mustApply(config)
			w.mock.DialAll(w.id())
			maps.Copy(config, settings[1])
			w.wantWarning(w.apply(config), "The task has ended, and this has no effect")
			w.resource.Taint()
			w.changes()
			w.wantError(w.apply(config), "The campaign was called before", w.id(), "5 numbers of the list")
			w.wantChanges()

			config["call_again"] = "december"
			must(t, protocoltest.Errors(w.apply(config)))
			w.wantChanges("TaskCreat 5", "TaskSet 1")
		})
	}
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

// TestTaintedTaskThatHasEndedAndIsNotListedNeedsConsent: it has called people all the same.
func TestTaintedTaskThatHasEndedAndIsNotListedNeedsConsent(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.DialAll(w.id())
	must(t, w.mock.ConsoleSetStatus(w.id(), yccalltest.Ended))
	w.refreshAndPlan(config)
	must(t, w.mock.ConsolePurge(w.id()))
	w.changes()
	w.resource.Taint()
	w.wantError(w.apply(config), "The campaign was called before", w.id(), "untaint")
	w.wantChanges()
	config["call_again"] = "december"
	w.mustApply(config)
	w.wantChanges("TaskSet 3", "TaskCreat 5", "TaskSet 1")
}

// A new resource beside a tainted one is not taken for it.
func TestErrorsOfATaintedTaskSayHowToStop(t *testing.T) {
	t.Parallel()
	for summary, changed := range map[string]object{
		"Number file not found":              {"numbers_file": "missing.csv"},
		"A new task cannot be ended":         {"desired_status": "ended"},
		"Nobody to call":                     {"do_not_call_file": "list.csv"},
		"A task to be skipped is not listed": {"skip_called_by": []any{"20200101000000000001"}},
		"The campaign runs already":          {},
	} {
		t.Run(summary, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
			w.mustApply(config)
			for attribute, value := range changed {
				if file, ok := value.(string); ok && strings.HasSuffix(file, ".csv") {
					value = w.dir + "/" + file
				}
				config[attribute] = value
			}
			w.resource.Taint()
			w.wantError(w.apply(config), summary, "terraform untaint", "To end the task instead", `run "terraform destroy -refresh=false".`)

			added, err := w.core.Resource("yccall_outbound_task")
			must(t, err)
			plan, err := added.Plan(t.Context(), with(with(config, "name", "another"), "numbers_file", w.dir+"/nowhere.csv"))
			must(t, err)
			for _, d := range plan.Diagnostics {
				if strings.Contains(d.Summary, "not found") && strings.Contains(d.Detail, "tainted") {
					t.Errorf("a new resource is taken for a tainted one: %s", d.Detail)
				}
			}
			must(t, protocoltest.Errors(w.apply(nil)))
		})
	}
}

// Terraform plans the replacement of a tainted object without telling of it.
func TestTaintedTaskThatIsNotListedIsNotMadeAnewOnceItWasStarted(t *testing.T) {
	t.Parallel()
	for _, desired := range []string{"running", "not_started"} {
		t.Run(desired, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": desired})
			w.mustApply(config)
			w.mock.Dial(w.id(), 2)
			must(t, w.mock.ConsoleUnlist(w.id()))
			w.resource.Taint()
			w.changes()
			diags := w.apply(config)
			if desired != "running" {
				must(t, protocoltest.Errors(diags))
				return
			}
			w.wantError(diags, "The task is not listed", w.id(), "untaint")
			w.wantChanges()
			w.resource.Untaint()
			w.wantAtRest(config)
		})
	}
}

// A tainted object is destroyed without its private state, and keeps none if that fails.
func TestForcedReplacementOfATaskThatLostItsMemoryIsRefusedWhereItIsNotListed(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	elsewhere, err := yccalltest.Start(yccalltest.Config{})
	must(t, err)
	t.Cleanup(elsewhere.Close)

	// Planned without a look, and applied elsewhere.
	w.resource.Taint()
	plan, err := w.resource.Plan(t.Context(), task(object{"name": "other", "numbers_file": w.csv("other.csv", phones(5, 5)...)}))
	must(t, err)
	w.block = blockFor(elsewhere)
	w.wantError(w.applyPlan(t.Context(), plan), "The task is not listed", w.id())
	w.resource.Untaint()
	w.wantError(w.refreshAnd(config, w.resource.PlanReplace).Diagnostics, "The task is not listed", w.id(), "another account or endpoint")
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

// An element that is put in at the front of a count, or two that change places: each task gets the list of another one.
func TestListThatMovesToAnotherTaskIsRefusedWhicheverIsPlannedFirst(t *testing.T) {
	t.Parallel()
	for _, givenUpFirst := range []bool{true, false} {
		for _, exists := range []bool{true, false} {
			t.Run(fmt.Sprint(givenUpFirst, exists), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{})
				list := func(name string, from int) object {
					return task(object{"name": name, "numbers_file": w.csv(name+".csv", phones(from, 5)...), "desired_status": "running"})
				}
				var other *protocoltest.Resource
				if exists {
					w.mustApply(list("wave 1", 10))
					other = w.resource.Copy()
					w.resource.Forget()
				}
				w.mustApply(list("wave 0", 0))
				w.mock.Dial(w.id(), 2)
				w.nextProcess()
				if other == nil {
					var err error
					other, err = w.core.Resource("yccall_outbound_task")
					must(t, err)
				}
				other.Attach(w.core)
				var errors []*tfprotov6.Diagnostic
				plan := func(r *protocoltest.Resource, config object) {
					_, err := r.Refresh(t.Context())
					must(t, err)
					p, err := r.Plan(t.Context(), config)
					must(t, err)
					errors = append(errors, p.Diagnostics...)
				}
				givesUp := func() { plan(w.resource, with(list("wave 0", 20), "name", "wave 0")) }
				if givenUpFirst {
					givesUp()
				}
				plan(other, with(list("wave 1", 0), "name", "wave 1"))
				if !givenUpFirst {
					givesUp()
				}
				w.wantError(errors, "A list would move to another task", w.id(), "for_each", "moved {")
			})
		}
	}
}

// A task that was imported under two addresses ends for both when one of them goes away.
func TestTaskOfTwoAddressesIsNotEndedWhileOneKeepsIt(t *testing.T) {
	t.Parallel()
	for _, destroyFirst := range []bool{true, false} {
		for _, desired := range []string{"running", "not_started"} {
			t.Run(fmt.Sprint(desired, destroyFirst), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{})
				config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": desired})
				w.mustApply(config)
				other := w.resource.Copy()
				w.nextProcess()
				other.Attach(w.core)
				plan := func(r *protocoltest.Resource, config object) *protocoltest.Plan {
					_, err := r.Refresh(t.Context())
					must(t, err)
					p, err := r.Plan(t.Context(), config)
					must(t, err)
					return p
				}
				if destroyFirst {
					must(t, protocoltest.Errors(plan(other, nil).Diagnostics))
					w.wantError(plan(w.resource, config).Diagnostics, "A task would be ended that another address keeps", w.id(), "terraform state rm")
				} else {
					must(t, protocoltest.Errors(plan(w.resource, config).Diagnostics))
					w.wantError(plan(other, nil).Diagnostics, "A task would be ended that another address keeps", w.id(), "terraform state rm")
				}

				w.nextProcess()
				other.Attach(w.core)
				plan(w.resource, config)
				w.wantWarning(plan(other, config).Diagnostics, "Two addresses hold one task", w.id())
				must(t, protocoltest.Errors(w.apply(nil)))
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
