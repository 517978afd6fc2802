package acceptance

import (
	"context"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/yccall/terraform-provider-yccall/internal/provider"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// The environment variables by which terraform-plugin-testing finds its CLI and names the provider.
const (
	envCLI          = "TF_ACC_TERRAFORM_PATH"
	envProviderHost = "TF_ACC_PROVIDER_HOST"
)

// TestMain lets the test binary be the provider as well: some tests watch the CLI from outside, and it
// then starts this program as its plugin.
func TestMain(m *testing.M) {
	if os.Getenv("TF_PLUGIN_MAGIC_COOKIE") != "" {
		err := providerserver.Serve(context.Background(), provider.New("test", provider.WithoutWaiting(), provider.WithCLI()), providerserver.ServeOpts{
			Address:         "registry.terraform.io/yccall/yccall",
			ProtocolVersion: 6,
		})
		if err != nil {
			log.Fatal(err)
		}
		return
	}
	// What the person who runs the tests has set must not reach the provider under test, nor its CLI: a
	// workspace, variables, arguments and logs. What is for the tests themselves stays.
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, "YCCALL_") || strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "TF_ACC_") {
			_ = os.Unsetenv(name)
		}
	}
	// The settings of their CLI can put another provider in its place.
	_ = os.Setenv("TF_CLI_CONFIG_FILE", os.DevNull)
	chooseCLI()
	m.Run()
}

// chooseCLI settles on one CLI for all tests: what TF_ACC_TERRAFORM_PATH says, a path or a name, or
// else terraform or tofu. Where there is none, terraform-plugin-testing says so.
func chooseCLI() {
	names := []string{"terraform", "tofu"}
	if name := os.Getenv(envCLI); name != "" {
		names = []string{name}
	}
	for _, name := range names {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		if absolute, err := filepath.Abs(path); err == nil {
			path = absolute // The tests run it in directories of their own.
		}
		_ = os.Setenv(envCLI, path)
		version, _ := exec.Command(path, "version").Output()
		if strings.HasPrefix(string(version), "OpenTofu") && os.Getenv(envProviderHost) == "" {
			_ = os.Setenv(envProviderHost, "registry.opentofu.org")
		}
		return
	}
}

// startPlatform starts a mock platform that lives as long as the test.
func startPlatform(t *testing.T, config yccalltest.Config) *yccalltest.Server {
	t.Helper()
	platform, err := yccalltest.Start(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(platform.Close)
	return platform
}

// testCase is a TestCase whose provider runs in this process, on the platform's clock.
func testCase(platform *yccalltest.Server, steps ...resource.TestStep) resource.TestCase {
	return resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"yccall": providerserver.NewProtocol6WithError(provider.New("test", provider.WithoutWaiting(), provider.WithCLI(), provider.WithClock(platform.Now))()),
		},
		Steps: steps,
	}
}

// theCampaign is the address of the resource that campaign declares.
const theCampaign = "yccall_outbound_task.campaign"

// campaign is a whole configuration with one task, that has the required attributes and these lines.
func campaign(platform *yccalltest.Server, lines ...string) string {
	return providerBlock(platform) + taskBlock("campaign", lines...)
}

const (
	// login are the lines of a provider block that log in to the mock's own account.
	login = "app_id = \"demo-app\"\naccess_key = \"demo-key\""
	// staticToken is a token for mocks that are told to accept it.
	staticToken = "0123456789abcdef0123456789abcdef"
	// inline is a list of one number, for tests that are about something else.
	inline = `numbers = [{ phone = "13800000001" }]`
)

// providerBlock configures the provider for a platform.
func providerBlock(platform *yccalltest.Server) string {
	return providerWith(platform.URL(), login, `request_timeout = "10s"`)
}

// providerWith is a provider block with an endpoint and these lines.
func providerWith(endpoint string, lines ...string) string {
	return fmt.Sprintf("\nprovider \"yccall\" {\nendpoint = %q\n%s\n}\n", endpoint, strings.Join(lines, "\n"))
}

// taskBlock is one resource with the required attributes, which each line may give another value.
func taskBlock(name string, lines ...string) string {
	given := strings.Join(lines, "\n")
	var b strings.Builder
	fmt.Fprintf(&b, "\nresource %q %q {\n", "yccall_outbound_task", name)
	for _, required := range []struct{ name, value string }{
		{"assign_type", "extension_group"}, {"assign_agent", "renewals-team"}, {"task_scale", "1:2"},
	} {
		if !regexp.MustCompile(`(?m)^ *` + required.name + ` *=`).MatchString(given) {
			fmt.Fprintf(&b, "%s = %q\n", required.name, required.value)
		}
	}
	b.WriteString(given + "\n}\n")
	return b.String()
}

// numbersFile is the attribute for a number file.
func numbersFile(path string) string { return fmt.Sprintf("numbers_file = %q", path) }

// rejectedPhone is the n-th well-formed number that the mock does not take.
func rejectedPhone(n int) string { return fmt.Sprintf("000%08d", n) }

// writeFile writes a file and returns its path, or fails the test.
func writeFile(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// writeCSV writes a number file of these phones and returns its path.
func writeCSV(t *testing.T, dir, name string, phones ...string) string {
	t.Helper()
	return writeFile(t, dir, name, "phone\n"+strings.Join(phones, "\n")+"\n")
}
