package phone

import (
	"fmt"
	"testing"
)

const numbersOfABenchmark = 1_000_000

// scattered returns made-up mobiles in an order that is not sorted, each once.
func scattered(i int) string {
	return fmt.Sprintf("13%09d", int64(i)*7_368_787%10_000_019*97)
}

func BenchmarkCompare(b *testing.B) {
	all := make([]Number, numbersOfABenchmark)
	var numbers, reformatted Collector
	for i := range all {
		n, err := Parse(scattered(i))
		if err != nil {
			b.Fatal(err)
		}
		all[i] = n
		numbers.Add(Record{Number: n})
		n, err = Parse("+86" + scattered(i))
		if err != nil {
			b.Fatal(err)
		}
		reformatted.Add(Record{Number: n})
	}
	exact, foreign := numbers.Set(), reformatted.Set()
	for _, c := range []struct {
		name   string
		wanted *Set
	}{{"same", exact}, {"reformatted", foreign}} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(16 * numbersOfABenchmark)
			b.ReportAllocs()
			for b.Loop() {
				comparison := NewComparison[bool](c.wanted)
				for _, n := range all {
					comparison.Add(n, false)
				}
				if d := comparison.Result(nil); d.Missing != 0 || len(d.Extra) != 0 {
					b.Fatalf("%d missing, %d extra", d.Missing, len(d.Extra))
				}
			}
		})
	}
}
