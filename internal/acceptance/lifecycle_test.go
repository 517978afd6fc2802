package acceptance

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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

func TestAccCampaignFromCreationToDestruction(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	dir := t.TempDir()
	first := append(phonetest.Phones(0, 8), rejectedPhone(1), rejectedPhone(2))
	list := writeCSV(t, dir, "first.csv", first...)
	revised := writeCSV(t, dir, "revised.csv", append(phonetest.Phones(2, 9), rejectedPhone(1), rejectedPhone(2))...)
	// The same numbers in another order and format are the same list.
	slices.Reverse(first)
	same := writeFile(t, dir, "first.jsonl", `{"phone":"`+strings.Join(first, "\"}\n{\"phone\":\"")+"\"}\n")
	postcondition := func(condition string) string {
		return `lifecycle {
  postcondition {
    condition     = ` + condition + `
    error_message = "Too many numbers were rejected."
  }
}`
	}
	tolerant := postcondition("self.invalid_count <= 2")
	sameTask := statecheck.CompareValue(compare.ValuesSame())
	isSameTask := func() statecheck.StateCheck { return sameTask.AddStateValue(theCampaign, tfjsonpath.New("id")) }

	test := testCase(platform,
		resource.TestStep{
			Config:           campaign(platform, `name = "renewals"`, numbersFile(list), `desired_status = "running"`, tolerant),
			ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				isSameTask(),
				attribute("id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9]{20}$`))),
				attribute("status", knownvalue.StringExact("running")),
				attribute("number_count", knownvalue.Int64Exact(10)),
				attribute("numbers_sha256", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{64}$`))),
				attribute("invalid_count", knownvalue.Int64Exact(2)),
				attribute("invalid_data", knownvalue.ListExact([]knownvalue.Check{
					knownvalue.StringExact(rejectedPhone(1)), knownvalue.StringExact(rejectedPhone(2)),
				})),
				attribute("custom_task_id", knownvalue.StringRegexp(regexp.MustCompile(`^tf-[a-p]{28}$`))),
				attribute("created_at", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}$`))),
				holds(platform, phonetest.Phones(0, 8)...),
				sent(platform, "TaskCreat status 0, 10 numbers", "TaskSet 1"),
			},
		},
		resource.TestStep{
			Config:            campaign(platform, `name = "renewals"`, numbersFile(same), `desired_status = "running"`, tolerant),
			ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{isSameTask(), sent(platform)},
		},
		resource.TestStep{
			Config:           campaign(platform, `name = "renewals"`, numbersFile(revised), `desired_status = "running"`, tolerant),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				isSameTask(),
				attribute("number_count", knownvalue.Int64Exact(11)),
				attribute("invalid_count", knownvalue.Int64Exact(2)),
				holds(platform, phonetest.Phones(2, 9)...),
				// What the platform rejected once is not sent again.
				sent(platform, "TaskSet 2", "taskDelPhone, 2 numbers", "TaskAdd, 3 numbers", "TaskSet 1"),
			},
		},
		resource.TestStep{
			Config:           campaign(platform, `name = "renewals"`, numbersFile(revised), `desired_status = "paused"`, tolerant),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				isSameTask(), attribute("status", knownvalue.StringExact("paused")), sent(platform, "TaskSet 2"),
			},
		},
		resource.TestStep{
			Config:      campaign(platform, `name = "renewals"`, numbersFile(revised), `desired_status = "paused"`, postcondition("self.invalid_count == 0")),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(`Too many numbers were rejected`),
		},
		resource.TestStep{
			Config:           campaign(platform, `name = "renewals"`, numbersFile(revised), `desired_status = "running"`, tolerant),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				isSameTask(), attribute("status", knownvalue.StringExact("running")), sent(platform, "TaskSet 1"),
			},
		},
	)
	test.CheckDestroy = func(*terraform.State) error {
		task, err := onlyTask(platform)
		if err == nil && task.Status != yccalltest.Ended {
			err = fmt.Errorf("the task is %s, want ended", task.Status)
		}
		if err != nil {
			return err
		}
		// It runs, so it is paused first: whom it has called is certain before it ends.
		return sent(platform, "TaskSet 2", "TaskSet 3")()
	}
	resource.UnitTest(t, test)
}

func TestAccImportedCampaignIsTakenOverInPlace(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	list := writeCSV(t, t.TempDir(), "list.csv", phonetest.Phones(0, 4)...)
	id, err := platform.ConsoleCreate(yccalltest.TaskSnapshot{
		CustomID: "by-hand", Name: "made by hand", Agent: "renewals-team", Scale: "1:2", ScaleMode: "manual", Concurrent: 7,
		CallerNumbers: "02120280001,02120280002", Status: yccalltest.Running,
	}, phonetest.Phones(0, 3)...)
	if err != nil {
		t.Fatal(err)
	}
	config := campaign(platform, numbersFile(list),
		`custom_task_id = "by-hand"`, `name = "made by hand"`, `concurrent = 7`, `scale_mode = "manual"`,
		`caller_numbers = ["02120280001", "02120280002"]`, `desired_status = "running"`,
		// The platform does not echo this, so it is taken over as configured.
		`multi_call = { type = "all", max_rounds = 2 }`)

	resource.UnitTest(t, testCase(platform,
		resource.TestStep{
			Config: config, ResourceName: theCampaign,
			ImportState: true, ImportStateId: "not an id", ExpectError: regexp.MustCompile(`Malformed task id`),
		},
		resource.TestStep{
			Config: config, ResourceName: theCampaign,
			ImportState: true, ImportStateId: "20200101000000000001", ExpectError: regexp.MustCompile(`(?s)No such task.*20200101000000000001`),
		},
		resource.TestStep{
			Config: config, ResourceName: theCampaign,
			ImportState: true, ImportStateId: id, ImportStatePersist: true,
			ImportStateCheck: imported(map[string]string{
				"id": id, "status": "running", "custom_task_id": "by-hand", "name": "made by hand",
				"assign_type": "extension_group", "assign_agent": "renewals-team", "task_scale": "1:2",
				"scale_mode": "manual", "concurrent": "7", "caller_numbers.0": "02120280001", "caller_numbers.1": "02120280002",
			}),
		},
		resource.TestStep{
			Config:           config,
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				attribute("id", knownvalue.StringExact(id)),
				attribute("number_count", knownvalue.Int64Exact(4)),
				holds(platform, phonetest.Phones(0, 4)...),
				// It is not known whether a request may still add numbers, so that is waited for with the task paused.
				sent(platform, "TaskSet 2", "TaskAdd, 1 numbers", "TaskSet 1"),
			},
		},
		// A task of our own comes back as it was.
		resource.TestStep{
			Config: config, ResourceName: theCampaign,
			ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{
				"desired_status", "excluded_count", "invalid_count", "invalid_data", "multi_call", "number_count", "numbers_file", "numbers_sha256",
				"skipped_count",
			},
		},
	))
}

// imported expects these attributes of the one imported resource.
func imported(want map[string]string) resource.ImportStateCheckFunc {
	return func(states []*terraform.InstanceState) error {
		if len(states) != 1 {
			return fmt.Errorf("%d resources were imported, want 1", len(states))
		}
		got := map[string]string{}
		for name := range want {
			got[name] = states[0].Attributes[name]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("the imported attributes differ (-want +got):\n%s", diff)
		}
		return nil
	}
}
