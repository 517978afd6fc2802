package campaign_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// How platforms treat custom task ids, by which a task is found again, and two runs see each other.

func TestTaskIsFoundAgainHoweverCustomIDsAreKept(t *testing.T) {
	t.Parallel()
	for _, habit := range []yccalltest.Habit{
		yccalltest.CutCustomIDs, yccalltest.TrimCustomIDs, yccalltest.FoldCustomIDs, yccalltest.RefuseLongCustomIDs,
		yccalltest.NoCustomIDEcho, yccalltest.NullCustomIDEcho, yccalltest.IgnoreCustomIDFilter,
	} {
		t.Run(habit.String(), func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: habit}}, func(w *fixture) {
				o := running(list(w.T, phones(0, 20)...))
				o.Task.CustomTaskID = "tf-" + strings.Repeat("Ab3", 9) + "Zz" // 32 characters
				w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: yccalltest.CutAfterEffect})
				out, err := w.runner.Create(w.Context(), o, func(campaign.NewTask) {})
				must(w.T, err)
				if out.Unfindable {
					w.Error("the task is said to be unfindable")
				}
				// The apply was killed before Terraform could save it.
				var runs *campaign.RunsAlreadyError
				if _, err := w.anotherRun().Create(w.Context(), o, func(campaign.NewTask) {}); !errors.As(err, &runs) {
					w.Errorf("the error is %v", err)
				}
				w.wantAllCalled(phones(0, 20))
			})
		})
	}
}

// TestPlatformThatShowsNoCustomIDsIsFoundOutAtTheFirstCreation, which says so.
func TestPlatformThatShowsNoCustomIDsIsFoundOutAtTheFirstCreation(t *testing.T) {
	t.Parallel()
	dialect := yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho | yccalltest.IgnoreCustomIDFilter}
	inBubble(t, yccalltest.Config{Dialect: dialect}, func(w *fixture) {
		out, err := w.runner.Create(w.Context(), running(list(w.T, phones(0, 20)...)), func(campaign.NewTask) {})
		must(w.T, err)
		if !out.Unfindable {
			w.Error("the task is not said to be unfindable")
		}
		w.wantAllCalled(phones(0, 20))
	})
}

// TestTwoSlowRunsAtOnceDoNotBothStart: one stops the other, or each stops the other, whatever the ids of tasks look like.
func TestTwoSlowRunsAtOnceDoNotBothStart(t *testing.T) {
	t.Parallel()
	for _, habit := range []yccalltest.Habit{0, yccalltest.RandomTaskIDs} {
		for _, apart := range []int{0, 1, 5, 20, 45} {
			t.Run(fmt.Sprintf("%q, %d s apart", habit, apart), func(t *testing.T) {
				t.Parallel()
				dialect := yccalltest.Dialect{Habits: habit, Timings: []yccalltest.ServiceTiming{
					{Service: "*", Timing: seconds(5, 0)}, {Service: "TaskCreat", Timing: seconds(20, 15)},
				}}
				inBubble(t, yccalltest.Config{Dialect: dialect}, func(w *fixture) {
					results := make(chan error)
					for run := range 2 {
						go func() {
							time.Sleep(time.Duration(run*apart) * time.Second)
							o := running(list(w.T, phones(0, 20)...))
							o.Task.Name = "" // so that nothing but the id tells
							_, err := w.anotherRun().Create(w.Context(), o, func(campaign.NewTask) {})
							results <- err
						}()
					}
					first, second := <-results, <-results
					if first == nil && second == nil {
						w.Error("both runs started the campaign")
					}
					time.Sleep(6 * time.Hour)
				})
			})
		}
	}
}

// TestCampaignThatHasEndedBeforeTheSecondRunLooksIsNotMadeAgain.
func TestCampaignThatHasEndedBeforeTheSecondRunLooksIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Config{Dialer: yccalltest.Dialer{AtOnce: 3, Shortest: time.Second, Longest: 2 * time.Second}}, func(w *fixture) {
		// The second run has looked before the first began, and its TaskCreat arrives when the first campaign is over.
		o := running(list(w.T, phones(0, 3)...))
		held := &stubPlatform{Platform: w.client()}
		held.createTask = heldCreate(held, time.Minute)
		second := make(chan error)
		go func() {
			_, err := campaign.New(held).Create(w.Context(), o, func(campaign.NewTask) {})
			second <- err
		}()
		time.Sleep(5 * time.Second)
		_, err := w.runner.Create(w.Context(), o, func(campaign.NewTask) {})
		must(w.T, err)
		var overtaken *campaign.OvertakenError
		if err := <-second; !errors.As(err, &overtaken) {
			w.Errorf("the error is %v", err)
		}
		w.wantAllCalled(phones(0, 3))
	})
}

// heldCreate sends TaskCreat after a while.
func heldCreate(platform *stubPlatform, after time.Duration) func(context.Context, yccall.CreateTask) (yccall.CreatedTask, error) {
	return func(ctx context.Context, task yccall.CreateTask) (yccall.CreatedTask, error) {
		time.Sleep(after)
		return platform.Platform.CreateTask(ctx, task)
	}
}
