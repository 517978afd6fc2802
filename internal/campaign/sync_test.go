package campaign_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestMissingNumbersOfSeveralPartsAndRejectedOnesAmongThem(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.create(spec(list(t, phone(0))))
	routable := phones(0, 2*numberlist.MaxPerBatch)
	var all, unwanted []string
	for i, p := range routable {
		all = append(all, p)
		if i%100 == 1 {
			unwanted = append(unwanted, fmt.Sprintf("000%08d", i))
			all = append(all, unwanted[len(unwanted)-1])
		}
	}
	out, err := w.revise(id, list(t, all...))
	must(t, err)
	w.wantHeld(id, routable...)
	wantInSync(t, out, int64(len(routable)))
	wantRejected(t, out, unwanted...)
	if most := w.mock.MostSubmitted(id); most != 1 {
		t.Errorf("a number was submitted %d times", most)
	}
}

// TestRepliesAreRecordedWhileTheNextPartIsRead is for the race detector: replies come at once, while
// the part after is still being read.
func TestRepliesAreRecordedWhileTheNextPartIsRead(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.create(spec(list(t, phone(0))))
	w.platform.addNumbers = func(_ context.Context, id string, telphone []byte) (yccall.AddedNumbers, error) {
		var entries []struct{ Phone string }
		must(t, json.Unmarshal(telphone, &entries))
		taken := make([]string, 0, len(entries)-1)
		for _, e := range entries[1:] {
			taken = append(taken, e.Phone)
		}
		must(t, w.mock.ConsoleAdd(id, taken...))
		return yccall.AddedNumbers{Invalid: []yccall.InvalidItem{{Phone: entries[0].Phone}}}, nil
	}
	out, err := w.revise(id, list(t, phones(0, 2*numberlist.MaxPerBatch+5)...))
	must(t, err)
	wantRejected(t, out, phone(1), phone(numberlist.MaxPerBatch), phone(2*numberlist.MaxPerBatch))
	wantInSync(t, out, 2*numberlist.MaxPerBatch+2)
}

func TestSilentlyDroppedNumbersEndAsRejected(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.OmitInvalidData}})
	var out campaign.Result
	out, err := w.runner.Create(t.Context(), spec(list(t, phone(0), unroutable, phone(1))), func(campaign.NewTask) {})
	must(t, err)
	w.wantHeld(out.TaskID, phone(0), phone(1))
	wantInSync(t, out, 2)
	wantRejected(t, out, unroutable)
	// Once with the task, and once more to be sure.
	w.wantChanges("TaskCreat 3", "TaskAdd 1")

	w.mock.ResetJournal()
	out, err = w.runner.Update(t.Context(), campaign.Update{TaskID: out.TaskID, List: list(t, phone(0), unroutable, phone(1)), Rejected: out.Rejected})
	must(t, err)
	w.wantChanges()
	wantRejected(t, out, unroutable)
}

func TestPartOfAPartThatWasDroppedIsSentAgain(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.create(spec(list(t, phone(0))))
	dropped := false
	w.platform.addNumbers = func(ctx context.Context, id string, telphone []byte) (yccall.AddedNumbers, error) {
		added, err := w.platform.Platform.AddNumbers(ctx, id, telphone)
		if !dropped {
			dropped = true
			must(t, w.mock.ConsoleRemove(id, phone(2), phone(4)))
		}
		return added, err
	}
	out, err := w.revise(id, list(t, phones(0, 6)...))
	must(t, err)
	w.wantHeld(id, phones(0, 6)...)
	w.wantChanges("TaskAdd 5", "TaskAdd 2")
	wantInSync(t, out, 6)
	wantRejected(t, out)
}

func TestNumbersThatCannotBeComparedStopEverything(t *testing.T) {
	t.Parallel()
	masked := func(n yccall.TaskNumber) yccall.TaskNumber {
		n.Phone = n.Phone[:3] + "****" + n.Phone[7:]
		return n
	}
	for name, test := range map[string]struct {
		dialect    yccalltest.Dialect
		read       func(yccall.TaskNumber) yccall.TaskNumber
		before     []string
		after      []string
		unreadable int64
	}{
		"masked": {yccalltest.Dialect{}, masked, phones(0, 3), phones(0, 4), 3},
		"one masked": {yccalltest.Dialect{}, func(n yccall.TaskNumber) yccall.TaskNumber {
			if n.Phone == phone(1) {
				return masked(n)
			}
			return n
		}, phones(0, 3), phones(2, 4), 1},
		"empty": {yccalltest.Dialect{}, func(n yccall.TaskNumber) yccall.TaskNumber { n.Phone = ""; return n }, phones(0, 2), phones(0, 2), 2},
		// Both are read back as the same number, which is neither.
		"ambiguous": {yccalltest.Dialect{Habits: yccalltest.NormaliseNumbers}, nil, []string{"+8613800000001", "008613800000001", phone(5)}, []string{"+8613800000001", "008613800000001", phone(5), phone(6)}, 2},
		// Somebody may have added the number with or without the area code.
		"perhaps there under another prefix": {yccalltest.Dialect{}, nil, []string{"2120280001"}, []string{"02120280001", "00862120280001"}, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: test.dialect})
			id := w.create(spec(list(t, test.before...)))
			must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
			if test.read != nil {
				w.platform.taskNumbers = func(ctx context.Context, f yccall.NumberFilter) iter.Seq2[yccall.TaskNumber, error] {
					return func(yield func(yccall.TaskNumber, error) bool) {
						for n, err := range w.platform.Platform.TaskNumbers(ctx, f) {
							if !yield(test.read(n), err) {
								return
							}
						}
					}
				}
			}
			out, err := w.revise(id, list(t, test.after...))
			var unreadable *campaign.UnparsableNumbersError
			if !errors.As(err, &unreadable) || unreadable.Count != test.unreadable || unreadable.TaskID != id {
				t.Errorf("the error is %v, want %d numbers that cannot be read", err, test.unreadable)
			}
			if out.InSync {
				t.Error("the numbers are called settled")
			}
			w.wantChanges()
		})
	}
}

func TestListingIsRepeatedWhileItsRowsMove(t *testing.T) {
	t.Parallel()
	for failures, want := range map[int]error{0: nil, 2: nil, 3: yccall.ErrUnstableListing} {
		t.Run(fmt.Sprint(failures), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.create(spec(list(t, phones(0, 3)...)))
			listings := 0
			w.platform.taskNumbers = func(ctx context.Context, f yccall.NumberFilter) iter.Seq2[yccall.TaskNumber, error] {
				if listings++; listings <= failures {
					return sequence(fmt.Errorf("moved: %w", yccall.ErrUnstableListing), yccall.TaskNumber{Phone: phone(0)})
				}
				return w.platform.Platform.TaskNumbers(ctx, f)
			}
			_, err := w.revise(id, list(t, phones(0, 4)...))
			if !errors.Is(err, want) {
				t.Errorf("the error is %v", err)
			}
			if want != nil {
				w.wantChanges()
				return
			}
			w.wantChanges("TaskAdd 1")
		})
	}
}

func TestCountThatNeverFitsIsGivenUp(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.create(spec(list(t, phones(0, 3)...)))
	w.platform.task = func(ctx context.Context, id string) (yccall.Task, bool, error) {
		task, found, err := w.platform.Platform.Task(ctx, id)
		*task.Total, *task.Uncalled = *task.Total+7, *task.Uncalled+7
		return task, found, err
	}
	out, err := w.revise(id, list(t, phones(0, 4)...))
	if !errors.Is(err, campaign.ErrShortListing) || out.InSync {
		t.Errorf("settled %v, error %v", out.InSync, err)
	}
	w.wantChanges()
}

// TestCountOfSomethingElseIsFoundOut: the row counts seven more than the task's numbers. Once a listing has shown that all
// are there, TaskInfo counts them, also in later work.
func TestCountOfSomethingElseIsFoundOut(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	more := func(task *yccall.Task) {
		if task.Total != nil {
			*task.Total, *task.Uncalled = *task.Total+7, *task.Uncalled+7
		}
	}
	w.platform.task = func(ctx context.Context, id string) (yccall.Task, bool, error) {
		task, found, err := w.platform.Platform.Task(ctx, id)
		more(&task)
		return task, found, err
	}
	id := w.create(spec(list(t, phones(0, 3)...)))
	if made := w.made[id]; !made.InSync || made.Held != 3 || !made.Knowledge.CountByListing {
		t.Errorf("the outcome is %+v", made)
	}
	out, err := w.revise(id, list(t, phones(0, 4)...))
	must(t, err)
	wantInSync(t, out, 4)
	w.wantChanges("TaskAdd 1")
}

// TestTotalThatDoesNotAddUpIsNotTheCount: the other counts of the row say that its total counts something else.
func TestTotalThatDoesNotAddUpIsNotTheCount(t *testing.T) {
	t.Parallel()
	for name, habit := range map[string]yccalltest.Habit{"waiting": yccalltest.TotalWaiting, "rejected": yccalltest.TotalWithRejected} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: habit}})
			id := w.create(spec(list(t, append(phones(0, 4), unroutable)...)))
			must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
			w.mock.Dial(id, 2)
			o, err := w.runner.Observe(t.Context(), id, campaign.Knowledge{})
			must(t, err)
			if o.Held != 4 {
				t.Errorf("the task holds %d numbers, want 4", o.Held)
			}
		})
	}
}

// TestChangeByOthersPausesARunningTask: what somebody else has done to the numbers, or a request of an earlier run, may not
// be over, so that the task rests before anything is sent.
func TestChangeByOthersPausesARunningTask(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.create(spec(list(t, phones(0, 3)...)))
	must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
	must(t, w.mock.ConsoleAdd(id, phone(3)))
	out, err := w.revise(id, list(t, phones(0, 5)...))
	must(t, err)
	wantInSync(t, out, 5)
	w.wantChanges("TaskSet 2", "TaskAdd 1", "TaskSet 1")

	w.mock.ResetJournal()
	w.platform.taskNumbers = func(context.Context, yccall.NumberFilter) iter.Seq2[yccall.TaskNumber, error] {
		return sequence(nil, yccall.TaskNumber{Phone: "138****0000"})
	}
	_, err = w.reviseUnknown(id, list(t, phones(0, 6)...))
	var unparsable *campaign.UnparsableNumbersError
	if !errors.As(err, &unparsable) {
		t.Errorf("the error is %v", err)
	}
	w.wantChanges()
}

func TestRefusalStopsTheWorkAndLeavesTheTaskRunning(t *testing.T) {
	t.Parallel()
	before := []string{"phone,user_id", phone(0) + ",a", phone(1) + ",a"}
	after := []string{"phone,user_id", phone(0) + ",b", phone(2) + ",a"}
	for name, test := range map[string]struct {
		faults     []yccalltest.Fault
		step       string
		want       error
		status     yccalltest.TaskStatus
		leftPaused bool
		sent       []string
	}{
		"pausing is refused": {
			faults: []yccalltest.Fault{{Service: "TaskSet", Kind: yccalltest.BusinessError, Times: 2}},
			step:   "pausing the task to change its numbers", want: yccall.ErrRefused, status: yccalltest.Running,
			sent: []string{"TaskSet 2", "TaskSet 2"},
		},
		"pausing is never confirmed, and resuming works": {
			faults: []yccalltest.Fault{{Service: "TaskSet", Kind: yccalltest.CutAfterEffect}, {Service: "TaskList", Nth: 3, Times: 6, Kind: yccalltest.CutBeforeEffect}},
			step:   "reading the task", want: yccall.ErrMayHaveRun, status: yccalltest.Running,
			sent: []string{"TaskSet 2", "TaskSet 1"},
		},
		"pausing is never confirmed, nor is resuming": {
			faults: []yccalltest.Fault{{Service: "TaskSet", Kind: yccalltest.CutAfterEffect}, {Service: "TaskSet", Kind: yccalltest.BusinessError, Times: 2}, {Service: "TaskList", Nth: 3, Times: 6, Kind: yccalltest.CutBeforeEffect}},
			step:   "reading the task", want: yccall.ErrMayHaveRun, status: yccalltest.Paused, leftPaused: true,
			sent: []string{"TaskSet 2", "TaskSet 1", "TaskSet 1"},
		},
		"removing is refused": {
			faults: []yccalltest.Fault{{Service: "taskDelPhone", Kind: yccalltest.BusinessError, Times: 2}},
			step:   "removing numbers", want: yccall.ErrRefused, status: yccalltest.Running,
			sent: []string{"TaskSet 2", "taskDelPhone 0", "taskDelPhone 0", "TaskSet 1"},
		},
		"adding is refused": {
			faults: []yccalltest.Fault{{Service: "TaskAdd", Kind: yccalltest.BusinessError, Times: 2}},
			step:   "adding numbers", want: yccall.ErrRefused, status: yccalltest.Running,
			sent: []string{"TaskSet 2", "taskDelPhone 2", "TaskAdd 0", "TaskAdd 0", "TaskSet 1"},
		},
		"adding and resuming are refused": {
			faults: []yccalltest.Fault{{Service: "TaskAdd", Kind: yccalltest.BusinessError, Times: 2}, {Service: "TaskSet", Nth: 2, Kind: yccalltest.BusinessError, Times: 2}},
			step:   "adding numbers", want: yccall.ErrRefused, status: yccalltest.Paused, leftPaused: true,
			sent: []string{"TaskSet 2", "taskDelPhone 2", "TaskAdd 0", "TaskAdd 0", "TaskSet 1", "TaskSet 1"},
		},
		"resuming is refused": {
			faults: []yccalltest.Fault{{Service: "TaskSet", Nth: 2, Kind: yccalltest.BusinessError, Times: 2}},
			step:   "resuming the task after its numbers were changed", want: yccall.ErrRefused, status: yccalltest.Paused, leftPaused: true,
			sent: []string{"TaskSet 2", "taskDelPhone 2", "TaskAdd 2", "TaskSet 1", "TaskSet 1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.create(spec(list(t, before...)))
			must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
			w.mock.Plant(test.faults...)
			_, err := w.revise(id, list(t, after...))
			var step *campaign.StepError
			if !errors.As(err, &step) || !errors.Is(err, test.want) {
				t.Fatalf("the error is %v", err)
			}
			if step.Step != test.step || step.LeftPaused != test.leftPaused {
				t.Errorf("stopped while %s, left paused %v; want %s, %v", step.Step, step.LeftPaused, test.step, test.leftPaused)
			}
			w.wantStatus(id, test.status)
			w.wantChanges(test.sent...)
			if n := w.mock.PendingFaults(); n != 0 {
				t.Errorf("%d faults did not come about", n)
			}
			// Whatever was left undone is finished by the next piece of work.
			w.mock.ClearFaults()
			out, err := w.reviseUnknown(id, list(t, after...))
			must(t, err)
			w.wantHeld(id, phone(0), phone(2))
			wantInSync(t, out, 2)
		})
	}
}

func TestTaskThatSomebodyPausedIsNotResumed(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.create(spec(list(t, "phone,user_id", phone(0)+",a")))
	must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
	// It is paused by hand between our look and the next.
	w.platform.taskNumbers = func(ctx context.Context, f yccall.NumberFilter) iter.Seq2[yccall.TaskNumber, error] {
		must(t, w.mock.ConsoleSetStatus(id, yccalltest.Paused))
		return w.platform.Platform.TaskNumbers(ctx, f)
	}
	_, err := w.revise(id, list(t, "phone,user_id", phone(0)+",b"))
	must(t, err)
	w.wantStatus(id, yccalltest.Paused)
	if slices.Contains(w.changes(), "TaskSet 1") {
		t.Errorf("the calls are %v", w.changes())
	}
}

// TestNumberIsNotCalledWhileItIsRenewed dials at every request: a number that was called before the
// task rested is not added again.
func TestNumberIsNotCalledWhileItIsRenewed(t *testing.T) {
	t.Parallel()
	for perRequest := range 4 {
		t.Run(fmt.Sprint(perRequest), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialer: yccalltest.Dialer{PerRequest: perRequest}})
			rows := func(field string) []string {
				list := []string{"phone,user_id"}
				for _, p := range phones(0, 30) {
					list = append(list, p+","+field)
				}
				return list
			}
			o := spec(list(t, rows("a")...))
			o.Start = true
			id := w.create(o)
			out, err := w.revise(id, list(t, rows("b")...))
			must(t, err)
			called, renewed := 0, 0
			for _, n := range w.mock.Numbers(id) {
				if n.UserID == "a" && n.Called {
					called++
				}
				if n.UserID == "b" {
					renewed++
				}
			}
			if called+renewed != 30 || out.Called.Changed != called || (called > 0) != (perRequest > 0) {
				t.Errorf("%d called with the old field, %d with the new one, %d reported", called, renewed, out.Called.Changed)
			}
			w.wantEachCalledOnce(id, phones(0, 30))
		})
	}
}
