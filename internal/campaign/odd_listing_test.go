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

// Servers whose listings and counts are not what one expects.

func TestListingWithFewerRowsThanTheCountDecidesNothing(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]yccalltest.Fault{
		"empty once":        {Service: "TaskInfo", Kind: yccalltest.EmptyList},
		"empty three times": {Service: "TaskInfo", Kind: yccalltest.EmptyList, Times: 3},
		"short once":        {Service: "TaskInfo", Kind: yccalltest.ShortList, KeepPart: 7},
		"empty for ever":    {Service: "TaskInfo", Kind: yccalltest.EmptyList, Times: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{}, func(w *fixture) {
				id := w.create(running(list(w.T, phones(0, 200)...)))
				w.mock.Plant(fault)
				out, err := w.revise(id, list(w.T, phones(0, 210)...))
				if fault.Times < 0 {
					if !errors.Is(err, campaign.ErrShortListing) {
						w.Errorf("the error is %v", err)
					}
					w.wantChanges()
					return
				}
				must(w.T, err)
				wantInSync(w.T, out, 210)
				if most := w.mock.MostSubmitted(id); most != 1 {
					w.Errorf("a number was submitted %d times", most)
				}
				w.wantAllCalled(phones(0, 210))
			})
		})
	}
}

// TestCalledNumbersThatAreListedOnlyWhenAskedForAreSeen: TaskInfo without status lists only the others, and the row may
// count none of them as called.
func TestCalledNumbersThatAreListedOnlyWhenAskedForAreSeen(t *testing.T) {
	t.Parallel()
	for _, also := range []yccalltest.Habit{0, yccalltest.CalledIsNow} {
		t.Run("also "+also.String(), func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.InfoUncalledOnly | also}}, func(w *fixture) {
				id := w.create(running(list(w.T, phones(0, 60)...)))
				time.Sleep(5 * time.Minute)
				must(w.T, w.mock.ConsoleSetStatus(id, yccalltest.Paused))
				time.Sleep(5 * time.Minute)
				out, err := w.revise(id, list(w.T, phones(0, 70)...))
				must(w.T, err)
				if !out.InSync {
					w.Error("the task is not in sync")
				}
				must(w.T, w.mock.ConsoleSetStatus(id, yccalltest.Running))
				w.wantAllCalled(phones(0, 70))
			})
		})
	}
}

func TestCampaignIsMadeAndChangedWhateverTheRowCounts(t *testing.T) {
	t.Parallel()
	for _, habit := range []yccalltest.Habit{yccalltest.TotalWithRejected, yccalltest.TotalWaiting, yccalltest.NoCounts} {
		t.Run(habit.String(), func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: habit}}, func(w *fixture) {
				id := w.create(running(list(w.T, append(phones(0, 60), unroutable)...)))
				time.Sleep(5 * time.Minute)
				out, err := w.revise(id, list(w.T, append(phones(0, 70), unroutable)...))
				must(w.T, err)
				if !out.InSync {
					w.Error("the task is not in sync")
				}
				w.wantAllCalled(phones(0, 70))
			})
		})
	}
}

// TestEmptyListsThatAreRefusedAreEmpty: an account without tasks is answered with status 1.
func TestEmptyListsThatAreRefusedAreEmpty(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.EmptyListIsError}}, func(w *fixture) {
		id := w.create(running(list(w.T, phones(0, 20)...)))
		out, err := w.revise(id, list(w.T, phones(0, 25)...))
		must(w.T, err)
		wantInSync(w.T, out, 25)
		w.wantAllCalled(phones(0, 25))
	})
}

// TestStateThatNoPageNamesIsNotTakenForResting: a task in it may be calling.
func TestStateThatNoPageNamesIsNotTakenForResting(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.UnknownStatus}}, func(w *fixture) {
		rows := func(field string) []string {
			list := []string{"phone,user_id"}
			for _, p := range phones(0, 60) {
				list = append(list, p+","+field)
			}
			return list
		}
		out, err := w.runner.Create(w.Context(), running(list(w.T, rows("a")...)), func(campaign.NewTask) {})
		must(w.T, err)
		w.made[out.TaskID] = out
		w.mock.ResetJournal()
		_, _ = w.revise(out.TaskID, list(w.T, rows("b")...)) // it may not tell that it runs again
		if changes := w.changes(); len(changes) == 0 || changes[0] != "TaskSet 2" {
			w.Errorf("the changes are %v, want a pause first", changes)
		}
		time.Sleep(6 * time.Hour)
	})
}

func TestPagesThatAreTooLargeForTheServerAreAskedSmaller(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{MaxPageSize: 10_000, FailsAbove: 2000}}, func(w *fixture) {
		id := w.create(spec(list(w.T, phones(0, 6000)...)))
		out, err := w.revise(id, list(w.T, phones(10, 6000)...))
		must(w.T, err)
		wantInSync(w.T, out, 6000)
		w.wantChanges("taskDelPhone 10", "TaskAdd 10")
	})
}

// TestOldTasksAreFoundAndUnlistedOnesEnded: TaskList shows only tasks of the last hour unless it is asked with an old
// createtime.
func TestOldTasksAreFoundAndUnlistedOnesEnded(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{RecentTasks: time.Hour}}, func(w *fixture) {
		id := w.create(running(list(w.T, phones(0, 500)...)))
		time.Sleep(2 * time.Hour)
		// The state is lost, and the campaign is to be made again.
		_, err := w.anotherRun().Create(w.Context(), running(list(w.T, phones(0, 500)...)), func(campaign.NewTask) {})
		var runs *campaign.RunsAlreadyError
		if !errors.As(err, &runs) || runs.Task.ID != id {
			w.Errorf("the error is %v", err)
		}
		must(w.T, w.mock.ConsoleUnlist(id))
		found, err := w.runner.End(w.Context(), id)
		must(w.T, err)
		if found {
			w.Error("it is said to be listed")
		}
		if changes := w.changes(); fmt.Sprint(changes) != "[TaskSet 3]" {
			w.Errorf("the changes are %v", changes)
		}
		before := len(w.mock.Calls())
		time.Sleep(6 * time.Hour)
		if after := len(w.mock.Calls()); after > before {
			w.Errorf("it has made %d calls since it was ended", after-before)
		}
	})
}

func TestScheduleThatIsNotKeptIsNotStarted(t *testing.T) {
	t.Parallel()
	for name, habit := range map[string]yccalltest.Habit{"dropped": yccalltest.ScheduleNeedsStart, "not echoed": yccalltest.NoScheduleEcho} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: habit}}, func(w *fixture) {
				o := running(list(w.T, phones(0, 5)...))
				o.Task.ScheduledTime = w.mock.Now().Add(8 * time.Hour).Format("2006-01-02 15:04:05")
				_, err := w.runner.Create(w.Context(), o, func(campaign.NewTask) {})
				if kept := habit == yccalltest.NoScheduleEcho; errors.Is(err, campaign.ErrScheduleNotKept) == kept {
					w.Errorf("the error is %v", err)
				}
				w.wantNobodyCalled() // neither now nor in the six hours before the time
			})
		})
	}
}

// TestPlatformsPrefixIsLearnedAndACorrectedOneCounted: the platform puts a prefix in front of numbers; or the list gets one
// after its numbers were called without.
func TestPlatformsPrefixIsLearnedAndACorrectedOneCounted(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{PhonePrefix: "86"}}, func(w *fixture) {
		id := w.create(running(list(w.T, phones(0, 60)...)))
		time.Sleep(3 * time.Minute)
		out, err := w.revise(id, list(w.T, phones(0, 61)...))
		must(w.T, err)
		w.wantChanges("TaskAdd 1") // nobody is withdrawn to find out how it writes numbers
		if out.Called.OtherFormat != 0 {
			w.Errorf("%d are said to be called under another prefix", out.Called.OtherFormat)
		}
		w.wantAllCalled(phones(0, 61))
	})
	inBubble(t, yccalltest.Config{}, func(w *fixture) {
		id := w.create(running(list(w.T, phones(0, 60)...)))
		time.Sleep(3 * time.Minute)
		out, err := w.revise(id, list(w.T, behind("0086", phones(0, 60))...))
		must(w.T, err)
		if out.Called.OtherFormat == 0 {
			w.Error("nobody is said to be called under another prefix")
		}
		w.wantAllCalled(phones(0, 60))
	})
}

// TestRowThatMovedToAPageReadBeforeIsNotSentAgain lists one number twice and another not at all, with a
// count that fits, as happens while a running task moves its rows.
func TestRowThatMovedToAPageReadBeforeIsNotSentAgain(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.create(spec(list(t, phones(0, 6)...)))
	must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
	w.mock.Dial(id, 2)
	listings := 0
	w.platform.taskNumbers = func(ctx context.Context, f yccall.NumberFilter) iter.Seq2[yccall.TaskNumber, error] {
		if listings++; listings > 1 {
			return w.platform.Platform.TaskNumbers(ctx, f)
		}
		var rows []yccall.TaskNumber
		for row, err := range w.platform.Platform.TaskNumbers(ctx, f) {
			must(t, err)
			rows = append(rows, row)
		}
		rows[5] = rows[0]
		return sequence(nil, rows...)
	}
	w.changes()
	out, err := w.revise(id, list(t, append(phones(0, 6), phone(9))...))
	must(t, err)
	wantInSync(t, out, 7)
	w.wantChanges("TaskSet 2", "TaskAdd 1", "TaskSet 1")
	w.mock.DialAll(id)
	if n := w.mock.Dialled(phone(5)); n != 1 {
		t.Errorf("the number was dialled %d times", n)
	}
}

// TestEmptyListingIsNotExplainedByRejectedNumbers: where a platform counts them, the count would fit an empty task.
func TestEmptyListingIsNotExplainedByRejectedNumbers(t *testing.T) {
	t.Parallel()
	for _, kind := range []yccalltest.FaultKind{yccalltest.EmptyList, yccalltest.BusinessError} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{}, func(w *fixture) {
				out, err := w.runner.Create(w.Context(), spec(list(w.T, phone(0), unroutable)), func(campaign.NewTask) {})
				must(w.T, err)
				w.mock.Plant(yccalltest.Fault{Service: "TaskInfo", Kind: kind})
				out, err = w.runner.Update(w.Context(), campaign.Update{
					TaskID: out.TaskID, List: list(w.T, unroutable), Rejected: out.Rejected, Held: &out.Held,
				})
				must(w.T, err)
				wantInSync(w.T, out, 0)
				w.wantHeld(out.TaskID)
			})
		})
	}
}
