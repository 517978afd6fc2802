package acceptance

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestAccAccessTokenReachesAnotherProvider(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := testCase(platform)
	c.ProtoV6ProviderFactories["echo"] = echoprovider.NewProviderServer()
	c.TerraformVersionChecks = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)}
	echoed := func(attribute, pattern string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("echo.token", tfjsonpath.New("data").AtMapKey(attribute), knownvalue.StringRegexp(regexp.MustCompile(pattern)))
	}
	c.Steps = []resource.TestStep{{
		Config: providerBlock(platform) + `
ephemeral "yccall_access_token" "tools" {}

provider "echo" { data = ephemeral.yccall_access_token.tools }

resource "echo" "token" {}
`,
		ConfigStateChecks: []statecheck.StateCheck{
			echoed("token", `^[0-9a-f]{32}$`),
			echoed("company_code", `^1$`),
			echoed("company_name", `^demo$`),
			echoed("expires_at", `^2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z$`),
		},
	}}
	resource.UnitTest(t, c)
}

// A second provider block that lives on the token is the nearest a configuration comes to handing it on.
func TestAccAccessTokenIsInNoPlanStateOrLog(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{RecordForms: true})
	c := newCommandLine(t)
	log := filepath.Join(t.TempDir(), "provider.log")
	c.env = append(c.env, "TF_LOG_PROVIDER=TRACE", "TF_LOG_PATH="+log)
	config := providerBlock(platform) + `
ephemeral "yccall_access_token" "handed_on" {
  app_id     = "demo-app"
  access_key = "demo-key"
}

provider "yccall" {
  alias    = "by_token"
  endpoint = "` + platform.URL() + `"
  token    = ephemeral.yccall_access_token.handed_on.token
}
` + taskBlock("campaign", inline, "provider = yccall.by_token")

	planned := c.run(config, "plan", "-out=saved")
	c.wantSuccess(planned)
	applied := c.run(config, "apply", "saved")
	c.wantSuccess(applied)
	if len(platform.Tasks()) != 1 {
		t.Fatal("the campaign was not made with the token")
	}
	texts := map[string]string{
		"output": planned.text + applied.text, "state": c.state(), "log": readFile(t, log), "plan": unzipped(t, filepath.Join(c.dir, "saved")),
	}
	tokens := map[string]bool{}
	for _, form := range platform.Forms("*") {
		tokens[form.Get("token")] = true
	}
	if delete(tokens, ""); len(tokens) < 2 {
		t.Fatalf("%d tokens were used, want one for planning and one for applying", len(tokens))
	}
	for name, text := range texts {
		for token := range tokens {
			if strings.Contains(text, token) {
				t.Errorf("the %s holds a token", name)
			}
		}
		// The plan file holds the configuration as it was written, and with it the key.
		if name != "plan" && strings.Contains(text, "demo-key") {
			t.Errorf("the %s holds the access key", name)
		}
	}
}

// readFile returns what a file holds.
func readFile(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	must(t, err)
	return string(content)
}

// unzipped is all that a plan file holds, one file after the other.
func unzipped(t *testing.T, path string) string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	must(t, err)
	defer func() { _ = archive.Close() }()
	var all strings.Builder
	for _, file := range archive.File {
		content, err := file.Open()
		must(t, err)
		_, err = io.Copy(&all, content)
		must(t, err)
		must(t, content.Close())
	}
	return all.String()
}
