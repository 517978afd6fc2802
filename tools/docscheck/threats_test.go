package docscheck

import (
	"regexp"
	"slices"
	"testing"
)

// A row of the threat table in DESIGN.md is worth as much as the test it names; so is any other mention of a test.
func TestEveryTestThatIsNamedExists(t *testing.T) {
	t.Parallel()
	all, tests := readDocuments(t), lookAround(t).tests
	named := 0
	for name, d := range all {
		for _, code := range d.Code {
			if !testName.MatchString(code) {
				continue
			}
			named++
			if !slices.Contains(tests, code) {
				t.Errorf("%s: there is no %s", name, code)
			}
		}
	}
	if named < 20 {
		t.Errorf("only %d tests are named", named)
	}
}

var testName = regexp.MustCompile(`^(Test|Fuzz)[A-Z]\w+$`)
