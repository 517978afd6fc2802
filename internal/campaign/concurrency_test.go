package campaign_test

import (
	"context"
	"errors"
	"iter"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestIdenticalOrdersAtOnceMakeOneTask(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	const together = 8
	l := list(t, phones(0, 3)...)
	errs := make([]error, together)
	var wg sync.WaitGroup
	for i := range together {
		wg.Go(func() {
			_, errs[i] = w.runner.Create(t.Context(), spec(l), func(campaign.NewTask) {})
		})
	}
	wg.Wait()
	made := 0
	for _, err := range errs {
		var exists *campaign.UnstartedError
		switch {
		case err == nil:
			made++
		case !errors.As(err, &exists):
			t.Errorf("the error is %v", err)
		}
	}
	if tasks := w.mock.Tasks(); made != 1 || len(tasks) != 1 {
		t.Errorf("%d orders were carried out, %d tasks made", made, len(tasks))
	}
}

// blocked is a platform in whose TaskCreat every spec waits until it is let go. It holds one number
// for each task that was made.
func blocked(entered *atomic.Int32, release <-chan struct{}) *stubPlatform {
	return &stubPlatform{
		tasks: func(context.Context, yccall.TaskFilter) iter.Seq2[yccall.Task, error] {
			return sequence[yccall.Task](nil)
		},
		createTask: func(_ context.Context, task yccall.CreateTask) (yccall.CreatedTask, error) {
			entered.Add(1)
			<-release
			return yccall.CreatedTask{ID: task.CustomTaskID}, nil
		},
		task: func(_ context.Context, id string) (yccall.Task, bool, error) {
			total := int64(1)
			return yccall.Task{ID: id, Status: yccall.StatusNotStarted, Total: &total}, true, nil
		},
		someTaskNumbers: func(context.Context, string) ([]yccall.TaskNumber, error) { return nil, nil },
	}
}

func TestOnlyOrdersOfTheSameTaskWaitForEachOther(t *testing.T) {
	t.Parallel()
	l := list(t, phone(1))
	synctest.Test(t, func(t *testing.T) {
		var entered atomic.Int32
		release := make(chan struct{})
		runner := campaign.New(blocked(&entered, release), campaign.WithWait(noWait))
		for _, id := range []string{"a", "a", "b", "c", "c"} {
			o := spec(l)
			o.Task.CustomTaskID = id
			go func() {
				if _, err := runner.Create(t.Context(), o, func(campaign.NewTask) {}); err != nil {
					t.Error(err)
				}
			}()
		}
		synctest.Wait()
		if n := entered.Load(); n != 3 {
			t.Errorf("%d orders were sent at once, want one for each of 3 tasks", n)
		}
		close(release)
		synctest.Wait()
		if n := entered.Load(); n != 5 {
			t.Errorf("%d orders were sent, want 5: a key was not given back", n)
		}
	})
}

func TestWaitingForAnotherOrderEndsWithItsContext(t *testing.T) {
	t.Parallel()
	l := list(t, phone(1))
	synctest.Test(t, func(t *testing.T) {
		var entered atomic.Int32
		release := make(chan struct{})
		runner := campaign.New(blocked(&entered, release), campaign.WithWait(noWait))
		go func() { _, _ = runner.Create(t.Context(), spec(l), func(campaign.NewTask) {}) }()
		synctest.Wait()

		ctx, cancel := context.WithCancel(t.Context())
		var err error
		done := make(chan struct{})
		go func() {
			_, err = runner.Create(ctx, spec(l), func(campaign.NewTask) {})
			close(done)
		}()
		synctest.Wait()
		cancel()
		<-done
		if !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
		close(release)
		synctest.Wait()
		if n := entered.Load(); n != 1 {
			t.Errorf("%d orders were sent, want 1", n)
		}
	})
}

// TestTwoRunsAtOnceDoNotBothStart has two machines that both look before either of them creates. Each sees the other's
// task, and task ids do not tell which of them came first.
func TestTwoRunsAtOnceDoNotBothStart(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	var looked, runs sync.WaitGroup
	looked.Add(2)
	errs := make([]error, 2)
	tasks := make([]string, 2)
	for i := range errs {
		platform := &stubPlatform{Platform: w.platform.Platform}
		platform.createTask = func(ctx context.Context, task yccall.CreateTask) (yccall.CreatedTask, error) {
			looked.Done()
			looked.Wait()
			return platform.Platform.CreateTask(ctx, task)
		}
		o := spec(list(t, phones(0, 3)...))
		o.Start = true
		runs.Go(func() {
			_, errs[i] = campaign.New(platform, campaign.WithWait(noWait)).Create(t.Context(), o, func(c campaign.NewTask) { tasks[i] = c.TaskID })
		})
	}
	runs.Wait()
	started := 0
	for i, err := range errs {
		var overtaken *campaign.OvertakenError
		task, _ := w.mock.Task(tasks[i])
		switch {
		case err == nil && task.Status == yccalltest.Running:
			started++
		case !errors.As(err, &overtaken) || overtaken.TaskID != tasks[1-i] || overtaken.CustomTaskID != "tf-renewals":
			t.Errorf("the error is %v", err)
		case task.Status != yccalltest.NotStarted:
			t.Errorf("the task that was overtaken is %s", task.Status)
		}
	}
	if started > 1 {
		t.Errorf("%d campaigns were started", started)
	}
}
