package provider_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/yccall/terraform-provider-yccall/internal/mockendpoint"
)

// example reads an example of the documentation.
func example(t *testing.T, parts ...string) string {
	t.Helper()
	return readFile(t, filepath.Join(append([]string{"..", "..", "examples"}, parts...)...))
}

func TestAccExamplesOfFunctionsAreRight(t *testing.T) {
	t.Parallel()
	resource.UnitTest(t, functionCase(t, resource.TestStep{
		Config: example(t, "functions", "platform_time", "function.tf") + example(t, "functions", "normalize_phone", "function.tf"),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("schedule", knownvalue.StringExact("2026-12-01 10:00:00 to 2026-12-01 19:00:00")),
			statecheck.ExpectKnownOutputValue("hotline", knownvalue.StringExact("+447700900001")),
		},
	}))
}

func TestAccExampleOfTheAccessTokenIsRight(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, mockendpoint.Config{})
	text := strings.Replace(example(t, "ephemeral-resources", accessTokenType, "ephemeral-resource.tf"), "https://yccall.example.com:8443", platform.URL(), 1)
	c := testCase(platform, resource.TestStep{
		Config: providerBlock(platform) + text + taskBlock("campaign", inline, "provider = yccall.by_token"),
	})
	c.TerraformVersionChecks = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)}
	resource.UnitTest(t, c)
	if n := len(platform.Tasks()); n != 1 {
		t.Errorf("%d campaigns were made with the token", n)
	}
}

// These blocks need a newer CLI than the tests do, so they are parsed as any CLI can parse them, and
// the names of their arguments compared with the schema by the provider itself.
func TestAccExamplesOfActionsAndQueriesAreWellFormed(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"actions/" + redialType + "/action.tf",
		"actions/" + setStatusType + "/action.tf",
		"list-resources/yccall_outbound_task/list-resource.tfquery.hcl",
	} {
		format := exec.CommandContext(t.Context(), os.Getenv(envCLI), "fmt", "-check", "-diff", "-no-color", "-") //nolint:gosec // The tester names the program.
		format.Stdin = strings.NewReader(example(t, filepath.FromSlash(name)))
		if text, err := format.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
	}
}
