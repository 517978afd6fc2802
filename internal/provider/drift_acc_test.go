package provider_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/yccall/terraform-provider-yccall/internal/mockendpoint"
)

// runningCampaign is a campaign of six numbers that was applied and runs.
type runningCampaign struct {
	*commandLine
	platform *mockendpoint.Server
	config   string
	list     string // path of its number file
	id       string
}

func startCampaign(t *testing.T, lines ...string) *runningCampaign {
	t.Helper()
	r := &runningCampaign{commandLine: newCommandLine(t), platform: startPlatform(t, mockendpoint.Config{})}
	r.list = writeCSV(t, t.TempDir(), "list.csv", phonesFrom(0, 6)...)
	r.config = campaign(r.platform, append(lines, numbersFile(r.list), `desired_status = "running"`)...)
	r.wantSuccess(r.apply(r.config))
	task, err := onlyTask(r.platform)
	r.wantNoError(err)
	r.id = task.ID
	r.platform.ResetJournal()
	return r
}

// console checks that something could be done by hand.
func (r *runningCampaign) console(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// writeList puts other numbers into the number file.
func (r *runningCampaign) writeList(phones ...string) {
	r.Helper()
	writeCSV(r.T, filepath.Dir(r.list), filepath.Base(r.list), phones...)
}

// wantPlanned checks what a run does to the campaign; an empty action is none.
func (r *runningCampaign) wantPlanned(o outcome, action string) {
	r.Helper()
	r.wantSuccess(o)
	if o.actions[theCampaign] != action {
		r.Errorf("the plan is to %q, want %q:\n%s", o.actions[theCampaign], action, o.text)
	}
}

func TestAccNumbersChangedInTheConsoleArePutRight(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.console(r.platform.ConsoleAdd(r.id, phone(100), phone(101)))
	r.console(r.platform.ConsoleRemove(r.id, phone(0)))

	o := r.apply(r.config)
	r.wantPlanned(o, "update")
	r.wantOne(o, "warning", "The task holds other numbers than Terraform left", "holds 7 numbers, and held 6", "puts them right")
	r.wantAtRest(r.config)
	r.wantNoError(sent(r.platform, "taskDelPhone, 2 numbers", "TaskAdd, 1 numbers")())
}

func TestAccTaskRenamedInTheConsoleIsLeftAlone(t *testing.T) {
	t.Parallel()
	r := startCampaign(t, `name = "renewals"`)
	r.console(r.platform.ConsoleRename(r.id, "renamed by hand"))
	o := r.apply(r.config)
	r.wantPlanned(o, "")
	r.wantOne(o, "warning", "The task was changed outside Terraform", "for name of task "+r.id, "a new task would call everybody again")
	r.wantNoError(sent(r.platform)())
}

func TestAccTaskPausedInTheConsoleIsResumed(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.console(r.platform.ConsoleSetStatus(r.id, mockendpoint.Paused))
	r.wantPlanned(r.apply(r.config), "update")
	r.wantNoError(sent(r.platform, "TaskSet 1")())
	r.wantAtRest(r.config)
}

func TestAccTaskThatEndedIsNoDriftAndTakesNoOtherNumbers(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.platform.DialAll(r.id)
	r.wantAtRest(r.config)

	r.writeList(phone(0), phone(7))
	r.wantOne(r.apply(r.config), "error", "The task has ended", "task "+r.id+" has ended", "Nothing was sent.", "declare another task", "-replace")
	r.writeList(phone(0))
	r.wantOne(r.apply(r.config), "error", "The task has ended", "Nothing was sent.")

	// Leaving the configuration is still possible, and what has ended is not ended once more.
	r.wantPlanned(r.apply(providerBlock(r.platform)), "delete")
	r.wantNoError(sent(r.platform)())
}

func TestAccTaskThatIsNotListedStaysInStateAndIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.console(r.platform.ConsolePurge(r.id))
	o := r.apply(r.config)
	r.wantPlanned(o, "")
	r.wantOne(o, "warning", "The task is not listed", "does not create the campaign anew by itself", "terraform state rm", "-replace")
	r.wantNoError(sent(r.platform)())
	r.wantOne(r.destroy(r.config), "warning", "The task was not listed", "removed from state")
}

func TestAccRunStatesThatCannotBeReachedAreRefusedByThePlan(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	wanting := func(status string) string {
		return campaign(r.platform, numbersFile(r.list), `desired_status = "`+status+`"`)
	}
	r.wantOne(r.apply(wanting("not_started")), "error", "A task cannot go back to not_started", "is running", "Nothing was sent.", "paused to stop it calling")
	r.wantNoError(sent(r.platform)())
	r.wantPlanned(r.apply(wanting("ended")), "update")
	r.wantNoError(sent(r.platform, "TaskSet 3")())
	r.wantAtRest(wanting("ended"))
	r.wantOne(r.apply(wanting("running")), "error", "The task has ended", "cannot be running again", "Nothing was sent.", "-replace")
	r.wantNoError(sent(r.platform)())
}

func TestAccTaskThatReachedItsPausedTimeIsNotResumed(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, mockendpoint.Config{Dialect: mockendpoint.Dialect{DeadlinePauses: true}})
	list := writeCSV(t, t.TempDir(), "list.csv", phonesFrom(0, 3)...)
	config := campaign(platform, numbersFile(list), `desired_status = "running"`,
		`paused_time = "`+platform.Now().Add(time.Hour).Format(time.DateTime)+`"`)
	resource.UnitTest(t, testCase(platform,
		resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{attribute("status", knownvalue.StringExact("running"))}},
		resource.TestStep{
			PreConfig:        func() { platform.Advance(2 * time.Hour) },
			Config:           config,
			ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
			ConfigStateChecks: []statecheck.StateCheck{
				attribute("status", knownvalue.StringExact("paused")),
				sent(platform, "TaskCreat status 0, 3 numbers", "TaskSet 1"),
			},
		},
	))
}
