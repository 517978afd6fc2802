package phone

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLookalikesAgreeWithLookingAtEveryPair(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	phones := func() []string {
		list := make([]string, 30)
		for i := range list {
			prefix := []string{"", "+", "0", "00", "86", "+86", "0086", "021", "10"}[random.IntN(9)]
			list[i] = prefix + fmt.Sprintf("%0*d", 5+random.IntN(4), random.IntN(60))
		}
		return list
	}
	for range 200 {
		set, others := setOf(t, phones()...), setOf(t, phones()...)
		var want []Number
		for _, r := range set.records {
			for _, other := range others.records {
				if samePhone(r.Number, other.Number) {
					want = append(want, r.Number)
					break
				}
			}
		}
		if diff := cmp.Diff(want, set.Lookalikes(others)); diff != "" {
			t.Fatal(diff)
		}
	}
}
