package campaign_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// TestLateAdditionIsWaitedForAndNotSentTwice lets a lost TaskAdd take effect only after so many other
// requests, on a task that calls one number at each of them.
func TestLateAdditionIsWaitedForAndNotSentTwice(t *testing.T) {
	t.Parallel()
	for late := range 8 {
		for _, status := range []yccalltest.TaskStatus{yccalltest.NotStarted, yccalltest.Running} {
			t.Run(fmt.Sprintf("%s, %d", status, late), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{Dialer: yccalltest.Dialer{PerRequest: 1}})
				id := w.create(spec(list(t, phones(0, 40)...)))
				must(t, w.mock.ConsoleSetStatus(id, status))
				w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.LateEffect, LateBy: late})
				out, err := w.revise(id, list(t, phones(0, 43)...))
				must(t, err)
				w.wantHeld(id, phones(0, 43)...)
				wantInSync(t, out, 43)
				w.wantStatus(id, status)
				if most := w.mock.MostSubmitted(id); late < 4 && most != 1 {
					t.Errorf("a number was submitted %d times", most)
				}
				w.mock.DialAll(id)
				for _, p := range phones(0, 43) {
					if n := w.mock.Dialled(p); n > 1 {
						t.Errorf("a number was dialled %d times", n)
					}
				}
			})
		}
	}
}

// TestTaskRestsWhileALostAdditionIsSentAgain lets the lost TaskAdd take effect after its numbers were
// sent again, on a task that has few others left to call.
func TestTaskRestsWhileALostAdditionIsSentAgain(t *testing.T) {
	t.Parallel()
	for _, late := range []int{6, 7, 8} {
		for others := 10; others < 16; others++ {
			t.Run(fmt.Sprintf("%d others, %d", others, late), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{Dialer: yccalltest.Dialer{PerRequest: 1}})
				id := w.create(spec(list(t, phones(0, others)...)))
				must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
				w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.LateEffect, LateBy: late})
				_, err := w.revise(id, list(t, phones(0, others+3)...))
				var ended *campaign.EndedError
				if err != nil && !errors.As(err, &ended) { // it may have called everybody before
					t.Error(err)
				}
				w.mock.DialAll(id)
				for _, p := range phones(0, others+3) {
					if n := w.mock.Dialled(p); n > 1 {
						t.Errorf("a number was dialled %d times", n)
					}
				}
			})
		}
	}
}

// TestAcceptedNumbersThatShowLateAreNotCalledTwice is on a platform that answers with success and takes
// the numbers in later, on a task that calls people at every moment in which it does not rest.
func TestAcceptedNumbersThatShowLateAreNotCalledTwice(t *testing.T) {
	t.Parallel()
	for _, status := range []yccalltest.TaskStatus{yccalltest.NotStarted, yccalltest.Running} {
		for late := range 9 {
			t.Run(fmt.Sprintf("%s, %d", status, late), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{})
				id := w.create(spec(list(t, phones(0, 3)...)))
				must(t, w.mock.ConsoleSetStatus(id, status))
				var pending []byte
				sent, looks := 0, 0
				takeIn := func(ctx context.Context) {
					if pending != nil {
						_, err := w.platform.Platform.AddNumbers(ctx, id, pending)
						must(t, err)
						w.mock.Dial(id, 4)
					}
					pending = nil
				}
				w.platform.addNumbers = func(ctx context.Context, id string, telphone []byte) (yccall.AddedNumbers, error) {
					if sent++; sent == 1 {
						pending = slices.Clone(telphone)
						return yccall.AddedNumbers{}, nil
					}
					takeIn(ctx)
					return w.platform.Platform.AddNumbers(ctx, id, telphone)
				}
				w.platform.task = func(ctx context.Context, id string) (yccall.Task, bool, error) {
					if looks++; looks > late && sent > 0 {
						takeIn(ctx)
					}
					return w.platform.Platform.Task(ctx, id)
				}
				out, err := w.revise(id, list(t, phones(0, 5)...))
				must(t, err)
				wantInSync(t, out, 5)
				if late < 5 && sent != 1 {
					t.Errorf("they were sent %d times", sent)
				}
				must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
				w.wantEachCalledOnce(id, phones(0, 5))
			})
		}
	}
}

// TestLateRemovalLosesNobody lets a lost taskDelPhone of a number that is renewed take effect after so
// many other requests.
func TestLateRemovalLosesNobody(t *testing.T) {
	t.Parallel()
	for late := range 9 {
		t.Run(fmt.Sprint(late), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.create(spec(list(t, "phone,user_id", phone(0)+",a", phone(1)+",b")))
			must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
			w.mock.Plant(yccalltest.Fault{Service: "taskDelPhone", Kind: yccalltest.LateEffect, LateBy: late})
			out, err := w.revise(id, list(t, "phone,user_id", phone(0)+",x", phone(1)+",b"))
			must(t, err)
			w.mock.FinishLate()
			wantInSync(t, out, 2)
			w.wantHeld(id, phone(0), phone(1))
		})
	}
}

// TestLostAdditionIsNotTakenForNumbersAddedByHand: the count is as if it had arrived.
func TestLostAdditionIsNotTakenForNumbersAddedByHand(t *testing.T) {
	t.Parallel()
	inBubble(t, yccalltest.Config{}, func(w *fixture) {
		id := w.create(spec(list(w.T, phones(0, 20)...)))
		w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.CutBeforeEffect})
		add := w.platform.Platform.AddNumbers
		w.platform.addNumbers = func(ctx context.Context, id string, telphone []byte) (yccall.AddedNumbers, error) {
			reply, err := add(ctx, id, telphone)
			if err != nil {
				must(w.T, w.mock.ConsoleAdd(id, phone(50)))
			}
			return reply, err
		}
		out, err := w.revise(id, list(w.T, phones(0, 21)...))
		must(w.T, err)
		wantInSync(w.T, out, 21)
		w.wantHeld(id, phones(0, 21)...)
	})
}
