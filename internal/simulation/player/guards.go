package player

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var takeOut = flag.String("guards", "", "take out the guards whose file or words match this, one by one, and see that schedules break; . is all of them")

// tries is how many schedules of its profile a guard may take until one is broken without it.
const tries = 2000

// Guard is a piece of code that a promise hangs on.
type Guard struct {
	// Profile is what the schedules are about that break without it.
	Profile string
	// Says is what the guard sees to.
	Says string
	// File has it, below internal.
	File string
	// Without is how it is taken out: texts that are there once, each followed by what takes its place.
	Without []string
}

// Guards sees that all guards are where the list says. With the flag -guards it also takes them out, one by one and in a copy,
// and plays the schedules of their profiles, one of which has to be broken.
func Guards(t *testing.T, guards []Guard) {
	t.Helper()
	internal := filepath.Join(moduleRoot(t), "internal")
	chosen, err := regexp.Compile(*takeOut)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range guards {
		t.Run(strings.ReplaceAll(g.Says, " ", "_"), func(t *testing.T) {
			name := filepath.Join(internal, filepath.FromSlash(g.File))
			source := g.takenOut(t, name)
			if *takeOut != "" && chosen.MatchString(g.File+" "+g.Says) {
				t.Logf("%-9s %6d  %s (%s)", g.Profile, g.firstBroken(t, name, source), g.Says, g.File)
			}
		})
	}
}

// takenOut is the file of a guard without it.
func (g Guard) takenOut(t *testing.T, name string) string {
	t.Helper()
	source, err := os.ReadFile(name) //nolint:gosec // The lists of guards name it.
	if err != nil {
		t.Fatal(err)
	}
	text := string(source)
	for pair := range slices.Chunk(g.Without, 2) {
		if n := strings.Count(text, pair[0]); n != 1 {
			t.Errorf("%s has this %d times:\n%s", g.File, n, pair[0])
		}
		text = strings.Replace(text, pair[0], pair[1], 1)
	}
	return text
}

var brokenSeed = regexp.MustCompile(`seed (\d+): `)

// firstBroken plays schedules without a guard, and returns the first one that is broken.
func (g Guard) firstBroken(t *testing.T, name, source string) (seed int) {
	t.Helper()
	mutant, overlay := filepath.Join(t.TempDir(), "mutant.go"), filepath.Join(t.TempDir(), "overlay.json")
	list, err := json.Marshal(map[string]map[string]string{"Replace": {name: mutant}})
	if err != nil {
		t.Fatal(err)
	}
	for path, content := range map[string][]byte{mutant: []byte(source), overlay: list} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.CommandContext(t.Context(), "go", "test", "-vet=off", "-timeout=0", "-overlay="+overlay, //nolint:gosec // They are ours.
		"-run=^TestSchedules$", ".", "-args", "-profile="+g.Profile, fmt.Sprintf("-seeds=%d", tries))
	output, err := command.CombinedOutput()
	for _, match := range brokenSeed.FindAllSubmatch(output, -1) {
		if n, _ := strconv.Atoi(string(match[1])); seed == 0 || n < seed {
			seed = n
		}
	}
	switch {
	case seed > 0:
	case err == nil:
		t.Errorf("%d schedules of the profile %q pass without it", tries, g.Profile)
	default:
		t.Errorf("%v\n%s", err, output)
	}
	return seed
}

// moduleRoot is the directory of the module, above the one of the test.
func moduleRoot(t *testing.T) string {
	t.Helper()
	directory, err := os.Getwd()
	for ; err == nil; directory = filepath.Dir(directory) {
		if _, err := os.Stat(filepath.Join(directory, "go.mod")); err == nil {
			return directory
		}
		if directory == filepath.Dir(directory) {
			break
		}
	}
	t.Fatal("there is no module above the test")
	return ""
}
