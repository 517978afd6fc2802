package campaign_test

import (
	"errors"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// Servers on which previous tasks, or whom they have called, do not show as one expects.

// ended is a task that somebody has made by hand, and that has called some people before it was ended.
func ended(w *fixture, task yccalltest.TaskSnapshot, phones ...string) string {
	w.Helper()
	task.Status = yccalltest.Running
	id := w.byHand(task, phones...)
	time.Sleep(2 * time.Minute)
	must(w.T, w.mock.ConsoleSetStatus(id, yccalltest.Ended))
	time.Sleep(5 * time.Minute)
	return id
}

// TestOldTaskIsFoundBesideARecentOne: a platform lists old tasks only when it is asked for them, and the recent one is no
// obstacle.
func TestOldTaskIsFoundBesideARecentOne(t *testing.T) {
	t.Parallel()
	for name, task := range map[string]yccalltest.TaskSnapshot{
		"custom task id": {CustomID: "tf-renewals"},
		"name":           {Name: "renewals"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{RecentTasks: 24 * time.Hour}}, func(w *fixture) {
				old := ended(w, task, phones(0, 6)...)
				time.Sleep(48 * time.Hour)
				ended(w, task, phones(100, 6)...)
				s := running(list(w.T, phones(0, 6)...))
				s.Campaign.Name = "renewals"
				_, err := w.runner.Create(w.Context(), s, func(campaign.NewTask) {})
				var before *campaign.CalledBeforeError
				if !errors.As(err, &before) || before.Task.ID != old {
					w.Errorf("the error is %v", err)
				}
			})
		})
	}
}

func TestPreviousTaskIsFoundHoweverItsNameIsWritten(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.EscapeNames}}, func(w *fixture) {
		const name = `R&D "renewals"`
		ended(w, yccalltest.TaskSnapshot{Name: name}, phones(0, 6)...)
		s := running(list(w.T, phones(0, 6)...))
		s.Campaign.Name = name
		if _, err := w.runner.Create(w.Context(), s, func(campaign.NewTask) {}); !errors.As(err, new(*campaign.CalledBeforeError)) {
			w.Errorf("the error is %v", err)
		}
	})
}

// TestWhomATaskHasCalledIsFoundWhateverIsCounted: a count of 0 is no proof, nor is an empty list of called numbers.
func TestWhomATaskHasCalledIsFoundWhateverIsCounted(t *testing.T) {
	t.Parallel()
	for _, habits := range []yccalltest.Habit{
		0, yccalltest.NoCounts, yccalltest.CalledIsNow, yccalltest.SwapNumberFilter, yccalltest.NoCounts | yccalltest.SwapNumberFilter,
		yccalltest.IgnoreStatusFilter, yccalltest.NoCounts | yccalltest.IgnoreStatusFilter, yccalltest.InfoUncalledOnly,
		yccalltest.NoCounts | yccalltest.InfoUncalledOnly, yccalltest.NoCounts | yccalltest.EmptyListIsError,
		yccalltest.NoCounts | yccalltest.SwapNumberFilter | yccalltest.EmptyListIsError, yccalltest.ZeroTimes, yccalltest.OldRows,
	} {
		t.Run("habits "+habits.String(), func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: habits}}, func(w *fixture) {
				id := ended(w, yccalltest.TaskSnapshot{Name: "renewals"}, phones(0, 20)...)
				called := len(w.mock.Calls())
				people, err := w.runner.PeopleCalledBy(w.Context(), []string{id})
				must(w.T, err)
				if people.Len() != called || called < 3 {
					w.Errorf("%d people are left out, and %d were called", people.Len(), called)
				}
				s := running(list(w.T, phones(1, 40)...))
				s.Campaign.Name = "renewals"
				_, err = w.runner.Create(w.Context(), s, func(campaign.NewTask) {})
				var before *campaign.CalledBeforeError
				if !errors.As(err, &before) || before.Again != int64(called-1) {
					w.Errorf("the error is %v, and %d of the list were called", err, called-1)
				}
				added, known, err := w.runner.Added(w.Context(), id, list(w.T, phones(0, 25)...))
				if err != nil || !known || added.Count != 5 {
					w.Errorf("of 5 the list is said to add %+v, known %v: %v", added, known, err)
				}
				s = running(list(w.T, phones(20, 20)...))
				s.Campaign.Name = "renewals"
				w.create(s)
			})
		})
	}
}

// TestEndedTaskThatHasCalledNobodyIsNoObstacle also where that has to be found out by counting those who wait.
func TestEndedTaskThatHasCalledNobodyIsNoObstacle(t *testing.T) {
	t.Parallel()
	for _, habits := range []yccalltest.Habit{
		0, yccalltest.NoCounts, yccalltest.CalledIsNow, yccalltest.NoCounts | yccalltest.SwapNumberFilter, yccalltest.InfoUncalledOnly,
		yccalltest.EmptyListIsError, yccalltest.NoCounts | yccalltest.EmptyListIsError,
	} {
		t.Run("habits "+habits.String(), func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: habits}}, func(w *fixture) {
				w.mock.SetDialer(yccalltest.Dialer{})
				ended(w, yccalltest.TaskSnapshot{Name: "renewals"}, phones(0, 6)...)
				w.mock.SetDialer(calling)
				s := running(list(w.T, phones(0, 6)...))
				s.Campaign.Name = "renewals"
				w.create(s)
			})
		})
	}
}

// TestEmptyListsOfCalledNumbersAreListedAgain: for a moment a platform lists nobody, and its row counts nobody as called.
func TestEmptyListsOfCalledNumbersAreListedAgain(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.CalledIsNow | yccalltest.InfoUncalledOnly}}, func(w *fixture) {
		id := ended(w, yccalltest.TaskSnapshot{Name: "renewals"}, phones(0, 20)...)
		empty := yccalltest.Fault{Service: "TaskInfo", Kind: yccalltest.EmptyList, Times: 2}
		w.mock.Plant(empty)
		people, err := w.runner.PeopleCalledBy(w.Context(), []string{id})
		must(w.T, err)
		if called := len(w.mock.Calls()); people.Len() != called || called == 0 {
			w.Errorf("%d people are left out, and %d were called", people.Len(), called)
		}
		w.mock.Plant(empty)
		s := running(list(w.T, phones(0, 20)...))
		s.Campaign.Name = "renewals"
		if _, err := w.runner.Create(w.Context(), s, func(campaign.NewTask) {}); !errors.As(err, new(*campaign.CalledBeforeError)) {
			w.Errorf("the error is %v", err)
		}
	})
}
