package acceptance

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// everything is a task with every attribute that can be set, except the other two sources of numbers.
// A test over the schema, in package provider, reads this block and says what it lacks.
const everything = `
resource "yccall_outbound_task" "campaign" {
  assign_type      = "extension_group"
  assign_agent     = "renewals-team"
  task_scale       = "1:2"
  numbers_file     = %q
  do_not_call_file = %q

  numbers_format     = { columns = { phone = "phone" }, delimiter = "," }
  do_not_call_format = { encoding = "utf-8" }
  calling_code       = "86"
  on_bad_rows        = "skip"

  name           = "renewals"
  concurrent     = 30
  scale_mode     = "auto"
  caller_numbers = ["02120280001"]
  scheduled_time = "2099-12-01 09:00:00"
  paused_time    = "2099-12-01 18:00:00"
  desired_status = "running"
  custom_task_id = %q
  call_again     = "2026-12"
  skip_called_by = [%q]
  multi_call     = { type = "unanswered", max_rounds = 2, interval = 600 }
  timeouts       = { create = "30m", read = "1m", update = "30m", delete = "2m" }
}
`

// The life of a task: made with no more than it needs, imported, made with everything, and made anew because the
// platform can change nothing but the numbers and the run state. Nobody is called in any of it, since the task is
// first not started and then waits for its time.
func TestAccOutboundTask(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	dir := t.TempDir()
	list := writeCSV(t, dir, "list.csv", phonetest.Phones(0, 5)...)
	doNotCall := writeCSV(t, dir, "do-not-call.csv", phonetest.Phone(4), phonetest.Phone(99))
	called, err := platform.ConsoleCreate(yccalltest.TaskSnapshot{Name: "a pilot", Status: yccalltest.Running}, phonetest.Phone(3))
	must(t, err)
	platform.DialAll(called)
	must(t, platform.ConsoleSetStatus(called, yccalltest.Ended))
	full := func(customTaskID string) string {
		return providerBlock(platform) + fmt.Sprintf(everything, list, doNotCall, customTaskID, called)
	}
	newTask := statecheck.CompareValue(compare.ValuesDiffer())
	isNewTask := func() statecheck.StateCheck { return newTask.AddStateValue(theCampaign, tfjsonpath.New("id")) }

	test := testCase(platform,
		// 1. Required only.
		resource.TestStep{
			Config:           campaign(platform, numbersFile(list)),
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				isNewTask(),
				attribute("id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9]{20}$`))),
				attribute("status", knownvalue.StringExact("not_started")),
				attribute("number_count", knownvalue.Int64Exact(5)),
				attribute("name", knownvalue.Null()),
				sent(platform, "TaskCreat status 0, 5 numbers"),
			},
		},
		// 2. Import. The platform does not tell which list a task was made from, and tells its own default of concurrent.
		resource.TestStep{
			ResourceName: theCampaign, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"bad_row_count", "concurrent", "excluded_count", "invalid_count", "invalid_data", "number_count", "numbers_file", "numbers_sha256", "skipped_count"},
		},
		// 3. Everything set.
		resource.TestStep{
			Config:           full("renewals-1"),
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				isNewTask(),
				attribute("name", knownvalue.StringExact("renewals")),
				attribute("number_count", knownvalue.Int64Exact(3)),
				attribute("excluded_count", knownvalue.Int64Exact(1)),
				attribute("skipped_count", knownvalue.Int64Exact(1)),
				sent(platform, "TaskSet 3", "TaskCreat status 0, 3 numbers", "TaskSet 1"),
			},
		},
		// 4. Made anew.
		resource.TestStep{
			Config:           full("renewals-2"),
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				isNewTask(),
				attribute("custom_task_id", knownvalue.StringExact("renewals-2")),
				sent(platform, "TaskSet 3", "TaskCreat status 0, 3 numbers", "TaskSet 1"),
			},
		},
	)
	test.CheckDestroy = func(*terraform.State) error {
		for _, task := range platform.Tasks() {
			if task.Status != yccalltest.Ended {
				return fmt.Errorf("task %s is %s, want it ended", task.ID, task.Status)
			}
		}
		return sent(platform, "TaskSet 3")()
	}
	resource.UnitTest(t, test)
}
