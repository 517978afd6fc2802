package campaign_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestReviseSendsOnlyWhatDiffers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after []string
		status        yccalltest.TaskStatus
		want          []string
	}{
		"nothing":                    {phones(0, 5), phones(0, 5), 0, nil},
		"another spec":               {phones(0, 5), []string{phone(3), phone(1), phone(0), phone(4), phone(2)}, 0, nil},
		"more numbers":               {phones(0, 5), phones(0, 7), 0, []string{"TaskAdd 2"}},
		"fewer numbers":              {phones(0, 5), phones(0, 3), 0, []string{"taskDelPhone 2"}},
		"other numbers":              {phones(0, 5), phones(3, 4), 0, []string{"taskDelPhone 3", "TaskAdd 2"}},
		"all others":                 {phones(0, 5), phones(5, 5), 0, []string{"taskDelPhone 5", "TaskAdd 5"}},
		"more numbers, running":      {phones(0, 5), phones(0, 7), yccalltest.Running, []string{"TaskAdd 2"}},
		"other numbers, running":     {phones(0, 5), phones(3, 4), yccalltest.Running, []string{"TaskSet 2", "taskDelPhone 3", "TaskAdd 2", "TaskSet 1"}},
		"many removed":               {phones(0, 2001), phones(2000, 1), 0, []string{"taskDelPhone 1000", "taskDelPhone 1000"}},
		"a field, not started":       {[]string{"phone,user_id", phone(0) + ",a", phone(1) + ",b"}, []string{"phone,user_id", phone(0) + ",a", phone(1) + ",c"}, 0, []string{"taskDelPhone 1", "TaskAdd 1"}},
		"a field, paused":            {[]string{"phone,member_id", phone(0) + ",a", phone(1) + ",b"}, []string{"phone,member_id", phone(0) + ",a", phone(1) + ",c"}, yccalltest.Paused, []string{"taskDelPhone 1", "TaskAdd 1"}},
		"a field, running":           {[]string{"phone,custom_uuid", phone(0) + ",a", phone(1) + ",b"}, []string{"phone,custom_uuid", phone(0) + ",a", phone(1) + ",c"}, yccalltest.Running, []string{"TaskSet 2", "taskDelPhone 1", "TaskAdd 1", "TaskSet 1"}},
		"a field and others, at run": {[]string{"phone,user_id", phone(0) + ",a", phone(1) + ",b"}, []string{"phone,user_id", phone(1) + ",c", phone(2) + ",d"}, yccalltest.Running, []string{"TaskSet 2", "taskDelPhone 2", "TaskAdd 2", "TaskSet 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newFixture(t, yccalltest.Config{}).wantRevised(test.before, test.after, test.status, test.want...)
		})
	}
}

// wantRevised makes a task of some rows, brings it into a run state, and checks that a change to other rows
// takes the wanted calls and leaves the task with the phones of these rows, in that run state.
func (w *fixture) wantRevised(before, after []string, status yccalltest.TaskStatus, want ...string) {
	w.Helper()
	id := w.create(spec(list(w.T, before...)))
	must(w.T, w.mock.ConsoleSetStatus(id, status))
	out, err := w.revise(id, list(w.T, after...))
	must(w.T, err)
	w.wantChanges(want...)
	wanted := phonesOf(after)
	w.wantHeld(id, wanted...)
	wantInSync(w.T, out, int64(len(wanted)))
	w.wantStatus(id, max(status, yccalltest.NotStarted))
}

// phonesOf takes the phones out of CSV rows.
func phonesOf(rows []string) []string {
	var list []string
	for _, row := range rows {
		if p, _, _ := strings.Cut(row, ","); p != "phone" {
			list = append(list, p)
		}
	}
	return list
}

func TestChangedFieldsArriveOnThePlatform(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.create(spec(list(t, "phone,user_id,ext", phone(1)+",a,x")))
	_, err := w.revise(id, list(t, "phone,user_id,ext", phone(1)+",b,y"))
	must(t, err)
	if n := w.mock.Numbers(id); len(n) != 1 || n[0].UserID != "b" || n[0].Ext != "y" {
		t.Errorf("the numbers are %+v", n)
	}
}

func TestCalledNumbersAreLeftAlone(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	before := []string{"phone,user_id"}
	for _, p := range phones(0, 6) {
		before = append(before, p+",a")
	}
	id := w.create(spec(list(t, before...)))
	must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
	w.mock.Dial(id, 4)

	// Of the called ones, two go and one changes; of the others, one goes and one changes.
	out, err := w.revise(id, list(t, "phone,user_id", phone(0)+",a", phone(1)+",changed", phone(5)+",changed", phone(6)+",new"))
	must(t, err)
	w.wantHeld(id, phone(0), phone(1), phone(2), phone(3), phone(5), phone(6))
	if out.Called.Unwanted != 2 || out.Called.Changed != 1 {
		t.Errorf("%d called and unwanted, %d called and changed, want 2 and 1", out.Called.Unwanted, out.Called.Changed)
	}
	wantInSync(t, out, 6)
	w.mock.DialAll(id)
	for i := range 7 {
		if n := w.mock.Dialled(phone(i)); n != 1 && i != 4 || i == 4 && n != 0 {
			t.Errorf("number %d was dialled %d times", i, n)
		}
	}
}

// TestNumberWithACalledCopyKeepsTheTaskPaused: what a server does with the called one, were it removed, is not documented.
func TestNumberWithACalledCopyKeepsTheTaskPaused(t *testing.T) {
	t.Parallel()
	for name, wanted := range map[string][]string{"wanted": phones(0, 2), "unwanted": phones(1, 1)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.create(spec(list(t, phones(0, 2)...)))
			must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
			w.mock.Dial(id, 1)
			must(t, w.mock.ConsoleAdd(id, phone(0)))
			out, err := w.revise(id, list(t, wanted...))
			var twice *campaign.CalledAndWaitingError
			var step *campaign.StepError
			if !errors.As(err, &twice) || twice.Count != 1 || !errors.As(err, &step) || !step.LeftPaused {
				t.Errorf("the error is %v", err)
			}
			w.wantChanges("TaskSet 2")
			w.wantStatus(id, yccalltest.Paused)
			if out.InSync {
				t.Error("the task is said to be in sync")
			}
		})
	}
}

func TestNumberThatIsThereTwiceIsThereOnceAfterwards(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		list []string
		want []string
	}{
		"wanted": {phones(0, 3), []string{"TaskSet 2", "taskDelPhone 1", "TaskAdd 1", "TaskSet 1"}},
		"extra":  {phones(1, 2), []string{"TaskSet 2", "taskDelPhone 1", "TaskSet 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.create(spec(list(t, phones(0, 3)...)))
			must(t, w.mock.ConsoleAdd(id, phone(0), phone(0)))
			must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
			out, err := w.revise(id, list(t, test.list...))
			must(t, err)
			w.wantChanges(test.want...)
			w.wantHeld(id, test.list...)
			wantInSync(t, out, int64(len(test.list)))
		})
	}
}

func TestRejectedNumbersAreNotSentAgain(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.create(spec(list(t, phone(0), unroutable, "00013800002")))
	out, err := w.runner.Update(t.Context(), campaign.Update{
		TaskID: id, List: list(t, phone(0), phone(1), unroutable, "00013800003"),
		// One is on the list still, one is not, and one is no phone.
		Rejected: []string{unroutable, "00013800002", `{"phone":null}`},
	})
	must(t, err)
	w.wantChanges("TaskAdd 2")
	wantRejected(t, out, unroutable, "00013800003")
	wantInSync(t, out, 2)
	if n := w.mock.Submitted(unroutable); n != 1 {
		t.Errorf("a rejected number was submitted %d times", n)
	}
}

func TestRejectedEntryWithoutAPhoneIsRecordedAsItIs(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.platform.addNumbers = func(ctx context.Context, id string, telphone []byte) (yccall.AddedNumbers, error) {
		added, err := w.platform.Platform.AddNumbers(ctx, id, telphone)
		added.Invalid = []yccall.InvalidItem{{JSON: `{"index":1}`}, {JSON: `{"phone":"12"}`, Phone: "12"}, {JSON: "x", Phone: unroutable}}
		return added, err
	}
	id := w.create(spec(list(t, phone(0))))
	out, err := w.revise(id, list(t, phone(0), phone(1), unroutable, "00013800002", "00013800003"))
	must(t, err)
	wantInSync(t, out, 2)
	wantRejected(t, out, `{"index":1}`, "12", unroutable)
}

// TestRejectedNumberThatIsNamedTwiceIsRecordedOnce: the count does not fit such a reply, and the numbers are compared.
func TestRejectedNumberThatIsNamedTwiceIsRecordedOnce(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.platform.addNumbers = func(ctx context.Context, id string, telphone []byte) (yccall.AddedNumbers, error) {
		added, err := w.platform.Platform.AddNumbers(ctx, id, telphone)
		added.Success = nil
		added.Invalid = []yccall.InvalidItem{{JSON: `{"index":1}`}, {JSON: "x", Phone: unroutable}, {JSON: "x", Phone: unroutable}}
		return added, err
	}
	id := w.create(spec(list(t, phone(0))))
	out, err := w.revise(id, list(t, phone(0), phone(1), unroutable, "00013800002"))
	must(t, err)
	wantInSync(t, out, 2)
	wantRejected(t, out, `{"index":1}`, unroutable)
}

func TestNumbersAreSettledWhateverBecomesOfTheReplies(t *testing.T) {
	t.Parallel()
	for _, service := range []string{"TaskAdd", "taskDelPhone", "TaskInfo", "TaskList", "TaskSet"} {
		for _, kind := range yccalltest.FaultKinds() {
			reads := service == "TaskInfo" || service == "TaskList"
			switch {
			case kind == yccalltest.EndlessBody, // as CutMidBody, after many megabytes
				kind == yccalltest.BusinessError, kind == yccalltest.EmptyBody, // refused; below
				reads && kind != yccalltest.Ret600 && kind != yccalltest.Delay: // the client repeats reads, but not here
				continue
			}
			t.Run(service+" "+kind.String(), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{})
				id := w.create(spec(list(t, "phone,user_id", phone(0)+",a", phone(1)+",a", phone(2)+",a", phone(3)+",a", phone(4)+",a")))
				must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
				// Two go, one changes, three come, one of them is rejected.
				rows := []string{"phone,user_id", phone(2) + ",a", phone(3) + ",a", phone(4) + ",b", phone(5) + ",a", phone(6) + ",a", unroutable + ","}
				w.mock.Plant(yccalltest.Fault{Service: service, Kind: kind, KeepPart: 2, Answer: yccalltest.Answer{Location: "http://127.0.0.1:1/"}})
				out, err := w.revise(id, list(t, rows...))
				must(t, err)
				w.wantHeld(id, phones(2, 5)...)
				wantInSync(t, out, 5)
				wantRejected(t, out, unroutable)
				w.wantStatus(id, yccalltest.Running)
				for _, i := range []int{2, 3, 5, 6} {
					if n := w.mock.Accepted(phone(i)); n != 1 {
						t.Errorf("number %d was added %d times", i, n)
					}
				}
				if w.mock.PendingFaults() != 0 {
					t.Error("the fault did not come about")
				}
			})
		}
	}
}

func TestNumbersOfATaskThatCannotTakeThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prepare func(w *fixture, id string) error
		want    any
		sent    []string
	}{
		"ended":      {func(w *fixture, id string) error { return w.mock.ConsoleSetStatus(id, yccalltest.Ended) }, new(*campaign.EndedError), nil},
		"not listed": {func(w *fixture, id string) error { return w.mock.ConsolePurge(id) }, new(*campaign.NotListedError), nil},
		"ends meanwhile": {func(w *fixture, _ string) error {
			w.platform.addNumbers = func(ctx context.Context, id string, telphone []byte) (yccall.AddedNumbers, error) {
				added, err := w.platform.Platform.AddNumbers(ctx, id, telphone)
				return added, errors.Join(err, w.mock.ConsoleSetStatus(id, yccalltest.Ended))
			}
			return nil
		}, new(*campaign.EndedError), []string{"TaskAdd 1"}},
		"is purged meanwhile": {func(w *fixture, _ string) error {
			w.platform.addNumbers = func(ctx context.Context, id string, telphone []byte) (yccall.AddedNumbers, error) {
				added, err := w.platform.Platform.AddNumbers(ctx, id, telphone)
				return added, errors.Join(err, w.mock.ConsolePurge(id))
			}
			return nil
		}, new(*campaign.NotListedError), []string{"TaskAdd 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.create(spec(list(t, phones(0, 3)...)))
			must(t, test.prepare(w, id))
			out, err := w.revise(id, list(t, phones(0, 4)...))
			var step *campaign.StepError
			if !errors.As(err, test.want) || !errors.As(err, &step) || step.TaskID != id {
				t.Errorf("the error is %v", err)
			}
			if out.TaskID != id || out.InSync || out.Held != -1 {
				t.Errorf("the outcome is %+v", out)
			}
			w.wantChanges(test.sent...)
		})
	}
}
