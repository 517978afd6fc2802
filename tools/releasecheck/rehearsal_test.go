package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/tools/gitenv"
)

// A hook of git starts programs like this: GIT_DIR names the repository of the person.
func TestRehearsalInAHookChangesNoOtherRepository(t *testing.T) {
	clean, err := gitenv.Environ(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	clean = append(clean, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	root := t.TempDir()
	git := func(args ...string) string {
		t.Helper()
		command := exec.CommandContext(t.Context(), "git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
		command.Dir, command.Env = root, clean
		output, err := command.CombinedOutput()
		if err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, output)
		}
		return string(output)
	}
	for name, text := range map[string]string{"file": "text", ".goreleaser.yml": "    goos: [linux]\n    goarch: [amd64]\n    goos: [linux]\n    goarch: [amd64]\n"} {
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	git("init", "--quiet")
	git("add", "--all")
	git("commit", "--quiet", "--message=The work of a person")
	before := git("show-ref")

	t.Setenv("GIT_DIR", filepath.Join(root, ".git"))
	prepared := rehearsal{dir: filepath.Join(t.TempDir(), "prepared"), targets: []string{"linux_amd64"}}
	if err := prepared.prepare(t.Context(), root); err != nil {
		t.Fatal(err)
	}
	if after := git("show-ref"); after != before {
		t.Errorf("the repository had\n%sand has\n%s", before, after)
	}
	for _, name := range []string{"file", ".git/refs/tags/v" + version} {
		if _, err := os.Stat(filepath.Join(prepared.dir, name)); err != nil {
			t.Error(err)
		}
	}
}

func TestRehearsalHasNoTokenToPublishWith(t *testing.T) {
	for _, name := range []string{"GITHUB_TOKEN", "GITLAB_TOKEN", "GITEA_TOKEN"} {
		t.Setenv(name, "secret-token")
	}
	r := rehearsal{dir: t.TempDir()}
	env, err := r.command(t.Context(), "env")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(env, "GIT_AUTHOR_NAME=rehearsal") || strings.Contains(env, "secret-token") {
		t.Error("the environment is not that of a rehearsal, or has a token")
	}
}
