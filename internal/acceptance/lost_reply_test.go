package acceptance

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestAccLostReplyOfEachServiceLeavesOneCampaignThatCallsEverybodyOnce(t *testing.T) {
	t.Parallel()
	for _, kind := range []yccalltest.FaultKind{
		yccalltest.CutAfterEffect, yccalltest.HTTP500AfterEffect, yccalltest.TruncatedJSON, yccalltest.PartialEffect, yccalltest.Ret600,
	} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			platform := startPlatform(t, yccalltest.Config{})
			lose := func(services ...string) {
				for _, service := range services {
					platform.Plant(yccalltest.Fault{Service: service, Kind: kind, KeepPart: 2, KillToken: true})
				}
			}
			c, dir := newCommandLine(t), t.TempDir()
			config := campaign(platform, numbersFile(writeCSV(t, dir, "list.csv", append(phonetest.Phones(0, 6), rejectedPhone(1))...)), `desired_status = "running"`)

			lose("TaskCreat", "TaskSet")
			c.wantSuccess(c.apply(config))
			c.wantAtRest(config)
			c.wantNoError(holds(platform, phonetest.Phones(0, 6)...)())

			writeCSV(t, dir, "list.csv", append(phonetest.Phones(3, 8), rejectedPhone(1))...)
			lose("taskDelPhone", "TaskAdd")
			c.wantSuccess(c.apply(config))
			c.wantAtRest(config)
			c.wantNoError(holds(platform, phonetest.Phones(3, 8)...)())

			lose("TaskSet")
			c.wantSuccess(c.destroy(config))
			task, err := onlyTask(platform)
			c.wantNoError(err)
			if task.Status != yccalltest.Ended {
				t.Errorf("the task is %s, want ended", task.Status)
			}
			if n := platform.PendingFaults(); n > 0 {
				t.Errorf("%d faults did not strike", n)
			}
		})
	}
}

func TestAccCallsThatNeverReachedThePlatformAreMadeUpFor(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c, dir := newCommandLine(t), t.TempDir()
	lose := func(services ...string) {
		for _, service := range services {
			platform.Plant(yccalltest.Fault{Service: service, Kind: yccalltest.CutBeforeEffect})
		}
	}
	config := campaign(platform, `custom_task_id = "renewals-2026"`, numbersFile(writeCSV(t, dir, "list.csv", phonetest.Phones(0, 6)...)), `desired_status = "running"`)

	// Of a creation it cannot be known, so it is not repeated by itself.
	lose("TaskCreat")
	c.wantOne(c.apply(config), "error", "Whether the task was created is unknown",
		`"renewals-2026" may exist`, "was not started", "Apply again", "ends it if it is there")
	c.wantNoError(sent(platform, "TaskCreat failed")())

	lose("TaskSet")
	c.wantSuccess(c.apply(config))
	writeCSV(t, dir, "list.csv", phonetest.Phones(2, 6)...)
	lose("taskDelPhone", "TaskAdd")
	c.wantSuccess(c.apply(config))
	c.wantAtRest(config)
	c.wantNoError(holds(platform, phonetest.Phones(2, 6)...)())
	lose("TaskSet")
	c.wantSuccess(c.destroy(config))
	if task, _ := onlyTask(platform); task.Status != yccalltest.Ended {
		t.Errorf("the task is %s, want ended", task.Status)
	}
}

func TestAccFailedCreationIsTaintedAndTheNextApplyEndsItBeforeItStartsAnother(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := newCommandLine(t)
	config := campaign(platform, `name = "renewals"`, numbersFile(writeCSV(t, t.TempDir(), "list.csv", phonetest.Phones(0, 10_003)...)), `desired_status = "running"`)

	platform.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.BusinessError, Times: -1})
	c.wantOne(c.apply(config), "error", "TaskAdd was refused", "tainted", "the next apply ends it and creates the campaign anew")
	c.wantNoError(sent(platform, "TaskCreat status 0, 10000 numbers", "TaskAdd failed", "TaskAdd failed")())
	platform.ClearFaults()

	again := c.apply(config)
	c.wantSuccess(again)
	if action := again.actions[theCampaign]; action != "replace" {
		t.Errorf("the plan is to %s, want a replacement", action)
	}
	c.wantAtRest(config)
	c.wantNoError(sent(platform, "TaskSet 3", "TaskCreat status 0, 10000 numbers", "TaskAdd, 3 numbers", "TaskSet 1")())
	var started []string
	for _, task := range platform.Tasks() {
		started = append(started, fmt.Sprintf("%s, ever started: %t", task.Status, task.EverStarted))
	}
	if diff := cmp.Diff([]string{"ended, ever started: false", "running, ever started: true"}, started); diff != "" {
		t.Errorf("the tasks differ (-want +got):\n%s", diff)
	}
}

func TestAccChangeThatFailedHalfWayShowsInThePlanAndIsFinishedWithWhatIsMissing(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c, dir := newCommandLine(t), t.TempDir()
	config := campaign(platform, numbersFile(writeCSV(t, dir, "list.csv", phonetest.Phones(0, 6)...)), `desired_status = "running"`)
	c.wantSuccess(c.apply(config))
	c.wantNoError(sent(platform, "TaskCreat status 0, 6 numbers", "TaskSet 1")())

	writeCSV(t, dir, "list.csv", phonetest.Phones(2, 7)...)
	platform.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.BusinessError, Times: -1})
	c.wantOne(c.apply(config), "error", "TaskAdd was refused", "the next plan shows a change", "sends only what is missing")
	platform.ResetJournal()
	platform.ClearFaults()

	if o := c.plan(config); o.actions[theCampaign] != "update" {
		t.Errorf("the plan does not show an update:\n%s", o.text)
	}
	c.wantSuccess(c.apply(config))
	c.wantAtRest(config)
	// What was refused may have run all the same, so that is waited for with the task paused.
	c.wantNoError(sent(platform, "TaskSet 2", "TaskAdd, 3 numbers", "TaskSet 1")())
	c.wantNoError(holds(platform, phonetest.Phones(2, 7)...)())
}

func TestAccThirtyCampaignsAtOnceShareOneLogin(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.SingleSession}})
	c := newCommandLine(t)
	config := campaign(platform, `
  for_each       = toset([for n in range(30) : tostring(n)])
  name           = "campaign ${each.key}"
  numbers        = [{ phone = format("138%08d", each.key) }]
  desired_status = "running"`)
	// Plan and apply are two processes; each of them logs in at most once.
	c.wantSuccess(c.run(config, "plan", "-parallelism=30", "-out=saved"))
	if n := platform.Requests("Login"); n > 1 {
		t.Errorf("there were %d logins while planning", n)
	}
	platform.ResetJournal()
	c.wantSuccess(c.run(config, "apply", "-parallelism=30", "saved"))
	for _, task := range platform.Tasks() {
		if task.Status != yccalltest.Running || task.Total != 1 {
			t.Errorf("task %s is %s with %d numbers", task.Name, task.Status, task.Total)
		}
	}
	if n := len(platform.Tasks()); n != 30 {
		t.Errorf("there are %d tasks, want 30", n)
	}
	if n := platform.Requests("Login"); n != 1 {
		t.Errorf("there were %d logins, want 1", n)
	}
}
