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
		if writes := strings.Count(text, ": write"); writes > 1 || writes == 1 && name != "release.yml" {
			t.Errorf("%s has %d permissions to write", name, writes)
		}
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
