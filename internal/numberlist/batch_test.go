package numberlist

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// wireEntry is an element of telphone as the platform's page describes it.
type wireEntry struct {
	Phone      string `json:"phone"`
	Time       int64  `json:"time"`
	UserID     string `json:"userid"`
	MemberID   string `json:"memberid"`
	CustomUUID string `json:"customuuid"`
	Ext        string `json:"ext"`
}

// decode reads a batch as a platform would, and checks that it agrees with itself and keeps the limits.
func decodeBatch(t testing.TB, batch *Batch) []Entry {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(string(batch.JSON())))
	decoder.DisallowUnknownFields()
	var objects []wireEntry
	if err := decoder.Decode(&objects); err != nil {
		t.Fatalf("the batch is not JSON: %v", err)
	}
	if len(objects) != batch.Count() || len(objects) != len(batch.Numbers()) {
		t.Fatalf("%d objects, Count = %d, %d numbers", len(objects), batch.Count(), len(batch.Numbers()))
	}
	if batch.Count() > MaxPerBatch || len(batch.JSON()) > MaxBatchBytes {
		t.Errorf("a batch has %d numbers and %d bytes", batch.Count(), len(batch.JSON()))
	}
	entries := make([]Entry, len(objects))
	for i, o := range objects {
		entries[i] = Entry(o)
		if n := batch.Numbers()[i]; n.String() != o.Phone {
			t.Fatalf("number %d is not that of its object", i)
		}
	}
	return entries
}

func batchesOf(t testing.TB, list *List, keep func(int, phone.Number) bool) (entries []Entry, sizes []int) {
	t.Helper()
	for batch, err := range list.Batches(context.Background(), keep) {
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, decodeBatch(t, batch)...)
		sizes = append(sizes, batch.Count())
	}
	return entries, sizes
}

func phones(n int) string {
	var b strings.Builder
	b.WriteString("phone\n")
	for i := range n {
		fmt.Fprintf(&b, "0212%07d\n", i)
	}
	return b.String()
}

func TestBatchesHoldEveryNumberOnceInListOrder(t *testing.T) {
	t.Parallel()
	for n, want := range map[int][]int{
		1: {1}, 999: {999}, 10_000: {10_000}, 10_001: {10_000, 1}, 25_000: {10_000, 10_000, 5000},
	} {
		source := Text(phones(n))
		entries, sizes := batchesOf(t, mustCheck(t, source, CheckOptions{}), nil)
		if diff := cmp.Diff(want, sizes); diff != "" {
			t.Errorf("%d numbers: %s", n, diff)
		}
		if !slices.Equal(entries, entriesOf(t, source)) {
			t.Errorf("%d numbers: the batches do not have them as the list does", n)
		}
	}
}

func TestBatchesHoldOnlyWhatIsKept(t *testing.T) {
	t.Parallel()
	exclude := matcherOf(t, "02120000000", "02120000005")
	list := mustCheck(t, Text(phones(30_002)), CheckOptions{Exclude: exclude})
	for step, want := range map[int][]int{1: {10_000, 10_000, 10_000}, 2: {10_000, 5000}, 3: {10_000}, 30_000: {1}, 40_000: nil} {
		var places []int
		entries, sizes := batchesOf(t, list, func(i int, n phone.Number) bool {
			places = append(places, i)
			if exclude.Match(n) != phone.Different {
				t.Errorf("an excluded number was offered")
			}
			return i%step == step-1
		})
		if len(places) != 30_000 || !slices.IsSorted(places) || places[29_999] != 29_999 {
			t.Errorf("step %d: keep is asked for %d places", step, len(places))
		}
		if total := 30_000 / step; len(entries) != total {
			t.Errorf("step %d: %d numbers in the batches, want %d", step, len(entries), total)
		}
		for _, size := range sizes[:max(len(sizes)-1, 0)] {
			if size <= MaxPerBatch-blockEntries {
				t.Errorf("step %d: a batch has room for another block: %v", step, sizes)
			}
		}
		if step != 3 && !slices.Equal(want, sizes) {
			t.Errorf("step %d: batches of %v, want %v", step, sizes, want)
		}
	}
}

func TestBatchesAreBoundedInBytes(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString("phone,user_id,member_id,custom_uuid,ext\n")
	// Escaping makes the one twice and the other six times as long.
	id, worst := strings.Repeat(`\`, maxTextBytes), strings.Repeat("\x01", maxTextBytes)
	for i := range 100 {
		fmt.Fprintf(&b, "0212%07d,%s,%s,%s,%s\n", i, id, id, id, worst)
	}
	source := Text(b.String())
	entries, sizes := batchesOf(t, mustCheck(t, source, CheckOptions{}), nil)
	if len(sizes) < 100*(3*2+6)*maxTextBytes/MaxBatchBytes || !slices.Equal(entries, entriesOf(t, source)) {
		t.Errorf("batches of %v", sizes)
	}
}

func TestBatchIsValidUntilTheOneAfterTheNextIsAskedFor(t *testing.T) {
	t.Parallel()
	var (
		previous *Batch
		was      string
	)
	list := mustCheck(t, Text(phones(45_000)), CheckOptions{})
	for batch, err := range list.Batches(context.Background(), func(i int, _ phone.Number) bool { return i%7 != 0 }) {
		if err != nil {
			t.Fatal(err)
		}
		if previous != nil && string(previous.JSON()) != was {
			t.Fatal("a batch was overwritten before the next one was handed out")
		}
		if previous != nil {
			decodeBatch(t, previous)
		}
		previous, was = batch, string(batch.JSON())
	}
}

func TestLoopOverBatchesMayBreakOff(t *testing.T) {
	t.Parallel()
	list := mustCheck(t, Text(phones(25_000)), CheckOptions{})
	count := 0
	for _, err := range list.Batches(context.Background(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		count++
		break
	}
	if count != 1 {
		t.Errorf("%d batches", count)
	}
}

func TestNothingIsHandedOutThatWasNotChecked(t *testing.T) {
	t.Parallel()
	const n = 25_000
	rows := strings.SplitAfter(strings.TrimSuffix(phones(n), "\n"), "\n")
	header, rows := rows[0], rows[1:]
	for name, change := range map[string]func([]string) []string{
		"other number":       func(r []string) []string { r[12_345] = "02129999999\n"; return r },
		"number repeated":    func(r []string) []string { r[12_345] = r[3]; return r },
		"two swapped":        func(r []string) []string { r[12_345], r[12_346] = r[12_346], r[12_345]; return r },
		"row removed":        func(r []string) []string { return slices.Delete(r, 12_345, 12_346) },
		"row put in":         func(r []string) []string { return slices.Insert(r, 12_345, "02129999999\n") },
		"row spoilt":         func(r []string) []string { r[12_345] = "x\n"; return r },
		"no CSV any more":    func(r []string) []string { r[12_345] = "\"x\n"; return r },
		"first row changed":  func(r []string) []string { r[0] = "02129999999\n"; return r },
		"last row changed":   func(r []string) []string { r[n-1] = "02129999999\n"; return r },
		"cut":                func(r []string) []string { return r[:20_000] },
		"appended":           func(r []string) []string { return append(r, "\n02129999999\n") },
		"appended at length": func(r []string) []string { return append(append(r, "\n"), "02129999999\n", "02129999998\n") },
		"emptied":            func([]string) []string { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := writeList(t, "list.csv", header+strings.Join(rows, ""))
			list := mustCheck(t, source, CheckOptions{})
			path := strings.TrimPrefix(source.String(), "file ")
			changed := header + strings.Join(change(slices.Clone(rows)), "")
			if err := os.WriteFile(path, []byte(changed), 0o600); err != nil {
				t.Fatal(err)
			}
			var (
				handed []string
				failed error
			)
			for batch, err := range list.Batches(context.Background(), nil) {
				if failed = err; err != nil {
					continue
				}
				for _, n := range batch.Numbers() {
					handed = append(handed, n.String())
				}
			}
			if !errors.Is(failed, ErrChanged) || !strings.Contains(failed.Error(), path) {
				t.Errorf("the sequence ends with %v, want ErrChanged", failed)
			}
			for i, phone := range handed {
				if phone != strings.TrimSpace(rows[i]) {
					t.Fatalf("number %d is not that of the list", i)
				}
			}
		})
	}
}

func TestChangedFieldIsNoticed(t *testing.T) {
	t.Parallel()
	source := writeList(t, "list.csv", "phone,ext\n02120280001,a\n")
	list := mustCheck(t, source, CheckOptions{})
	if err := os.WriteFile(strings.TrimPrefix(source.String(), "file "), []byte("phone,ext\n02120280001,b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for batch, err := range list.Batches(context.Background(), nil) {
		if batch != nil || !errors.Is(err, ErrChanged) {
			t.Errorf("Batches: %v, %v", batch, err)
		}
	}
}

func TestUnsetFieldsAreLeftOut(t *testing.T) {
	t.Parallel()
	list := mustCheck(t, Inline([]Entry{
		{Phone: "+86 (21) 2028-0001"},
		{Phone: "02120280002", Time: 1767225600, UserID: "u", MemberID: "m", CustomUUID: "c", Ext: "\"\\\n é"},
	}), CheckOptions{})
	for batch, err := range list.Batches(context.Background(), nil) {
		const want = `[{"phone":"+862120280001"},{"phone":"02120280002","time":1767225600,"userid":"u","memberid":"m","customuuid":"c","ext":"\"\\\u000a é"}]`
		if err != nil || string(batch.JSON()) != want {
			t.Errorf("%s, %v; want %s", batch.JSON(), err, want)
		}
	}
}

func TestSubsetIsABatchOfItsOwn(t *testing.T) {
	t.Parallel()
	source := Text("phone,ext\n02120280001,a\n02120280002,\n02120280003,c\n02120280004,d\n")
	all := entriesOf(t, source)
	for batch, err := range mustCheck(t, source, CheckOptions{}).Batches(context.Background(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		for mask := range 16 {
			var want []Entry
			for i := range all {
				if mask&(1<<i) != 0 {
					want = append(want, all[i])
				}
			}
			chosen := func(n phone.Number) bool { return mask&(1<<slices.Index(batch.Numbers(), n)) != 0 }
			subset := batch.Subset(chosen)
			if got := decodeBatch(t, subset); !slices.Equal(got, want) {
				t.Errorf("mask %b: %v", mask, got)
			}
			if got := decodeBatch(t, subset.Subset(chosen)); !slices.Equal(got, want) {
				t.Errorf("mask %b, subset of the subset: %v", mask, got)
			}
		}
	}
}

func TestHalvesTogetherAreTheBatch(t *testing.T) {
	t.Parallel()
	for n := 1; n <= 9; n++ {
		var text strings.Builder
		text.WriteString("phone,ext\n")
		for i := range n {
			fmt.Fprintf(&text, "0212%07d,%s\n", i, strings.Repeat("x", i%3))
		}
		for batch, err := range mustCheck(t, Text(text.String()), CheckOptions{}).Batches(context.Background(), nil) {
			if err != nil {
				t.Fatal(err)
			}
			want := decodeBatch(t, batch)
			// Halved until nothing can be: the order stays.
			pieces := []*Batch{batch}
			for again := true; again; {
				again = false
				var smaller []*Batch
				for _, piece := range pieces {
					first, second, ok := piece.Halves()
					if ok != (piece.Count() > 1) {
						t.Errorf("a batch of %d can be halved: %v", piece.Count(), ok)
					}
					if !ok {
						smaller = append(smaller, piece)
						continue
					}
					again = true
					if d := second.Count() - first.Count(); d != 0 && d != 1 {
						t.Errorf("the halves of %d have %d and %d", piece.Count(), first.Count(), second.Count())
					}
					smaller = append(smaller, first, second)
				}
				pieces = smaller
			}
			var got []Entry
			for _, piece := range pieces {
				got = append(got, decodeBatch(t, piece)...)
			}
			if !slices.Equal(got, want) || len(pieces) != n {
				t.Errorf("%d numbers become %d pieces: %v", n, len(pieces), got)
			}
		}
	}
}

// FuzzBatchesRoundTrip makes lists of any texts and filters, and decodes what their batches say.
func FuzzBatchesRoundTrip(f *testing.F) {
	f.Add("a", "\"b\"", "\\\u2028", "\x00\n", uint16(3), uint16(1))
	f.Add("", "", "", "", uint16(10_001), uint16(3))
	f.Add(strings.Repeat("é", 2000), "", "", "x", uint16(400), uint16(1))
	f.Fuzz(func(t *testing.T, userID, memberID, customUUID, ext string, count, step uint16) {
		var (
			want    []Entry
			text    strings.Builder
			encoder = json.NewEncoder(&text)
			all     = max(int(step), 1)
		)
		for i := 0; i < int(count) && text.Len() < 4<<20; i++ {
			e := Entry{fmt.Sprintf("0212%07d", i), minTime + int64(i), userID, memberID, customUUID, ext}
			for _, field := range []*string{&e.UserID, &e.MemberID, &e.CustomUUID, &e.Ext} {
				*field = strings.ToValidUTF8(*field, "?")
			}
			for _, id := range []*string{&e.UserID, &e.MemberID, &e.CustomUUID} {
				*id = phone.Trim(strings.Map(func(r rune) rune {
					if unicode.IsControl(r) {
						return -1
					}
					return r
				}, *id))
			}
			if err := encoder.Encode(wireEntry(e)); err != nil {
				t.Fatal(err)
			}
			if i%all == 0 {
				want = append(want, e)
			}
		}
		list, err := Check(t.Context(), Text(text.String()), CheckOptions{})
		if err != nil {
			if len(want) > 0 && max(len(userID), len(memberID), len(customUUID), len(ext)) <= maxTextBytes/3 {
				t.Fatal(err)
			}
			return
		}
		if got, _ := batchesOf(t, list, func(i int, _ phone.Number) bool { return i%all == 0 }); !slices.Equal(got, want) {
			t.Fatalf("%d entries come back of %d, or other ones", len(got), len(want))
		}
	})
}

// TestWhatFollowsAPrefixIsNotReadAgain: it was kept when the list was checked, so the file may even be gone.
func TestWhatFollowsAPrefixIsNotReadAgain(t *testing.T) {
	t.Parallel()
	source := writeList(t, "list.csv", "phone,user_id\n02120280001,a\n02120280002,b\n02120280003,c\n02120280004,\n")
	list := mustCheck(t, source, CheckOptions{PrefixCount: 1, Exclude: matcherOf(t, "02120280003")})
	if err := os.Remove(strings.TrimPrefix(source.String(), "file ")); err != nil {
		t.Fatal(err)
	}
	want := []Entry{{Phone: "02120280002", UserID: "b"}, {Phone: "02120280004"}}
	for range 2 {
		var got []Entry
		for batch, err := range list.BatchesFrom(t.Context(), 1) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, decodeBatch(t, batch)...)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestBatchesFromAnyPlaceHoldTheRestOfTheList(t *testing.T) {
	t.Parallel()
	const count = 2*MaxPerBatch + 7
	text := phones(count)
	for _, c := range []struct{ prefix, from int }{
		{0, 0}, {0, 5}, {count - 7, count - 7}, {count - 7, 3}, {7, 7}, {count - MaxPerBatch, count - MaxPerBatch},
		{count - MaxPerBatch - 1, count - MaxPerBatch - 1}, {count, count}, {count + 1, count + 1},
	} {
		list := mustCheck(t, Text(text), CheckOptions{PrefixCount: c.prefix})
		var got []Entry
		for batch, err := range list.BatchesFrom(t.Context(), c.from) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, decodeBatch(t, batch)...)
		}
		all, _ := batchesOf(t, list, nil)
		if want := all[min(c.from, count):]; !slices.Equal(got, want) {
			t.Errorf("checked with prefix %d, from %d: %d entries instead of %d, or others", c.prefix, c.from, len(got), len(want))
		}
	}
}
