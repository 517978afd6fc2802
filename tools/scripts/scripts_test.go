package scripts

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// repository makes one that a script takes for its own: with the scripts and these files in its only commit.
func repository(t *testing.T, files map[string]string) (root string) {
	t.Helper()
	root = t.TempDir()
	for _, name := range []string{"cli.sh", "fresh.sh", "lib.sh", "release-check.sh"} {
		text, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(root, "tools", name), string(text))
	}
	for name, text := range files {
		write(t, filepath.Join(root, name), text)
	}
	git(t, root, "init", "--quiet")
	git(t, root, "add", "--all")
	git(t, root, "commit", "--quiet", "--message=The work of a person")
	return root
}

// write makes a file that can be run as a program.
func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
	command.Dir = dir
	command.Env = append(slices.DeleteFunc(os.Environ(), func(setting string) bool { return strings.HasPrefix(setting, "GIT_") }),
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull)
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, output)
	}
	return string(output)
}

func run(t *testing.T, script string, args ...string) (output string, err error) {
	t.Helper()
	text, err := exec.CommandContext(t.Context(), script, args...).CombinedOutput()
	return string(text), err
}

// A hook of git starts programs like this: GIT_DIR names the repository of the person.
func TestRehearsalInAHookChangesNoOtherRepositoryAndHasNoToken(t *testing.T) {
	const targets = "    goos: [linux]\n    goarch: [amd64]\n"
	root := repository(t, map[string]string{"file": "text", ".goreleaser.yml": strings.Repeat(targets, 3)})
	before := git(t, root, "show-ref")
	t.Setenv("GIT_DIR", filepath.Join(root, ".git"))
	for _, name := range []string{"GITHUB_TOKEN", "GITLAB_TOKEN", "GITEA_TOKEN"} {
		t.Setenv(name, "secret-token")
	}
	goreleaser := filepath.Join(t.TempDir(), "goreleaser")
	write(t, goreleaser, "#!/bin/sh\nenv\ngit log --all --format='%s, %D'\nls\ncat .goreleaser.yml\necho \"arguments: $*\"\nexit 1\n")
	output, err := run(t, filepath.Join(root, "tools", "release-check.sh"), goreleaser, "true", "linux_amd64,windows_386")
	if err == nil {
		t.Error("a release that GoReleaser does not make is taken for a good one")
	}
	if after := git(t, root, "show-ref"); after != before {
		t.Errorf("the repository had\n%sand has\n%s", before, after)
	}
	if strings.Contains(output, "secret-token") || strings.Contains(output, "GIT_DIR=") {
		t.Error("the rehearsal has a token of the person, or their repository")
	}
	for _, want := range []string{
		"GIT_AUTHOR_NAME=rehearsal", "Rehearse a release, ", "tag: v0.0.1", "\nfile\n", "    targets: [linux_amd64, windows_386]\n",
		"arguments: release --clean --skip=publish,announce",
	} {
		if !strings.Contains(output, want) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestConfigurationWithOtherProgramsIsNotRehearsed(t *testing.T) {
	t.Parallel()
	root := repository(t, map[string]string{".goreleaser.yml": "    goos: [linux]\n    goarch: [amd64]\n"})
	if output, err := run(t, filepath.Join(root, "tools", "release-check.sh"), "true", "true", "linux_amd64"); err == nil || !strings.Contains(output, "targets of 1 programs") {
		t.Error(output, err)
	}
}

const readme = "# Title\n\n```sh\nfalse\n```\n\n## Try it\n\n```sh\nenv\n```\n\n```console\n$ false\n```\n\n```sh\npwd && ls\n```\n\n## More\n\n```sh\nfalse\n```\n"

func TestOnlyWhatTheFreshMachineMayKnowIsFoundThere(t *testing.T) {
	root := repository(t, map[string]string{"README.md": readme, "committed": "text"})
	write(t, filepath.Join(root, "not-committed"), "text")
	settings := filepath.Join(t.TempDir(), "env") // what "go env -w" writes to the home directory
	write(t, settings, "GOPROXY=https://proxy.example.com\nGOPRIVATE=git.example.com\nGONOSUMDB=example.com\n")
	for name, value := range map[string]string{
		"GOMODCACHE": "/cache/mod", "XDG_CACHE_HOME": "/cache", "YCCALL_TOKEN": "secret", "TF_LOG": "TRACE", "MAKEFLAGS": "-n",
		"GIT_DIR": filepath.Join(root, ".git"), "GOENV": settings, "TERRAFORM": "bin/tofu",
		"GOPROXY": "", "GOSUMDB": "", "GOPRIVATE": "", "GONOPROXY": "", "GONOSUMDB": "", "GOINSECURE": "", // as good as unset
	} {
		t.Setenv(name, value)
	}
	output, err := run(t, filepath.Join(root, "tools", "fresh.sh"))
	if err != nil {
		t.Fatal(err, output)
	}
	lines := strings.Split(output, "\n")
	for _, want := range []string{
		"GOPROXY=https://proxy.example.com", "GOPRIVATE=git.example.com", "GONOSUMDB=example.com", "TERRAFORM=" + filepath.Join(root, "bin", "tofu"),
		"committed",
	} {
		if !slices.Contains(lines, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, unwanted := range []string{"GOMODCACHE=", "XDG_", "YCCALL_", "TF_", "MAKEFLAGS=", "GIT_DIR=", "GOENV=", "HOME=" + os.Getenv("HOME"), "not-committed"} {
		if slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, unwanted) }) {
			t.Errorf("%s is there", unwanted)
		}
	}
}

func TestReadmeWithOtherCommandsIsNoFreshStart(t *testing.T) {
	t.Parallel()
	root := repository(t, map[string]string{"README.md": strings.Replace(readme, "env\n", "", 1)})
	if output, err := run(t, filepath.Join(root, "tools", "fresh.sh")); err == nil || !strings.Contains(output, "instead of 2 commands") {
		t.Error(output, err)
	}
	root = repository(t, map[string]string{"README.md": strings.Replace(readme, "env\n", "false\n", 1)})
	if output, err := run(t, filepath.Join(root, "tools", "fresh.sh")); err == nil {
		t.Error("a command that fails is no failure:", output)
	}
}

func TestTheCLIIsLookedForInTheDocumentedOrder(t *testing.T) {
	root := repository(t, nil)
	program := func(dir, name string) string {
		path := filepath.Join(root, dir, name)
		write(t, path, "#!/bin/sh\n")
		return path
	}
	terraform, ofBoth := program("terraform-only", "terraform"), program("both", "terraform")
	tofu := program("tofu-only", "tofu")
	program("both", "tofu")
	own := program("own", "my-terraform")
	// Instead of hc-install, which reaches the network.
	write(t, filepath.Join(root, "go"), `#!/bin/sh
while [ "$1" != -path ]; do shift; done
touch "$2/terraform"
`)
	// The other programs that the script needs, from wherever they are.
	for _, name := range []string{"bash", "basename", "dirname", "env", "mkdir", "mktemp", "mv", "rm", "sh", "touch"} {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(root, "system"), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(path, filepath.Join(root, "system", name)); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct{ env, path, want string }{
		"TERRAFORM as an absolute path":            {env: own, path: "both", want: own},
		"TERRAFORM as a path from the repository":  {env: "own/my-terraform", path: "both", want: own},
		"TERRAFORM as a name on PATH":              {env: "tofu", path: "both", want: filepath.Join(root, "both", "tofu")},
		"terraform on PATH goes before tofu":       {path: "both", want: ofBoth},
		"terraform on PATH":                        {path: "terraform-only", want: terraform},
		"tofu on PATH":                             {path: "tofu-only", want: tofu},
		"neither is there, so one is installed":    {path: "own", want: filepath.Join(root, ".cache", "terraform-1.11.4", "terraform")},
		"TERRAFORM that is not there is a mistake": {env: "nowhere/terraform", path: "both"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TERRAFORM", test.env)
			t.Setenv("GO", filepath.Join(root, "go"))
			t.Setenv("PATH", filepath.Join(root, test.path)+":"+filepath.Join(root, "system"))
			for range 2 { // the second time nothing is installed
				command := exec.CommandContext(t.Context(), filepath.Join(root, "tools", "cli.sh"))
				var stderr strings.Builder
				command.Stderr = &stderr
				output, err := command.Output()
				got := strings.TrimSpace(string(output))
				switch {
				case test.want == "" && (err == nil || !strings.Contains(stderr.String(), "TERRAFORM")):
					t.Errorf("got %q and error %v, want an error that names TERRAFORM", got, err)
				case test.want != "" && (err != nil || got != test.want):
					t.Errorf("got %q and error %v: %s, want %q", got, err, stderr.String(), test.want)
				}
			}
		})
	}
}
