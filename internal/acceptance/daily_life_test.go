package acceptance

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// with is the campaign's configuration with more lines.
func (r *runningCampaign) with(lines ...string) string {
	return strings.Replace(r.config, "task_scale", strings.Join(lines, "\n")+"\ntask_scale", 1)
}

// running returns the id of the only task that runs.
func (r *runningCampaign) running() string {
	r.Helper()
	id := ""
	for _, task := range r.platform.Tasks() {
		if task.Status == yccalltest.Running {
			if id != "" {
				r.Error("two tasks run")
			}
			id = task.ID
		}
	}
	return id
}

func TestAccLinesOfConsentCanBeTidiedAwayAndNobodyIsCalledTwice(t *testing.T) {
	t.Parallel()
	r := startCampaign(t, `name = "renewals"`)
	r.platform.Dial(r.id, 2)
	r.wantSuccess(r.apply(r.with(`skip_called_by = ["` + r.id + `"]`)))

	// Without the line the two stay left out, which the plan says.
	r.wantOne(r.plan(r.config), "warning", "People who were left out stay left out", r.id)
	r.wantSuccess(r.apply(r.config))
	r.writeList(phonetest.Phones(0, 8)...)
	r.wantSuccess(r.apply(r.config))
	r.wantNobodyTwice()
	if n := len(r.platform.Calls()); n != 8 {
		t.Errorf("%d calls were made, want everybody called once", n)
	}
}

func TestAccTwoChangesOfSettingsOneAfterTheOtherCallEverybodyOnce(t *testing.T) {
	t.Parallel()
	r := startCampaign(t, `name = "renewals"`)
	r.platform.Dial(r.id, 2)
	rescaled := func(scale, ids string) string {
		return strings.Replace(r.with("skip_called_by = ["+ids+"]"), `"1:2"`, `"`+scale+`"`, 1)
	}
	first := `"` + r.id + `"`
	r.wantSuccess(r.apply(rescaled("1:3", first)))
	second := r.running()
	r.platform.Dial(second, 1)

	both := first + `, "` + second + `"`
	r.wantOne(r.plan(rescaled("1:4", first)), "error", "This change needs a new task", "skip_called_by = ["+both+"]")
	r.wantSuccess(r.apply(rescaled("1:4", both)))
	r.wantAtRest(rescaled("1:4", both))
	r.wantNobodyTwice()
	if n := len(r.platform.Calls()); n != 6 {
		t.Errorf("%d calls were made, want everybody called once", n)
	}
}

func TestAccPilotIsFollowedByTheWholeList(t *testing.T) {
	t.Parallel()
	r := startCampaign(t, `name = "renewals"`)
	r.dialAll()
	r.writeList(phonetest.Phones(0, 20)...)
	r.wantOne(r.apply(r.config), "error", "The task has ended, and the list has people whom it did not call", "14 numbers that it does not hold", `skip_called_by = ["`+r.id+`"]`)
	r.wantNoError(sent(r.platform)())
	whole := r.with(`skip_called_by = ["` + r.id + `"]`)
	r.wantSuccess(r.apply(whole))
	r.wantAtRest(whole)
	r.wantNobodyTwice()
	if n := len(r.platform.Calls()); n != 20 {
		t.Errorf("%d calls were made, want everybody called once", n)
	}
}

func TestAccScheduleThatIsMovedTheEveningBeforeNeedsNoConsent(t *testing.T) {
	t.Parallel()
	at := func(hour int) string {
		return `scheduled_time = "` + time.Date(2099, 12, 1, hour, 0, 0, 0, time.UTC).Format(time.DateTime) + `"`
	}
	r := startCampaign(t, `name = "renewals"`, at(9))
	moved := strings.Replace(r.config, at(9), at(10), 1)
	o := r.apply(moved)
	r.wantPlanned(o, "replace")
	r.wantOne(o, "warning", "The task is ended and made anew", "has called nobody")
	r.wantAtRest(moved)
	r.wantNoError(sent(r.platform, "TaskSet 3", "TaskCreat status 0, 6 numbers", "TaskSet 1")())
}

func TestAccCampaignEveryDayUnderOneNameNeedsOneLine(t *testing.T) {
	t.Parallel()
	r := startCampaign(t, `name = "daily calls"`, `call_again = "day 0"`)
	for day := 1; day <= 3; day++ {
		r.dialAll()
		r.writeList(phonetest.Phones(day*10, 6)...)
		today := strings.Replace(r.config, `"day 0"`, fmt.Sprintf(`"day %d"`, day), 1)
		r.wantPlanned(r.apply(today), "replace")
		r.wantAtRest(today)
	}
	r.wantNobodyTwice()
	if n := len(r.platform.Calls()); n != 4*6 {
		t.Errorf("%d calls were made, want %d", n, 4*6)
	}
}

func TestAccArchivedCampaignsDoNotMindASharedVariableThatChanges(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := newCommandLine(t)
	config := func(scale, status string) string {
		return campaign(platform, `
  for_each       = toset([for n in range(30) : tostring(n)])
  name           = "campaign ${each.key}"
  numbers        = [{ phone = format("138%08d", each.key) }]
  task_scale     = "`+scale+`"
  desired_status = "`+status+`"`)
	}
	c.wantSuccess(c.apply(config("1:2", "running")))
	for _, task := range platform.Tasks() {
		platform.DialAll(task.ID)
	}
	c.wantSuccess(c.apply(config("1:2", "ended")))
	platform.ResetJournal()
	changed := c.apply(config("1:3", "ended"))
	c.wantSuccess(changed)
	if len(changed.diagnostics) > 0 {
		t.Errorf("the archived campaigns have something to say:\n%s", changed.text)
	}
	c.wantNoError(sent(platform)())
	c.wantAtRest(config("1:3", "ended"))
}

func TestAccCreationThatFailedAnywhereIsRepeatedByAnApplyAndEndedByADestroy(t *testing.T) {
	t.Parallel()
	for _, service := range []string{"TaskList", "TaskCreat", "TaskAdd", "TaskSet"} {
		for _, destroyed := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, destroyed: %t", service, destroyed), func(t *testing.T) {
				t.Parallel()
				platform := startPlatform(t, yccalltest.Config{})
				c := newCommandLine(t)
				config := campaign(platform, `name = "renewals"`, numbersFile(writeCSV(t, t.TempDir(), "list.csv", phonetest.Phones(0, 10_003)...)), `desired_status = "running"`)
				platform.Plant(yccalltest.Fault{Service: service, Kind: yccalltest.BusinessError, Times: -1})
				if o := c.apply(config); !o.failed {
					t.Fatalf("the creation did not fail:\n%s", o.text)
				}
				platform.ClearFaults()
				for _, task := range platform.Tasks() {
					if task.EverStarted {
						t.Error("a task was started by a creation that failed")
					}
				}
				running := 0
				if destroyed {
					c.wantSuccess(c.destroy(config))
				} else {
					running = 1
					c.wantSuccess(c.apply(config))
					c.wantAtRest(config)
				}
				for _, task := range platform.Tasks() {
					if task.Status == yccalltest.Running {
						running--
						platform.DialAll(task.ID)
					} else if task.Status != yccalltest.Ended {
						t.Errorf("a task is %s", task.Status)
					}
				}
				if running != 0 || len(platform.CalledTwice()) > 0 {
					t.Errorf("%d tasks too few run, and %d people were called twice", running, len(platform.CalledTwice()))
				}
			})
		}
	}
}

func TestAccImportWithTheLinesOfConsentInPlaceIsNoNewTask(t *testing.T) {
	t.Parallel()
	r := startCampaign(t, `name = "renewals"`)
	r.platform.Dial(r.id, 2)
	consenting := r.with(`call_again = "2026-12"`)
	r.wantSuccess(r.apply(consenting))
	id := r.running()
	must(t, os.Remove(r.dir+"/terraform.tfstate"))
	r.platform.ResetJournal()
	o := r.apply(consenting + fmt.Sprintf("import {\nto = %s\nid = %q\n}\n", theCampaign, id))
	r.wantPlanned(o, "update")
	r.wantNoError(sent(r.platform)())
	r.wantAtRest(consenting)
}
