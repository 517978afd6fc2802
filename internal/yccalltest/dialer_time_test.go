package yccalltest

import (
	"testing"
	"time"
)

func TestRoundThatWasDueDuringAPauseBeginsAfterIt(t *testing.T) {
	dialer := Dialer{AtOnce: 4, Shortest: time.Minute, Longest: time.Minute}
	inBubble(t, Config{Dialer: dialer}, func(_ *testing.T, b *bubble) {
		id := b.newTask("status", "1", "telphone", telphone(phones(4)...), "is_multi_call", "1", "multi_call_interval", "60")
		b.at(time.Minute)
		b.ask(set, "taskid", id, "taskstatus", "2")
		b.at(10 * time.Minute)
		b.want("calls", len(b.s.Calls()), 4)
		b.ask(set, "taskid", id, "taskstatus", "1")
		b.want("calls", len(b.s.Calls()), 6)
		b.want("called twice", len(b.s.CalledTwice()), 0)
	})
}

func TestCallsTakeTimeAndCountAtTheirEnd(t *testing.T) {
	dialer := Dialer{AtOnce: 2, Shortest: 30 * time.Second, Longest: 30 * time.Second}
	inBubble(t, Config{Dialer: dialer}, func(t *testing.T, b *bubble) {
		id := b.newTask("status", "1", "telphone", telphone(phones(5)...))
		row := func(want string) {
			t.Helper()
			r := b.rows(listing)[0]
			if got := column([]map[string]any{r}, "called") + " called, in call " + column([]map[string]any{r}, "currentconcurrent"); got != want {
				t.Errorf("%s after the beginning: %s, want %s", time.Since(b.begin), got, want)
			}
		}
		row("0 called, in call 2")
		b.at(29 * time.Second)
		row("0 called, in call 2")
		b.at(30 * time.Second)
		row("2 called, in call 2")
		b.at(40 * time.Second)
		b.ask(set, "taskid", id, "taskstatus", "2")
		row("2 called, in call 2")
		b.at(time.Minute)
		row("4 called, in call 0")
		b.at(10 * time.Minute)
		row("4 called, in call 0")
		b.ask(set, "taskid", id, "taskstatus", "1")
		b.at(10*time.Minute + 30*time.Second)
		row("5 called, in call 0")
		if got := mustTask(t, b.s, id); got.Status != Ended || !got.EndedAt.Equal(b.begin.Add(10*time.Minute+30*time.Second)) {
			t.Errorf("%s since %s", got.Status, got.EndedAt)
		}
		b.want("calls", len(b.s.Calls()), 5)
		b.want("starts", len(b.s.Starts()), 2)
	})
}

func TestAPersonInACallCanBeRemovedAndIsCalledTwice(t *testing.T) {
	dialer := Dialer{AtOnce: 1, Shortest: time.Minute, Longest: time.Minute}
	inBubble(t, Config{Dialer: dialer}, func(_ *testing.T, b *bubble) {
		id := b.newTask("status", "1", "telphone", telphone("13900000000"))
		b.at(10 * time.Second)
		b.ask(del, "taskid", id, "telphone", "13900000000")
		b.ask(add, "taskid", id, "telphone", telphone("+8613900000000"))
		b.want("called twice", len(b.s.CalledTwice()), 0)
		b.at(time.Minute)
		b.want("called twice", len(b.s.CalledTwice()), 1)
		b.want("calls of the person", len(b.s.CallsOf("008613900000000")), 2)
	})
}

func TestScheduleDeadlineAndRoundsAreEvents(t *testing.T) {
	dialer := Dialer{AtOnce: 4, Shortest: time.Minute, Longest: time.Minute}
	inBubble(t, Config{Dialer: dialer}, func(t *testing.T, b *bubble) {
		clock := func(after time.Duration) string { return b.s.Now().Add(after).Format(wallClock) }
		rounds := b.newTask("status", "1", "scheduledtime", clock(time.Hour), "telphone", telphone(phones(4)...),
			"is_multi_call", "1", "multi_call_interval", "600")
		late := b.newTask("status", "1", "pausedtime", clock(90*time.Second), "telphone", telphone(phones(12)...))
		b.at(3 * time.Hour) // and nobody looks
		if got := mustTask(t, b.s, rounds); !got.StartedAt.Equal(b.begin.Add(time.Hour)) || !got.EndedAt.Equal(b.begin.Add(time.Hour+12*time.Minute)) || got.Dialled != 6 {
			t.Errorf("from %s to %s, %d calls", got.StartedAt, got.EndedAt, got.Dialled)
		}
		if got := mustTask(t, b.s, late); got.Called != 8 || !got.EndedAt.Equal(b.begin.Add(90*time.Second)) {
			t.Errorf("%d called, ended %s", got.Called, got.EndedAt)
		}
	})
}
