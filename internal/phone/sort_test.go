package phone

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSortRecordsSortsAnything(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 1, 2, 64, 65, 1000, 50_000} {
		for _, mask := range []uint64{0, 0xff, 0xff00ff, 1<<62 - 1} {
			records := make([]Record, size)
			sums := map[Number]int{}
			for i := range records {
				records[i].Number = Number(random.Uint64() & mask)
				sums[records[i].Number]++
			}
			numbers := make([]Number, size)
			for i, r := range records {
				numbers[i] = r.Number
			}
			if numbers = sortNumbers(numbers); !slices.IsSorted(numbers) {
				t.Fatalf("%d numbers, mask %x: not in order", size, mask)
			}
			records = sortRecords(records)
			for i := range records {
				sums[records[i].Number]--
				if i > 0 && records[i-1].Number > records[i].Number {
					t.Fatalf("%d records, mask %x: not in order at %d", size, mask, i)
				}
			}
			for number, n := range sums {
				if n != 0 {
					t.Fatalf("%d records, mask %x: number %x is there %d times too few", size, mask, number, n)
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
