package provider_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// What happens in the daily life of a campaign.

// Stopping needs no list, and a campaign that is over has none any more.
func TestListThatIsGoneIsInTheWayOfNoStop(t *testing.T) {
	t.Parallel()
	for desired, requests := range map[string][]string{"paused": {"TaskSet 2"}, "ended": {"TaskSet 2", "TaskSet 3"}} {
		w := newFixture(t, yccalltest.Config{})
		config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
		w.mustApply(config)
		w.changes()
		must(t, os.Remove(w.dir+"/list.csv"))
		w.wantError(w.apply(config), "Number file not found")
		w.wantChanges()
		config["desired_status"] = desired
		diags := w.mustApply(config)
		w.wantChanges(requests...)
		w.wantValue("number_count", int64(5))
		if desired == "paused" {
			w.wantWarning(diags, "The number list was not looked at", "Number file not found", "keeps the numbers")
		}
	}

	// One that has called everybody.
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.DialAll(w.id())
	w.changes()
	must(t, os.Remove(w.dir+"/list.csv"))
	w.mustApply(config)
	w.wantChanges()
}

// An apply that was killed has left its own pause behind, and nothing of it in state.
func TestPauseThatAKilledApplyLeftBehindIsSaid(t *testing.T) {
	t.Parallel()
	for _, desired := range []any{nil, "started"} {
		w := newFixture(t, yccalltest.Config{})
		config := task(object{"numbers_file": w.csv("list.csv", "phone,user_id", "13800000001,a", "13800000002,b"), "desired_status": "running"})
		w.mustApply(config)
		config["desired_status"] = desired
		w.mustApply(config)
		before := w.resource.Copy()

		// It changes an entry, for which the task rests, and is killed there.
		w.csv("list.csv", "phone,user_id", "13800000001,changed", "13800000002,b")
		plan := w.refreshAndPlan(config)
		w.mock.Plant(yccalltest.Fault{Service: "taskDelPhone", Kind: yccalltest.CutBeforeEffect, Times: -1}, yccalltest.Fault{Service: "TaskSet", Nth: 2, Kind: yccalltest.BusinessError, Times: -1})
		w.applyPlan(t.Context(), plan)
		w.mock.ClearFaults()
		w.resource = before
		w.csv("list.csv", "phone,user_id", "13800000001,a", "13800000002,b")
		w.changes()
		next := w.refreshAndPlan(config)
		if task, _ := w.mock.Task(w.id()); task.Status != yccalltest.Paused {
			t.Fatalf("the task is %s, and not paused by the apply", task.Status)
		}
		w.wantWarning(next.Diagnostics, "The task was running, and is paused", "an apply was killed", "set desired_status to running")
	}
}

// A wrong export of the same length looks like one correction, if a plan only shows that the digest changes.
func TestWrongExportOfTheSameLengthIsSaidInThePlan(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 50)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.Dial(w.id(), 12)
	w.csv("list.csv", phones(100, 50)...)
	w.wantWarning(w.refreshAndPlan(config).Diagnostics, "The list changes", "50 added, 38 withdrawn; 12 more", "were called already")
}

// The time to plan is that of the configuration, so that one that was too short can be raised.
func TestTimeToPlanIsThatOfTheConfiguration(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Dialer{}, func(w *fixture) {
		other, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Name: "another", Status: yccalltest.Running}, phonetest.Phones(0, 2)...)
		must(w.T, err)
		w.mock.DialAll(other)
		config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "timeouts": object{"read": "2s"}})
		w.mustApply(config)
		w.mock.SetDialect(yccalltest.Dialect{Timings: []yccalltest.ServiceTiming{{Service: "*", Timing: yccalltest.Timing{ReplyAfter: 5 * time.Second}}}})
		config["skip_called_by"] = []any{other}
		plan := func() []*tfprotov6.Diagnostic {
			w.nextProcess()
			p, err := w.resource.Plan(w.Context(), config)
			must(w.T, err)
			return p.Diagnostics
		}
		w.wantError(plan(), "out of time", "timeouts attribute")
		config["timeouts"] = object{"read": "10m"}
		must(w.T, protocoltest.Errors(plan()))
	})
}

// Terraform ends the old task of a replacement before it plans the new one once more, and then the list is another one.
func TestListThatChangesBetweenPlanAndApplyOfAReplacement(t *testing.T) {
	t.Parallel()
	for attribute, want := range map[string]int{"skip_called_by": 10, "call_again": 12} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 8)...), "desired_status": "running"})
			w.mustApply(config)
			first := w.id()
			w.mock.Dial(first, 2)
			if config[attribute] = "december"; attribute == "skip_called_by" {
				config[attribute] = []any{first}
			}
			plan := w.refreshAndPlan(config)
			must(t, protocoltest.Errors(plan.Diagnostics))
			w.csv("list.csv", phones(0, 10)...)
			w.nextProcess()
			_, err := w.resource.Apply(t.Context(), plan)
			if attribute == "call_again" && (err == nil || !strings.Contains(err.Error(), "inconsistent final plan")) {
				t.Errorf("the list is not the planned one, and the apply says %v", err)
			}
			// Planned again, the campaign goes on as it says, and nobody is lost.
			w.mustApply(config)
			w.mock.DialAll(w.id())
			if n := len(w.mock.Calls()); n != want {
				t.Errorf("%d calls were made, want %d", n, want)
			}
		})
	}
}
