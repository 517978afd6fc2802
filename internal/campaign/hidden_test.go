package campaign_test

import (
	"slices"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/mockendpoint"
)

func TestHiddenSumStandsForTimeAndExtAlone(t *testing.T) {
	t.Parallel()
	base := []string{"phone,time,ext,user_id", phone(1) + ",1900000000,x,a", phone(2) + ",1900000001,y,b", phone(3) + ",,,c"}
	sum := campaign.HiddenSum(list(t, base...))
	for name, test := range map[string]struct {
		rows []string
		same bool
	}{
		"another order":      {[]string{base[0], base[3], base[2], base[1]}, true},
		"another visible":    {[]string{base[0], base[1], base[2], phone(3) + ",,,d"}, true},
		"a number without":   {append(slices.Clone(base), phone(4)+",,,e"), true},
		"another time":       {[]string{base[0], phone(1) + ",1900000009,x,a", base[2], base[3]}, false},
		"another ext":        {[]string{base[0], phone(1) + ",1900000000,z,a", base[2], base[3]}, false},
		"exchanged":          {[]string{base[0], phone(1) + ",1900000001,y,a", phone(2) + ",1900000000,x,b", base[3]}, false},
		"moved to another":   {[]string{base[0], phone(1) + ",1900000000,x,a", phone(2) + ",,,b", phone(3) + ",1900000001,y,c"}, false},
		"one less":           {[]string{base[0], base[1], base[3]}, false},
		"a number with them": {append(slices.Clone(base), phone(4)+",,x,"), false},
	} {
		if got := campaign.HiddenSum(list(t, test.rows...)); (got == sum) != test.same {
			t.Errorf("%s: the sum is the same: %v, want %v", name, got == sum, test.same)
		}
	}
	if sum == 0 {
		t.Error("the sum of a list with such fields is 0")
	}
	if got := campaign.HiddenSum(list(t, "phone,user_id", phone(1)+",a")); got != 0 {
		t.Errorf("the sum of a list without such fields is %d", got)
	}
}

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
		"one changed":         {before, []string{before[0], before[1], before[2], phone(3) + ",,z"}, false, []string{"taskDelPhone 3", "TaskAdd 3"}, phones(1, 3)},
		"one cleared":         {before, []string{before[0], before[1], before[2], phone(3) + ",,"}, false, []string{"taskDelPhone 3", "TaskAdd 3"}, phones(1, 3)},
		"changed, unknown":    {before, []string{before[0], before[1], before[2], phone(3) + ",,z"}, true, nil, nil},
		"first ones, of some": {[]string{"phone,ext", phone(1) + ",", phone(2) + ",", phone(3) + ","}, []string{"phone,ext", phone(1) + ",", phone(2) + ",x", phone(3) + ","}, false, []string{"taskDelPhone 1", "TaskAdd 1"}, phones(2, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, mockendpoint.Config{})
			earlier, later := list(t, test.before...), list(t, test.after...)
			id := w.create(order(earlier))
			sum := campaign.HiddenSum(earlier)
			revision := campaign.Revision{TaskID: id, List: later, HiddenSum: &sum}
			if test.unknown {
				revision.HiddenSum = nil
			}
			out, err := w.runner.Revise(t.Context(), revision)
			must(t, err)
			w.wantChanges(test.want...)
			wantSettled(t, out, int64(later.Count))
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
	w := newWorld(t, mockendpoint.Config{})
	earlier := list(t, "phone,ext", phone(1)+",x", phone(2)+",y", phone(3)+",")
	id := w.create(order(earlier))
	must(t, w.mock.ConsoleSetStatus(id, mockendpoint.Running))
	w.mock.Dial(id, 1)
	sum := campaign.HiddenSum(earlier)
	out, err := w.runner.Revise(t.Context(), campaign.Revision{
		TaskID: id, List: list(t, "phone,ext", phone(1)+",z", phone(2)+",z", phone(3)+","), HiddenSum: &sum,
	})
	must(t, err)
	w.wantChanges("TaskSet 2", "taskDelPhone 2", "TaskAdd 2", "TaskSet 1")
	if out.CalledChanged != 1 {
		t.Errorf("%d called numbers changed, want 1", out.CalledChanged)
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
	w := newWorld(t, mockendpoint.Config{})
	earlier := list(t, "phone,ext", phone(1)+",x", unroutable+",y")
	id := w.create(order(earlier))
	sum := campaign.HiddenSum(earlier)
	_, err := w.runner.Revise(t.Context(), campaign.Revision{
		TaskID: id, List: list(t, "phone,ext", phone(1)+",x", unroutable+",y", phone(2)+",z"), HiddenSum: &sum, Rejected: []string{unroutable},
	})
	must(t, err)
	w.wantChanges("TaskAdd 1")
}
