package sketch

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
)

// made returns the made-up number i.
func made(t testing.TB, i int) phone.Number {
	t.Helper()
	n, err := phone.Parse(phonetest.Phone(i))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// setOf returns a set in which the made-up numbers have these unechoed fields.
func setOf(t testing.TB, fields map[int]uint32) *phone.Set {
	t.Helper()
	var c phone.Collector
	for i, unechoed := range fields {
		c.Add(phone.Record{Number: made(t, i), Content: phone.Content(7<<32) | phone.Content(unechoed)})
	}
	return c.Set()
}

func numbers(t testing.TB, indexes ...int) (all []phone.Number) {
	t.Helper()
	for _, i := range indexes {
		all = append(all, made(t, i))
	}
	return all
}

// TestChangedFindsWhatDiffers changes, adds, clears and takes off entries at random, and compares with looking at each.
func TestChangedFindsWhatDiffers(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	k := New([]byte("secret"))
	told := 0
	for range 400 {
		size := 1 + random.IntN(200)
		before, now := map[int]uint32{}, map[int]uint32{}
		var gone, want []phone.Number
		for i := range size {
			if random.IntN(3) > 0 {
				before[i] = uint32(random.IntN(3)) // few values, so that equal fields are common
			}
		}
		budget := random.IntN(60)
		for i := range size {
			had, was := before[i]
			if random.IntN(size) >= budget {
				if was {
					now[i] = had
				}
				continue
			}
			switch random.IntN(3) {
			case 0:
				if was {
					gone = append(gone, made(t, i))
				}
			default:
				now[i] = uint32(random.IntN(3))
				if now[i] != had {
					want = append(want, made(t, i))
				}
			}
		}
		set := setOf(t, now)
		indexes, ok := k.Changed(k.Of(setOf(t, before)), Wanted{Set: set, Held: k.Of(set), Unwanted: gone})
		if !ok {
			if len(want)+len(gone) <= sums/2-1 || 2*len(want)+len(gone) < sums-1 {
				t.Fatalf("%d changes and %d that left could not be told", len(want), len(gone))
			}
			continue
		}
		told++
		var got []phone.Number
		for _, i := range indexes {
			got = append(got, set.At(i).Number)
		}
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%d changed, want %d", len(got), len(want))
		}
	}
	if told < 100 {
		t.Errorf("only %d of the cases could be told", told)
	}
}

func TestReformattedNumbersMayHaveBeenOnTheOldList(t *testing.T) {
	t.Parallel()
	k := New([]byte("secret"))
	before, set := k.Of(setOf(t, map[int]uint32{1: 5, 2: 6})), setOf(t, map[int]uint32{2: 6})
	now := Wanted{Set: set, Held: k.Of(set)}
	if _, ok := k.Changed(before, now); ok {
		t.Error("a number that is nowhere was found")
	}
	now.Reformatted = numbers(t, 1)
	if indexes, ok := k.Changed(before, now); !ok || len(indexes) != 0 {
		t.Errorf("Changed = %v, %v", indexes, ok)
	}
}

func TestNothingIsToldByAnotherKeyOrNone(t *testing.T) {
	t.Parallel()
	set := setOf(t, map[int]uint32{1: 5, 2: 0, 3: 7})
	k, another := New([]byte("secret")), New([]byte("another"))
	for name, c := range map[string]struct {
		k      *Sketcher
		before Sketch
		want   []int
		ok     bool
	}{
		"the same key":         {k, k.Of(set), nil, true},
		"another key":          {another, k.Of(set), nil, false},
		"a key got lost":       {nil, k.Of(set), nil, false},
		"a key came":           {k, Unkeyed(), nil, false},
		"no key":               {nil, (*Sketcher)(nil).Of(set), nil, false},
		"no fields before":     {k, None(), []int{0, 2}, true},
		"no fields and no key": {nil, None(), []int{0, 2}, true},
	} {
		indexes, ok := c.k.Changed(c.before, Wanted{Set: set, Held: c.k.Of(set)})
		if ok != c.ok || !slices.Equal(indexes, c.want) {
			t.Errorf("%s: Changed = %v, %v; want %v, %v", name, indexes, ok, c.want, c.ok)
		}
	}
	// Even if the check byte does not give the other key away, its sums do.
	forged := k.Of(set)
	forged.check = another.check
	if _, ok := another.Changed(forged, Wanted{Set: set, Held: another.Of(set)}); ok {
		t.Error("sums of another key were taken for changes")
	}
	if New(nil) != nil || New([]byte{}) != nil {
		t.Error("there is a key without a secret")
	}
}

// TestSumsDoNotTellNumbersWithoutTheKey does what somebody does who has the sums and a list of all numbers there may be:
// it computes the places of the entries from the sums, and tries each number of the list.
func TestSumsDoNotTellNumbersWithoutTheKey(t *testing.T) {
	t.Parallel()
	const entries, candidates = 40, 20_000
	fields := map[int]uint32{}
	for i := range entries {
		fields[i*311] = 1234 // all the same, as where one ext is for all
	}
	k := New([]byte("secret of the platform"))
	stored := k.Of(setOf(t, fields))
	locator := recurrence(stored.sums)
	if len(locator) != entries+1 {
		t.Fatalf("there are %d places in the sums, want %d", len(locator)-1, entries)
	}
	roots := func(place func(phone.Number) uint64) (found int) {
		for i := range candidates {
			x, value := place(made(t, i)), uint64(0)
			for _, c := range locator {
				value = add(mul(value, x), c)
			}
			if value == 0 {
				found++
			}
		}
		return found
	}
	if found := roots(k.place); found != entries {
		t.Errorf("the key finds %d of %d: the attack is not one", found, entries)
	}
	for name, place := range map[string]func(phone.Number) uint64{
		"the number itself": func(n phone.Number) uint64 { return nonzero(uint64(n)) },
		"another secret":    New([]byte("guess")).place,
		"a secret of zeros": New(make([]byte, 32)).place,
		"what is stored":    New([]byte{stored.check}).place,
		// The first version scattered numbers like this, and 40 of 40 were found.
		"an open mixing function": func(n phone.Number) uint64 {
			x := uint64(n)
			x ^= x >> 30
			x *= 0xbf58476d1ce4e5b9
			x ^= x >> 27
			x *= 0x94d049bb133111eb
			x ^= x >> 31
			return nonzero(x)
		},
	} {
		if found := roots(place); found != 0 {
			t.Errorf("%s finds %d of %d numbers", name, found, entries)
		}
	}
}

func TestSketchStaysTheSameWhenItIsStored(t *testing.T) {
	t.Parallel()
	k := New([]byte("secret"))
	for _, s := range []Sketch{{}, None(), Unkeyed(), k.Of(setOf(t, nil)), k.Of(setOf(t, map[int]uint32{1: 5}))} {
		text, err := s.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var read Sketch
		if err := read.UnmarshalText(text); err != nil || fmt.Sprint(read) != fmt.Sprint(s) {
			t.Errorf("%q is read as %v, %v; want %v", text, read, err, s)
		}
		if len(text) > 1100 {
			t.Errorf("a sketch takes %d bytes", len(text))
		}
		if s.IsZero() != (len(text) == 0) {
			t.Errorf("IsZero = %v of %q", s.IsZero(), text)
		}
	}
}

func TestTextThatIsNoSketchIsRefused(t *testing.T) {
	t.Parallel()
	whole, err := New([]byte("secret")).Of(setOf(t, map[int]uint32{1: 5})).MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"x", "k1:", "k2" + string(whole[2:]), string(whole[:len(whole)-2]), string(whole) + "AA", "k1:" + string(whole[3:5]) + "////////////" + string(whole[17:])} {
		s := None()
		if err := s.UnmarshalText([]byte(text)); err != ErrMalformed || s.kind != none { //nolint:errorlint // the very error is meant
			t.Errorf("UnmarshalText(%q) = %v, and the sketch is %v", text, err, s)
		}
	}
}

func FuzzSketchText(f *testing.F) {
	whole, _ := New([]byte("secret")).Of(setOf(f, map[int]uint32{1: 5})).MarshalText()
	f.Add(string(whole))
	f.Add("none")
	f.Fuzz(func(t *testing.T, text string) {
		var s Sketch
		if s.UnmarshalText([]byte(text)) != nil {
			return
		}
		again, err := s.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var second Sketch
		if err := second.UnmarshalText(again); err != nil || fmt.Sprint(second) != fmt.Sprint(s) {
			t.Fatalf("%q becomes %q", text, again)
		}
	})
}

// TestSketchStaysTheSameInTime: sketches are in state files, so that another way to compute them would take all entries
// for changed.
func TestSketchStaysTheSameInTime(t *testing.T) {
	t.Parallel()
	s := New([]byte("secret")).Of(setOf(t, map[int]uint32{1: 5, 2: 6}))
	if got, want := fmt.Sprint(s.check, s.sums[0], s.sums[95]), "194 429224418713111560 882181698864042420"; got != want {
		t.Errorf("check byte, first and last sum are %s, want %s", got, want)
	}
}

func BenchmarkSketch(b *testing.B) {
	var c phone.Collector
	for i := range 1_000_000 {
		c.Add(phone.Record{Number: made(b, i), Content: 1})
	}
	set, k := c.Set(), New([]byte("secret"))
	b.ResetTimer()
	for b.Loop() {
		_ = k.Of(set)
	}
}
