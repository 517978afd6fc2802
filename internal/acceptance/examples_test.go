package acceptance

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

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
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
	platform := startPlatform(t, yccalltest.Config{})
	text := strings.Replace(example(t, "ephemeral-resources", "yccall_access_token", "ephemeral-resource.tf"), "https://yccall.example.com:8443", platform.URL(), 1)
	c := testCase(platform, resource.TestStep{
		Config: providerBlock(platform) + text + taskBlock("campaign", inline, "provider = yccall.by_token"),
	})
	c.TerraformVersionChecks = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)}
	resource.UnitTest(t, c)
	if n := len(platform.Tasks()); n != 1 {
		t.Errorf("%d campaigns were made with the token", n)
	}
}

// The examples are read as they stand in the documentation, all in one configuration.
func TestAccExamplesOfTheDataSourcesAreRead(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	for _, task := range []yccalltest.TaskSnapshot{
		{Name: "2026-11 renewals"},
		{Name: "2026-12 renewals", CustomID: "renewals-2026-12", Agent: "renewals-team", Status: yccalltest.Running},
	} {
		id, err := platform.ConsoleCreate(task, phonetest.Phones(0, 8)...)
		must(t, err)
		if task.Status != yccalltest.Running {
			must(t, platform.ConsoleSetStatus(id, yccalltest.Running))
			platform.DialAll(id)
		}
	}
	examples, err := filepath.Glob(filepath.Join("..", "..", "examples", "data-sources", "*", "data-source.tf"))
	must(t, err)
	if len(examples) == 0 {
		t.Error("there is no example")
	}
	config := providerBlock(platform)
	for _, example := range examples {
		text, err := os.ReadFile(example)
		must(t, err)
		config += string(text)
	}
	outputs := map[string]knownvalue.Check{
		"renewals_progress": knownvalue.ObjectExact(map[string]knownvalue.Check{
			"status": knownvalue.StringExact("running"), "total": knownvalue.Int64Exact(8),
			"called": knownvalue.Int64Exact(0), "answered": knownvalue.Int64Exact(0),
		}),
		"running_campaigns": knownvalue.ObjectExact(map[string]knownvalue.Check{
			platform.Tasks()[1].ID: knownvalue.StringExact("2026-12 renewals"),
		}),
		"reached":        knownvalue.Float64Exact(0.5),
		"missed":         knownvalue.StringExact(strings.Join([]string{"phone", phonetest.Phone(1), phonetest.Phone(5)}, "\n")),
		"caller_numbers": knownvalue.TupleExact([]knownvalue.Check{knownvalue.StringExact("02120280001"), knownvalue.StringExact("02120280002")}),
		"queue":          knownvalue.StringExact("autocall_queue-1"),
	}
	var checks []statecheck.StateCheck
	for name, value := range outputs {
		checks = append(checks, statecheck.ExpectKnownOutputValue(name, value))
	}
	resource.UnitTest(t, testCase(platform, resource.TestStep{Config: config, ConfigStateChecks: checks}))
	if sent := changes(platform); len(sent) > 0 {
		t.Errorf("reading sent %d requests that change something", len(sent))
	}
}

// Actions and list blocks need a newer CLI than the tests do, but every CLI can parse them. What they do is tested in
// package provider.
func TestAccExamplesOfActionsAndQueriesAreFormatted(t *testing.T) {
	t.Parallel()
	for _, pattern := range []string{"actions/*/action.tf", "list-resources/*/list-resource.tfquery.hcl"} {
		examples, err := filepath.Glob(filepath.Join("..", "..", "examples", filepath.FromSlash(pattern)))
		must(t, err)
		if len(examples) == 0 {
			t.Errorf("there is no example %s", pattern)
		}
		for _, example := range examples {
			wantFormatted(t, readFile(t, example))
		}
	}
}

// wantFormatted has the CLI parse a configuration, and checks that it is in the CLI's own format.
func wantFormatted(t *testing.T, text string) {
	t.Helper()
	format := exec.CommandContext(t.Context(), os.Getenv(envCLI), "fmt", "-check", "-diff", "-no-color", "-")
	format.Stdin = strings.NewReader(text)
	if shown, err := format.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, shown)
	}
}
