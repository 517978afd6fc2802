package sketch

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestFieldAgreesWithIntegersModuloThePrime(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	p := new(big.Int).SetUint64(prime)
	big64 := func(x uint64) *big.Int { return new(big.Int).SetUint64(x) }
	values := []uint64{0, 1, 2, prime - 1, prime - 2, 1 << 60, 1<<60 - 1}
	for range 500 {
		values = append(values, random.Uint64N(prime))
	}
	for i, a := range values {
		for _, b := range values[:1+i%50] {
			for _, c := range []struct {
				name string
				got  uint64
				want *big.Int
			}{
				{"+", add(a, b), new(big.Int).Add(big64(a), big64(b))},
				{"-", sub(a, b), new(big.Int).Sub(big64(a), big64(b))},
				{"·", mul(a, b), new(big.Int).Mul(big64(a), big64(b))},
			} {
				if want := c.want.Mod(c.want, p).Uint64(); c.got != want {
					t.Fatalf("%d %s %d = %d, want %d", a, c.name, b, c.got, want)
				}
			}
		}
		if a != 0 && mul(a, inverse(a)) != 1 {
			t.Fatalf("%d times its inverse is not 1", a)
		}
	}
	if !p.ProbablyPrime(20) {
		t.Error("the modulus is no prime")
	}
	for _, x := range []uint64{0, 1, prime - 2, prime - 1, prime, 1<<64 - 1} {
		if v := nonzero(x); v == 0 || v >= prime {
			t.Errorf("nonzero(%d) = %d", x, v)
		}
	}
}

// TestRecurrenceIsFoundFromTwiceItsLength makes sequences out of random recurrences and finds these again.
func TestRecurrenceIsFoundFromTwiceItsLength(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for length := range 30 {
		c, sequence := []uint64{1}, []uint64(nil)
		for range length {
			c = append(c, 1+random.Uint64N(prime-1))
			sequence = append(sequence, random.Uint64N(prime))
		}
		for n := length; n < 2*length; n++ {
			next := uint64(0)
			for i := 1; i <= length; i++ {
				next = sub(next, mul(c[i], sequence[n-i]))
			}
			sequence = append(sequence, next)
		}
		got := recurrence(sequence)
		if len(got) != length+1 {
			t.Fatalf("a recurrence of length %d is taken for one of %d", length, len(got)-1)
		}
		for i, v := range c {
			if got[i] != v {
				t.Fatalf("length %d: coefficient %d is %d, want %d", length, i, got[i], v)
			}
		}
	}
}
