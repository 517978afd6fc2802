package campaign_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// many is a task of so many numbers that it is not listed before an append.
const many = 20_001

func TestAppendSendsTheEndOfTheListAndListsFewNumbersAlone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ before, listings int }{
		"few numbers":  {3, 1},
		"many numbers": {many, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			before := append(phones(0, test.before), unroutable)
			id := w.create(spec(list(t, before...)))
			all := slices.Concat(before, phones(test.before, 2))
			out, err := w.runner.Update(t.Context(), campaign.Update{
				TaskID: id, List: list(t, append(all, "00013800002")...), Rejected: []string{unroutable},
				AppendedTo: test.before + 1, Held: held(int64(test.before)),
			})
			must(t, err)
			w.wantChanges("TaskAdd 3")
			if n := w.mock.Requests("TaskInfo"); n != test.listings {
				t.Errorf("the numbers were listed %d times, want %d", n, test.listings)
			}
			w.wantHeld(id, phones(0, test.before+2)...)
			wantInSync(t, out, int64(test.before+2))
			wantRejected(t, out, unroutable, "00013800002")
		})
	}
}

// TestAppendToATaskThatIsNotAsItWasLeft: the count shows it, and the numbers are compared after all.
func TestAppendToATaskThatIsNotAsItWasLeft(t *testing.T) {
	t.Parallel()
	for name, byHand := range map[string]func(w *fixture, id string) error{
		"one more":   func(w *fixture, id string) error { return w.mock.ConsoleAdd(id, phone(9)) },
		"one less":   func(w *fixture, id string) error { return w.mock.ConsoleRemove(id, phone(1)) },
		"one twice":  func(w *fixture, id string) error { return w.mock.ConsoleAdd(id, phone(1)) },
		"the tail":   func(w *fixture, id string) error { return w.mock.ConsoleAdd(id, phone(3), phone(4)) },
		"all undone": func(w *fixture, id string) error { return w.mock.ConsoleRemove(id, phones(0, 3)...) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.create(spec(list(t, phones(0, 3)...)))
			must(t, byHand(w, id))
			out, err := w.runner.Update(t.Context(), campaign.Update{
				TaskID: id, List: list(t, phones(0, 5)...), AppendedTo: 3, Held: held(3),
			})
			must(t, err)
			w.wantHeld(id, phones(0, 5)...)
			wantInSync(t, out, 5)
		})
	}
}

func TestAppendIsSettledWhateverBecomesOfTheReply(t *testing.T) {
	t.Parallel()
	for _, kind := range yccalltest.FaultKinds() {
		switch kind {
		case yccalltest.BusinessError, yccalltest.EmptyBody, yccalltest.EndlessBody:
			continue
		}
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.create(spec(list(t, phones(0, 3)...)))
			w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: kind, KeepPart: 1, Answer: yccalltest.Answer{Location: "http://127.0.0.1:1/"}})
			out, err := w.runner.Update(t.Context(), campaign.Update{
				TaskID: id, List: list(t, phones(0, 6)...), AppendedTo: 3, Held: held(3),
			})
			must(t, err)
			w.wantHeld(id, phones(0, 6)...)
			wantInSync(t, out, 6)
			if most := w.mock.MostSubmitted(id); most != 1 {
				t.Errorf("a number was submitted %d times", most)
			}
		})
	}
}

func TestAppendToATaskThatCannotTakeNumbers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(w *fixture, id string) error
		want    any
	}{
		"ended":      {func(w *fixture, id string) error { return w.mock.ConsoleSetStatus(id, yccalltest.Ended) }, new(*campaign.EndedError)},
		"not listed": {func(w *fixture, id string) error { return w.mock.ConsolePurge(id) }, new(*campaign.NotListedError)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.create(spec(list(t, phones(0, 3)...)))
			must(t, test.prepare(w, id))
			_, err := w.runner.Update(t.Context(), campaign.Update{
				TaskID: id, List: list(t, phones(0, 5)...), AppendedTo: 3, Held: held(3),
			})
			if !errors.As(err, test.want) {
				t.Errorf("the error is %v", err)
			}
			w.wantHeld(id, phones(0, 3)...)
		})
	}
}

func TestProgressIsReportedAfterEveryPart(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	var got []string
	w.runner = campaign.New(w.platform, campaign.WithWait(noWait), campaign.WithProgress(func(_ context.Context, p campaign.Progress) {
		got = append(got, fmt.Sprintf("task %v: %d parts, %d + %d of %d", p.TaskID != "", p.Batches, p.Accepted, p.Rejected, p.Listed))
	}))
	w.create(spec(list(t, append(phones(0, numberlist.MaxPerBatch), unroutable, phone(numberlist.MaxPerBatch))...)))
	want := []string{"task true: 1 parts, 10000 + 0 of 10002", "task true: 2 parts, 10001 + 1 of 10002"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
}

// TestAppendKeepsRejectedEntriesThatNameNoNumber: nothing was corrected.
func TestAppendKeepsRejectedEntriesThatNameNoNumber(t *testing.T) {
	t.Parallel()
	const nameless = `{"row":4,"reason":"unroutable"}`
	w := newFixture(t, yccalltest.Config{})
	before := append(phones(0, many), unroutable)
	id := w.create(spec(list(t, before...)))
	revision := campaign.Update{
		TaskID: id, List: list(t, append(before, "13900000009")...), Rejected: []string{nameless},
		AppendedTo: many + 1, Held: held(many),
	}
	out, err := w.runner.Update(t.Context(), revision)
	must(t, err)
	w.wantChanges("TaskAdd 1")
	wantInSync(t, out, many+1)
	wantRejected(t, out, nameless)

	// A comparison finds out what it was.
	must(t, w.mock.ConsoleAdd(id, "13900000008"))
	revision.AppendedTo = 0
	out, err = w.runner.Update(t.Context(), revision)
	must(t, err)
	wantRejected(t, out, unroutable)
}
