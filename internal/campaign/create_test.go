package campaign_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestCreateAddsAllPartsBeforeItStartsTheTask(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	all := append(phones(0, 2*numberlist.MaxPerBatch), "13900000001", unroutable)
	o := spec(list(t, all...))
	o.Start = true
	var created campaign.NewTask
	out, err := w.runner.Create(t.Context(), o, func(c campaign.NewTask) {
		created = c
		// The id has to be on record before anything else can fail.
		w.wantChanges("TaskCreat 10000")
	})
	must(t, err)

	w.wantChanges("TaskCreat 10000", "TaskAdd 10000", "TaskAdd 2", "TaskSet 1")
	// One page of them tells how the platform writes them.
	if n := w.mock.Requests("TaskInfo"); n != 1 {
		t.Errorf("the numbers were listed %d times, though nothing was in doubt", n)
	}
	tasks := w.mock.Tasks()
	if len(tasks) != 1 || tasks[0].Params.Get("status") != "0" {
		t.Fatalf("the tasks are %+v", tasks)
	}
	w.wantStatus(created.TaskID, yccalltest.Running)
	w.wantHeld(created.TaskID, all[:len(all)-1]...)
	wantInSync(t, out, int64(len(all)-1))
	wantRejected(t, out, unroutable)
	if out.TaskID != created.TaskID || out.Task.Status != yccall.StatusRunning || out.StartUnconfirmed {
		t.Errorf("the outcome is %+v", out)
	}
}

func TestTaskThatIsNotToRunIsNotStarted(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	// A Start among the parameters is not the spec's: the numbers are not all there yet.
	o := spec(list(t, phones(0, 3)...))
	run := true
	o.Task.Start = &run
	out, err := w.runner.Create(t.Context(), o, func(campaign.NewTask) {})
	must(t, err)
	w.wantChanges("TaskCreat 3")
	if task, _ := w.mock.Task(out.TaskID); task.EverStarted {
		t.Error("the task was started")
	}
	if !out.Seen || out.Task.Status != yccall.StatusNotStarted {
		t.Errorf("the outcome is %+v", out)
	}
}

func TestCreateIsSentOnceWhateverBecomesOfIt(t *testing.T) {
	t.Parallel()
	// The kinds after which there is no task, with what the error is then.
	nothingMade := map[yccalltest.FaultKind]error{
		yccalltest.CutBeforeEffect:      yccall.ErrMayHaveRun,
		yccalltest.HTTP500BeforeEffect:  yccall.ErrMayHaveRun,
		yccalltest.HTMLBodyBeforeEffect: yccall.ErrMayHaveRun,
		yccalltest.Ret500BeforeEffect:   yccall.ErrMayHaveRun,
		yccalltest.HangBeforeEffect:     yccall.ErrMayHaveRun,
		yccalltest.Redirect:             yccall.ErrMayHaveRun,
		yccalltest.BusinessError:        yccall.ErrRefused,
	}
	for _, kind := range yccalltest.FaultKinds() {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: kind, KeepPart: 2, Answer: yccalltest.Answer{Location: "http://127.0.0.1:1/"}, LateBy: 2})
			wanted := phones(0, 6)
			o := spec(list(t, append(wanted, unroutable)...))
			o.Start = true
			recorded := 0
			out, err := w.runner.Create(t.Context(), o, func(campaign.NewTask) { recorded++ })

			sent := 1
			switch kind {
			case yccalltest.Ret600, yccalltest.EmptyBody:
				sent = 2 // it did not run: the token was dead, or it was too large
			}
			if n := w.mock.Requests("TaskCreat"); n != sent {
				t.Errorf("TaskCreat was sent %d times, want %d", n, sent)
			}
			if cause, none := nothingMade[kind]; none {
				var undecided *campaign.UndecidedError
				if !errors.Is(err, cause) || !errors.As(err, &undecided) {
					t.Fatalf("the error is %v", err)
				}
				if undecided.CustomTaskID != "tf-renewals" || undecided.Candidate != "" {
					t.Errorf("the error is %+v", undecided)
				}
				if w.mock.Requests("TaskList") < 5 {
					t.Error("it was not looked for more than once")
				}
				if len(w.mock.Tasks()) != 0 || recorded != 0 || out.TaskID != "" {
					t.Errorf("tasks %v, %d recorded", w.mock.Tasks(), recorded)
				}
				return
			}
			must(t, err)
			if tasks := w.mock.Tasks(); len(tasks) != 1 || recorded != 1 || tasks[0].ID != out.TaskID {
				t.Fatalf("tasks %v, %d recorded", tasks, recorded)
			}
			w.wantHeld(out.TaskID, wanted...)
			w.wantStatus(out.TaskID, yccalltest.Running)
			wantInSync(t, out, 6)
			wantRejected(t, out, unroutable)
			for _, p := range wanted {
				if n := w.mock.Submitted(p); n != 1 {
					t.Errorf("a number was submitted %d times", n)
				}
			}
		})
	}
}

func TestTaskThatTurnsUpAfterTheLastLookWasNotStarted(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: yccalltest.LateEffect, LateBy: 1000})
	o := spec(list(t, phones(0, 3)...))
	o.Start = true
	_, err := w.runner.Create(t.Context(), o, func(campaign.NewTask) {})
	var undecided *campaign.UndecidedError
	if !errors.As(err, &undecided) {
		t.Fatalf("the error is %v", err)
	}
	w.mock.FinishLate()
	w.wantChanges("TaskCreat 3")

	// The same spec finds it and makes no other.
	var exists *campaign.UnstartedError
	if _, err = w.runner.Create(t.Context(), o, func(campaign.NewTask) {}); !errors.As(err, &exists) {
		t.Fatalf("the error is %v", err)
	}
	if tasks := w.mock.Tasks(); len(tasks) != 1 || tasks[0].EverStarted || tasks[0].ID != exists.Task.ID {
		t.Errorf("the tasks are %+v", tasks)
	}
}

func TestExistingTaskIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{
		"named by the row": {}, "named by the row alone": {Habits: yccalltest.IgnoreCustomIDFilter},
		"found by the filter": {Habits: yccalltest.NoCustomIDEcho}, "found in old rows": {Habits: yccalltest.OldRows},
		"found in rows with null for an id": {Habits: yccalltest.NullCustomIDEcho},
	} {
		for _, status := range []yccalltest.TaskStatus{yccalltest.NotStarted, yccalltest.Running, yccalltest.Paused} {
			t.Run(name+" "+status.String(), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{Dialect: dialect})
				existing := alike()
				existing.Status = status
				id := w.byHand(existing, phone(1))
				recorded := false
				_, err := w.runner.Create(t.Context(), spec(list(t, phone(2))), func(campaign.NewTask) { recorded = true })
				var unstarted *campaign.UnstartedError
				var runs *campaign.RunsAlreadyError
				switch {
				case errors.As(err, &unstarted) && status == yccalltest.NotStarted && unstarted.Task.ID == id:
				case errors.As(err, &runs) && status != yccalltest.NotStarted && runs.Task.ID == id && runs.Task.Status.String() == status.String():
				default:
					t.Errorf("the error is %v", err)
				}
				w.wantChanges()
				if recorded {
					t.Error("the other task was recorded as ours")
				}
			})
		}
	}
}

func TestTasksThatDoNotStandInTheWayOfACreation(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		dialect yccalltest.Dialect
		change  func(*yccalltest.TaskSnapshot)
	}{
		"ended":                     {yccalltest.Dialect{}, func(s *yccalltest.TaskSnapshot) { s.Status = yccalltest.Ended }},
		"another id":                {yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter}, func(s *yccalltest.TaskSnapshot) { s.CustomID = "tf-renewals-2" }},
		"no id, filter ignored":     {yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter | yccalltest.NoCustomIDEcho}, func(s *yccalltest.TaskSnapshot) { s.CustomID = "" }},
		"no id, filter works":       {yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho}, func(s *yccalltest.TaskSnapshot) { s.CustomID = "" }},
		"ended, known by filter":    {yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho}, func(s *yccalltest.TaskSnapshot) { s.Status = yccalltest.Ended }},
		"ended, counts not in rows": {yccalltest.Dialect{Habits: yccalltest.NoCounts}, func(s *yccalltest.TaskSnapshot) { s.Status = yccalltest.Ended }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: test.dialect})
			other := alike()
			test.change(&other)
			otherID := w.byHand(other, phone(1))
			id := w.create(spec(list(t, phone(2))))
			if id == otherID {
				t.Error("no task was made")
			}
			w.wantHeld(id, phone(2))
			w.wantHeld(otherID, phone(1))
		})
	}
}

func TestNothingIsCreatedWhenItCannotBeLookedForFirst(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mock.Plant(yccalltest.Fault{Service: "TaskList", Kind: yccalltest.CutBeforeEffect})
	_, err := w.runner.Create(t.Context(), spec(list(t, phone(1))), func(campaign.NewTask) {})
	if !errors.Is(err, yccall.ErrNoReply) {
		t.Errorf("the error is %v", err)
	}
	w.wantChanges()
}

func TestTaskThatWasThereBeforeIsNotTakenForANewOne(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	old := alike()
	old.Status = yccalltest.Ended
	id := w.byHand(old, phone(1))
	w.platform.createTask = func(context.Context, yccall.CreateTask) (yccall.CreatedTask, error) {
		return yccall.CreatedTask{ID: id}, nil
	}
	o := spec(list(t, phones(2, 3)...))
	o.Start = true
	recorded := false
	_, err := w.runner.Create(t.Context(), o, func(campaign.NewTask) { recorded = true })
	var reused *campaign.ReusedTaskError
	if !errors.As(err, &reused) || reused.TaskID != id || reused.CustomTaskID != "tf-renewals" {
		t.Errorf("the error is %v", err)
	}
	if recorded {
		t.Error("the old task was recorded as the new one")
	}
	w.wantChanges()
}

func TestListThatChangedSinceItWasCheckedIsNotSent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		at   int // the entry that changes
		sent []string
	}{
		"at the beginning": {0, nil},
		"in a later part":  {numberlist.MaxPerBatch, []string{"TaskCreat 10000"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			path := filepath.Join(t.TempDir(), "list.csv")
			write := func(rows []string) {
				must(t, os.WriteFile(path, []byte("phone\n"+strings.Join(rows, "\n")+"\n"), 0o600))
			}
			rows := phones(0, numberlist.MaxPerBatch+1)
			write(rows)
			source, err := numberlist.File(path)
			must(t, err)
			l, err := numberlist.Check(t.Context(), source, numberlist.CheckOptions{KeepSet: true})
			must(t, err)
			rows[test.at] = "13900000001"
			write(rows)

			o := spec(l)
			o.Start = true
			recorded := ""
			_, err = w.runner.Create(t.Context(), o, func(c campaign.NewTask) { recorded = c.TaskID })
			var step *campaign.StepError
			if !errors.Is(err, numberlist.ErrChanged) || errors.As(err, &step) != (test.sent != nil) {
				t.Errorf("the error is %v", err)
			}
			w.wantChanges(test.sent...)
			if n := w.mock.Submitted("13900000001"); n != 0 {
				t.Error("a number that was not checked was sent")
			}
			if task, _ := w.mock.Task(recorded); (recorded != "") != (test.sent != nil) || task.EverStarted {
				t.Errorf("task %q, started %v", recorded, task.EverStarted)
			}
		})
	}
}

func TestFailedCreationLeavesATaskThatWasNeverStarted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults  []yccalltest.Fault
		step    string
		settled bool
	}{
		"a part is refused":        {[]yccalltest.Fault{{Service: "TaskAdd", Kind: yccalltest.BusinessError, Times: -1}}, "adding numbers", false},
		"a part is too large":      {[]yccalltest.Fault{{Service: "TaskAdd", Kind: yccalltest.EmptyBody, Times: -1}}, "adding numbers", false},
		"a part is lost each time": {[]yccalltest.Fault{{Service: "TaskAdd", Kind: yccalltest.CutBeforeEffect, Times: -1}}, "adding numbers", false},
		"the count cannot be read": {[]yccalltest.Fault{{Service: "TaskList", Nth: 4, Kind: yccalltest.CutBeforeEffect, Times: -1}}, "reading the task", false},
		"it is never seen":         {[]yccalltest.Fault{{Service: "TaskList", Nth: 3, Kind: yccalltest.CutBeforeEffect, Times: -1}}, "looking for the same campaign", false},
		"the list cannot be read": {[]yccalltest.Fault{
			{Service: "TaskAdd", Kind: yccalltest.CutBeforeEffect}, {Service: "TaskInfo", Kind: yccalltest.CutBeforeEffect, Times: -1},
		}, "listing the task's numbers", false},
		"the start is refused": {[]yccalltest.Fault{{Service: "TaskSet", Kind: yccalltest.BusinessError, Times: -1}}, "starting", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			w.mock.Plant(test.faults...)
			o := spec(list(t, twoParts()...))
			o.Start = true
			var recorded string
			out, err := w.runner.Create(t.Context(), o, func(c campaign.NewTask) { recorded = c.TaskID })
			var step *campaign.StepError
			if !errors.As(err, &step) || !strings.HasPrefix(step.Step, test.step) || step.TaskID != recorded || step.LeftPaused {
				t.Errorf("the error is %+v", err)
			}
			if out.TaskID != recorded || out.InSync != test.settled || !test.settled && out.Held != -1 {
				t.Errorf("the outcome is %+v", out)
			}
			tasks := w.mock.Tasks()
			if len(tasks) != 1 || tasks[0].ID != recorded || tasks[0].EverStarted || tasks[0].SwitchedOn {
				t.Errorf("the tasks are %+v", tasks)
			}
			if most := w.mock.MostSubmitted(recorded); most != 1 {
				t.Errorf("a number was submitted %d times", most)
			}
		})
	}
}

// twoParts are the rows of a list that is too large for one part in bytes: so few numbers are quick to list.
func twoParts() []string {
	rows := []string{"phone,ext"}
	wide := "," + strings.Repeat("x", 4000)
	for _, p := range phones(0, numberlist.MaxBatchBytes/4000+10) {
		rows = append(rows, p+wide)
	}
	return rows
}

func TestStartThatCannotBeConfirmedIsNoFailure(t *testing.T) {
	t.Parallel()
	for _, kind := range []yccalltest.FaultKind{yccalltest.CutBeforeEffect, yccalltest.CutAfterEffect} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			w.mock.Plant(
				yccalltest.Fault{Service: "TaskSet", Kind: kind},
				yccalltest.Fault{Service: "TaskList", Nth: 5, Kind: yccalltest.CutBeforeEffect, Times: -1},
			)
			o := spec(list(t, phones(0, 3)...))
			o.Start = true
			out, err := w.runner.Create(t.Context(), o, func(campaign.NewTask) {})
			must(t, err)
			if !out.StartUnconfirmed {
				t.Errorf("the outcome is %+v", out)
			}
			wantInSync(t, out, 3)
			w.wantChanges("TaskCreat 3", "TaskSet 1")
		})
	}
}

func TestNotSeeingATaskAfterItsStartIsNoFailure(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mock.Plant(yccalltest.Fault{Service: "TaskList", Nth: 5, Kind: yccalltest.CutBeforeEffect})
	o := spec(list(t, phones(0, 3)...))
	o.Start = true
	out, err := w.runner.Create(t.Context(), o, func(campaign.NewTask) {})
	must(t, err)
	w.wantStatus(out.TaskID, yccalltest.Running)
	if out.StartUnconfirmed || !out.InSync || w.mock.PendingFaults() != 0 {
		t.Errorf("the outcome is %+v", out)
	}
}
