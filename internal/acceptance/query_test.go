package acceptance

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// onlyTerraform skips a test of what OpenTofu does not have under the version number that Terraform has it.
func onlyTerraform(t *testing.T) {
	t.Helper()
	if strings.Contains(os.Getenv(envProviderHost), "opentofu") {
		t.Skip("OpenTofu does not have this")
	}
}

func TestAccImportByIdentityTakesACampaignOverInPlace(t *testing.T) {
	t.Parallel()
	onlyTerraform(t)
	platform := startPlatform(t, yccalltest.Config{})
	phones := phonetest.Phones(0, 3)
	id, err := platform.ConsoleCreate(yccalltest.TaskSnapshot{Name: "made by hand", Agent: "renewals-team", Scale: "1:2"}, phones...)
	must(t, err)
	c := testCase(platform, resource.TestStep{
		Config: campaign(platform, numbersFile(writeCSV(t, t.TempDir(), "list.csv", phones...)), `name = "made by hand"`) + fmt.Sprintf(`
import {
  to       = %s
  identity = { task_id = %q }
}
`, theCampaign, id),
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(theCampaign, plancheck.ResourceActionUpdate),
		}},
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectIdentity(theCampaign, map[string]knownvalue.Check{"task_id": knownvalue.StringExact(id)}),
			check(func() error {
				if sent := changes(platform); len(sent) > 0 {
					return fmt.Errorf("the import sent %s", sent[0].Service)
				}
				return nil
			}),
		},
	})
	c.TerraformVersionChecks = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_12_0)}
	resource.UnitTest(t, c)
}

func TestAccQueryFindsCampaigns(t *testing.T) {
	t.Parallel()
	onlyTerraform(t)
	platform := startPlatform(t, yccalltest.Config{})
	ids := map[string]string{}
	for name, status := range map[string]yccalltest.TaskStatus{"first": yccalltest.Running, "second": yccalltest.Ended} {
		id, err := platform.ConsoleCreate(yccalltest.TaskSnapshot{Name: name, Agent: "renewals-team", Status: status}, phonetest.Phone(1))
		must(t, err)
		ids[name] = id
	}
	c := testCase(platform,
		// The query finds the provider's configuration here.
		resource.TestStep{Config: campaign(platform, inline)},
		resource.TestStep{
			Query: true,
			Config: `
list "yccall_outbound_task" "all" {
  provider = yccall
}

list "yccall_outbound_task" "running" {
  provider         = yccall
  include_resource = true
  config {
    status       = "running"
    assign_agent = "renewals-team"
  }
}
`,
			QueryResultChecks: []querycheck.QueryResultCheck{
				querycheck.ExpectLength("yccall_outbound_task.all", 3),
				querycheck.ExpectLength("yccall_outbound_task.running", 1),
				querycheck.ExpectIdentity("yccall_outbound_task.running", map[string]knownvalue.Check{"task_id": knownvalue.StringExact(ids["first"])}),
			},
		})
	c.TerraformVersionChecks = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)}
	resource.UnitTest(t, c)
}
