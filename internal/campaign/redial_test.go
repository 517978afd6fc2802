package campaign_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// called is a task in this state whose first numbers were called: of every four two were connected,
// one was missed by the customer and one by the agent.
func (w *fixture) called(status yccalltest.TaskStatus, numbers, called int) string {
	w.Helper()
	id := w.byHand(yccalltest.TaskSnapshot{Status: yccalltest.Running}, phones(0, numbers)...)
	if n := w.mock.Dial(id, called); n != called {
		w.Fatalf("%d numbers were called, want %d", n, called)
	}
	must(w.T, w.mock.ConsoleSetStatus(id, status))
	return id
}

// redial redials and returns what was announced, if anything was.
func (w *fixture) redial(redial yccall.Redial) (*campaign.RedialPlan, error) {
	var announced *campaign.RedialPlan
	err := w.runner.Redial(w.Context(), redial, func(p campaign.RedialPlan) { announced = &p })
	return announced, err
}

// wantSentOnce checks that taskCall was sent once.
func (w *fixture) wantSentOnce() {
	w.Helper()
	if n := w.mock.Requests("taskCall"); n != 1 {
		w.Errorf("taskCall was sent %d times, want once", n)
	}
}

func TestRedialAnnouncesWhomItCallsAndCallsThem(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{
		"newest": {}, "no counts": {Habits: yccalltest.NoCounts | yccalltest.OldRows}, "no status filter": {Habits: yccalltest.IgnoreStatusFilter},
	} {
		for answerType, again := range map[string]int64{"": 8, "all": 8, "connected": 4, "caller": 2, "callee": 2} {
			t.Run(name+"/"+answerType, func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{Dialect: dialect})
				id := w.called(yccalltest.Ended, 8, 8)
				announced, err := w.redial(yccall.Redial{TaskID: id, AnswerType: answerType})
				must(t, err)
				want := campaign.RedialPlan{Before: campaign.Standing{Status: yccall.StatusEnded, Total: 8, Called: 8}, Again: again}
				if announced == nil || *announced != want {
					t.Errorf("announced %+v, want %+v", announced, want)
				}
				w.wantSentOnce()
				w.wantStatus(id, yccalltest.Running)
				if n := w.mock.DialAll(id); int64(n) != again {
					t.Errorf("%d people were called again, want %d", n, again)
				}
			})
		}
	}
}

func TestRedialOfNobodyIsNotSent(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.called(yccalltest.Paused, 4, 1) // one, connected
	for _, answerType := range []string{"caller", "callee"} {
		if announced, err := w.redial(yccall.Redial{TaskID: id, AnswerType: answerType}); !errors.Is(err, campaign.ErrNobodyToRedial) || announced != nil {
			t.Errorf("%s: announced %+v, %v", answerType, announced, err)
		}
	}
	var notListed *campaign.NotListedError
	if _, err := w.redial(yccall.Redial{TaskID: "20260101000000000001"}); !errors.As(err, &notListed) {
		t.Errorf("a task that is not listed: %v", err)
	}
	if n := w.mock.Requests("taskCall"); n != 0 {
		t.Errorf("taskCall was sent %d times", n)
	}
}

func TestRedialThatIsRefusedIsNotSentAgain(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.called(yccalltest.Ended, 4, 4)
	w.mock.Plant(yccalltest.Fault{Service: "taskCall", Kind: yccalltest.BusinessError})
	if _, err := w.redial(yccall.Redial{TaskID: id}); !errors.Is(err, yccall.ErrRefused) {
		t.Errorf("got %v, want the refusal", err)
	}
	w.wantSentOnce()
	w.wantStatus(id, yccalltest.Ended)
}

func TestRedialThatIsRefusedAfterItsEffectIsConfirmed(t *testing.T) {
	t.Parallel()
	for name, fault := range refusals("taskCall") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.called(yccalltest.Ended, 4, 4)
			w.mock.Plant(fault)
			_, err := w.redial(yccall.Redial{TaskID: id})
			must(t, err)
			w.wantSentOnce()
		})
	}
}

func TestRedialWhoseReplyIsLostIsConfirmedByWhatIsSeen(t *testing.T) {
	t.Parallel()
	stopped := false
	for name, lost := range map[string]struct {
		before yccalltest.TaskStatus
		start  *bool
	}{
		"ended":                      {before: yccalltest.Ended},
		"ended, not to start":        {before: yccalltest.Ended, start: &stopped},
		"paused":                     {before: yccalltest.Paused},
		"put back to not started":    {before: yccalltest.NotStarted},
		"not started and stays that": {before: yccalltest.NotStarted, start: &stopped},
	} {
		for _, kind := range []yccalltest.FaultKind{
			yccalltest.CutAfterEffect, yccalltest.HTTP500AfterEffect, yccalltest.HTMLBodyAfterEffect,
			yccalltest.TruncatedJSON, yccalltest.HangAfterEffect, yccalltest.LateEffect,
		} {
			t.Run(name+"/"+kind.String(), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts}})
				id := w.called(lost.before, 6, 4)
				w.mock.Plant(yccalltest.Fault{Service: "taskCall", Kind: kind})
				_, err := w.redial(yccall.Redial{TaskID: id, AnswerType: "callee", Start: lost.start})
				must(t, err)
				w.wantSentOnce()
			})
		}
	}
}

func TestRedialOfUnknownOutcomeIsNeverSentAgain(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]struct {
		before yccalltest.TaskStatus
		kind   yccalltest.FaultKind
	}{
		"not run on an ended task":  {yccalltest.Ended, yccalltest.CutBeforeEffect},
		"not run on a paused task":  {yccalltest.Paused, yccalltest.HTTP500BeforeEffect},
		"not run on a running task": {yccalltest.Running, yccalltest.HangBeforeEffect},
		// A running task may begin a round of its own, so that its counts prove nothing.
		"run on a running task": {yccalltest.Running, yccalltest.CutAfterEffect},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.called(lost.before, 6, 4)
			w.mock.Plant(yccalltest.Fault{Service: "taskCall", Kind: lost.kind})
			_, err := w.redial(yccall.Redial{TaskID: id})
			var unknown *campaign.RedialUnknownError
			if !errors.As(err, &unknown) || !errors.Is(err, yccall.ErrMayHaveRun) {
				t.Fatalf("got %v, want that the outcome is unknown", err)
			}
			task, _ := w.mock.Task(id)
			after := campaign.Standing{Status: yccall.TaskStatus(task.Status), Total: 6, Called: int64(task.Called)}
			if unknown.Before.Called != 4 || unknown.After == nil || *unknown.After != after {
				t.Errorf("before %v, after %v, want after %v", unknown.Before, unknown.After, after)
			}
			w.wantSentOnce()
		})
	}
}

func TestRedialThatCannotBeLookedAfterIsUnknown(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.called(yccalltest.Ended, 4, 4)
	w.mock.Plant(yccalltest.Fault{Service: "taskCall", Kind: yccalltest.CutAfterEffect})
	looks := 0
	w.platform.task = func(ctx context.Context, id string) (yccall.Task, bool, error) {
		if looks++; looks > 1 {
			return yccall.Task{}, false, errLost
		}
		return w.platform.Platform.Task(ctx, id)
	}
	_, err := w.redial(yccall.Redial{TaskID: id})
	var unknown *campaign.RedialUnknownError
	if !errors.As(err, &unknown) || unknown.After != nil {
		t.Errorf("got %v, want that the outcome is unknown and nothing was seen", err)
	}
	w.wantSentOnce()
}

func TestRedialIsNotConfirmedByAnotherRedialOfTheSameRun(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.called(yccalltest.Ended, 4, 4)
	w.mock.Plant(yccalltest.Fault{Service: "taskCall", Kind: yccalltest.CutBeforeEffect})
	var failures [2]error
	var both sync.WaitGroup
	for i := range failures {
		both.Go(func() { _, failures[i] = w.redial(yccall.Redial{TaskID: id}) })
	}
	both.Wait()
	var unknown *campaign.RedialUnknownError
	if errors.As(failures[0], &unknown) == errors.As(failures[1], &unknown) {
		t.Errorf("got %v and %v, want one of unknown outcome and one that succeeded", failures[0], failures[1])
	}
}
