package campaign_test

import (
	"errors"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/mockendpoint"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

func TestCalledBeforeFindsTheNewestTaskThatCalledPeople(t *testing.T) {
	t.Parallel()
	type earlier struct {
		id, customID string
		called       int
		status       mockendpoint.TaskStatus
	}
	const first, second, third = "20261101090000000001", "20261102090000000002", "20261103090000000003"
	for name, test := range map[string]struct {
		dialect mockendpoint.Dialect
		tasks   []earlier
		want    string
		called  int64
	}{
		"none":                      {},
		"one":                       {tasks: []earlier{{first, "tf-renewals", 2, mockendpoint.Ended}}, want: first, called: 2},
		"one that runs":             {tasks: []earlier{{first, "tf-renewals", 2, mockendpoint.Running}}, want: first, called: 2},
		"one that called nobody":    {tasks: []earlier{{first, "tf-renewals", 0, mockendpoint.Ended}}},
		"the newest":                {tasks: []earlier{{second, "tf-renewals", 1, mockendpoint.Ended}, {third, "tf-renewals", 2, mockendpoint.Ended}, {first, "tf-renewals", 3, mockendpoint.Ended}}, want: third, called: 2},
		"the newest called nobody":  {tasks: []earlier{{first, "tf-renewals", 1, mockendpoint.Ended}, {third, "tf-renewals", 0, mockendpoint.Ended}}, want: first, called: 1},
		"another campaign":          {dialect: mockendpoint.Dialect{IgnoreCustomIDFilter: true}, tasks: []earlier{{first, "tf-other", 2, mockendpoint.Ended}}},
		"no counts in rows":         {dialect: mockendpoint.Dialect{NoCounts: true}, tasks: []earlier{{first, "tf-renewals", 2, mockendpoint.Ended}}, want: first, called: 2},
		"no echo, the filter works": {dialect: mockendpoint.Dialect{NoCustomIDEcho: true}, tasks: []earlier{{first, "tf-renewals", 2, mockendpoint.Ended}}, want: first, called: 2},
		"no echo, filter ignored":   {dialect: mockendpoint.Dialect{NoCustomIDEcho: true, IgnoreCustomIDFilter: true}, tasks: []earlier{{first, "tf-renewals", 2, mockendpoint.Ended}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, mockendpoint.Config{Dialect: test.dialect})
			for _, e := range test.tasks {
				id := w.byHand(mockendpoint.TaskSnapshot{ID: e.id, CustomID: e.customID, Status: mockendpoint.Running}, phones(0, 5)...)
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
			w := newWorld(t, mockendpoint.Config{Dialect: mockendpoint.Dialect{NoCounts: true}})
			w.byHand(alike(), phone(1))
			w.mock.Plant(mockendpoint.Fault{Service: service, Kind: mockendpoint.CutBeforeEffect})
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
		dialect mockendpoint.Dialect
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
		"no counts in rows":                       {dialect: mockendpoint.Dialect{NoCounts: true}, called: map[string]int{first: 2}, refused: first},
		"no echo, the filter works":               {dialect: mockendpoint.Dialect{NoCustomIDEcho: true}, called: map[string]int{first: 2}, refused: first},
		"there is no telling":                     {dialect: mockendpoint.Dialect{NoCustomIDEcho: true, IgnoreCustomIDFilter: true}, called: map[string]int{first: 2}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, mockendpoint.Config{Dialect: test.dialect})
			for id, called := range test.called {
				w.byHand(mockendpoint.TaskSnapshot{ID: id, CustomID: "tf-renewals", Status: mockendpoint.Running}, phones(0, 5)...)
				w.mock.Dial(id, called)
				must(t, w.mock.ConsoleSetStatus(id, mockendpoint.Ended))
			}
			for _, id := range test.ended {
				_, err := w.runner.End(t.Context(), id)
				must(t, err)
			}
			o := order(list(t, phones(0, 5)...))
			o.Once = !test.always
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
	w := newWorld(t, mockendpoint.Config{Dialect: mockendpoint.Dialect{NoCounts: true}})
	id := w.byHand(alike(), phone(1))
	must(t, w.mock.ConsoleSetStatus(id, mockendpoint.Ended))
	w.mock.Plant(mockendpoint.Fault{Service: "TaskInfo", Kind: mockendpoint.CutBeforeEffect})
	o := order(list(t, phone(1)))
	o.Once = true
	if _, err := w.runner.Create(t.Context(), o, func(campaign.Created) {}); !errors.Is(err, yccall.ErrNoReply) {
		t.Errorf("the error is %v", err)
	}
	w.wantChanges()
}

func TestNamesakeIsAnotherTaskOfTheNameThatHasNotEnded(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		dialect mockendpoint.Dialect
		task    mockendpoint.TaskSnapshot
		wanted  string
		found   bool
	}{
		"not started":            {task: mockendpoint.TaskSnapshot{Name: "renewals"}, wanted: "renewals", found: true},
		"running":                {task: mockendpoint.TaskSnapshot{Name: "renewals", CustomID: "tf-other", Status: mockendpoint.Running}, wanted: "renewals", found: true},
		"ended":                  {task: mockendpoint.TaskSnapshot{Name: "renewals", Status: mockendpoint.Ended}, wanted: "renewals"},
		"the same campaign":      {task: mockendpoint.TaskSnapshot{Name: "renewals", CustomID: "tf-renewals"}, wanted: "renewals"},
		"it may be the same":     {dialect: mockendpoint.Dialect{NoCustomIDEcho: true}, task: mockendpoint.TaskSnapshot{Name: "renewals", CustomID: "tf-renewals"}, wanted: "renewals", found: true},
		"another name":           {task: mockendpoint.TaskSnapshot{Name: "renewals 2"}, wanted: "renewals"},
		"no name, no namesakes":  {task: mockendpoint.TaskSnapshot{CustomID: "tf-other"}, wanted: ""},
		"an id is no given name": {task: mockendpoint.TaskSnapshot{ID: "20261101090000000001"}, wanted: "renewals"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, mockendpoint.Config{Dialect: test.dialect})
			id := w.byHand(test.task)
			task, found, err := w.runner.Namesake(t.Context(), test.wanted, "tf-renewals")
			must(t, err)
			if found != test.found || found && task.ID != id {
				t.Errorf("found %v (%s), want %v", found, task.ID, test.found)
			}
		})
	}
}

func TestNamesakeThatCannotBeLookedForIsAnError(t *testing.T) {
	t.Parallel()
	w := newWorld(t, mockendpoint.Config{})
	w.mock.Plant(mockendpoint.Fault{Service: "TaskList", Kind: mockendpoint.CutBeforeEffect})
	if _, _, err := w.runner.Namesake(t.Context(), "renewals", "tf-renewals"); !errors.Is(err, yccall.ErrNoReply) {
		t.Errorf("the error is %v", err)
	}
}
