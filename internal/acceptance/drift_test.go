package acceptance

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestAccNumbersChangedInTheConsoleArePutRight(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.console(r.platform.ConsoleAdd(r.id, phonetest.Phone(100), phonetest.Phone(101)))
	r.console(r.platform.ConsoleRemove(r.id, phonetest.Phone(0)))

	o := r.apply(r.config)
	r.wantPlanned(o, "update")
	r.wantWarnings(o,
		diagnostic{Summary: "The task holds other numbers than Terraform left", Detail: "holds 7 numbers, and held 6"},
		diagnostic{Summary: "The list changes", Detail: "1 added, 2 withdrawn"})
	r.wantAtRest(r.config)
	r.wantNoError(sent(r.platform, "TaskSet 2", "taskDelPhone, 2 numbers", "TaskAdd, 1 numbers", "TaskSet 1")())
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
	r.console(r.platform.ConsoleSetStatus(r.id, yccalltest.Paused))
	r.wantPlanned(r.apply(r.config), "update")
	r.wantNoError(sent(r.platform, "TaskSet 1")())
	r.wantAtRest(r.config)
}

func TestAccTaskThatEndedIsNoDriftAndTakesNoOtherNumbers(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.platform.DialAll(r.id)
	r.wantAtRest(r.config)

	r.writeList(phonetest.Phone(0), phonetest.Phone(7))
	r.wantOne(r.apply(r.config), "error", "The task has ended", "Task "+r.id+" has ended", "1 number that it does not hold", "Nothing was sent.",
		`skip_called_by = ["`+r.id+`"]`, `desired_status = "ended"`)
	// People taken off are only stored.
	r.writeList(phonetest.Phone(0))
	r.wantOne(r.plan(r.config), "warning", "The list changed, and the task has ended", "only stored")
	r.wantPlanned(r.apply(r.config), "update")
	r.wantAtRest(r.config)

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
	r.wantOne(o, "warning", "The task is not listed", "does not create the campaign anew by itself", "terraform state rm", "calls everybody on the list again")
	r.wantNoError(sent(r.platform)())
	r.wantOne(r.destroy(r.config), "warning", "The task was not listed", "removed from state")
}

func TestAccNumbersThatWereCalledStayAndAreCounted(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.platform.Dial(r.id, 3)
	// Of those called one is taken off the list and one changes; of the others one each, too.
	writeFile(t, filepath.Dir(r.list), filepath.Base(r.list), "phone,user_id\n"+
		phonetest.Phone(1)+",changed\n"+phonetest.Phone(2)+",\n"+phonetest.Phone(4)+",changed\n"+phonetest.Phone(5)+",\n")
	o := r.apply(r.config)
	r.wantPlanned(o, "update")
	r.wantWarnings(o,
		diagnostic{Summary: "The list changes", Detail: "0 added, 1 withdrawn, 1 changed; 2 more"},
		diagnostic{Summary: "Numbers were called before they could be removed", Detail: "1 number no longer on the list"},
		diagnostic{Summary: "Numbers were called before they could be changed", Detail: "1 number whose other fields changed"})
	for n, want := range map[int]int{0: 1, 1: 1, 2: 1, 3: 1, 4: 2, 5: 1} {
		if got := r.platform.SubmittedTo(r.id, phonetest.Phone(n)); got != want {
			t.Errorf("number %d was submitted %d times, want %d", n, got, want)
		}
	}
	// The task rests while a number is removed and added again.
	r.wantNoError(sent(r.platform, "TaskSet 2", "taskDelPhone, 2 numbers", "TaskAdd, 1 numbers", "TaskSet 1")())
	r.wantAtRest(r.config)
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
	r.wantNoError(sent(r.platform, "TaskSet 2", "TaskSet 3")())
	r.wantAtRest(wanting("ended"))
	r.wantOne(r.apply(wanting("running")), "error", "The task has ended", "cannot be running again", "Nothing was sent.", "declare another task", "call_again")
	r.wantNoError(sent(r.platform)())
}

func TestAccTaskThatReachedItsPausedTimeIsNotResumed(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.DeadlinePauses}})
	list := writeCSV(t, t.TempDir(), "list.csv", phonetest.Phones(0, 3)...)
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
