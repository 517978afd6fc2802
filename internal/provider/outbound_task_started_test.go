package provider_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// A task that is to be "started" is started once, and left to the operators after that.

// startedCampaign is a campaign of ten people that was started, has called three of them, and was paused in the console.
func startedCampaign(t *testing.T) (w *fixture, config object) {
	t.Helper()
	w = newFixture(t, yccalltest.Config{})
	config = task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 10)...), "desired_status": "started"})
	w.mustApply(config)
	w.wantChanges("TaskCreat 10", "TaskSet 1")
	w.mock.Dial(w.id(), 3)
	must(t, w.mock.ConsoleSetStatus(w.id(), yccalltest.Paused))
	return w, config
}

// wantPaused checks that the task is paused, and that it was not told to run or to pause meanwhile.
func (w *fixture) wantPaused(requests ...string) {
	w.Helper()
	w.wantChanges(requests...)
	if task, _ := w.mock.Task(w.id()); task.Status != yccalltest.Paused {
		w.Errorf("the task is %s, want it paused", task.Status)
	}
}

func TestPauseInTheConsoleSurvivesEveryApplyOfAStartedCampaign(t *testing.T) {
	t.Parallel()
	w, config := startedCampaign(t)
	w.wantWarning(w.apply(config), "The task was running, and is paused", w.id())
	w.wantPaused()

	// The list grows, loses people, has other fields, and comes from another file.
	w.csv("list.csv", phones(0, 12)...)
	w.mustApply(config)
	w.wantPaused("TaskAdd 2")
	w.csv("list.csv", append([]string{"phone"}, phonetest.Phones(1, 9)...)...)
	w.mustApply(config)
	w.wantPaused("taskDelPhone")
	w.csv("list.csv", append([]string{"phone,user_id"}, "13800000008,changed")...)
	w.mustApply(config)
	w.wantPaused("taskDelPhone", "TaskAdd 1")
	must(t, os.Rename(filepath.Join(w.dir, "list.csv"), filepath.Join(w.dir, "moved.csv")))
	config["numbers_file"] = filepath.Join(w.dir, "moved.csv")
	w.mustApply(config)
	w.wantPaused()

	// A part of a change that is lost does not resume it either.
	w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.CutAfterEffect})
	config["numbers_file"] = w.csv("longer.csv", phones(0, 20)...)
	w.mustApply(config)
	w.wantPaused("taskDelPhone", "TaskAdd 17")
}

func TestStartedLeavesATaskThatWasStartedAsItIs(t *testing.T) {
	t.Parallel()
	for _, before := range []any{nil, "running", "paused"} {
		for _, status := range []yccalltest.TaskStatus{yccalltest.Running, yccalltest.Paused, yccalltest.Ended} {
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
			w.mustApply(config)
			if before != "running" {
				config["desired_status"] = before
				w.mustApply(config)
			}
			must(t, w.mock.ConsoleSetStatus(w.id(), status))
			w.changes()
			config["desired_status"] = "started"
			w.mustApply(config)
			w.wantChanges()
			w.wantValue("status", status.String())
		}
	}
	// One that was never started is started, once.
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...)})
	w.mustApply(config)
	w.changes()
	config["desired_status"] = "started"
	w.mustApply(config)
	w.wantChanges("TaskSet 1")
}

func TestPauseInTheConsoleSurvivesAnUpgradeToStarted(t *testing.T) {
	t.Parallel()
	w, config := firstVersion(t)
	w.mock.Dial(w.id(), 1)
	must(t, w.mock.ConsoleSetStatus(w.id(), yccalltest.Paused))
	config["desired_status"] = "started"
	w.mustApply(config)
	w.wantPaused()
	// So does a changed list, for which the first version's task has to be compared and renewed.
	w.csv("list.csv", "phone,ext", "13800000000,a", "13800000001,b", "13800000002,", "13800000003,c")
	w.mustApply(config)
	w.wantPaused("taskDelPhone", "TaskAdd 3")
}

func TestImportOfACampaignThatIsToBeStarted(t *testing.T) {
	t.Parallel()
	for status, want := range map[yccalltest.TaskStatus][]string{
		yccalltest.NotStarted: {"TaskSet 1"}, yccalltest.Running: nil, yccalltest.Paused: nil, yccalltest.Ended: nil,
	} {
		w := newFixture(t, yccalltest.Config{})
		id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{
			Name: "renewals", AssignType: 3, Agent: "renewals-team", Scale: "1:2", Status: status,
		}, phonetest.Phones(0, 5)...)
		must(t, err)
		diags, err := w.resource.Import(t.Context(), id)
		must(t, err)
		must(t, protocoltest.Errors(diags))
		config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "started"})
		w.mustApply(config)
		w.wantChanges(want...)
		w.wantValue("id", id)
		w.wantValue("desired_status", "started")

		// Imported once more, with a pause of the console, it still is left alone.
		if status == yccalltest.Ended {
			continue
		}
		must(t, w.mock.ConsoleSetStatus(id, yccalltest.Paused))
		w.resource.Forget()
		_, err = w.resource.Import(t.Context(), id)
		must(t, err)
		w.mustApply(config)
		w.wantPaused()
	}
}
