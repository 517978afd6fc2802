package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestAccLargeListIsSplitAndChangedInPlaceAndStaysOutOfTheState(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c, dir := newCommandLine(t), t.TempDir()
	rows := phonetest.Phones(0, 25_000)
	for i := range rows {
		rows[i] += fmt.Sprintf(",customer-%d", i)
	}
	list := func(rows []string) string {
		return writeFile(t, dir, "list.csv", "phone,user_id\n"+strings.Join(rows, "\n")+"\n")
	}
	config := campaign(platform, numbersFile(list(rows)), `desired_status = "running"`)

	c.wantSuccess(c.apply(config))
	c.wantAtRest(config)
	c.wantNoError(sent(platform, "TaskCreat status 0, 10000 numbers", "TaskAdd, 10000 numbers", "TaskAdd, 5000 numbers", "TaskSet 1")())
	c.wantNoError(holds(platform, phonetest.Phones(0, 25_000)...)())
	state := c.state()
	if len(state) > 8_000 {
		t.Errorf("the state has %d bytes", len(state))
	}
	if strings.Contains(state, phonetest.Phone(0)) || strings.Contains(state, "customer-") {
		t.Error("the state holds the list")
	}

	// Three more and thirteen less, in place.
	list(append(slices.Clone(rows[13:]), phonesFromWith(25_000, 3, ",new")...))
	changed := c.apply(config)
	c.wantSuccess(changed)
	if action := changed.actions[theCampaign]; action != "update" {
		t.Errorf("the plan is to %s, want an update", action)
	}
	c.wantAtRest(config)
	c.wantNoError(sent(platform, "TaskSet 2", "taskDelPhone, 13 numbers", "TaskAdd, 3 numbers", "TaskSet 1")())
	c.wantNoError(holds(platform, phonetest.Phones(13, 24_990)...)())
	if len(c.state()) > 8_000 {
		t.Errorf("the state has %d bytes after the change", len(c.state()))
	}
}

// phonesFromWith lists n CSV rows of made-up numbers with the same text behind each.
func phonesFromWith(first, n int, rest string) []string {
	rows := phonetest.Phones(first, n)
	for i := range rows {
		rows[i] += rest
	}
	return rows
}

func TestAccListThatChangesBetweenPlanAndApplyStopsTheApplyBeforeAnythingIsSent(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c, dir := newCommandLine(t), t.TempDir()
	config := campaign(platform, numbersFile(writeCSV(t, dir, "list.csv", phonetest.Phones(0, 3)...)))
	c.wantSuccess(c.run(config, "plan", "-out=saved"))
	writeCSV(t, dir, "list.csv", phonetest.Phones(0, 4)...)
	// Terraform plans once more while it applies and compares the two plans itself, so the words are its own.
	o := c.run(config, "apply", "saved")
	if !o.failed || !strings.Contains(o.text, ".numbers_sha256") {
		t.Errorf("the apply does not say that numbers_sha256 changed:\n%s", o.text)
	}
	c.wantNoError(sent(platform)())
}

func TestAccValuesThatAreUnknownWhilePlanningAreCheckedByTheApply(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c, dir := newCommandLine(t), t.TempDir()
	good := writeCSV(t, dir, "good.csv", phonetest.Phones(0, 3)...)
	bad := writeCSV(t, dir, "bad.csv", "nobody")
	config := func(file string) string {
		return fmt.Sprintf(`
resource "terraform_data" "later" {
  input = {
    word = "extension_group", agent = "renewals-team", scale = "1:2", name = "n", concurrent = 3, mode = "auto",
    caller = "02120280001", from = "2099-12-01 09:00:00", to = "2099-12-01 18:00:00", status = "running", rounds = 2,
    file = %q
  }
}
locals { later = terraform_data.later.output }
`, file) + campaign(platform, `
  assign_type    = local.later.word
  assign_agent   = local.later.agent
  task_scale     = local.later.scale
  name           = local.later.name
  concurrent     = local.later.concurrent
  scale_mode     = local.later.mode
  caller_numbers = [local.later.caller]
  scheduled_time = local.later.from
  paused_time    = local.later.to
  desired_status = local.later.status
  multi_call     = { max_rounds = local.later.rounds }
  numbers_file   = local.later.file`)
	}
	c.wantOne(c.apply(config(bad)), "error", "Problems in the number list", "line 2", "Nothing was sent.")
	c.wantNoError(sent(platform)())
	c.wantSuccess(c.apply(config(good)))
	c.wantNoError(sent(platform, "TaskCreat status 0, 3 numbers", "TaskSet 1")())
	c.wantAtRest(config(good))
}
