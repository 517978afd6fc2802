package numberlist

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

func setOf(t testing.TB, phones ...string) *phone.Set {
	t.Helper()
	var c phone.Collector
	for _, text := range phones {
		n, err := phone.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		c.Add(phone.Record{Number: n})
	}
	return c.Set()
}

func TestNumbersThatLookLikeExcludedOnesAreCountedAndPlaced(t *testing.T) {
	t.Parallel()
	exclude := setOf(t, "13800000001", "+8613800000002", "02120280003", "20280004", "12345")
	text := "phone\n+8613800000001\n13800000002\n2120280003\n02120280004\n13800000005\n9912345\n+13800000001\n012345"
	list := mustCheck(t, Text(text), CheckOptions{Exclude: exclude})
	if list.Count != 7 || list.Excluded != 1 {
		t.Errorf("Count = %d, Excluded = %d; want 7, 1", list.Count, list.Excluded)
	}
	want := []string{"on line 2", "on line 3", "on line 4", "on line 5", "on line 9"}
	if diff := cmp.Diff(want, list.LookalikePlaces); diff != "" || list.Lookalikes != len(want) {
		t.Errorf("Lookalikes = %d\n%s", list.Lookalikes, diff)
	}
	list = mustCheck(t, Inline([]Entry{{Phone: "13800000009"}, {Phone: "013800000001"}}), CheckOptions{Exclude: exclude})
	if diff := cmp.Diff([]string{"at index 1"}, list.LookalikePlaces); diff != "" {
		t.Error(diff)
	}
}

func TestOnlySomeLookalikesArePlaced(t *testing.T) {
	t.Parallel()
	text, others := "phone\n", make([]string, 0, 2*MaxProblems)
	for i := range 2 * MaxProblems {
		others = append(others, fmt.Sprintf("138000000%02d", i))
		text += "+86" + others[i] + "\n"
	}
	list := mustCheck(t, Text(text), CheckOptions{Exclude: setOf(t, others...)})
	if list.Lookalikes != 2*MaxProblems || len(list.LookalikePlaces) != MaxProblems {
		t.Errorf("Lookalikes = %d, %d places; want %d, %d", list.Lookalikes, len(list.LookalikePlaces), 2*MaxProblems, MaxProblems)
	}
}
