package provider

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// stateRow is a row of the table in the guide on run states.
type stateRow struct{ desired, observed, plan string }

// readStateTable reads the table from the template of the guide.
func readStateTable(t *testing.T) []stateRow {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", "..", "templates", "guides", "run-state.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(content), "| `desired_status` | `status` | the plan |\n|---|---|---|\n")
	if !found {
		t.Fatal("the guide has no table of run states")
	}
	table, _, _ = strings.Cut(table, "\n\n")
	var rows []stateRow
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 3 {
			t.Fatalf("the table of run states has a row of %d cells: %s", len(cells), line)
		}
		rows = append(rows, stateRow{strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2])})
	}
	return rows
}

// wants says what the words of the first column mean.
var wants = map[string]func(runState) bool{
	"anything":               func(runState) bool { return true },
	"`running`":              func(s runState) bool { return s.desired == statusRunning },
	"`started`":              func(s runState) bool { return s.desired == statusStarted },
	"`paused`":               func(s runState) bool { return s.desired == statusPaused },
	"`ended`":                func(s runState) bool { return s.desired == statusEnded },
	"unset or `not_started`": func(s runState) bool { return s.desired == "" || s.desired == statusNotStarted },
	"`running`, since this plan": func(s runState) bool {
		// What follows the table about tasks that were imported.
		atRest := s.remembered.Imported && s.observed == statusPaused && s.deadlinePassed
		return s.desired == statusRunning && s.previous != statusRunning && !atRest
	},
}

// shows says what the words of the second column mean.
var shows = map[string]func(runState) bool{
	"anything":      func(runState) bool { return true },
	"`not_found`":   func(s runState) bool { return s.observed == statusNotFound },
	"`ended`":       func(s runState) bool { return s.observed == statusEnded },
	"`running`":     func(s runState) bool { return s.observed == statusRunning },
	"`not_started`": func(s runState) bool { return s.observed == statusNotStarted },
	"`paused`":      func(s runState) bool { return s.observed == statusPaused },
	"another code":  func(s runState) bool { return s.observed == "1030" },
	"`not_started`, and whether its start arrived is not known": func(s runState) bool {
		return s.observed == statusNotStarted && s.remembered.StartUnconfirmed
	},
	"`not_started`, and it was never told to run": func(s runState) bool {
		return s.observed == statusNotStarted && !s.remembered.ToldToRun && !s.remembered.Started
	},
	"`not_started`, and `scheduled_time` is still to come": func(s runState) bool {
		return s.observed == statusNotStarted && s.scheduleAhead
	},
	"`paused`, and `paused_time` has passed": func(s runState) bool { return s.observed == statusPaused && s.deadlinePassed },
	"`paused` by the provider, which could not resume it, before `paused_time`": func(s runState) bool {
		return s.observed == statusPaused && s.remembered.LeftPaused && !s.deadlinePassed
	},
}

// commands says what the first words of the third column mean.
var commands = map[string]yccall.TaskCommand{
	"no change": 0, "starts it": yccall.CommandRun, "resumes it": yccall.CommandRun, "pauses it": yccall.CommandPause, "ends it": yccall.CommandEnd,
}

// allRunStates are all that the rules can tell apart.
func allRunStates() []runState {
	var all []runState
	desired := []string{"", statusNotStarted, statusStarted, statusRunning, statusPaused, statusEnded}
	for _, observed := range []string{statusNotStarted, statusRunning, statusPaused, statusEnded, statusNotFound, "1030"} {
		for _, wanted := range desired {
			for _, previous := range desired {
				for flags := range 1 << 6 {
					flag := func(n int) bool { return flags>>n&1 == 1 }
					all = append(all, runState{
						desired: wanted, previous: previous, observed: observed, scheduleAhead: flag(0), deadlinePassed: flag(1),
						remembered: taskPrivate{Imported: flag(2), StartUnconfirmed: flag(3), LeftPaused: flag(4), ToldToRun: flag(5)},
					})
				}
			}
		}
	}
	return all
}

// The table of the guide is what users are promised: each situation is decided by the first row that fits.
func TestRunStatesFollowTheTableOfTheGuide(t *testing.T) {
	t.Parallel()
	rows := readStateTable(t)
	decides := make([]int, len(rows))
	for _, s := range allRunStates() {
		row := firstRow(t, rows, s)
		decides[row]++
		words, _, _ := strings.Cut(strings.ReplaceAll(strings.ReplaceAll(rows[row].plan, ":", ","), ";", ","), ",")
		want, known := commands[words]
		if !known {
			t.Fatalf("the test does not know what %q means", rows[row].plan)
		}
		got, ok := s.command()
		if !ok {
			got = 0
		}
		if got != want {
			t.Errorf("row %d (%s | %s | %s): the code says %s for %+v", row+1, rows[row].desired, rows[row].observed, rows[row].plan, commandWord(got), s)
		}
	}
	for i, n := range decides {
		if n == 0 {
			t.Errorf("row %d never decides: %v", i+1, rows[i])
		}
	}
}

// firstRow is the first row of the table that fits.
func firstRow(t *testing.T, rows []stateRow, s runState) int {
	t.Helper()
	for i, row := range rows {
		desired, observed := wants[row.desired], shows[row.observed]
		if desired == nil || observed == nil {
			t.Fatalf("the test does not know what row %d means: %v", i+1, row)
		}
		if desired(s) && observed(s) {
			return i
		}
	}
	t.Fatalf("no row of the table fits %+v", s)
	return 0
}

func commandWord(command yccall.TaskCommand) string {
	if command == 0 {
		return "no command"
	}
	return fmt.Sprintf("TaskSet %d", command)
}
