package numberlist

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

func TestDigestDoesNotDependOnOrderOrFormat(t *testing.T) {
	t.Parallel()
	want := mustCheck(t, Inline([]Entry{
		{Phone: "02120280001", Time: 1767225600, UserID: "u"}, {Phone: "+862120280002", Ext: "é"}, {Phone: "02120280003"},
	}), CheckOptions{})
	for _, text := range []string{
		"phone,time,user_id,ext\n02120280001,1767225600,u,\n+862120280002,,,é\n02120280003,,,\n",
		"ext,userid,time,phone\r\n,,,021-2028-0003\r\né,,,+86 21 20280002\r\n,u,1767225600,02120280001",
		`[{"phone":"02120280003","ext":null},{"phone":"+862120280002","ext":"\u00e9"},{"phone":"02120280001","userid":"u","time":"1767225600"}]`,
		"{\"phone\":\"02120280003\"}\n{\"phone\":\"+862120280002\",\"ext\":\"é\"}\n{\"phone\":\"02120280001\",\"userid\":\"u\",\"time\":1767225600}",
	} {
		if got := mustCheck(t, Text(text), CheckOptions{}); got.SHA256 != want.SHA256 {
			t.Errorf("%q has another digest", text)
		}
	}
	reordered := mustCheck(t, Text("phone\n02120280003\n02120280001"), CheckOptions{})
	ordered := mustCheck(t, Text("phone\n02120280001\n02120280003"), CheckOptions{})
	if reordered.SHA256 != ordered.SHA256 || reordered.OrderSHA256 == ordered.OrderSHA256 {
		t.Error("only OrderSHA256 must depend on the order")
	}
}

func TestDigestDependsOnEveryField(t *testing.T) {
	t.Parallel()
	seen := map[string]Entry{}
	for _, e := range []Entry{
		{Phone: "02120280001"}, {Phone: "+02120280001"}, {Phone: "0002120280001"},
		{Phone: "02120280001", Time: minTime}, {Phone: "02120280001", UserID: "a"}, {Phone: "02120280001", MemberID: "a"},
		{Phone: "02120280001", CustomUUID: "a"}, {Phone: "02120280001", Ext: "a"}, {Phone: "02120280001", Ext: "1"},
		{Phone: "02120280001", UserID: "ab", MemberID: "c"}, {Phone: "02120280001", UserID: "a", MemberID: "bc"},
		{Phone: "02120280001", MemberID: "ab", CustomUUID: "c"}, {Phone: "02120280001", MemberID: "a", CustomUUID: "bc"},
		{Phone: "02120280001", UserID: "a", Ext: "a"},
	} {
		digest := mustCheck(t, Inline([]Entry{e}), CheckOptions{}).SHA256
		if other, taken := seen[digest]; taken {
			t.Errorf("%+v and %+v have the same digest", e, other)
		}
		seen[digest] = e
	}
}

// TestDigestStaysTheSame pins the digest: it is kept in state, so another one would send every list again.
func TestDigestStaysTheSame(t *testing.T) {
	t.Parallel()
	list := mustCheck(t, Inline([]Entry{{Phone: "02120280001"}, {Phone: "+862120280002", Time: 1767225600, UserID: "u", MemberID: "m", CustomUUID: "c", Ext: "e"}}), CheckOptions{})
	const want = "b9979096aee046b1130f1b407dd477450c637ec92ac46703af3dd64bff65a543"
	if list.SHA256 != want {
		t.Errorf("SHA256 = %s, want %s", list.SHA256, want)
	}
}

func TestContentTellsWhatIsSet(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		entry            Entry
		echoed, unechoed bool
	}{
		{Entry{Phone: "02120280001"}, false, false},
		{Entry{UserID: "u"}, true, false}, {Entry{MemberID: "m"}, true, false}, {Entry{CustomUUID: "c"}, true, false},
		{Entry{Time: 1}, false, true}, {Entry{Ext: "e"}, false, true}, {Entry{UserID: "u", Ext: "e"}, true, true},
	} {
		content := ContentOf(c.entry)
		if content.Echoed() != 0 != c.echoed || content.Unechoed() != 0 != c.unechoed {
			t.Errorf("content of %+v is %x", c.entry, content)
		}
	}
	if ContentOf(Entry{UserID: "u", Ext: "e"}).Echoed() != ContentOf(Entry{UserID: "u", Time: 9}).Echoed() {
		t.Error("the echoed half depends on unechoed fields")
	}
}

func TestSetHoldsTheListWithItsContents(t *testing.T) {
	t.Parallel()
	entries := []Entry{{Phone: "+862120280002", UserID: "u"}, {Phone: "02120280001", Ext: "e"}}
	list := mustCheck(t, Inline(entries), CheckOptions{KeepSet: true})
	for _, e := range entries {
		n, err := phone.Parse(e.Phone)
		if err != nil {
			t.Fatal(err)
		}
		if i, ok := list.Set().Find(n); !ok || list.Set().At(i) != (phone.Record{Number: n, Content: ContentOf(e)}) {
			t.Errorf("%+v is not in the set as it should be", e)
		}
		if other := n ^ 1; list.Set().Contains(other) || !list.Set().ContainsIgnoringPlus(other) {
			t.Error("only ContainsIgnoringPlus must overlook a leading +")
		}
	}
	if list.Set().Len() != 2 || list.Set().ContainsIgnoringPlus(1<<40) {
		t.Error("the set has more than the list")
	}
	if mustCheck(t, Inline(entries), CheckOptions{}).Set() != nil {
		t.Error("the set is kept unasked")
	}
	if size := unsafe.Sizeof(phone.Record{}); size != 16 {
		t.Errorf("a record takes %d bytes", size)
	}
}

func TestPrefixDigestRecognisesAnOlderList(t *testing.T) {
	t.Parallel()
	const older = "phone,ext\n02120280003,\n02120280001,a\n"
	old := mustCheck(t, Text(older), CheckOptions{})
	for text, want := range map[string]bool{
		older:                                   true,
		older + "02120280000,b\n02120280002,\n": true,
		"phone,ext\n02120280001,a\n02120280003,\n02120280000,b\n": false,
		"phone,ext\n02120280003,\n02120280001,b\n02120280000,b\n": false,
		"phone,ext\n02120280003,\n":                               false,
	} {
		list := mustCheck(t, Text(text), CheckOptions{PrefixCount: old.Count})
		if got := list.PrefixSHA256 == old.OrderSHA256; got != want {
			t.Errorf("%q is recognised: %v, want %v", text, got, want)
		}
		if list.OrderSHA256 != mustCheck(t, Text(text), CheckOptions{}).OrderSHA256 {
			t.Errorf("%q: asking for a prefix changes the digest", text)
		}
	}
	if got := mustCheck(t, Text(older), CheckOptions{}).PrefixSHA256; got != "" {
		t.Errorf("PrefixSHA256 = %q unasked", got)
	}
}

// matcherOf returns a matcher of people who must not be called.
func matcherOf(t testing.TB, phones ...string) *phone.Matcher {
	t.Helper()
	list, err := CheckDoNotCall(context.Background(), Text(strings.Join(phones, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return phone.NewMatcher(phone.CallingCode{}, list.Set)
}

func TestExcludedNumbersAreNotPartOfTheList(t *testing.T) {
	t.Parallel()
	exclude := matcherOf(t, "02120280001", "+862120280003", "02120280009")
	list := mustCheck(t, Text("phone\n+02120280001\n02120280002\n862120280003\n02120280004"), CheckOptions{Exclude: exclude, KeepSet: true})
	if list.Count != 2 || list.Excluded != 2 || list.Set().Len() != 2 {
		t.Errorf("Count = %d, Excluded = %d; want 2, 2", list.Count, list.Excluded)
	}
	without := mustCheck(t, Text("phone\n02120280002\n02120280004"), CheckOptions{})
	if list.SHA256 != without.SHA256 || list.OrderSHA256 != without.OrderSHA256 {
		t.Error("excluded numbers are in the digests")
	}
	if got := mustCheck(t, Text("phone\n02120280001"), CheckOptions{Exclude: exclude}); got.Count != 0 || got.Excluded != 1 {
		t.Errorf("Count = %d, Excluded = %d; want 0, 1", got.Count, got.Excluded)
	}
}

func TestPastTimesAreCounted(t *testing.T) {
	t.Parallel()
	source := Inline([]Entry{
		{Phone: "02120280001", Time: 1767225599}, {Phone: "02120280002", Time: 1767225600},
		{Phone: "02120280003", Time: 1767225601}, {Phone: "02120280004", Ext: "e"}, {Phone: "02120280005"},
	})
	if list := mustCheck(t, source, CheckOptions{Now: time.Unix(1767225600, 5)}); list.PastTimes.Count != 2 || !list.HasUnechoed {
		t.Errorf("PastTimes = %v, HasUnechoed = %v; want 2, true", list.PastTimes, list.HasUnechoed)
	}
	if list := mustCheck(t, source, CheckOptions{}); list.PastTimes.Count != 0 {
		t.Errorf("PastTimes = %v without a time to compare with", list.PastTimes)
	}
	if list := mustCheck(t, Inline([]Entry{{Phone: "02120280001", UserID: "u"}}), CheckOptions{}); list.HasUnechoed {
		t.Error("a user_id counts as unechoed")
	}
}

// TestReadingAllocatesNothingPerRow is not parallel: it counts the allocations of the whole process.
func TestReadingAllocatesNothingPerRow(t *testing.T) {
	csv := func(rows int) *Source {
		var b strings.Builder
		b.WriteString("phone,time,user_id,ext\n")
		for i := range rows {
			fmt.Fprintf(&b, "0212%07d,1767225600,u%d,\"a, \"\"b\"\" %d\"\n", i, i, i)
		}
		return Text(b.String())
	}
	lines := func(rows int) *Source {
		var b strings.Builder
		for i := range rows {
			fmt.Fprintf(&b, "{\"phone\":\"0212%07d\",\"time\":1767225600,\"ext\":\"a \\u4e2d %d\"}\n", i, i)
		}
		return Text(b.String())
	}
	for name, source := range map[string]func(int) *Source{"CSV": csv, "JSON": lines} {
		few, many := source(2_000), source(6_000)
		count := func(s *Source) float64 {
			return testing.AllocsPerRun(2, func() {
				list := mustCheck(t, s, CheckOptions{})
				for _, err := range list.Batches(t.Context(), nil) {
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		if more := count(many) - count(few); more > 100 {
			t.Errorf("%s: 4,000 more rows cost %.0f allocations", name, more)
		}
	}
}
