package campaign_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// Servers on which requests take time, and effects come later than replies or connections go.

// over is a timing of numbers that come piece by piece.
func over(reply, effect, span time.Duration) yccalltest.Timing {
	return yccalltest.Timing{ReplyAfter: reply, EffectAfter: effect, Over: span, Pieces: 5}
}

func TestTaskOfALostTaskCreatGetsItsNumbersLate(t *testing.T) {
	t.Parallel()
	for name, timing := range map[string]yccalltest.Timing{
		"all late":       over(time.Minute, 70*time.Second, 0),
		"piece by piece": over(2*time.Second, 2*time.Second, 30*time.Second),
		"for a minute":   over(2*time.Second, 2*time.Second, time.Minute),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{}, func(w *fixture) {
				w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: yccalltest.CutAfterEffect, Timing: timing})
				out, err := w.runner.Create(w.Context(), running(list(w.T, phones(0, 30)...)), func(campaign.NewTask) {})
				must(w.T, err)
				wantInSync(w.T, out, 30)
				if n := w.mock.Requests("TaskCreat"); n != 1 {
					w.Errorf("TaskCreat was sent %d times", n)
				}
				w.wantAllCalled(phones(0, 30))
			})
		})
	}
}

func TestLostAdditionThatComesInPiecesIsNotSentAgain(t *testing.T) {
	t.Parallel()
	for name, timing := range map[string]yccalltest.Timing{
		"3 s":              over(time.Second, 0, 3*time.Second),
		"29 s":             over(time.Second, 0, 29*time.Second),
		"a minute":         over(time.Second, 0, time.Minute),
		"late for minutes": over(time.Second, 80*time.Second, 4*time.Minute),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{}, func(w *fixture) {
				id := w.create(running(list(w.T, phones(0, 100)...)))
				w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.CutAfterEffect, Timing: timing})
				out, err := w.revise(id, list(w.T, phones(0, 120)...))
				must(w.T, err)
				wantInSync(w.T, out, 120)
				if most := w.mock.MostSubmitted(id); most != 1 {
					w.Errorf("a number was submitted %d times", most)
				}
				w.wantAllCalled(phones(0, 120))
			})
		})
	}
}

// TestRequestOfARunThatWasBrokenOffIsWaitedFor: the user presses Ctrl-C, or the timeout passes, and applies again while the
// server still works.
func TestRequestOfARunThatWasBrokenOffIsWaitedFor(t *testing.T) {
	t.Parallel()
	for name, timing := range map[string]yccalltest.Timing{
		"in the next run":         over(2*time.Minute, 30*time.Second, 0),
		"piece by piece":          over(2*time.Minute, 5*time.Second, time.Minute),
		"as the next run is over": over(2*time.Minute, 80*time.Second, time.Minute),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{}, func(w *fixture) {
				id := w.create(running(list(w.T, phones(0, 60)...)))
				w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.Delay, Timing: timing})
				ctx, cancel := context.WithTimeout(w.Context(), 10*time.Second)
				defer cancel()
				made := w.made[id]
				wanted := list(w.T, phones(0, 80)...)
				out, err := w.runner.Update(ctx, campaign.Update{TaskID: id, List: wanted, Held: &made.Held, Knowledge: made.Knowledge})
				if !errors.Is(err, context.DeadlineExceeded) || out.InSync {
					w.Fatalf("the error is %v, in sync: %v", err, out.InSync)
				}
				// The provider forgets how many the task held, since a request may still have an effect.
				out, err = w.anotherRun().Update(w.Context(), campaign.Update{TaskID: id, List: wanted, Knowledge: made.Knowledge})
				must(w.T, err)
				wantInSync(w.T, out, 80)
				w.wantAllCalled(phones(0, 80))
			})
		})
	}
}

// TestConfirmedNumbersThatShowLateAreWaitedFor: success counts, and what shows nothing of it is not called rejected.
func TestConfirmedNumbersThatShowLateAreWaitedFor(t *testing.T) {
	t.Parallel()
	for _, service := range []string{"TaskCreat", "TaskAdd"} {
		for _, late := range []int{5, 40, 85} {
			t.Run(fmt.Sprintf("%s, %d s", service, late), func(t *testing.T) {
				t.Parallel()
				inBubble(t, yccalltest.Config{}, func(w *fixture) {
					if service == "TaskCreat" {
						w.mock.Plant(yccalltest.Fault{Service: service, Kind: yccalltest.Delay, Timing: over(0, 0, time.Duration(late)*time.Second)})
					}
					out, err := w.runner.Create(w.Context(), running(list(w.T, phones(0, 60)...)), func(campaign.NewTask) {})
					must(w.T, err)
					if service == "TaskAdd" {
						w.mock.Plant(yccalltest.Fault{Service: service, Kind: yccalltest.Delay, Timing: seconds(0, late)})
					}
					w.made[out.TaskID] = out
					out, err = w.revise(out.TaskID, list(w.T, phones(0, 70)...))
					must(w.T, err)
					wantInSync(w.T, out, 70)
					wantRejected(w.T, out)
					w.wantAllCalled(phones(0, 70))
				})
			})
		}
	}
}

// TestConfirmedNumbersThatNeverShowAreNotSentAgainNorStarted: they may show after all.
func TestConfirmedNumbersThatNeverShowAreNotSentAgainNorStarted(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Config{}, func(w *fixture) {
		w.platform.createTask = func(ctx context.Context, task yccall.CreateTask) (yccall.CreatedTask, error) {
			return w.platform.Platform.CreateTask(ctx, task)
		}
		w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: yccalltest.DropNumbers, ClaimAll: true})
		out, err := w.runner.Create(w.Context(), running(list(w.T, phones(0, 5)...)), func(campaign.NewTask) {})
		if !errors.Is(err, campaign.ErrNotShown) {
			w.Errorf("the error is %v", err)
		}
		wantRejected(w.T, out)
		w.wantChanges("TaskCreat 5")
		w.wantNobodyCalled()
	})
}

// TestWhatWasJustDoneShowsLate: a task, a removal and a run state show 3 s late.
func TestWhatWasJustDoneShowsLate(t *testing.T) {
	t.Parallel()
	lag := yccalltest.Lag{Tasks: 3 * time.Second, Numbers: 3 * time.Second, RunStates: 3 * time.Second}
	inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Lag: lag}}, func(w *fixture) {
		rows := func(field string) []string {
			list := []string{"phone,user_id"}
			for _, p := range phones(0, 40) {
				list = append(list, p+","+field)
			}
			return list
		}
		out, err := w.runner.Create(w.Context(), running(list(w.T, rows("a")...)), func(campaign.NewTask) {})
		must(w.T, err)
		if out.Task.Status != yccall.StatusRunning || out.Unfindable {
			w.Errorf("the outcome is %s, unfindable %v: the next plan would not be empty", out.Task.Status, out.Unfindable)
		}
		w.made[out.TaskID] = out
		time.Sleep(2 * time.Minute)
		out, err = w.revise(out.TaskID, list(w.T, rows("b")...))
		must(w.T, err)
		wantInSync(w.T, out, 40)
		w.wantAllCalled(phones(0, 40))
	})
}

// TestNobodyInACallIsReplacedAndCalledAgain: calls take 20 to 60 s, and a number counts as called when its call ends.
func TestNobodyInACallIsReplacedAndCalledAgain(t *testing.T) {
	t.Parallel()
	for name, habits := range map[string]yccalltest.Habit{"rows tell of calls": 0, "rows do not": yccalltest.NoCurrentCalls} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: habits}, Dialer: yccalltest.Dialer{AtOnce: 20}}, func(w *fixture) {
				rows := func(field string) []string {
					list := []string{"phone,user_id"}
					for _, p := range phones(0, 60) {
						list = append(list, p+","+field)
					}
					return list
				}
				id := w.create(running(list(w.T, rows("a")...)))
				time.Sleep(10 * time.Second)
				out, err := w.revise(id, list(w.T, rows("b")...))
				must(w.T, err)
				if out.Called.Changed < 20 {
					w.Errorf("%d had been called with their old fields, want those in a call among them", out.Called.Changed)
				}
				w.wantAllCalled(phones(0, 60))
			})
		})
	}
}

// TestEndWaitsForTheCallsUnderWay, so that it is known afterwards whom the task has called.
func TestEndWaitsForTheCallsUnderWay(t *testing.T) {
	t.Parallel()
	for name, habits := range map[string]yccalltest.Habit{"rows tell of calls": 0, "rows do not": yccalltest.NoCurrentCalls} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: habits}}, func(w *fixture) {
				id := w.create(running(list(w.T, phones(0, 30)...)))
				time.Sleep(50 * time.Second)
				found, err := w.runner.End(w.Context(), id)
				must(w.T, err)
				called, err := w.runner.Called(w.Context(), id)
				must(w.T, err)
				if n := len(w.mock.Calls()); !found || int(called) != n || n == 0 {
					w.Errorf("%d are said to be called, and %d were", called, n)
				}
				w.wantStatus(id, yccalltest.Ended)
			})
		})
	}
}

// TestSteadilySlowServer: every request takes 20 s, and takes effect up to 25 s after its reply. Every campaign is made,
// changed and ended within the provider's own timeouts, without an error.
func TestSteadilySlowServer(t *testing.T) {
	t.Parallel()
	slow := yccalltest.Timing{ReplyAfter: 20 * time.Second, EffectAfter: 20 * time.Second, Vary: 25 * time.Second}
	dialect := yccalltest.Dialect{Timings: []yccalltest.ServiceTiming{{Service: "*", Timing: seconds(20, 0)}}}
	for _, service := range []string{"TaskCreat", "TaskAdd", "taskDelPhone", "TaskSet"} {
		dialect.Timings = append(dialect.Timings, yccalltest.ServiceTiming{Service: service, Timing: slow})
	}
	for size, calls := range map[int]int{1: 1, 2: 5, 8: 2, 81: 2, 300: 40, 12_000: 20} {
		for _, change := range []string{"append", "remove", "replace", "all of it"} {
			t.Run(fmt.Sprintf("%d numbers, %s", size, change), func(t *testing.T) {
				t.Parallel()
				inBubble(t, yccalltest.Config{Dialect: dialect, Dialer: yccalltest.Dialer{AtOnce: calls}}, func(w *fixture) {
					w.liveSlowly(size, change)
				})
			})
		}
	}
}

// liveSlowly makes a campaign, changes it while it calls, and ends it, each within the default timeout.
func (w *fixture) liveSlowly(size int, change string) {
	within := func(timeout time.Duration, do func(ctx context.Context) error) {
		ctx, cancel := context.WithTimeout(w.Context(), timeout)
		defer cancel()
		must(w.T, do(ctx))
	}
	rows := append([]string{"phone,user_id"}, phones(0, size)...)
	var made, changed campaign.Result
	within(time.Hour, func(ctx context.Context) (err error) {
		made, err = w.runner.Create(ctx, running(list(w.T, rows...)), func(campaign.NewTask) {})
		return err
	})
	wantInSync(w.T, made, int64(size))
	if change == "replace" || change == "all of it" {
		rows[size] += ",changed"
	}
	if size > 1 && (change == "remove" || change == "all of it") {
		rows = slices.Delete(rows, 1, 2)
	}
	if change == "append" || change == "all of it" {
		rows = append(rows, phones(size, 5)...)
	}
	within(time.Hour, func(ctx context.Context) (err error) {
		u := campaign.Update{TaskID: made.TaskID, List: list(w.T, rows...), Held: &made.Held, Knowledge: made.Knowledge, ToldToRun: true}
		changed, err = w.runner.Update(ctx, u)
		var ended *campaign.EndedError
		if errors.As(err, &ended) {
			return nil // it has called everybody meanwhile
		}
		if !changed.InSync {
			w.Errorf("it is not in sync")
		}
		return err
	})
	within(10*time.Minute, func(ctx context.Context) error {
		_, err := w.runner.End(ctx, made.TaskID)
		return err
	})
	time.Sleep(time.Minute)
	w.wantStatus(made.TaskID, yccalltest.Ended)
}
