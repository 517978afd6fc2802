package provider_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
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

// Actions and list blocks need a newer CLI than the tests do. So they are parsed as any CLI can parse
// them, and their config blocks are given to the provider.
func TestAccExamplesOfActionsAndQueriesAreRight(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 1, 4, 0, 0, 0, time.UTC)
	w := newFixture(t, yccalltest.Config{Clock: func() time.Time { return now }})
	_, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{
		ID: "20261201090000420056", Name: "renewals", Agent: "renewals-team", Status: yccalltest.Running,
	}, phonesFrom(0, 4)...)
	must(t, err)
	w.mock.Dial("20261201090000420056", 4)
	must(t, w.mock.ConsoleSetStatus("20261201090000420056", yccalltest.Running))

	for _, action := range []string{redialType, setStatusType} {
		text := example(t, "actions", action, "action.tf")
		wantFormatted(t, text)
		_, diags := w.invoke(action, configBlock(t, text))
		must(t, protocoltest.Errors(diags))
	}
	w.wantCalls("taskCall", 1)
	must(t, w.mock.ConsoleSetStatus("20261201090000420056", yccalltest.Running))

	text := example(t, "list-resources", "yccall_outbound_task", "list-resource.tfquery.hcl")
	wantFormatted(t, text)
	wantEqual(t, "tasks", len(w.list(protocoltest.Query{Config: configBlock(t, text), IncludeResource: true})), 1)
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

// configBlock reads the block config of an example, whose arguments are strings.
func configBlock(t *testing.T, text string) object {
	t.Helper()
	_, text, _ = strings.Cut(text, "config {\n")
	text, _, _ = strings.Cut(text, "}")
	config := object{}
	for line := range strings.Lines(strings.TrimSpace(text)) {
		name, value, _ := strings.Cut(line, "=")
		value, err := strconv.Unquote(strings.TrimSpace(value))
		must(t, err)
		config[strings.TrimSpace(name)] = value
	}
	return config
}
