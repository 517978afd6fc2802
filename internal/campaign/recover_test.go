package campaign_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// TestLostTaskIsAdoptedOnlyWithProof lets TaskCreat be lost, and makes by hand what it may have left.
func TestLostTaskIsAdoptedOnlyWithProof(t *testing.T) {
	t.Parallel()
	silent := yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho}
	null := yccalltest.Dialect{Habits: yccalltest.NullCustomIDEcho}
	deafNull := yccalltest.Dialect{Habits: yccalltest.NullCustomIDEcho | yccalltest.IgnoreCustomIDFilter}
	deaf := yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho | yccalltest.IgnoreCustomIDFilter}
	with := func(change func(*yccalltest.TaskSnapshot)) []yccalltest.TaskSnapshot {
		task := alike()
		change(&task)
		return []yccalltest.TaskSnapshot{task}
	}
	one := []yccalltest.TaskSnapshot{alike()}
	for name, test := range map[string]struct {
		dialect yccalltest.Dialect
		unnamed bool                      // the spec gives no name
		before  []yccalltest.TaskSnapshot // there before TaskCreat
		after   []yccalltest.TaskSnapshot // there after it
		phones  int                       // how many of the spec's three numbers, and others, a task has; 0 is 3
		others  bool                      // the numbers of the task are not the spec's
		adopted bool
		hinted  bool // the error names the last task as one that may be ours
	}{
		"nothing is there":                       {},
		"the row names the id":                   {after: one, adopted: true},
		"the row names the id, filter ignored":   {dialect: yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter}, after: one, adopted: true},
		"the row names the id, others are there": {dialect: yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter}, before: with(func(s *yccalltest.TaskSnapshot) { s.CustomID = "tf-other" }), after: one, adopted: true},
		"the row names the id, other numbers":    {after: one, others: true, hinted: true},
		"the row names another id":               {dialect: yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter}, after: with(func(s *yccalltest.TaskSnapshot) { s.CustomID = "tf-renewals-2" })},
		"two rows name the id":                   {after: []yccalltest.TaskSnapshot{alike(), alike()}},
		"an ended one was there, a new one is":   {before: with(func(s *yccalltest.TaskSnapshot) { s.Status = yccalltest.Ended }), after: one, adopted: true},
		"only an ended one was there":            {before: with(func(s *yccalltest.TaskSnapshot) { s.Status = yccalltest.Ended })},

		"the filter works":                   {dialect: silent, after: one, adopted: true},
		"the filter works, old rows":         {dialect: yccalltest.Dialect{Habits: yccalltest.OldRows}, after: one, adopted: true},
		"the filter works, no counts":        {dialect: yccalltest.Dialect{Habits: yccalltest.OldRows | yccalltest.NoCounts}, after: one, adopted: true},
		"the filter works, fewer numbers":    {dialect: silent, after: one, phones: 2, adopted: true},
		"the filter works, more numbers":     {dialect: silent, after: one, phones: 4, hinted: true},
		"the filter works, more, no counts":  {dialect: yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho | yccalltest.NoCounts}, after: one, phones: 4, hinted: true},
		"the filter works, another name":     {dialect: silent, after: with(func(s *yccalltest.TaskSnapshot) { s.Name = "others" }), hinted: true},
		"the filter works, another agent":    {dialect: silent, after: with(func(s *yccalltest.TaskSnapshot) { s.Agent = "others" }), hinted: true},
		"the filter works, another scale":    {dialect: silent, after: with(func(s *yccalltest.TaskSnapshot) { s.Scale = "1:3" }), hinted: true},
		"the filter works, it runs":          {dialect: silent, after: with(func(s *yccalltest.TaskSnapshot) { s.Status = yccalltest.Running }), hinted: true},
		"the filter works, two tasks":        {dialect: silent, after: []yccalltest.TaskSnapshot{alike(), alike()}},
		"the filter works, only an old one":  {dialect: silent, before: with(func(s *yccalltest.TaskSnapshot) { s.Status = yccalltest.Ended })},
		"no name wanted, named by its id":    {dialect: silent, unnamed: true, after: with(func(s *yccalltest.TaskSnapshot) { s.Name = "" }), adopted: true},
		"no name wanted, but it has another": {dialect: silent, unnamed: true, after: one, hinted: true},

		"null for an id":                      {dialect: null, after: one, adopted: true},
		"null for an id, another name":        {dialect: null, after: with(func(s *yccalltest.TaskSnapshot) { s.Name = "others" }), hinted: true},
		"null for an id, filter ignored":      {dialect: deafNull, after: one, hinted: true},
		"empty id, others have one":           {dialect: yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter}, before: with(func(s *yccalltest.TaskSnapshot) { s.CustomID = "tf-other" }), after: with(func(s *yccalltest.TaskSnapshot) { s.CustomID = "" })},
		"the row names the id, others' empty": {dialect: yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter}, before: with(func(s *yccalltest.TaskSnapshot) { s.CustomID = "" }), after: one, adopted: true},

		"the filter is ignored":                 {dialect: deaf, after: one, hinted: true},
		"the filter is ignored, another name":   {dialect: deaf, after: with(func(s *yccalltest.TaskSnapshot) { s.Name = "others" })},
		"the filter is ignored, it was there":   {dialect: deaf, before: one},
		"the filter is ignored, old and new":    {dialect: deaf, before: one, after: one, hinted: true},
		"the filter is ignored, it runs":        {dialect: deaf, after: with(func(s *yccalltest.TaskSnapshot) { s.Status = yccalltest.Running })},
		"the filter is ignored, it has no id":   {dialect: deaf, after: with(func(s *yccalltest.TaskSnapshot) { s.CustomID = "" }), hinted: true},
		"the filter works, the id is not there": {dialect: silent, after: with(func(s *yccalltest.TaskSnapshot) { s.CustomID = "" })},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: test.dialect})
			for _, task := range test.before {
				w.byHand(task, phone(9))
			}
			count := test.phones
			if count == 0 {
				count = 3
			}
			from := 0
			if test.others {
				from = 50
			}
			var last string
			w.platform.createTask = func(context.Context, yccall.CreateTask) (yccall.CreatedTask, error) {
				for _, task := range test.after {
					last = w.byHand(task, phones(from, count)...)
				}
				return yccall.CreatedTask{}, errLost
			}
			o := spec(list(t, phones(0, 3)...))
			if test.unnamed {
				o.Task.Name = ""
			}
			recorded := ""
			out, err := w.runner.Create(t.Context(), o, func(c campaign.NewTask) {
				recorded = c.TaskID
				if c.UTCOffset != nil {
					t.Error("an offset was made up for a task that was found")
				}
			})
			if test.adopted {
				must(t, err)
				if recorded != last || out.TaskID != last {
					t.Errorf("task %s was adopted, want %s", recorded, last)
				}
				w.wantHeld(last, phones(0, 3)...)
				wantInSync(t, out, 3)
				return
			}
			var undecided *campaign.UndecidedError
			if !errors.As(err, &undecided) || !errors.Is(err, yccall.ErrMayHaveRun) {
				t.Fatalf("the error is %v", err)
			}
			want := ""
			if test.hinted {
				want = last
			}
			if undecided.Candidate != want || undecided.CustomTaskID != "tf-renewals" {
				t.Errorf("the candidate is %q, want %q", undecided.Candidate, want)
			}
			if recorded != "" || out.TaskID != "" {
				t.Error("a task was recorded")
			}
			w.wantChanges()
		})
	}
}

func TestFilterIsTestedWithAnIDThatCannotExist(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho}, RecordForms: true})
	w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: yccalltest.CutAfterEffect})
	w.create(spec(list(t, phone(1))))
	asked := map[string]bool{}
	w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: yccalltest.CutAfterEffect})
	second := spec(list(t, phone(2)))
	second.Task.CustomTaskID = "tf-second"
	_, err := w.runner.Create(t.Context(), second, func(campaign.NewTask) {})
	must(t, err)
	for _, form := range w.mock.Forms("TaskList") {
		asked[form.Get("customtaskid")] = true
	}
	delete(asked, "")
	probes := 0
	for id := range asked {
		if strings.HasPrefix(id, "no-") && len(id) > 20 && len(id) <= 32 {
			probes++
		}
	}
	// Each look tests the filter with an id of its own.
	if !asked["tf-second"] || probes == 0 || len(asked) != 1+probes {
		t.Errorf("the ids that were asked for are %v", asked)
	}
}

func TestLookingGoesOnWhileThePlatformCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, faults := range map[string][]yccalltest.Fault{
		"the look fails":             {{Service: "TaskList", Nth: 3, Times: 4, Kind: yccalltest.CutBeforeEffect}},
		"the test of filters fails":  {{Service: "TaskList", Nth: 4, Kind: yccalltest.CutBeforeEffect}},
		"the count cannot be read":   {{Service: "TaskList", Nth: 5, Kind: yccalltest.HTTP500BeforeEffect}},
		"the task turns up at last":  {{Service: "TaskCreat", LateBy: 4, Kind: yccalltest.LateEffect}},
		"the task turns up too late": nil, // only to show that the other cases can fail
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho}})
			w.mock.Plant(faults...)
			switch {
			case faults == nil:
				w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", LateBy: 100, Kind: yccalltest.LateEffect})
			case faults[0].Service != "TaskCreat":
				w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: yccalltest.CutAfterEffect})
			}
			out, err := w.runner.Create(t.Context(), spec(list(t, phones(0, 3)...)), func(campaign.NewTask) {})
			if faults == nil {
				if err == nil {
					t.Error("the task was found")
				}
				return
			}
			must(t, err)
			w.wantHeld(out.TaskID, phones(0, 3)...)
			w.wantChanges("TaskCreat 3")
		})
	}
}

func TestServersThatRefuseUnknownCustomIDs(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{"echo": {}, "no echo": {Habits: yccalltest.NoCustomIDEcho}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: dialect})
			w.platform.tasks = func(ctx context.Context, f yccall.TaskFilter) iter.Seq2[yccall.Task, error] {
				if f.CustomTaskID != "" && len(w.mock.TasksByCustomID(f.CustomTaskID)) == 0 {
					return sequence[yccall.Task](errRefused)
				}
				return w.platform.Platform.Tasks(ctx, f)
			}
			other := alike()
			other.CustomID = "tf-other"
			w.byHand(other, phone(7))
			w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: yccalltest.CutAfterEffect})
			id := w.create(spec(list(t, phone(1))))
			w.wantHeld(id, phone(1))
		})
	}
}

// TestRefusalOfTheFilterIsReadInTheListOfAllTasks covers a server that refuses the filter whatever
// it names: whether a task carries the id is then seen in the rows alone.
func TestRefusalOfTheFilterIsReadInTheListOfAllTasks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		dialect yccalltest.Dialect
		failing bool
		exists  bool
	}{
		"named by the row": {exists: true},
		"not named":        {dialect: yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho}},
		"unreadable":       {failing: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: test.dialect})
			w.platform.tasks = func(ctx context.Context, f yccall.TaskFilter) iter.Seq2[yccall.Task, error] {
				switch {
				case f.CustomTaskID != "":
					return sequence[yccall.Task](errRefused)
				case test.failing:
					return sequence[yccall.Task](yccall.ErrNoReply)
				}
				return w.platform.Platform.Tasks(ctx, f)
			}
			w.byHand(alike(), phone(8))
			_, err := w.runner.Create(t.Context(), spec(list(t, phone(1))), func(campaign.NewTask) {})
			var exists *campaign.UnstartedError
			switch {
			case test.failing:
				if !errors.Is(err, yccall.ErrNoReply) {
					t.Errorf("the error is %v", err)
				}
			case errors.As(err, &exists) != test.exists:
				t.Errorf("the error is %v", err)
			}
			if created := slices.Contains(w.changes(), "TaskCreat 1"); created == (test.exists || test.failing) {
				t.Errorf("the calls are %v", w.changes())
			}
		})
	}
}

// TestRefusedLookIsNoProofThatThereIsNoTask refuses one look, for whatever reason, on servers whose rows do
// not name the custom task id. One that refuses ids that it does not know would refuse any other as well.
func TestRefusedLookIsNoProofThatThereIsNoTask(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{
		"no custom task ids in rows":    {Habits: yccalltest.NoCustomIDEcho},
		"empty custom task ids in rows": {Habits: yccalltest.NullCustomIDEcho},
		"old rows":                      {Habits: yccalltest.OldRows},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: dialect})
			w.create(spec(list(t, phone(1))))
			w.mock.Plant(yccalltest.Fault{Service: "TaskList", Kind: yccalltest.BusinessError})
			if _, err := w.runner.Create(t.Context(), spec(list(t, phone(1))), func(campaign.NewTask) {}); !errors.Is(err, yccall.ErrRefused) {
				t.Errorf("the error is %v", err)
			}
			w.wantChanges()

			other := spec(list(t, phone(2)))
			other.Task.CustomTaskID = "tf-other"
			if _, err := w.runner.Create(t.Context(), other, func(campaign.NewTask) {}); err != nil {
				t.Errorf("the next look is not refused, and yet: %v", err)
			}
		})
	}
}

func TestServerThatRefusesUnknownIDsTellsThatThereIsNoTask(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.UnknownTaskIsError | yccalltest.NoCustomIDEcho}})
	for i, id := range []string{"tf-renewals", "tf-other"} {
		o := spec(list(t, phone(i)))
		o.Task.CustomTaskID = id
		_, err := w.runner.Create(t.Context(), o, func(campaign.NewTask) {})
		must(t, err)
	}
	w.wantChanges("TaskCreat 1", "TaskCreat 1")
}

// TestTwoRunsThatFindTheSameTaskCallNobodyTwice has two machines that both look before either of them creates. One TaskCreat
// is lost, so that its run takes the task of the other one for its own, and both add the numbers that did not fit into it.
func TestTwoRunsThatFindTheSameTaskCallNobodyTwice(t *testing.T) {
	t.Parallel()
	for name, lostToo := range map[string]bool{"one reply is lost": false, "both are": true} {
		for _, apart := range []time.Duration{0, 7 * time.Second, 9 * time.Second, 11 * time.Second} {
			t.Run(fmt.Sprintf("%s, %s apart", name, apart), func(t *testing.T) {
				t.Parallel()
				quick := yccalltest.Dialer{AtOnce: 20_000, Shortest: time.Second, Longest: time.Minute}
				slow := []yccalltest.ServiceTiming{{Service: "TaskAdd", Timing: seconds(15, 10)}}
				inBubble(t, yccalltest.Config{Dialer: quick, Dialect: yccalltest.Dialect{Timings: slow}}, func(w *fixture) {
					wanted := phones(0, 10_001)
					create := w.platform.Platform.CreateTask
					var sent atomic.Int32
					w.platform.createTask = func(ctx context.Context, task yccall.CreateTask) (yccall.CreatedTask, error) {
						if sent.Add(1) == 2 {
							time.Sleep(apart)
							return yccall.CreatedTask{}, errLost
						}
						time.Sleep(time.Second)
						made, err := create(ctx, task)
						if lostToo {
							return yccall.CreatedTask{}, errLost
						}
						return made, err
					}
					var runs sync.WaitGroup
					errs := make([]error, 2)
					for i := range errs {
						runs.Go(func() {
							_, errs[i] = w.anotherRun().Create(w.Context(), running(list(w.T, wanted...)), func(campaign.NewTask) {})
						})
					}
					runs.Wait()
					if errs[0] == nil && errs[1] == nil {
						w.wantHeld(w.mock.Tasks()[0].ID, wanted...)
					}
				})
			})
		}
	}
}
