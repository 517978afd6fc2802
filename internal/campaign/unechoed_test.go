package campaign_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/sketch"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestChangeOfFieldsThatThePlatformDoesNotEcho(t *testing.T) {
	t.Parallel()
	before := []string{"phone,time,ext", phone(1) + ",1900000000,x", phone(2) + ",,", phone(3) + ",,y"}
	for name, test := range map[string]struct {
		before, after []string
		unknown       bool // the sum of the earlier list is not known
		want          []string
		renewed       []string // numbers that were added a second time
	}{
		"none":                {before, before, false, nil, nil},
		"a number without":    {before, append(slices.Clone(before), phone(4)+",,"), false, []string{"TaskAdd 1"}, nil},
		"a number with them":  {before, append(slices.Clone(before), phone(4)+",,z"), false, []string{"TaskAdd 1"}, nil},
		"one changed":         {before, []string{before[0], before[1], before[2], phone(3) + ",,z"}, false, []string{"taskDelPhone 1", "TaskAdd 1"}, phones(3, 1)},
		"one cleared":         {before, []string{before[0], before[1], before[2], phone(3) + ",,"}, false, []string{"taskDelPhone 1", "TaskAdd 1"}, phones(3, 1)},
		"changed, unknown":    {before, []string{before[0], before[1], before[2], phone(3) + ",,z"}, true, nil, nil},
		"first ones, of some": {[]string{"phone,ext", phone(1) + ",", phone(2) + ",", phone(3) + ","}, []string{"phone,ext", phone(1) + ",", phone(2) + ",x", phone(3) + ","}, false, []string{"taskDelPhone 1", "TaskAdd 1"}, phones(2, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			earlier, later := list(t, test.before...), list(t, test.after...)
			id := w.create(spec(earlier))
			sums := w.runner.Sketch(earlier)
			revision := campaign.Update{TaskID: id, List: later, Sketch: sums}
			if test.unknown {
				revision.Sketch = sketch.Sketch{}
			}
			out, err := w.runner.Update(t.Context(), revision)
			must(t, err)
			w.wantChanges(test.want...)
			wantInSync(t, out, int64(later.Count))
			w.wantHeld(id, phonesOf(test.after)...)
			for _, p := range phonesOf(test.before) {
				want := 1
				if slices.Contains(test.renewed, p) {
					want = 2
				}
				if n := w.mock.Accepted(p); n != want {
					t.Errorf("a number was added %d times, want %d", n, want)
				}
			}
		})
	}
}

func TestHiddenFieldsOfCalledNumbersAreLeft(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	earlier := list(t, "phone,ext", phone(1)+",x", phone(2)+",y", phone(3)+",")
	id := w.create(spec(earlier))
	must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
	w.mock.Dial(id, 1)
	sums := w.runner.Sketch(earlier)
	out, err := w.runner.Update(t.Context(), campaign.Update{
		TaskID: id, List: list(t, "phone,ext", phone(1)+",z", phone(2)+",z", phone(3)+","), Sketch: sums,
	})
	must(t, err)
	w.wantChanges("TaskSet 2", "taskDelPhone 1", "TaskAdd 1", "TaskSet 1")
	if out.Called.Changed != 1 {
		t.Errorf("%d called numbers changed, want 1", out.Called.Changed)
	}
	got := map[string]string{}
	for _, n := range w.mock.Numbers(id) {
		got[n.Phone] = n.Ext
	}
	if got[phone(1)] != "x" || got[phone(2)] != "z" || len(got) != 3 {
		t.Errorf("the numbers have ext %v", got)
	}
}

// TestRejectedNumbersDoNotLookLikeAChange: they count in the sum of the list, but are not on the task.
func TestRejectedNumbersDoNotLookLikeAChange(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	earlier := list(t, "phone,ext", phone(1)+",x", unroutable+",y")
	id := w.create(spec(earlier))
	sums := w.runner.Sketch(earlier)
	_, err := w.runner.Update(t.Context(), campaign.Update{
		TaskID: id, List: list(t, "phone,ext", phone(1)+",x", unroutable+",y", phone(2)+",z"), Sketch: sums, Rejected: []string{unroutable},
	})
	must(t, err)
	w.wantChanges("TaskAdd 1")
}

// TestChangedHiddenFieldsAreFoundBesideRemovals takes rows off a list and changes ext in others: only
// the changed ones are renewed as long as the sums tell which they are, and no change is ever missed.
func TestChangedHiddenFieldsAreFoundBesideRemovals(t *testing.T) {
	t.Parallel()
	const rows = 400
	for _, test := range []struct{ removed, changed, renewed int }{
		{13, 0, 0}, {0, 1, 1}, {1, 1, 1}, {13, 20, 20}, {60, 17, 17}, {94, 0, 0}, {0, 47, 47},
		// Too many to tell: all that are left are renewed.
		{96, 0, rows - 96}, {13, 100, rows - 13}, {0, 60, rows},
	} {
		t.Run(fmt.Sprintf("%d removed, %d changed", test.removed, test.changed), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			before, after := []string{"phone,ext"}, []string{"phone,ext"}
			for i := range rows {
				row := fmt.Sprintf("%s,ext %d", phone(i), i)
				before = append(before, row)
				switch {
				case i < test.removed:
				case i < test.removed+test.changed:
					after = append(after, row+" changed")
				default:
					after = append(after, row)
				}
			}
			earlier := list(t, before...)
			id := w.create(spec(earlier))
			w.changes()
			out, err := w.runner.Update(t.Context(), campaign.Update{TaskID: id, List: list(t, after...), Sketch: w.runner.Sketch(earlier)})
			must(t, err)
			wantInSync(t, out, int64(rows-test.removed))
			renewed, stale := 0, 0
			for _, n := range w.mock.Numbers(id) {
				if w.mock.Accepted(n.Phone) > 1 {
					renewed++
				}
				if !slices.Contains(after, n.Phone+","+n.Ext) {
					stale++
				}
			}
			if renewed != test.renewed || stale != 0 {
				t.Errorf("%d numbers were renewed, want %d; %d are not as they are wanted", renewed, test.renewed, stale)
			}
		})
	}
}

// TestCorrectedNumberIsNoReasonToRenewOthers: its fields are those of another number now.
func TestCorrectedNumberIsNoReasonToRenewOthers(t *testing.T) {
	t.Parallel()
	for _, corrected := range []string{"+86" + phone(0), "+" + phone(0), "1" + phone(0)[3:]} {
		w := newFixture(t, yccalltest.Config{})
		rows := []string{"phone,ext"}
		for _, p := range phones(0, 30) {
			rows = append(rows, p+",x")
		}
		earlier := list(t, rows...)
		id := w.create(spec(earlier))
		rows[1] = corrected + ",x"
		_, err := w.runner.Update(t.Context(), campaign.Update{TaskID: id, List: list(t, rows...), Sketch: w.runner.Sketch(earlier)})
		must(t, err)
		w.wantChanges("taskDelPhone 1", "TaskAdd 1")
		w.wantHeld(id, phonesOf(rows)...)
	}
}

// TestCalledNumbersThatLeftTheListLongAgoDoNotHideWhatChanged: they stay on the task for ever, and there
// may be more of them than there are sums.
func TestCalledNumbersThatLeftTheListLongAgoDoNotHideWhatChanged(t *testing.T) {
	t.Parallel()
	const rows, left = 300, 100
	row := func(i int) string { return fmt.Sprintf("%s,ext %d", phone(i), i) }
	for name, test := range map[string]struct {
		change func(after []string) []string
		want   []string
	}{
		"a new one":       {func(after []string) []string { return append([]string{after[0], row(rows)}, after[1:]...) }, []string{"TaskAdd 1"}},
		"a changed one":   {func(after []string) []string { after[1] += " changed"; return after }, []string{"TaskSet 2", "taskDelPhone 1", "TaskAdd 1", "TaskSet 1"}},
		"some taken off":  {func(after []string) []string { return append(after[:1], after[11:]...) }, []string{"TaskSet 2", "taskDelPhone 10", "TaskSet 1"}},
		"several at once": {func(after []string) []string { after[1] += " changed"; return append(after[:5], after[10:]...) }, []string{"TaskSet 2", "taskDelPhone 6", "TaskAdd 1", "TaskSet 1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			all := []string{"phone,ext"}
			for i := range rows {
				all = append(all, row(i))
			}
			id := w.create(spec(list(t, all...)))
			must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
			w.mock.Dial(id, left)
			rest := slices.Concat(all[:1], all[1+left:])
			before, err := w.revise(id, list(t, rest...))
			must(t, err)
			w.wantChanges()

			sums := w.runner.Sketch(list(t, rest...))
			out, err := w.runner.Update(t.Context(), campaign.Update{TaskID: id, List: list(t, test.change(slices.Clone(rest))...), Sketch: sums, Held: &before.Held})
			must(t, err)
			w.wantChanges(test.want...)
			if !out.InSync || out.Called.Unwanted != left || out.Called.Changed != 0 {
				t.Errorf("the outcome is %+v", out)
			}
		})
	}
}

// TestWithoutASecretAllThatWereNotCalledAreRenewed: nothing tells which fields changed, and no change may be missed.
func TestWithoutASecretAllThatWereNotCalledAreRenewed(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.runner = campaign.New(w.platform, campaign.WithWait(noWait))
	earlier := list(t, "phone,ext", phone(1)+",x", phone(2)+",y", phone(3)+",z")
	id := w.create(spec(earlier))
	must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
	w.mock.Dial(id, 1)
	out, err := w.runner.Update(t.Context(), campaign.Update{
		TaskID: id, List: list(t, "phone,ext", phone(1)+",x", phone(2)+",y", phone(3)+",changed"), Sketch: w.runner.Sketch(earlier),
	})
	must(t, err)
	wantInSync(t, out, 3)
	w.wantChanges("TaskSet 2", "taskDelPhone 2", "TaskAdd 2", "TaskSet 1")
	for _, n := range w.mock.Numbers(id) {
		if n.Phone == phone(3) && n.Ext != "changed" {
			t.Error("a change was missed")
		}
	}
}
