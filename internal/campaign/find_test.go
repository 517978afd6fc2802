package campaign_test

import (
	"context"
	"errors"
	"iter"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestObserveTellsWhatThePlatformSays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		dialect yccalltest.Dialect
		status  yccalltest.TaskStatus
		purged  bool
		held    int64
		counted int // calls of TaskInfo
	}{
		"rows have totals":            {held: 3},
		"rows have no totals":         {dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts}, held: 3, counted: 1},
		"running":                     {status: yccalltest.Running, held: 3},
		"ended":                       {status: yccalltest.Ended, held: -1},
		"ended, no totals":            {dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts}, status: yccalltest.Ended, held: -1},
		"not listed":                  {purged: true, held: -1},
		"not listed, no totals":       {dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts}, purged: true, held: -1},
		"unknown ids refused":         {dialect: yccalltest.Dialect{Habits: yccalltest.UnknownTaskIsError}, held: 3},
		"not listed, unknown refused": {dialect: yccalltest.Dialect{Habits: yccalltest.UnknownTaskIsError}, purged: true, held: -1},
		"filter ignored":              {dialect: yccalltest.Dialect{Habits: yccalltest.IgnoreTaskIDFilter}, held: 3},
		"not listed, filter ignored":  {dialect: yccalltest.Dialect{Habits: yccalltest.IgnoreTaskIDFilter}, purged: true, held: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: test.dialect})
			w.byHand(yccalltest.TaskSnapshot{Name: "another"}, phones(10, 5)...)
			id := w.byHand(yccalltest.TaskSnapshot{Name: "renewals", Status: test.status}, phones(0, 3)...)
			if test.purged {
				must(t, w.mock.ConsolePurge(id))
			}
			o, err := w.runner.Observe(t.Context(), id, campaign.Knowledge{})
			must(t, err)
			if o.Found == test.purged || o.Held != test.held || o.Ended() != (test.status == yccalltest.Ended) {
				t.Errorf("observed %+v, want %d numbers held", o, test.held)
			}
			if o.Found && (o.Task.ID != id || o.Task.Name != "renewals") || !o.Found && o.Task.ID != "" {
				t.Errorf("observed %+v", o.Task)
			}
			if n := w.mock.Requests("TaskInfo"); n != test.counted {
				t.Errorf("the numbers were counted %d times, want %d", n, test.counted)
			}
		})
	}
}

// TestRefusedLookIsMadeAgainInTheListOfAllTasks: a refusal need not mean that there is no such task.
func TestRefusedLookIsMadeAgainInTheListOfAllTasks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []yccalltest.Fault
		want   error
	}{
		"the task is in the list":    {[]yccalltest.Fault{{Service: "TaskList", Kind: yccalltest.BusinessError}}, nil},
		"it is among the older ones": {[]yccalltest.Fault{{Service: "TaskList", Kind: yccalltest.BusinessError, Times: 2}}, nil},
		"the list is refused too":    {[]yccalltest.Fault{{Service: "TaskList", Kind: yccalltest.BusinessError, Times: 3}}, yccall.ErrRefused},
		"the list is unreadable": {[]yccalltest.Fault{
			{Service: "TaskList", Kind: yccalltest.BusinessError}, {Service: "TaskList", Kind: yccalltest.CutBeforeEffect},
		}, yccall.ErrNoReply},
		"a failure is no refusal": {[]yccalltest.Fault{{Service: "TaskList", Kind: yccalltest.CutBeforeEffect}}, yccall.ErrNoReply},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			w.byHand(yccalltest.TaskSnapshot{}, phone(9))
			id := w.byHand(yccalltest.TaskSnapshot{}, phones(0, 3)...)
			w.mock.Plant(test.faults...)
			o, err := w.runner.Observe(t.Context(), id, campaign.Knowledge{})
			if !errors.Is(err, test.want) || o.Found != (test.want == nil) || test.want != nil && o.Held != -1 {
				t.Errorf("observed %+v, error %v", o, err)
			}
		})
	}
}

func TestFailedCountIsNotACountOfNothing(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts}})
	id := w.byHand(yccalltest.TaskSnapshot{}, phone(1))
	w.mock.Plant(yccalltest.Fault{Service: "TaskInfo", Kind: yccalltest.HTTP500BeforeEffect})
	if _, err := w.runner.Observe(t.Context(), id, campaign.Knowledge{}); !errors.Is(err, yccall.ErrServerFault) {
		t.Errorf("the error is %v", err)
	}
}

func TestCalledCountsWhomThePlatformCalled(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		dialect yccalltest.Dialect
		status  yccalltest.TaskStatus
	}{
		"rows have counts":         {status: yccalltest.Running},
		"rows have none":           {dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts}, status: yccalltest.Running},
		"ended, rows have none":    {dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts}, status: yccalltest.Ended},
		"no status filter, either": {dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts | yccalltest.IgnoreStatusFilter}, status: yccalltest.Paused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: test.dialect})
			id := w.byHand(yccalltest.TaskSnapshot{Status: yccalltest.Running}, phones(0, 5)...)
			w.mock.Dial(id, 2)
			must(t, w.mock.ConsoleSetStatus(id, test.status))
			n, err := w.runner.Called(t.Context(), id)
			if err != nil || n != 2 {
				t.Errorf("%d called, error %v", n, err)
			}
		})
	}
}

func TestCalledOfATaskThatIsNotListed(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	var notListed *campaign.NotListedError
	if _, err := w.runner.Called(t.Context(), "20261201093007000001"); !errors.As(err, &notListed) || notListed.TaskID != "20261201093007000001" {
		t.Errorf("the error is %v", err)
	}
	w.platform.task = func(context.Context, string) (yccall.Task, bool, error) { return yccall.Task{}, false, errRefused }
	w.platform.tasks = func(context.Context, yccall.TaskFilter) iter.Seq2[yccall.Task, error] {
		return sequence[yccall.Task](yccall.ErrUnstableListing)
	}
	if _, err := w.runner.Called(t.Context(), "1"); !errors.Is(err, yccall.ErrUnstableListing) {
		t.Errorf("the error is %v", err)
	}
}
