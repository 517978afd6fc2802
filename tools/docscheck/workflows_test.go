package docscheck

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	action       = regexp.MustCompile(`uses: *(\S+)(.*)`)
	pinnedAction = regexp.MustCompile(`^[\w.-]+/[\w./-]+@[0-9a-f]{40}$`)
)

// A tag can be moved to other code by whoever takes over the action's repository; a commit cannot.
func TestEveryActionIsPinnedByCommit(t *testing.T) {
	t.Parallel()
	for name, text := range workflows(t) {
		for _, use := range action.FindAllStringSubmatch(text, -1) {
			if !pinnedAction.MatchString(use[1]) || !strings.HasPrefix(strings.TrimSpace(use[2]), "# v") {
				t.Errorf("%s: %s is not pinned by commit, with its version as a comment", name, use[1])
			}
		}
	}
}

func TestWorkflowsMayOnlyReadUnlessAJobIsGivenMore(t *testing.T) {
	t.Parallel()
	for name, text := range workflows(t) {
		if !strings.Contains(text, "\npermissions:\n  contents: read\n\n") {
			t.Errorf("%s does not begin with read permission alone", name)
		}
		if strings.Contains(text, ": write") && name != "release.yml" {
			t.Errorf("%s may write", name)
		}
	}
}

var job = regexp.MustCompile(`(?m)^  (\w+):\n(?:    .*\n|\n)+`)

// Where code of dependencies runs there is neither a key nor a right to write, and where they are nothing is built. Nothing
// of a tag is built before its signature was looked at.
func TestReleaseKeepsKeysAndBuildsApart(t *testing.T) {
	t.Parallel()
	text := workflows(t)["release.yml"]
	_, jobs, _ := strings.Cut(text, "\njobs:\n")
	found := map[string]string{}
	for _, j := range job.FindAllStringSubmatch(jobs, -1) {
		name, steps := j[1], j[0]
		found[name] = steps
		builds := strings.Contains(steps, "make ") || strings.Contains(steps, "setup-go")
		trusted := strings.Contains(steps, "secrets.") || strings.Contains(steps, ": write")
		if builds && trusted || trusted && strings.Contains(steps, "actions/checkout") {
			t.Errorf("the job %s has a key or may write, and runs what is in the repository", name)
		}
	}
	for name, needs := range map[string]string{"build": "tag", "provenance": "build", "publish": "[build, provenance]"} {
		if !strings.Contains(found[name], "    needs: "+needs+"\n") {
			t.Errorf("the job %s does not wait for %s", name, needs)
		}
	}
	for name, part := range map[string]string{"tag": "verify-tag", "provenance": "attest-build-provenance@", "publish": "--detach-sign"} {
		if !strings.Contains(found[name], part) {
			t.Errorf("the job %s does not %s", name, part)
		}
	}
	if !strings.Contains(found["tag"], "merge-base --is-ancestor HEAD origin/main") {
		t.Error("a tag beside main would be released")
	}
}

func workflows(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no workflows were found: %v", err)
	}
	texts := map[string]string{}
	for _, path := range append(paths, "../../examples/ci/.github/workflows/campaigns.yml") {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(path)] = string(text)
	}
	return texts
}
