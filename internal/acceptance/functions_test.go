package acceptance

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// functionCase is a test case for CLIs that know functions of providers.
func functionCase(t *testing.T, steps ...resource.TestStep) resource.TestCase {
	t.Helper()
	c := testCase(startPlatform(t, yccalltest.Config{}), steps...)
	c.TerraformVersionChecks = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)}
	return c
}

func TestAccFunctionsNeedNoConfiguredProvider(t *testing.T) {
	t.Parallel()
	resource.UnitTest(t, functionCase(t, resource.TestStep{
		Config: `
output "time" { value = provider::yccall::platform_time("2026-12-01T02:00:00Z", "Asia/Jakarta") }
output "phone" { value = provider::yccall::normalize_phone("+44 (7700) 900-001") }
`,
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("time", knownvalue.StringExact("2026-12-01 09:00:00")),
			statecheck.ExpectKnownOutputValue("phone", knownvalue.StringExact("+447700900001")),
		},
	}))
}

func TestAccFunctionErrorsPointAtTheArgument(t *testing.T) {
	t.Parallel()
	for call, want := range map[string]string{
		`platform_time("tomorrow", "UTC")`:                   `(?s)Invalid value for "rfc3339" parameter.*RFC\s+3339`,
		`platform_time("2026-12-01T02:00:00Z", "Indochina")`: `(?s)Invalid value for "zone" parameter.*IANA`,
		`normalize_phone("12")`:                              `(?s)Invalid value for "text" parameter.*fewer\s+than\s+5\s+digits`,
	} {
		t.Run(call, func(t *testing.T) {
			t.Parallel()
			resource.UnitTest(t, functionCase(t, resource.TestStep{
				Config:      `output "result" { value = provider::yccall::` + call + ` }`,
				ExpectError: regexp.MustCompile(want),
			}))
		})
	}
}

func TestAccScheduleIsMadeWithPlatformTime(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := testCase(platform, resource.TestStep{
		Config: campaign(platform, inline, `desired_status = "running"`, `scheduled_time = provider::yccall::platform_time("2099-12-01T01:00:00Z", "Asia/Shanghai")`),
		ConfigStateChecks: []statecheck.StateCheck{check(func() error {
			_, err := onlyTask(platform)
			return err
		})},
		Check: resource.TestCheckResourceAttr(theCampaign, "scheduled_time", "2099-12-01 09:00:00"),
	})
	c.TerraformVersionChecks = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)}
	resource.UnitTest(t, c)
}
