package campaign_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// TestNothingIsSentAfterCancellation cancels each piece of work at each of its requests. The mock has
// one task that runs, which holds one number twice.
func TestNothingIsSentAfterCancellation(t *testing.T) {
	t.Parallel()
	create := func(ctx context.Context, w *fixture, _ string) error {
		o := spec(list(t, phone(1), phone(2), unroutable))
		o.Start = true
		_, err := w.runner.Create(ctx, o, func(campaign.NewTask) {})
		return err
	}
	revise := func(ctx context.Context, w *fixture, id string) error {
		_, err := w.runner.Update(ctx, campaign.Update{TaskID: id, List: list(t, "phone,user_id", phone(1)+",b", phone(3)+",a", phone(4)+",a")})
		return err
	}
	end := func(ctx context.Context, w *fixture, id string) error {
		_, err := w.runner.End(ctx, id)
		return err
	}
	for name, test := range map[string]struct {
		work   func(ctx context.Context, w *fixture, id string) error
		faults []yccalltest.Fault
	}{
		"create":          {work: create},
		"create in doubt": {create, []yccalltest.Fault{{Service: "TaskCreat", Kind: yccalltest.CutAfterEffect}}},
		"create in vain":  {create, []yccalltest.Fault{{Service: "TaskCreat", Kind: yccalltest.CutBeforeEffect}}},
		"revise":          {work: revise},
		"revise in doubt": {revise, []yccalltest.Fault{
			{Service: "TaskAdd", Kind: yccalltest.PartialEffect, KeepPart: 1},
			{Service: "taskDelPhone", Kind: yccalltest.CutBeforeEffect},
		}},
		"end":          {work: end},
		"end in doubt": {end, []yccalltest.Fault{{Service: "TaskSet", Kind: yccalltest.CutBeforeEffect, Times: 2}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for at := int64(1); ; at++ {
				ctx, cancel := context.WithCancel(t.Context())
				var requests atomic.Int64
				w := newFixture(t, yccalltest.Config{OnRequest: func(yccalltest.Exchange) {
					if requests.Add(1) == at {
						cancel()
					}
				}})
				id := w.byHand(yccalltest.TaskSnapshot{Status: yccalltest.Running}, phone(2), phone(1), phone(2))
				w.mock.Plant(test.faults...)
				err := test.work(ctx, w, id)
				cancel()

				if n := requests.Load(); n > at {
					t.Errorf("cancelled at request %d, %d were sent: %v", at, n, w.changes())
				}
				var step *campaign.StepError
				if task, _ := w.mock.Task(id); task.Status == yccalltest.Paused && (!errors.As(err, &step) || !step.LeftPaused) {
					t.Errorf("cancelled at request %d, the task was left paused, and the error does not say so: %v", at, err)
				}
				for _, task := range w.mock.Tasks()[1:] {
					if task.EverStarted && slices.Index(w.changes(), "TaskSet 1") != len(w.changes())-1 {
						t.Errorf("cancelled at request %d, the task was started before it was complete: %v", at, w.changes())
					}
				}
				if requests.Load() < at {
					return // it was done before it could be cancelled
				}
			}
		})
	}
}

func TestCancelledCreationSaysWhatIsLeft(t *testing.T) {
	t.Parallel()
	for service, test := range map[string]struct {
		nth      int64
		recorded bool
		want     any
	}{
		"while it is looked for":      {2, false, nil}, // after the log-in
		"while older ones are, too":   {3, false, nil},
		"while it is created":         {4, false, new(*campaign.UndecidedError)},
		"while it is seen":            {5, true, new(*campaign.StepError)},
		"while numbers are counted":   {6, true, new(*campaign.StepError)},
		"while the format is learned": {7, true, new(*campaign.StepError)},
	} {
		t.Run(service, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var requests atomic.Int64
			// The request is not answered, so that the client cannot be done with it first.
			w := newFixture(t, yccalltest.Config{OnRequest: func(yccalltest.Exchange) {
				if requests.Add(1) == test.nth {
					cancel()
				}
			}})
			w.mock.Plant(yccalltest.Fault{Service: "*", Nth: int(test.nth), Kind: yccalltest.HangAfterEffect})
			o := spec(list(t, phones(0, 3)...))
			o.Start = true
			recorded := false
			out, err := w.runner.Create(ctx, o, func(campaign.NewTask) { recorded = true })
			if !errors.Is(err, context.Canceled) || test.want != nil && !errors.As(err, test.want) {
				t.Errorf("the error is %v", err)
			}
			if recorded != test.recorded || (out.TaskID != "") != test.recorded {
				t.Errorf("recorded %v, outcome %+v", recorded, out)
			}
			for _, task := range w.mock.Tasks() {
				if task.EverStarted {
					t.Error("the task was started")
				}
			}
		})
	}
}
