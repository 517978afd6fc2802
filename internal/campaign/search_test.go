package campaign_test

import (
	"context"
	"errors"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// names are the names of tasks, in their spec.
func names(tasks []yccall.Task) []string {
	var list []string
	for _, task := range tasks {
		list = append(list, task.Name)
	}
	return list
}

func TestSearchChecksEveryFilterOnTheRows(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{
		"newest": {}, "filters ignored": {Habits: yccalltest.IgnoreCustomIDFilter | yccalltest.IgnoreStatusFilter | yccalltest.IgnoreTaskIDFilter}, "small pages": {MaxPageSize: 2},
		"custom id only filtered": {Habits: yccalltest.NoCustomIDEcho},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC) // 09:00:00 on the platform
			w := newFixture(t, yccalltest.Config{Dialect: dialect, Clock: func() time.Time { return start }})
			w.byHand(yccalltest.TaskSnapshot{Name: "a", Agent: "day", CustomID: "one"})
			w.mock.Advance(time.Hour)
			b := w.byHand(yccalltest.TaskSnapshot{Name: "b", Agent: "night", CustomID: "two", Status: yccalltest.Running})
			w.mock.Advance(time.Hour)
			w.byHand(yccalltest.TaskSnapshot{Name: "c", Agent: "night", CustomID: "three", Status: yccalltest.Ended})
			for _, test := range []struct {
				search campaign.Search
				want   []string
			}{
				{campaign.Search{}, []string{"c", "b", "a"}},
				{campaign.Search{TaskID: b}, []string{"b"}},
				{campaign.Search{Name: "a"}, []string{"a"}},
				{campaign.Search{Agent: "night"}, []string{"c", "b"}},
				{campaign.Search{Status: yccall.StatusRunning}, []string{"b"}},
				{campaign.Search{CustomTaskID: "three"}, []string{"c"}},
				{campaign.Search{CreatedFrom: "2026-12-01 10:00:00"}, []string{"c", "b"}},
				{campaign.Search{CreatedTo: "2026-12-01 10:00:00"}, []string{"b", "a"}},
				{campaign.Search{Agent: "night", Status: yccall.StatusNotStarted}, nil},
			} {
				found, more, err := w.runner.Search(t.Context(), test.search, 10)
				must(t, err)
				if diff := cmp.Diff(test.want, names(found), cmpopts.EquateEmpty()); diff != "" || more {
					t.Errorf("%+v, more %v (-want +got):\n%s", test.search, more, diff)
				}
			}
		})
	}
}

func TestSearchStopsAtTheLimit(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	for _, name := range []string{"a", "b", "c"} {
		w.byHand(yccalltest.TaskSnapshot{Name: name})
	}
	for limit, want := range map[int]int{1: 1, 2: 2, 3: 3, 4: 3} {
		found, more, err := w.runner.Search(t.Context(), campaign.Search{}, limit)
		must(t, err)
		if len(found) != want || more != (want < 3) {
			t.Errorf("limit %d: %d tasks, more %v", limit, len(found), more)
		}
	}
}

func TestSearchByCustomIDNeedsAFilterOrAnEcho(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho | yccalltest.IgnoreCustomIDFilter}})
	w.byHand(yccalltest.TaskSnapshot{Name: "a", CustomID: "one"})
	var unproven *campaign.UnprovenError
	if _, _, err := w.runner.Search(t.Context(), campaign.Search{CustomTaskID: "one"}, 10); !errors.As(err, &unproven) {
		t.Errorf("got %v, want that there is no telling", err)
	}
}

// TestSearchTellsTasksWithoutACustomIDFromOnesThatAreNotShown covers the two meanings of an empty customtaskid.
func TestSearchTellsTasksWithoutACustomIDFromOnesThatAreNotShown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		dialect  yccalltest.Dialect
		ids      []string // the custom ids of the tasks; each is named for its own
		found    []string
		unproven bool
	}{
		"never shown, filtered":              {yccalltest.Dialect{Habits: yccalltest.NullCustomIDEcho}, []string{"", "one", "two"}, []string{"one"}, false},
		"never shown, not filtered":          {yccalltest.Dialect{Habits: yccalltest.NullCustomIDEcho | yccalltest.IgnoreCustomIDFilter}, []string{"", "one"}, nil, true},
		"shown where there is one":           {yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter}, []string{"", "one", "two"}, []string{"one"}, false},
		"shown where there is one, not ours": {yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter}, []string{"", "two", ""}, nil, false},
		"nothing to show":                    {yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter}, []string{"", ""}, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: test.dialect})
			for _, id := range test.ids {
				w.byHand(yccalltest.TaskSnapshot{Name: id, CustomID: id})
			}
			found, _, err := w.runner.Search(t.Context(), campaign.Search{CustomTaskID: "one"}, 10)
			var unproven *campaign.UnprovenError
			if errors.As(err, &unproven) != test.unproven || !test.unproven && err != nil {
				t.Errorf("the error is %v", err)
			}
			if diff := cmp.Diff(test.found, names(found), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSearchTakesARefusedFilterForNoMatch(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.UnknownTaskIsError | yccalltest.NoCustomIDEcho}})
	w.byHand(yccalltest.TaskSnapshot{Name: "a", CustomID: "one"})
	found, _, err := w.runner.Search(t.Context(), campaign.Search{TaskID: "20260101000000000001"}, 10)
	if err != nil || len(found) != 0 {
		t.Errorf("found %v, %v", names(found), err)
	}
	w.platform.tasks = func(ctx context.Context, filter yccall.TaskFilter) iter.Seq2[yccall.Task, error] {
		if filter.CustomTaskID != "" {
			return sequence[yccall.Task](errRefused)
		}
		return w.platform.Platform.Tasks(ctx, filter)
	}
	if found, _, err = w.runner.Search(t.Context(), campaign.Search{CustomTaskID: "two"}, 10); err != nil || len(found) != 0 {
		t.Errorf("found %v, %v for a custom id that the server refuses", names(found), err)
	}
	w.platform.tasks = func(context.Context, yccall.TaskFilter) iter.Seq2[yccall.Task, error] {
		return sequence[yccall.Task](errRefused)
	}
	if _, _, err = w.runner.Search(t.Context(), campaign.Search{Name: "a"}, 10); !errors.Is(err, yccall.ErrRefused) {
		t.Errorf("got %v from a server that refuses every listing", err)
	}
}

func TestSearchReadsAMovingListAgain(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	reads, calm := 0, 2
	w.platform.tasks = func(context.Context, yccall.TaskFilter) iter.Seq2[yccall.Task, error] {
		rows := []yccall.Task{{ID: "1", Name: "a"}, {ID: "1", Name: "a"}}
		if reads++; reads < calm {
			return sequence(yccall.ErrUnstableListing, rows...)
		}
		return sequence(nil, rows...)
	}
	found, _, err := w.runner.Search(t.Context(), campaign.Search{}, 10)
	if err != nil || len(found) != 1 || reads != 2 {
		t.Errorf("found %v, %v after %d readings", names(found), err, reads)
	}
	reads, calm = 0, 100
	if _, _, err = w.runner.Search(t.Context(), campaign.Search{}, 10); !errors.Is(err, yccall.ErrUnstableListing) {
		t.Errorf("got %v from a list that never comes to rest", err)
	}
}
