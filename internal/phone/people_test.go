package phone

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func code(t testing.TB, text string) CallingCode {
	t.Helper()
	c, err := ParseCallingCode(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCallingCodeOfRealNumberingPlans has for each country the forms in which its own people write one number, and
// numbers that are other people, whatever they look like.
func TestCallingCodeOfRealNumberingPlans(t *testing.T) {
	t.Parallel()
	for name, plan := range map[string]struct {
		code         string
		same, others []string
	}{
		"CN, a mobile": {
			"86", []string{"13800000001", "+8613800000001", "8613800000001", "008613800000001", "013800000001"},
			[]string{"13800000002", "3800000001", "+113800000001", "+8523800000001"},
		},
		"CN, a land line": {
			"86", []string{"01062345678", "+861062345678", "861062345678", "00861062345678", "1062345678"},
			[]string{"02162345678", "62345678", "075562345678", "+862162345678"},
		},
		"CN, a land line of eleven digits": {
			"86", []string{"075586000001", "+8675586000001", "8675586000001", "75586000001"}, []string{"02086000001", "86000001"},
		},
		"GB, a mobile": {
			"44", []string{"07700900001", "+447700900001", "00447700900001", "447700900001", "7700900001"},
			[]string{"07700900002", "+17700900001", "+4917700900001", "900001"},
		},
		"GB, London": {"44", []string{"02079460958", "+442079460958", "442079460958"}, []string{"02179460958", "79460958"}},
		"DE, Berlin": {"49", []string{"03023125001", "+493023125001", "00493023125001", "493023125001"}, []string{"04023125001", "23125001"}},
		// The area code of Leer begins as the country code does.
		"DE, Leer":   {"49", []string{"04912345678", "+494912345678", "00494912345678", "494912345678", "4912345678"}, []string{"012345678", "+4912345678", "2345678"}},
		"DE, mobile": {"49", []string{"01711234567", "+491711234567", "491711234567"}, []string{"01721234567", "+431711234567"}},
		"US":         {"1", []string{"2025550101", "+12025550101", "12025550101", "0012025550101"}, []string{"2035550101", "5550101", "+442025550101"}},
		"ID, mobile": {"62", []string{"081234567890", "+6281234567890", "6281234567890", "81234567890"}, []string{"081234567891", "+6581234567890"}},
		// The area code of Sibolga and its neighbours begins as the country code does.
		"ID, a land line": {"62", []string{"0622123456", "+62622123456", "62622123456", "622123456"}, []string{"0123456", "+62123456"}},
		// The 0 of Italian land lines stays behind the country code.
		"IT, Rome":        {"39", []string{"0612345678", "+390612345678", "00390612345678", "390612345678"}, []string{"0212345678", "12345678"}},
		"IT, a mobile":    {"39", []string{"3912345678", "+393912345678", "393912345678"}, []string{"3922345678", "+3912345678"}},
		"RU":              {"7", []string{"+74951234567", "84951234567", "74951234567", "0074951234567", "4951234567"}, []string{"+78951234567", "+84951234567", "4951234568", "84951234"}},
		"SG":              {"65", []string{"91234567", "+6591234567", "6591234567"}, []string{"81234567", "+6081234567"}},
		"HK":              {"852", []string{"91234567", "+85291234567", "85291234567"}, []string{"81234567", "+85391234567"}},
		"no calling code": {"", []string{"13800000001", "+13800000001", "013800000001"}, []string{"8613800000001", "13800000002"}},
	} {
		c := code(t, plan.code)
		want := c.Person(mustParse(t, plan.same[0]))
		for _, form := range plan.same {
			if c.Person(mustParse(t, form)) != want {
				t.Errorf("%s: %s and %s are taken for two people", name, plan.same[0], form)
			}
		}
		for _, form := range plan.others {
			if c.Person(mustParse(t, form)) == want {
				t.Errorf("%s: %s and %s are taken for one person", name, plan.same[0], form)
			}
		}
	}
}

func TestOnlyDigitsAreACallingCode(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"CN", "+86", "086", "0", "1234", "8 6", "８６"} {
		if c, err := ParseCallingCode(text); err == nil || !c.IsZero() {
			t.Errorf("%q is taken for the calling code %v", text, c)
		}
	}
}

func TestNumbersThatMayBeOnePerson(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"+447700900001", "07700900001", true},
		{"+447700900001", "7700900001", true},
		{"+447700900001", "00447700900001", true},
		{"+4407700900001", "7700900001", true},
		{"13800000001", "8613800000001", true},
		{"13800000001", "013800000001", true},
		{"13800000001", "+13800000001", true},
		{"023125001", "+49023125001", false}, // eight digits and a 0: another area may have them as well
		{"130000001", "852130000001", true},
		{"130000001", "8521130000001", false}, // four digits in front
		{"62345678", "01062345678", false},    // too short for a whole number
		{"13800000001", "23800000001", false}, // the same length
		{"013800000001", "863800000001", false},
		{"12345", "+12345", true},
		{"12345", "012345", false},
	} {
		for _, pair := range [][2]string{{c.a, c.b}, {c.b, c.a}} {
			if got := alike(mustParse(t, pair[0]), mustParse(t, pair[1])); got != c.want {
				t.Errorf("%s and %s may be one person: %v, want %v", pair[0], pair[1], got, c.want)
			}
		}
	}
}

// TestRandomMobilesAreNoLookalikes: strangers must not be taken for one another.
func TestRandomMobilesAreNoLookalikes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	var c Collector
	for range 200_000 {
		c.Add(Record{Number: mustParse(t, fmt.Sprintf("1%d%09d", []int{3, 5, 7, 8, 9}[random.IntN(5)], random.IntN(1_000_000_000)))})
	}
	if found := c.Set().Lookalikes(); len(found) != 0 {
		t.Errorf("%d of 200,000 random mobiles are taken for others", len(found))
	}
}

// randomForms are numbers that may be forms of one another.
func randomForms(t testing.TB, random *rand.Rand) []string {
	t.Helper()
	list := make([]string, 30)
	for i := range list {
		prefix := []string{"", "+", "0", "00", "86", "+86", "0086", "021", "10", "860", "8521"}[random.IntN(11)]
		list[i] = prefix + fmt.Sprintf("%0*d", 8+random.IntN(4), 10_000_000*random.IntN(13)+random.IntN(40))
	}
	return list
}

func TestLookalikesAgreeWithLookingAtEveryPair(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	seen := 0
	for range 500 {
		var c Collector
		for _, text := range randomForms(t, random) {
			c.Add(Record{Number: mustParse(t, text)})
		}
		set := c.Set()
		var want []Number
		for i, a := range set.Numbers() {
			for j, b := range set.Numbers() {
				// What has more zeros in front than the other has digits more is no form that anybody writes.
				natural := a.digits() == b.digits() || (a.Len() > b.Len()) == (a.digits().length > b.digits().length)
				if i != j && a != b && natural && alike(a, b) {
					want = append(want, a)
					break
				}
			}
		}
		want = slices.Compact(want)
		seen += len(want)
		if diff := cmp.Diff(want, set.Lookalikes()); diff != "" {
			t.Fatalf("%v: %s", set.Numbers(), diff)
		}
	}
	if seen == 0 {
		t.Error("no lookalikes were among the random numbers")
	}
}

func TestMatcherAgreesWithLookingAtEveryPair(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(9, 10))
	counts := map[Likeness]int{}
	for round := range 500 {
		set := setOf(t, randomForms(t, random)...)
		c := CallingCode{}
		if round%2 == 1 {
			c = code(t, "86")
		}
		m := NewMatcher(c, set, nil, setOf(t))
		for _, text := range randomForms(t, random) {
			n := mustParse(t, text)
			want := Different
			for _, other := range set.Numbers() {
				switch {
				case other.WithoutPlus() == n.WithoutPlus(), !c.IsZero() && c.Person(other) == c.Person(n):
					want = Same
				case c.IsZero() && want == Different && lookAlike(other, n):
					want = MayBeSame
				}
			}
			if got := m.Match(n); got != want {
				t.Fatalf("%s among %v: %v, want %v", n, set.Numbers(), got, want)
			}
			counts[want]++
		}
	}
	if len(counts) != 3 {
		t.Errorf("not every likeness was among the random numbers: %v", counts)
	}
	if got := (*Matcher)(nil).Match(mustParse(t, "13800000001")); got != Different {
		t.Errorf("a matcher of nobody finds %v", got)
	}
}

// lookAlike is alike without the rule of the same length: who must not be called is left out rather once too often.
func lookAlike(a, b Number) bool {
	long, short := a.digits(), b.digits()
	if long.length < short.length {
		long, short = short, long
	}
	return short.length >= minTail && long.last(short.length) == short && isFront(long.value/powersOfTen[short.length])
}

func TestRepeatedPeople(t *testing.T) {
	t.Parallel()
	set := setOf(t, "13800000001", "+13800000001", "+8613800000001", "13800000002", "013800000002", "13800000003", "13800000003")
	if people, surplus := set.Repeated(CallingCode{}); len(people) != 1 || surplus != 1 || people[0] != Person(mustParse(t, "13800000003")) {
		t.Errorf("without a calling code %d people are repeated %d times, want 1 and 1", len(people), surplus)
	}
	if people, surplus := set.Repeated(code(t, "86")); len(people) != 3 || surplus != 4 {
		t.Errorf("with a calling code %d people are repeated %d times, want 3 and 4", len(people), surplus)
	}
}
