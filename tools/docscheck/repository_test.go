package docscheck

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// repository is a directory of a user with nothing but Terraform's files and a list, on a machine that has Go and a CLI.
type repository struct {
	*testing.T
	dir string
	env []string
}

// copyOf makes one out of an example.
func copyOf(t *testing.T, machine []string, example string) *repository {
	t.Helper()
	r := &repository{T: t, dir: t.TempDir(), env: slices.Clone(machine)}
	if err := os.CopyFS(r.dir, os.DirFS(filepath.Join(root, "examples", example))); err != nil {
		t.Fatal(err)
	}
	return r
}

// shell runs a script with bash -e, as CI does, and returns what it prints.
func (r *repository) shell(script string) (string, error) {
	command := exec.CommandContext(r.Context(), "bash", "-ec", script)
	command.Dir, command.Env = r.dir, r.env
	text, err := command.CombinedOutput()
	return string(text), err
}

// succeed runs a script that prints all of these.
func (r *repository) succeed(script string, wanted ...string) {
	r.Helper()
	text, err := r.shell(script)
	if err != nil {
		r.Fatalf("%s: %v\n%s", script, err, text)
	}
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			r.Errorf("%s does not print %q:\n%s", script, want, text)
		}
	}
}

// change replaces every match in a file of the directory.
func (r *repository) change(name, pattern, replacement string) {
	r.Helper()
	path := filepath.Join(r.dir, filepath.FromSlash(name))
	text, err := os.ReadFile(path)
	if err != nil {
		r.Fatal(err)
	}
	expression := regexp.MustCompile(pattern)
	if !expression.Match(text) {
		r.Fatalf("%s has no %s", name, pattern)
	}
	if err := os.WriteFile(path, expression.ReplaceAll(text, []byte(replacement)), 0o600); err != nil {
		r.Fatal(err)
	}
}

// These need the CLI that "make test" names. They share what Go loads and builds.
func TestRepositoriesAreTestedWithoutAClone(t *testing.T) {
	t.Parallel()
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if cli == "" {
		t.Skip("TF_ACC_TERRAFORM_PATH names no CLI")
	}
	programs := t.TempDir()
	if err := os.Symlink(cli, filepath.Join(programs, "terraform")); err != nil {
		t.Fatal(err)
	}
	machine := append(moduleProxy(t, released), "PATH="+programs+string(os.PathListSeparator)+os.Getenv("PATH"), "TF_CLI_ARGS=-no-color",
		// What the person has set must lead nowhere.
		"YCCALL_ENDPOINT=https://yccall.example.com", "YCCALL_TOKEN=real", "YCCALL_MAX_RETRIES=0")
	t.Run("README", func(t *testing.T) { testReadme(t, machine, "README.md", "From nothing to a changed campaign", false) })
	t.Run("README with a clone", func(t *testing.T) { testReadme(t, machine, "README.md", "From nothing to a changed campaign", true) })
	t.Run("Chinese README", func(t *testing.T) {
		testReadme(t, machine, "README.zh-CN.md", "从零开始，到修改进行中的任务", false)
	})
	t.Run("two commands", func(t *testing.T) { testTwoCommands(copyOf(t, machine, "campaign")) })
	t.Run("GitHub", func(t *testing.T) { testWorkflow(copyOf(t, machine, "ci")) })
	t.Run("GitLab", func(t *testing.T) { testJob(copyOf(t, machine, "ci")) })
}

// released is the version that the examples install.
const released = "v0.1.0"

func testTwoCommands(r *repository) {
	var shown []string
	for _, b := range readDocuments(r.T)["docs/guides/testing-your-repo.md"].Blocks {
		if b.Section == "Two commands" && b.Language == "sh" {
			shown = append(shown, strings.TrimSpace(b.Text))
		}
	}
	if len(shown) != 2 || strings.Count(shown[0], "\n") != 1 {
		r.Fatalf("the guide does not show two commands, and one to look around: %q", shown)
	}
	r.succeed(shown[0], "Apply complete! Resources: 1 added", "Destroy complete! Resources: 1 destroyed")
	r.succeed("bin/yccall-mock -version; bin/terraform-provider-yccall -version", "yccall-mock 0.1.0\n", "terraform-provider-yccall 0.1.0\n")
	r.succeed(shown[1]+" -version", "yccall-mock 0.1.0\n")

	// What the guide says of mock_provider.
	if err := os.Remove(filepath.Join(r.dir, "renewals.csv")); err != nil {
		r.Fatal(err)
	}
	r.succeed("bin/yccall-mock -provider-dir bin -log log -- terraform test; test ! -s log", "Success! 1 passed")
}

// fixedPort is where the example's tests look for the mock, and no other test may be disturbed by.
const fixedPort = ` -listen 127\.0\.0\.1:8080`

func testWorkflow(r *repository) {
	const file = ".github/workflows/campaigns.yml"
	r.change("tests/campaign.tftest.hcl", ` *endpoint .*\n`, "")
	r.change(file, fixedPort, "")
	r.change(file, regexp.QuoteMeta("${{ github.workspace }}"), r.dir)
	var workflow struct {
		Jobs map[string]struct {
			Env   map[string]string
			Steps []struct{ Name, Run string }
		}
	}
	r.read(file, &workflow)
	job := workflow.Jobs["mock"]
	r.set(job.Env)
	ran := 0
	for _, step := range job.Steps {
		if step.Run != "" {
			ran++
			r.succeed(step.Run)
		}
	}
	if ran < 4 {
		r.Errorf("only %d steps were found", ran)
	}

	text, err := r.shell("bin/yccall-mock -provider-dir bin -- terraform test")
	if err == nil || !strings.Contains(text, "There is no enabled extension group renewals-berlin.") {
		r.Errorf("a team that the mock does not know passes: %v\n%s", err, text)
	}

	// As it stands, the test file reaches nothing that the environment names.
	original, err := os.ReadFile(filepath.Join(root, "examples", "ci", "tests", "campaign.tftest.hcl"))
	if err != nil {
		r.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(r.dir, "tests", "campaign.tftest.hcl"), original, 0o600); err != nil {
		r.Fatal(err)
	}
	_, _ = r.shell("bin/yccall-mock -provider-dir bin -catalogue mock/catalogue.json -log log -- terraform test")
	if log, err := os.ReadFile(filepath.Join(r.dir, "log")); err != nil || len(log) > 0 {
		r.Errorf("the test reached what the environment names: %s, %v", log, err)
	}
}

func testJob(r *repository) {
	const file = ".gitlab-ci.yml"
	r.change("tests/campaign.tftest.hcl", ` *endpoint .*\n`, "")
	r.change(file, fixedPort, "")
	r.change(file, regexp.QuoteMeta("$CI_PROJECT_DIR"), r.dir)
	var pipeline map[string]struct {
		Variables map[string]string
		Before    []string `yaml:"before_script"`
		Script    []string
	}
	r.read(file, &pipeline)
	job := pipeline["against-the-mock"]
	r.set(job.Variables)
	// The CLI is on PATH here, and hc-install would load it from elsewhere.
	before := slices.DeleteFunc(slices.Clone(job.Before), func(line string) bool { return strings.Contains(line, "hc-install") })
	if len(before) != len(job.Before)-1 || len(job.Script) < 3 {
		r.Errorf("before_script %q, script %q", job.Before, job.Script)
	}
	r.succeed(strings.Join(append(before, job.Script...), "\n"), "Success! 2 passed", "Apply complete! Resources: 1 added", "No changes.", "Destroy complete!")
}

func (r *repository) read(file string, into any) {
	r.Helper()
	text, err := os.ReadFile(filepath.Join(r.dir, filepath.FromSlash(file)))
	if err != nil {
		r.Fatal(err)
	}
	if err := yaml.Unmarshal(text, into); err != nil {
		r.Fatal(err)
	}
}

func (r *repository) set(variables map[string]string) {
	for name, value := range variables {
		r.env = append(r.env, name+"="+value)
	}
}
