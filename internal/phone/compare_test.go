package phone

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func mustParse(t testing.TB, phone string) Number {
	t.Helper()
	n, err := Parse(phone)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func setOf(t testing.TB, phones ...string) *Set {
	t.Helper()
	var c Collector
	for _, phone := range phones {
		c.Add(Record{Number: mustParse(t, phone)})
	}
	return c.Set()
}

// samePhone is the rule that numbers are recognised by, for two of them.
func samePhone(a, b Number) bool {
	x, y := a.digits(), b.digits()
	if x.length > y.length {
		x, y = y, x
	}
	return x == y || x.length >= minSharedDigits && y.last(x.length) == x
}

func TestNumberIsRecognisedInAnotherFormat(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"02120280001", "2120280001", true},
		{"02120280001", "+02120280001", true},
		{"+8613800000001", "13800000001", true},
		{"008613800000001", "13800000001", true},
		{"013800000001", "+8613800000001", true},
		{"02120280001", "20280001", true},
		{"0280001", "280001", true},
		{"12345", "+12345", true},
		{"2028000", "212028000", true},
		{"228000", "21228000", false}, // too short to be recognised behind a prefix
		{"02120280001", "02120280002", false},
		{"13800000001", "23800000001", false},
		{"12120280001", "22120280001", false},
	} {
		for _, pair := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			if got := compare(t, pair[:1], pair[1:]).Reformatted[pair[0]] == pair[1]; got != c.want {
				t.Errorf("%s is taken for %s: %v, want %v", pair[1], pair[0], got, c.want)
			}
		}
		if samePhone(mustParse(t, c.a), mustParse(t, c.b)) != c.want {
			t.Errorf("samePhone(%s, %s) is not %v", c.a, c.b, c.want)
		}
	}
}

// outcome is a Difference in words.
type outcome struct {
	Missing, Ambiguous, Extra, Withheld []string
	Reformatted                         map[string]string
	Repeated                            int
}

func compare(t testing.TB, wanted, present []string) outcome {
	t.Helper()
	return compareWithout(t, wanted, present, nil)
}

// compareWithout is compare, with numbers that must not be taken for other ones.
func compareWithout(t testing.TB, wanted, present []string, exclude *Set) outcome {
	t.Helper()
	set := setOf(t, wanted...)
	c := NewComparison[string](set)
	for _, phone := range present {
		n := mustParse(t, phone)
		index, ok := c.Add(n, phone)
		if ok != set.Contains(n) || ok && set.At(index).Number != n {
			t.Errorf("Add(%s) = %d, %v", phone, index, ok)
		}
	}
	d := c.Result(exclude.ContainsIgnoringPlus)
	got := outcome{Repeated: d.Repeated}
	for i := range set.Len() {
		if d.IsMissing(i) {
			got.Missing = append(got.Missing, set.At(i).Number.String())
		}
	}
	if len(got.Missing) != d.Missing {
		t.Errorf("Missing = %d, and IsMissing says %d", d.Missing, len(got.Missing))
	}
	for _, i := range d.Ambiguous {
		got.Ambiguous = append(got.Ambiguous, set.At(i).Number.String())
	}
	for _, p := range d.Extra {
		got.Extra = append(got.Extra, p.Tag)
	}
	for _, p := range d.Withheld {
		got.Withheld = append(got.Withheld, p.Tag)
	}
	for _, p := range d.Reformatted {
		if got.Reformatted == nil {
			got.Reformatted = map[string]string{}
		}
		got.Reformatted[set.At(p.Index).Number.String()] = p.Tag
	}
	return got
}

func TestComparison(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		wanted, present []string
		want            outcome
	}{
		"equal":          {[]string{"02120280001", "02120280002"}, []string{"02120280002", "02120280001"}, outcome{}},
		"empty task":     {[]string{"02120280001"}, nil, outcome{Missing: []string{"02120280001"}}},
		"nothing wanted": {nil, []string{"02120280001"}, outcome{Extra: []string{"02120280001"}}},
		"missing and extra": {
			[]string{"02120280001", "02120280002"}, []string{"02120280002", "02120280003"},
			outcome{Missing: []string{"02120280001"}, Extra: []string{"02120280003"}},
		},
		"held twice": {[]string{"02120280001"}, []string{"02120280001", "02120280001"}, outcome{Repeated: 1}},
		"reformatted": {
			[]string{"+8613800000001", "013800000002", "02120280003"}, []string{"13800000001", "13800000002", "02120280003"},
			outcome{Reformatted: map[string]string{"+8613800000001": "13800000001", "013800000002": "13800000002"}},
		},
		"reformatted and held twice": {
			[]string{"+8613800000001"}, []string{"13800000001", "013800000001"},
			outcome{Reformatted: map[string]string{"+8613800000001": "013800000001"}, Repeated: 1},
		},
		"two candidates wanted": {
			[]string{"013800000001", "13800000001"}, []string{"+8613800000001"},
			outcome{Missing: []string{"13800000001", "013800000001"}, Ambiguous: []string{"13800000001", "013800000001"}, Extra: []string{"+8613800000001"}},
		},
		"prefix added": {
			[]string{"13800000001"}, []string{"+8613800000001"},
			outcome{Reformatted: map[string]string{"13800000001": "+8613800000001"}},
		},
		"exact one first": { // the other is not another format of a number that is there already
			[]string{"13800000001"}, []string{"+8613800000001", "13800000001"}, outcome{Extra: []string{"+8613800000001"}},
		},
		"two might be meant": {
			[]string{"13800000001"}, []string{"+8613800000001", "013800000001"},
			outcome{Missing: []string{"13800000001"}, Ambiguous: []string{"13800000001"}, Extra: []string{"+8613800000001", "013800000001"}},
		},
		"might mean two": {
			[]string{"02120280001", "01020280001"}, []string{"20280001"},
			outcome{Missing: []string{"01020280001", "02120280001"}, Ambiguous: []string{"01020280001", "02120280001"}, Extra: []string{"20280001"}},
		},
		"a chain": {
			[]string{"20280001", "8602120280001"}, []string{"2120280001"},
			outcome{Missing: []string{"20280001", "8602120280001"}, Ambiguous: []string{"20280001", "8602120280001"}, Extra: []string{"2120280001"}},
		},
	} {
		if diff := cmp.Diff(c.want, compare(t, c.wanted, c.present)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestExcludedNumberIsNotTakenForAnotherOne(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		wanted, present, exclude []string
		want                     outcome
	}{
		"looks like a wanted one": {
			[]string{"0312345678"}, []string{"2345678"}, []string{"+2345678"},
			outcome{Missing: []string{"0312345678"}, Extra: []string{"2345678"}, Withheld: []string{"2345678"}},
		},
		"looks like two wanted ones": {
			[]string{"0312345678", "0212345678"}, []string{"2345678"}, []string{"2345678"},
			outcome{Missing: []string{"0212345678", "0312345678"}, Extra: []string{"2345678"}, Withheld: []string{"2345678"}},
		},
		"looks like one that is there": {
			[]string{"0312345678"}, []string{"0312345678", "2345678"}, []string{"2345678"}, outcome{Extra: []string{"2345678"}},
		},
		"looks like none": {
			[]string{"0312345678"}, []string{"2345679"}, []string{"2345679"},
			outcome{Missing: []string{"0312345678"}, Extra: []string{"2345679"}},
		},
		"beside the reformatted one": {
			[]string{"0312345678"}, []string{"2345678", "+86312345678"}, []string{"2345678"},
			outcome{Extra: []string{"2345678"}, Withheld: []string{"2345678"}, Reformatted: map[string]string{"0312345678": "+86312345678"}},
		},
		"wanted with a zero": {
			[]string{"0312345678"}, []string{"312345678"}, []string{"312345678"}, outcome{Reformatted: map[string]string{"0312345678": "312345678"}},
		},
	} {
		if diff := cmp.Diff(c.want, compareWithout(t, c.wanted, c.present, setOf(t, c.exclude...))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestPrefixOfAReformattedNumber(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		wanted, held string
		want         Prefix
	}{
		{"+8613800000001", "13800000001", Prefix{86, true}},
		{"13800000001", "008613800000001", Prefix{86, false}},
		{"0312345678", "2345678", Prefix{31, true}},
		{"2345678", "0312345678", Prefix{31, false}},
		{"20280001", "86020280001", Prefix{860, false}},
		{"0020280001", "+20280001", Prefix{}},
	} {
		comparison := NewComparison[bool](setOf(t, c.wanted))
		comparison.Add(mustParse(t, c.held), true)
		if d := comparison.Result(nil); len(d.Reformatted) != 1 || d.Reformatted[0].Prefix != c.want {
			t.Errorf("%s as %s: %+v, want %+v", c.wanted, c.held, d.Reformatted, c.want)
		}
	}
}

func TestComparisonAgreesWithLookingAtEveryPair(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	phone := func() string {
		prefix := []string{"", "+", "0", "00", "86", "+86", "0086", "021", "10"}[random.IntN(9)]
		return prefix + fmt.Sprintf("2028%0*d", 3+random.IntN(2), random.IntN(40))
	}
	for range 200 {
		var wanted, present []string
		seen := map[string]bool{}
		for range 30 {
			if p := phone(); !seen[p] {
				seen[p] = true
				wanted = append(wanted, p)
			}
			present = append(present, phone())
		}
		got := compare(t, wanted, present)

		held := map[string]bool{}
		for _, p := range present {
			held[p] = true
		}
		var missing, extra []string
		for _, p := range wanted {
			if !held[p] {
				missing = append(missing, p)
			}
		}
		for _, p := range present {
			if !seen[p] {
				extra = append(extra, p)
			}
		}
		alike := func(phone string, among []string) (found []string) {
			for _, other := range among {
				if samePhone(mustParse(t, phone), mustParse(t, other)) {
					found = append(found, other)
				}
			}
			return found
		}
		phonesIn := func(texts []string) int { // numbers that differ by zeros and + are one phone
			distinct := map[digits]bool{}
			for _, p := range texts {
				distinct[mustParse(t, p).digits()] = true
			}
			return len(distinct)
		}
		want := map[string]string{}
		ambiguous, paired := 0, 0
		for _, p := range missing {
			partners := alike(p, extra)
			if phonesIn(partners) == 1 && len(alike(partners[0], missing)) == 1 {
				want[p] = partners[len(partners)-1]
				paired += len(partners)
			} else if len(partners) > 0 {
				ambiguous++
			}
		}
		if len(want) == 0 {
			want = nil
		}
		if diff := cmp.Diff(want, got.Reformatted); diff != "" || len(got.Ambiguous) != ambiguous {
			t.Fatalf("wanted %v, present %v: %d ambiguous, want %d\n%s", wanted, present, len(got.Ambiguous), ambiguous, diff)
		}
		if len(got.Missing) != len(missing)-len(want) || len(got.Extra) != len(extra)-paired {
			t.Fatalf("wanted %v, present %v: %d missing, %d extra", wanted, present, len(got.Missing), len(got.Extra))
		}
	}
}
