package docscheck

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mostCommands is how much a newcomer is asked to type before a campaign has changed.
const mostCommands = 8

// testReadme types what a README shows to somebody who has nothing but Go and a CLI, and who may have a clone.
func testReadme(t *testing.T, machine []string, file, section string, clone bool) {
	var block string
	for _, b := range readDocuments(t)[file].Blocks {
		if b.Section == section && b.Language == "sh" {
			block = b.Text
		}
	}
	commands := strings.Split(strings.TrimSpace(hereText.ReplaceAllString(block, "$1")), "\n")
	if len(commands) < 5 || len(commands) > mostCommands {
		t.Errorf("%s shows %d commands: %q", file, len(commands), commands)
	}
	programs := t.TempDir()
	environment := slices.Concat(machine, []string{"GOBIN=" + programs, "PATH=" + programs + string(os.PathListSeparator) + variable(machine, "PATH")})
	if clone {
		const install = "go install . ./cmd/yccall-mock"
		if !strings.Contains(rawDocuments(t)[file], "`"+install+"`") {
			t.Errorf("%s does not say what to do with a clone", file)
		}
		_, block, _ = strings.Cut(block, "\n")
		run := exec.CommandContext(t.Context(), "bash", "-ec", install)
		run.Dir = root
		run.Env = slices.Concat(environment, []string{"GOFLAGS=-trimpath -buildvcs=false", "GOMODCACHE=" + output(t, "go", "env", "GOMODCACHE")})
		if text, err := run.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", install, err, text)
		}
	}
	// bash reads a line at a time, and so the rest is typed into the shell that the mock opens.
	typed := exec.CommandContext(t.Context(), "bash")
	typed.Dir, typed.Env, typed.Stdin = t.TempDir(), environment, strings.NewReader(block)
	text, err := typed.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, text)
	}
	for _, want := range []string{"takes the provider from " + programs, "Resources: 1 added, 0 changed, 0 destroyed", "Resources: 0 added, 1 changed, 0 destroyed"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("what %s shows does not print %q:\n%s", file, want, text)
		}
	}
	if _, err := os.Stat(filepath.Join(typed.Dir, "first-campaign", "terraform.tfstate")); err != nil {
		t.Error(err)
	}
}

// variable is the last value of an environment variable.
func variable(environment []string, name string) (value string) {
	for _, setting := range environment {
		if rest, found := strings.CutPrefix(setting, name+"="); found {
			value = rest
		}
	}
	return value
}
