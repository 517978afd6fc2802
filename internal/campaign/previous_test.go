package campaign_test

import (
	"errors"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestCalledBeforeFindsTheNewestTaskThatCalledPeople(t *testing.T) {
	t.Parallel()
	type earlier struct {
		id, customID string
		called       int
		status       yccalltest.TaskStatus
	}
	const first, second, third = "20261101090000000001", "20261102090000000002", "20261103090000000003"
	for name, test := range map[string]struct {
		dialect yccalltest.Dialect
		tasks   []earlier
		want    string
		called  int64
	}{
		"none":                      {},
		"one":                       {tasks: []earlier{{first, "tf-renewals", 2, yccalltest.Ended}}, want: first, called: 2},
		"one that runs":             {tasks: []earlier{{first, "tf-renewals", 2, yccalltest.Running}}, want: first, called: 2},
		"one that called nobody":    {tasks: []earlier{{first, "tf-renewals", 0, yccalltest.Ended}}},
		"the newest":                {tasks: []earlier{{second, "tf-renewals", 1, yccalltest.Ended}, {third, "tf-renewals", 2, yccalltest.Ended}, {first, "tf-renewals", 3, yccalltest.Ended}}, want: third, called: 2},
		"the newest called nobody":  {tasks: []earlier{{first, "tf-renewals", 1, yccalltest.Ended}, {third, "tf-renewals", 0, yccalltest.Ended}}, want: first, called: 1},
		"another campaign":          {dialect: yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter}, tasks: []earlier{{first, "tf-other", 2, yccalltest.Ended}}},
		"no counts in rows":         {dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts}, tasks: []earlier{{first, "tf-renewals", 2, yccalltest.Ended}}, want: first, called: 2},
		"no echo, the filter works": {dialect: yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho}, tasks: []earlier{{first, "tf-renewals", 2, yccalltest.Ended}}, want: first, called: 2},
		"no echo, filter ignored":   {dialect: yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho | yccalltest.IgnoreCustomIDFilter}, tasks: []earlier{{first, "tf-renewals", 2, yccalltest.Ended}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: test.dialect})
			for _, e := range test.tasks {
				id := w.byHand(yccalltest.TaskSnapshot{ID: e.id, CustomID: e.customID, Status: yccalltest.Running}, phones(0, 5)...)
				w.mock.Dial(id, e.called)
				must(t, w.mock.ConsoleSetStatus(id, e.status))
			}
			task, called, err := w.runner.CalledBefore(t.Context(), "tf-renewals")
			must(t, err)
			if task.ID != test.want || called != test.called {
				t.Errorf("task %q called %d people, want task %q and %d", task.ID, called, test.want, test.called)
			}
		})
	}
}

func TestCalledBeforeThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	for _, service := range []string{"TaskList", "TaskInfo"} {
		t.Run(service, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts}})
			w.byHand(alike(), phone(1))
			w.mock.Plant(yccalltest.Fault{Service: service, Kind: yccalltest.CutBeforeEffect})
			if _, _, err := w.runner.CalledBefore(t.Context(), "tf-renewals"); !errors.Is(err, yccall.ErrNoReply) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

func TestCampaignThatCalledPeopleIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	const first, second = "20261101090000000001", "20261102090000000002"
	for name, test := range map[string]struct {
		dialect yccalltest.Dialect
		called  map[string]int // by the tasks there are
		ended   []string       // those that this Runner has ended
		always  bool           // another task is wanted, whatever there was
		refused string         // for the sake of this task
	}{
		"it called people":                        {called: map[string]int{first: 2}, refused: first},
		"the newest that called people":           {called: map[string]int{first: 2, second: 3}, refused: second},
		"it called nobody":                        {called: map[string]int{first: 0}},
		"it is replaced":                          {called: map[string]int{first: 2}, ended: []string{first}},
		"it is replaced, as another was before":   {called: map[string]int{first: 2, second: 3}, ended: []string{second}},
		"its failed successor is replaced":        {called: map[string]int{first: 2, second: 0}, ended: []string{second}},
		"another than the newest one is replaced": {called: map[string]int{first: 2, second: 3}, ended: []string{first}, refused: second},
		"everybody is to be called again":         {called: map[string]int{first: 2}, always: true},
		"no counts in rows":                       {dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts}, called: map[string]int{first: 2}, refused: first},
		"no echo, the filter works":               {dialect: yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho}, called: map[string]int{first: 2}, refused: first},
		"there is no telling":                     {dialect: yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho | yccalltest.IgnoreCustomIDFilter}, called: map[string]int{first: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: test.dialect})
			for id, called := range test.called {
				w.byHand(yccalltest.TaskSnapshot{ID: id, CustomID: "tf-renewals", Status: yccalltest.Running}, phones(0, 5)...)
				w.mock.Dial(id, called)
				must(t, w.mock.ConsoleSetStatus(id, yccalltest.Ended))
			}
			for _, id := range test.ended {
				_, err := w.runner.End(t.Context(), id)
				must(t, err)
			}
			o := spec(list(t, phones(0, 5)...))
			o.RefuseIfCalledBefore = !test.always
			_, err := w.runner.Create(t.Context(), o, func(campaign.Created) {})
			if test.refused == "" {
				must(t, err)
				w.wantChanges("TaskCreat 5")
				return
			}
			var before *campaign.CalledBeforeError
			if !errors.As(err, &before) || before.TaskID != test.refused || before.CustomTaskID != "tf-renewals" || before.Called != int64(test.called[test.refused]) {
				t.Errorf("the error is %#v", err)
			}
			w.wantChanges()
		})
	}
}

func TestCampaignIsNotMadeWhenItCannotBeReadWhetherItCalledPeople(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts}})
	id := w.byHand(alike(), phone(1))
	must(t, w.mock.ConsoleSetStatus(id, yccalltest.Ended))
	w.mock.Plant(yccalltest.Fault{Service: "TaskInfo", Kind: yccalltest.CutBeforeEffect})
	o := spec(list(t, phone(1)))
	o.RefuseIfCalledBefore = true
	if _, err := w.runner.Create(t.Context(), o, func(campaign.Created) {}); !errors.Is(err, yccall.ErrNoReply) {
		t.Errorf("the error is %v", err)
	}
	w.wantChanges()
}

func TestNamesakeIsAnotherTaskOfTheNameThatHasNotEnded(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		dialect yccalltest.Dialect
		task    yccalltest.TaskSnapshot
		wanted  string
		found   bool
	}{
		"not started":            {task: yccalltest.TaskSnapshot{Name: "renewals"}, wanted: "renewals", found: true},
		"running":                {task: yccalltest.TaskSnapshot{Name: "renewals", CustomID: "tf-other", Status: yccalltest.Running}, wanted: "renewals", found: true},
		"ended":                  {task: yccalltest.TaskSnapshot{Name: "renewals", Status: yccalltest.Ended}, wanted: "renewals"},
		"the same campaign":      {task: yccalltest.TaskSnapshot{Name: "renewals", CustomID: "tf-renewals"}, wanted: "renewals"},
		"it may be the same":     {dialect: yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho}, task: yccalltest.TaskSnapshot{Name: "renewals", CustomID: "tf-renewals"}, wanted: "renewals", found: true},
		"another name":           {task: yccalltest.TaskSnapshot{Name: "renewals 2"}, wanted: "renewals"},
		"no name, no namesakes":  {task: yccalltest.TaskSnapshot{CustomID: "tf-other"}, wanted: ""},
		"an id is no given name": {task: yccalltest.TaskSnapshot{ID: "20261101090000000001"}, wanted: "renewals"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: test.dialect})
			id := w.byHand(test.task)
			task, found, err := w.runner.UnendedByName(t.Context(), test.wanted, "tf-renewals")
			must(t, err)
			if found != test.found || found && task.ID != id {
				t.Errorf("found %v (%s), want %v", found, task.ID, test.found)
			}
		})
	}
}

func TestNamesakeThatCannotBeLookedForIsAnError(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mock.Plant(yccalltest.Fault{Service: "TaskList", Kind: yccalltest.CutBeforeEffect})
	if _, _, err := w.runner.UnendedByName(t.Context(), "renewals", "tf-renewals"); !errors.Is(err, yccall.ErrNoReply) {
		t.Errorf("the error is %v", err)
	}
}
