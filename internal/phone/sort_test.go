package phone

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSortChunksSortsAnything(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 1, 2, 64, 65, 1000, 50_000} {
		for _, mask := range []uint64{0, 1, 0xff, 0xff00ff, 1<<62 - 1} {
			for _, filled := range []bool{false, true} {
				var c Collector
				want := make([]Record, size)
				for i := range want {
					want[i].Number = Number(random.Uint64() & mask)
					if filled && i%100 > 50 { // some chunks have contents and others have not
						want[i].Content = Content(random.Uint64())
					}
					c.Add(want[i])
				}
				slices.SortStableFunc(want, func(a, b Record) int { return cmp.Compare(a.Number, b.Number) })
				set := c.Set()
				if set.Len() != size {
					t.Fatalf("%d records of %d", set.Len(), size)
				}
				for i, r := range want {
					if set.At(i) != r {
						t.Fatalf("%d records, mask %x: at %d is %v, want %v", size, mask, i, set.At(i), r)
					}
				}
			}
		}
	}
}

func TestNumbersBeginningWithZeroStandTogether(t *testing.T) {
	t.Parallel()
	set := setOf(t, "012345", "12345", "+012345", "00000", "999999999999999999", "099999999999999999", "10000", "1012345")
	var got []string
	for _, n := range set.BeginningWithZero() {
		got = append(got, n.String())
	}
	if want := []string{"00000", "012345", "+012345", "099999999999999999"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
