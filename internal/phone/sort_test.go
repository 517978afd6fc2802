package phone

import (
	"math/rand/v2"
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
