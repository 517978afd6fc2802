package provider

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// The moment of these tests, as the platform's wall clock shows it (UTC+8) and as it is.
var (
	nowWall = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	now     = nowWall.Add(-8 * time.Hour)
)

func wallClock(from time.Duration) types.String {
	return types.StringValue(nowWall.Add(from).Format(platformTimeLayout))
}

// commandFrom is what a task is told that is in a run state and is to be in another.
func commandFrom(m outboundTaskModel, before, observed string, p taskPrivate) string {
	state := outboundTaskModel{
		Status: types.StringValue(observed), DesiredStatus: orNull(before), ScheduledTime: m.ScheduledTime, PausedTime: m.PausedTime,
	}
	command, ok := m.runStateOf(state, p, now).command()
	if !ok {
		return ""
	}
	return map[yccall.TaskCommand]string{yccall.CommandRun: "run", yccall.CommandPause: "pause", yccall.CommandEnd: "end"}[command]
}

// TestRunStateCommands is the whole table of what is wanted against what is seen, for a task without a schedule.
func TestRunStateCommands(t *testing.T) {
	t.Parallel()
	observed := []string{statusNotStarted, statusRunning, statusPaused, statusEnded, statusNotFound, "1030", "archived"}
	for desired, want := range map[string][]string{
		"":               {"", "", "", "", "", "", ""},
		statusNotStarted: {"", "", "", "", "", "", ""},
		statusRunning:    {"run", "", "run", "", "", "", ""},
		statusPaused:     {"pause", "pause", "", "", "", "pause", "pause"},
		statusEnded:      {"end", "end", "end", "", "", "end", "end"},
	} {
		for i, status := range observed {
			for _, before := range []string{"", statusNotStarted, statusRunning, statusPaused, statusEnded} {
				for _, imported := range []bool{false, true} {
					m := outboundTaskModel{DesiredStatus: orNull(desired)}
					if got := commandFrom(m, before, status, taskPrivate{Imported: imported}); got != want[i] {
						t.Errorf("%q wanted (%q before), %s seen, imported %v: told to %q, want %q", desired, before, status, imported, got, want[i])
					}
				}
			}
		}
	}
}

func TestScheduleDecidesWhetherATaskIsToldToRun(t *testing.T) {
	t.Parallel()
	offset := int64(8 * 60 * 60)
	const ahead, past = time.Minute, -time.Minute
	for i, test := range []struct {
		observed          string
		scheduled, paused time.Duration // 0 is unset
		before            string        // desired_status of the last apply
		private           taskPrivate
		want              string
	}{
		// Told to run already, it waits for its time by itself.
		{statusNotStarted, ahead, 0, statusRunning, taskPrivate{}, ""},
		{statusNotStarted, past, 0, statusRunning, taskPrivate{}, "run"},
		{statusNotStarted, 0, ahead, statusRunning, taskPrivate{}, "run"},
		// Never told to, it would not start at its time.
		{statusNotStarted, ahead, 0, "", taskPrivate{}, "run"},
		{statusNotStarted, ahead, 0, statusNotStarted, taskPrivate{}, "run"},
		{statusNotStarted, ahead, 0, statusPaused, taskPrivate{}, "run"},
		{statusNotStarted, ahead, 0, "", taskPrivate{Imported: true}, "run"},
		// Told to run, but nobody knows whether it came through.
		{statusNotStarted, ahead, 0, statusRunning, taskPrivate{StartUnconfirmed: true}, "run"},
		// Paused by its deadline, it stays paused; by somebody before that, it is resumed.
		{statusPaused, 0, past, statusRunning, taskPrivate{}, ""},
		{statusPaused, 0, ahead, statusRunning, taskPrivate{}, "run"},
		{statusPaused, ahead, 0, statusRunning, taskPrivate{}, "run"},
		{statusPaused, past, past, statusRunning, taskPrivate{}, ""},
		// Asked for after the deadline, it is what the user wants.
		{statusPaused, 0, past, statusPaused, taskPrivate{}, "run"},
		{statusPaused, 0, past, "", taskPrivate{}, "run"},
		// After an import nobody knows why it rests.
		{statusPaused, 0, past, "", taskPrivate{Imported: true}, ""},
		{statusPaused, 0, ahead, "", taskPrivate{Imported: true}, "run"},
		// A pause of our own that could not be undone is undone, but nobody is called after hours.
		{statusPaused, 0, ahead, statusRunning, taskPrivate{LeftPaused: true}, "run"},
		{statusPaused, 0, past, statusRunning, taskPrivate{LeftPaused: true}, ""},
		{statusPaused, 0, past, statusRunning, taskPrivate{StartUnconfirmed: true}, ""},
		// Whatever the schedule says.
		{statusRunning, ahead, 0, statusRunning, taskPrivate{StartUnconfirmed: true, LeftPaused: true}, ""},
		{statusEnded, past, ahead, statusRunning, taskPrivate{StartUnconfirmed: true, LeftPaused: true}, ""},
		{statusNotFound, past, ahead, statusRunning, taskPrivate{StartUnconfirmed: true, LeftPaused: true}, ""},
	} {
		m := outboundTaskModel{DesiredStatus: types.StringValue(statusRunning)}
		if test.scheduled != 0 {
			m.ScheduledTime = wallClock(test.scheduled)
		}
		if test.paused != 0 {
			m.PausedTime = wallClock(test.paused)
		}
		test.private.UTCOffset = &offset
		if got := commandFrom(m, test.before, test.observed, test.private); got != test.want {
			t.Errorf("case %d: told to %q, want %q: %+v", i, got, test.want, test)
		}
	}
}

// TestUnknownClockLeavesTheCampaignAsItIs: where the platform's offset is not known, a schedule counts
// as ahead and a deadline as passed as long as they are in any zone.
func TestUnknownClockLeavesTheCampaignAsItIs(t *testing.T) {
	t.Parallel()
	const hour = time.Hour
	utc := now.Sub(nowWall) // what wallClock takes to write UTC
	for _, test := range []struct {
		observed string
		moment   time.Duration // from now, as a clock in UTC shows it
		want     string
	}{
		{statusNotStarted, hour, ""},
		{statusNotStarted, -hour, ""},
		{statusNotStarted, -12*hour + time.Second, ""},
		{statusNotStarted, -12 * hour, "run"},
		{statusPaused, -hour, ""},
		{statusPaused, hour, ""},
		{statusPaused, 14 * hour, ""},
		{statusPaused, 14*hour + time.Second, "run"},
	} {
		m := outboundTaskModel{DesiredStatus: types.StringValue(statusRunning)}
		if test.observed == statusPaused {
			m.PausedTime = wallClock(utc + test.moment)
		} else {
			m.ScheduledTime = wallClock(utc + test.moment)
		}
		if got := commandFrom(m, statusRunning, test.observed, taskPrivate{}); got != test.want {
			t.Errorf("%s, %s from now: told to %q, want %q", test.observed, test.moment, got, test.want)
		}
	}
}

func TestPauseOfOurOwnIsUndoneAlsoWhereNothingIsWanted(t *testing.T) {
	t.Parallel()
	for _, status := range []string{statusNotStarted, statusRunning, statusPaused, statusEnded, statusNotFound} {
		for _, desired := range []string{"", statusNotStarted, statusPaused} {
			want := ""
			switch {
			case desired != statusPaused && status == statusPaused:
				want = "run"
			case desired == statusPaused && (status == statusNotStarted || status == statusRunning):
				want = "pause"
			}
			m := outboundTaskModel{DesiredStatus: orNull(desired)}
			if got := commandFrom(m, desired, status, taskPrivate{LeftPaused: true}); got != want {
				t.Errorf("%q wanted, %s seen: told to %q, want %q", desired, status, got, want)
			}
			m.PausedTime = wallClock(-15 * time.Hour)
			if got := commandFrom(m, desired, status, taskPrivate{LeftPaused: true}); got == "run" {
				t.Errorf("%q wanted, %s seen, its time is over: told to run", desired, status)
			}
		}
	}
	if got := fmt.Sprint(commandFrom(outboundTaskModel{}, "", statusPaused, taskPrivate{})); got != "" {
		t.Errorf("a task that somebody else paused is told to %q", got)
	}
}
