package campaign_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

var reachedStatus = map[yccall.TaskCommand]yccalltest.TaskStatus{
	yccall.CommandRun: yccalltest.Running, yccall.CommandPause: yccalltest.Paused, yccall.CommandEnd: yccalltest.Ended,
}

func TestRunStateIsReachedWhateverBecomesOfTheReply(t *testing.T) {
	t.Parallel()
	// How often TaskSet is sent: a second time only when a look has shown that the first did nothing.
	sent := map[yccalltest.FaultKind]int{
		yccalltest.CutBeforeEffect: 2, yccalltest.HTTP500BeforeEffect: 2, yccalltest.HTMLBodyBeforeEffect: 2,
		yccalltest.Ret500BeforeEffect: 2, yccalltest.HangBeforeEffect: 2, yccalltest.Redirect: 2, yccalltest.Ret600: 2,
	}
	for command, want := range reachedStatus {
		for _, kind := range yccalltest.FaultKinds() {
			switch kind {
			case yccalltest.BusinessError, yccalltest.EmptyBody: // refused; below
				continue
			case yccalltest.EndlessBody: // as CutMidBody, after many megabytes
				continue
			}
			t.Run(fmt.Sprintf("%s %s", want, kind), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{})
				task := yccalltest.TaskSnapshot{}
				if command == yccall.CommandPause {
					task.Status = yccalltest.Running
				}
				id := w.byHand(task, phone(1))
				w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: kind, Answer: yccalltest.Answer{Location: "http://127.0.0.1:1/"}})
				must(t, w.runner.SetStatus(t.Context(), id, command))
				w.wantStatus(id, want)
				if n := w.mock.Requests("TaskSet"); n != max(1, sent[kind]) {
					t.Errorf("TaskSet was sent %d times, want %d", n, max(1, sent[kind]))
				}
			})
		}
	}
}

func TestStartOfAScheduledTaskIsRepeatedWhileItWaits(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.byHand(yccalltest.TaskSnapshot{ScheduledAt: w.mock.Now().Add(time.Hour)}, phone(1))
	w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.CutAfterEffect})
	must(t, w.runner.SetStatus(t.Context(), id, yccall.CommandRun))
	if task, _ := w.mock.Task(id); !task.SwitchedOn {
		t.Error("the task is not switched on")
	}
	w.wantChanges("TaskSet 1", "TaskSet 1")
}

func TestCommandOfWhichNothingBecomesKnownIsUnconfirmed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []yccalltest.Fault
		sent   int
	}{
		"every command is lost": {[]yccalltest.Fault{{Service: "TaskSet", Kind: yccalltest.CutBeforeEffect, Times: -1}}, 4},
		"no look succeeds": {[]yccalltest.Fault{
			{Service: "TaskSet", Kind: yccalltest.CutBeforeEffect},
			{Service: "TaskList", Kind: yccalltest.CutBeforeEffect, Times: -1},
		}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.byHand(yccalltest.TaskSnapshot{}, phone(1))
			w.mock.Plant(test.faults...)
			err := w.runner.SetStatus(t.Context(), id, yccall.CommandRun)
			var unconfirmed *campaign.UnconfirmedError
			if !errors.As(err, &unconfirmed) || unconfirmed.TaskID != id || !errors.Is(err, yccall.ErrMayHaveRun) {
				t.Errorf("the error is %v", err)
			}
			if n := w.mock.Requests("TaskSet"); n != test.sent {
				t.Errorf("TaskSet was sent %d times, want %d", n, test.sent)
			}
		})
	}
}

func TestLookAfterALostCommandIsRepeatedWhileItFails(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.byHand(yccalltest.TaskSnapshot{}, phone(1))
	w.mock.Plant(
		yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.CutAfterEffect},
		yccalltest.Fault{Service: "TaskList", Kind: yccalltest.CutBeforeEffect, Times: 4})
	must(t, w.runner.SetStatus(t.Context(), id, yccall.CommandRun))
	w.wantChanges("TaskSet 1")
	if n := w.mock.PendingFaults(); n != 0 {
		t.Errorf("%d faults did not come about", n)
	}
}

func TestCommandThatDidNotRunIsReportedAsItIs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []yccalltest.Fault
		want   error
		sent   int
	}{
		"refused":  {[]yccalltest.Fault{{Service: "TaskSet", Kind: yccalltest.BusinessError, Times: -1}}, yccall.ErrRefused, 2},
		"dropped":  {[]yccalltest.Fault{{Service: "TaskSet", Kind: yccalltest.EmptyBody}}, yccall.ErrTooLarge, 1},
		"no token": {[]yccalltest.Fault{{Service: "TaskSet", Kind: yccalltest.Ret600, Times: -1}}, yccall.ErrTokenInvalid, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.byHand(yccalltest.TaskSnapshot{}, phone(1))
			w.mock.Plant(test.faults...)
			err := w.runner.SetStatus(t.Context(), id, yccall.CommandRun)
			var unconfirmed *campaign.UnconfirmedError
			if !errors.Is(err, test.want) || errors.As(err, &unconfirmed) {
				t.Errorf("the error is %v", err)
			}
			w.wantStatus(id, yccalltest.NotStarted)
			if n := w.mock.Requests("TaskSet"); n != test.sent {
				t.Errorf("TaskSet was sent %d times", n)
			}
		})
	}
}

// TestRefusedCommandThatCannotBeLookedAfterIsUnconfirmed: a service may refuse after its work is done.
func TestRefusedCommandThatCannotBeLookedAfterIsUnconfirmed(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.byHand(yccalltest.TaskSnapshot{}, phone(1))
	w.mock.Plant(
		yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.BusinessError},
		yccalltest.Fault{Service: "TaskList", Kind: yccalltest.CutBeforeEffect, Times: -1})
	err := w.runner.SetStatus(t.Context(), id, yccall.CommandRun)
	var unconfirmed *campaign.UnconfirmedError
	if !errors.As(err, &unconfirmed) || !errors.Is(err, yccall.ErrRefused) {
		t.Errorf("the error is %v", err)
	}
	w.wantChanges("TaskSet 1")
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
				platform := &stubPlatform{
					setTaskStatus: func(context.Context, string, yccall.TaskCommand) error { return errRefused },
					task: func(_ context.Context, id string) (yccall.Task, bool, error) {
						return yccall.Task{ID: id, Status: status}, found, nil
					},
					tasks: func(context.Context, yccall.TaskFilter) iter.Seq2[yccall.Task, error] {
						return sequence[yccall.Task](nil)
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
		prepare func(w *fixture, id string) error
		found   bool
		want    []string
	}{
		"running":    {func(w *fixture, id string) error { return w.mock.ConsoleSetStatus(id, yccalltest.Running) }, true, []string{"TaskSet 2", "TaskSet 3"}},
		"ended":      {func(w *fixture, id string) error { return w.mock.ConsoleSetStatus(id, yccalltest.Ended) }, true, nil},
		"not listed": {func(w *fixture, id string) error { return w.mock.ConsolePurge(id) }, false, []string{"TaskSet 3"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.byHand(yccalltest.TaskSnapshot{}, phone(1))
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
	w := newFixture(t, yccalltest.Config{})
	id := w.byHand(yccalltest.TaskSnapshot{}, phone(1))
	w.mock.Plant(yccalltest.Fault{Service: "TaskList", Kind: yccalltest.HTMLBodyBeforeEffect})
	if _, err := w.runner.End(t.Context(), id); !errors.Is(err, yccall.ErrMalformedReply) {
		t.Errorf("the error is %v", err)
	}
	w.wantChanges()
}
