package campaign_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/mockendpoint"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var reachedStatus = map[yccall.TaskCommand]mockendpoint.TaskStatus{
	yccall.CommandRun: mockendpoint.Running, yccall.CommandPause: mockendpoint.Paused, yccall.CommandEnd: mockendpoint.Ended,
}

func TestRunStateIsReachedWhateverBecomesOfTheReply(t *testing.T) {
	t.Parallel()
	// How often TaskSet is sent: a second time only when a look has shown that the first did nothing.
	sent := map[mockendpoint.FaultKind]int{
		mockendpoint.CutBeforeEffect: 2, mockendpoint.HTTP500BeforeEffect: 2, mockendpoint.HTMLBodyBeforeEffect: 2,
		mockendpoint.Ret500BeforeEffect: 2, mockendpoint.HangBeforeEffect: 2, mockendpoint.Redirect: 2, mockendpoint.Ret600: 2,
	}
	for command, want := range reachedStatus {
		for _, kind := range mockendpoint.FaultKinds() {
			switch kind {
			case mockendpoint.BusinessError, mockendpoint.EmptyBody: // refused; below
				continue
			case mockendpoint.EndlessBody: // as CutMidBody, after many megabytes
				continue
			}
			t.Run(fmt.Sprintf("%s %s", want, kind), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, mockendpoint.Config{})
				task := mockendpoint.TaskSnapshot{}
				if command == yccall.CommandPause {
					task.Status = mockendpoint.Running
				}
				id := w.byHand(task, phone(1))
				w.mock.Plant(mockendpoint.Fault{Service: "TaskSet", Kind: kind, Location: "http://127.0.0.1:1/"})
				must(t, w.runner.SetStatus(t.Context(), id, command))
				w.wantStatus(id, want)
				if n := w.mock.Calls("TaskSet"); n != max(1, sent[kind]) {
					t.Errorf("TaskSet was sent %d times, want %d", n, max(1, sent[kind]))
				}
			})
		}
	}
}

func TestStartOfAScheduledTaskIsRepeatedWhileItWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mockendpoint.Config{})
	id := w.byHand(mockendpoint.TaskSnapshot{ScheduledAt: w.mock.Now().Add(time.Hour)}, phone(1))
	w.mock.Plant(mockendpoint.Fault{Service: "TaskSet", Kind: mockendpoint.CutAfterEffect})
	must(t, w.runner.SetStatus(t.Context(), id, yccall.CommandRun))
	if task, _ := w.mock.Task(id); !task.SwitchedOn {
		t.Error("the task is not switched on")
	}
	w.wantChanges("TaskSet 1", "TaskSet 1")
}

func TestCommandOfWhichNothingBecomesKnownIsUnconfirmed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []mockendpoint.Fault
		sent   int
	}{
		"every command is lost": {[]mockendpoint.Fault{{Service: "TaskSet", Kind: mockendpoint.CutBeforeEffect, Times: -1}}, 4},
		"no look succeeds": {[]mockendpoint.Fault{
			{Service: "TaskSet", Kind: mockendpoint.CutBeforeEffect},
			{Service: "TaskList", Kind: mockendpoint.CutBeforeEffect, Times: -1},
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, mockendpoint.Config{})
			id := w.byHand(mockendpoint.TaskSnapshot{}, phone(1))
			w.mock.Plant(test.faults...)
			err := w.runner.SetStatus(t.Context(), id, yccall.CommandRun)
			var unconfirmed *campaign.UnconfirmedError
			if !errors.As(err, &unconfirmed) || unconfirmed.TaskID != id || !errors.Is(err, yccall.ErrOutcomeUnknown) {
				t.Errorf("the error is %v", err)
			}
			if n := w.mock.Calls("TaskSet"); n != test.sent {
				t.Errorf("TaskSet was sent %d times, want %d", n, test.sent)
			}
		})
	}
}

func TestLookAfterALostCommandIsRepeatedWhileItFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mockendpoint.Config{})
	id := w.byHand(mockendpoint.TaskSnapshot{}, phone(1))
	w.mock.Plant(
		mockendpoint.Fault{Service: "TaskSet", Kind: mockendpoint.CutAfterEffect},
		mockendpoint.Fault{Service: "TaskList", Kind: mockendpoint.CutBeforeEffect, Times: 4})
	must(t, w.runner.SetStatus(t.Context(), id, yccall.CommandRun))
	w.wantChanges("TaskSet 1")
	if n := w.mock.PendingFaults(); n != 0 {
		t.Errorf("%d faults did not come about", n)
	}
}

func TestCommandThatDidNotRunIsReportedAsItIs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []mockendpoint.Fault
		want   error
	}{
		"refused":                       {[]mockendpoint.Fault{{Service: "TaskSet", Kind: mockendpoint.BusinessError}}, yccall.ErrRefused},
		"refused, and no look succeeds": {[]mockendpoint.Fault{{Service: "TaskSet", Kind: mockendpoint.BusinessError}, {Service: "TaskList", Kind: mockendpoint.CutBeforeEffect, Times: -1}}, yccall.ErrRefused},
		"dropped":                       {[]mockendpoint.Fault{{Service: "TaskSet", Kind: mockendpoint.EmptyBody}}, yccall.ErrBodyTooLarge},
		"no token":                      {[]mockendpoint.Fault{{Service: "TaskSet", Kind: mockendpoint.Ret600, Times: -1}}, yccall.ErrTokenInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, mockendpoint.Config{})
			id := w.byHand(mockendpoint.TaskSnapshot{}, phone(1))
			w.mock.Plant(test.faults...)
			err := w.runner.SetStatus(t.Context(), id, yccall.CommandRun)
			var unconfirmed *campaign.UnconfirmedError
			if !errors.Is(err, test.want) || errors.As(err, &unconfirmed) {
				t.Errorf("the error is %v", err)
			}
			w.wantStatus(id, mockendpoint.NotStarted)
			if n := w.mock.Calls("TaskSet"); n > 1 && !errors.Is(test.want, yccall.ErrTokenInvalid) {
				t.Errorf("TaskSet was sent %d times", n)
			}
		})
	}
}

func TestRefusedCommandIsDoneWhereTheTaskHasGoneFurther(t *testing.T) {
	t.Parallel()
	states := []yccall.TaskStatus{yccall.StatusNotStarted, yccall.StatusRunning, yccall.StatusPaused, yccall.StatusEnded, 1030, 0}
	done := map[yccall.TaskCommand]map[yccall.TaskStatus]bool{
		yccall.CommandRun:   {yccall.StatusRunning: true, yccall.StatusEnded: true},
		yccall.CommandPause: {yccall.StatusPaused: true, yccall.StatusEnded: true},
		yccall.CommandEnd:   {yccall.StatusEnded: true},
	}
	for command, reached := range done {
		for _, status := range states {
			for _, found := range []bool{true, false} {
				platform := &steered{
					setTaskStatus: func(context.Context, string, yccall.TaskCommand) error { return errRefused },
					task: func(_ context.Context, id string) (yccall.Task, bool, error) {
						return yccall.Task{ID: id, Status: status}, found, nil
					},
				}
				err := campaign.New(platform, campaign.WithWait(noWait)).SetStatus(t.Context(), "1", command)
				if want := reached[status] && found; (err == nil) != want || err != nil && !errors.Is(err, yccall.ErrRefused) {
					t.Errorf("command %d on a task that is %s (listed: %v): %v, want done %v", command, status, found, err, want)
				}
			}
		}
	}
}

func TestEndOfATaskThatHasEndedSendsNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(w *world, id string) error
		found   bool
		want    []string
	}{
		"running":    {func(w *world, id string) error { return w.mock.ConsoleSetStatus(id, mockendpoint.Running) }, true, []string{"TaskSet 3"}},
		"ended":      {func(w *world, id string) error { return w.mock.ConsoleSetStatus(id, mockendpoint.Ended) }, true, nil},
		"not listed": {func(w *world, id string) error { return w.mock.ConsolePurge(id) }, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, mockendpoint.Config{})
			id := w.byHand(mockendpoint.TaskSnapshot{}, phone(1))
			must(t, test.prepare(w, id))
			found, err := w.runner.End(t.Context(), id)
			if err != nil || found != test.found {
				t.Errorf("found %v, error %v", found, err)
			}
			w.wantChanges(test.want...)
		})
	}
}

func TestTaskThatCannotBeReadIsNotTakenForEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mockendpoint.Config{})
	id := w.byHand(mockendpoint.TaskSnapshot{}, phone(1))
	w.mock.Plant(mockendpoint.Fault{Service: "TaskList", Kind: mockendpoint.HTMLBodyBeforeEffect})
	if _, err := w.runner.End(t.Context(), id); !errors.Is(err, yccall.ErrMalformedReply) {
		t.Errorf("the error is %v", err)
	}
	w.wantChanges()
}
