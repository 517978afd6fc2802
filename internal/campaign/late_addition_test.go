package campaign_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/mockendpoint"
)

// TestLateAdditionIsWaitedForAndNotSentTwice lets a lost TaskAdd take effect only after so many other
// requests, on a task that calls one number at each of them.
func TestLateAdditionIsWaitedForAndNotSentTwice(t *testing.T) {
	t.Parallel()
	for late := range 8 {
		for _, status := range []mockendpoint.TaskStatus{mockendpoint.NotStarted, mockendpoint.Running} {
			t.Run(fmt.Sprintf("%s, %d", status, late), func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, mockendpoint.Config{DialPerRequest: 1})
				id := w.create(order(list(t, phones(0, 40)...)))
				must(t, w.mock.ConsoleSetStatus(id, status))
				w.mock.Plant(mockendpoint.Fault{Service: "TaskAdd", Kind: mockendpoint.LateEffect, LateBy: late})
				out, err := w.revise(id, list(t, phones(0, 43)...))
				must(t, err)
				w.wantHeld(id, phones(0, 43)...)
				wantSettled(t, out, 43)
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
				w := newWorld(t, mockendpoint.Config{DialPerRequest: 1})
				id := w.create(order(list(t, phones(0, others)...)))
				must(t, w.mock.ConsoleSetStatus(id, mockendpoint.Running))
				w.mock.Plant(mockendpoint.Fault{Service: "TaskAdd", Kind: mockendpoint.LateEffect, LateBy: late})
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
