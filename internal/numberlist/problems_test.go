package numberlist

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// problemsOf checks a list that must be wrong and returns its problems as the user reads them.
func problemsOf(t *testing.T, source *Source) []string {
	t.Helper()
	_, err := Check(context.Background(), source, CheckOptions{})
	var wrong *ProblemsError
	if !errors.As(err, &wrong) {
		t.Fatalf("Check: %v, want a ProblemsError", err)
	}
	number := regexp.MustCompile(`[0-9]{5,}`)
	var problems []string
	for _, p := range wrong.Problems {
		problems = append(problems, p.String())
		if digits := number.FindString(strings.ReplaceAll(p.String(), "gb18030", "")); digits != "" {
			t.Errorf("a problem shows a number: %s", p)
		}
	}
	return problems
}

func TestProblemsOfAllKindsAreListedInOrder(t *testing.T) {
	t.Parallel()
	text := `phone,time,user_id
02120280001,,
021202,1767225600000,
02120280001,,
,0,x
02120280002,soon,
02120280003,10000000000,
02120280002,1767225600,
02120280004
02120280005,,` + strings.Repeat("x", 4097) + `
02120280001,,
`
	want := []string{
		"line 3: time looks like milliseconds, or even smaller units: leave the last three digits out, or six or nine of them, so that ten digits remain",
		"2 phones repeat earlier ones: lines 4, 11. Take each person into the list once",
		"line 5: phone is missing",
		"2 times are before the year 2001 or too far ahead: lines 5, 7. " + strings.TrimSuffix(timeAdvice, "."),
		"line 6: time is neither unix seconds nor a date with its offset: w" + strings.TrimSuffix(timeAdvice[1:], "."),
		"line 10: user_id is longer than 4,096 bytes: shorten it",
	}
	if diff := cmp.Diff(want, problemsOf(t, Text(text))); diff != "" {
		t.Error(diff)
	}
}

// TestProblemsThatAreAlikeAreListedTogether: so that a list with many is explained in a few lines.
func TestProblemsThatAreAlikeAreListedTogether(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("phone\n")
	for i := range 30 {
		fmt.Fprintf(&text, "0212028%04d\n0212028%04d\n12\n", i, i)
	}
	text.WriteString("0212028x\n")
	_, err := Check(context.Background(), Text(text.String()), CheckOptions{})
	want := `text list has 61 problems:
30 phones repeat earlier ones: lines 3, 6, 9, 12, 15, 18, 21, 24, 27, 30 … and 20 more. Take each person into the list once
30 phones have fewer than 5 digits: lines 4, 7, 10, 13, 16, 19, 22, 25, 28, 31 … and 20 more. Write the whole number, with its area code
line 92: phone has a letter (character 8): write digits only`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Error(diff)
	}
}

func TestInlineAndArrayProblemsAreKnownByIndex(t *testing.T) {
	t.Parallel()
	entries := []Entry{{Phone: "02120280001"}, {Phone: "x"}, {Phone: "02120280001"}, {Phone: "02120280002", Time: -1},
		{Phone: "02120280003", Time: ZeroTime}, {Phone: "02120280004", Time: 10_000_000_000}, {}}
	want := []string{
		"index 1: " + phoneProblem("x"),
		"index 2: phone repeats the one at index 0",
		"index 3: time is neither unix seconds nor a date with its offset: w" + strings.TrimSuffix(timeAdvice[1:], "."),
		"2 times are before the year 2001 or too far ahead: indexes 4, 5. " + strings.TrimSuffix(timeAdvice, "."),
		"index 6: phone is missing",
	}
	if diff := cmp.Diff(want, problemsOf(t, Inline(entries))); diff != "" {
		t.Error(diff)
	}
	array := "[{\"phone\":\"02120280001\"},\n{\"phone\":2120280002},\n{\"phone\":\"(021)20280001\"}]"
	want = []string{"index 2 (line 3): phone repeats the one at index 0"}
	if diff := cmp.Diff(want, problemsOf(t, Text(array))); diff != "" {
		t.Error(diff)
	}
}

func TestRepetitionAmongExcludedNumbersIsStillReported(t *testing.T) {
	t.Parallel()
	exclude := matcherOf(t, "02120280001")
	_, err := Check(context.Background(), Text("phone\n02120280001\n02120280002\n02120280001"), CheckOptions{Exclude: exclude})
	if err == nil || !strings.Contains(err.Error(), "line 4: phone repeats the one on line 2") {
		t.Errorf("Check: %v", err)
	}
	_, err = Check(context.Background(), Text("phone\n02120280001\n02120280002\n02120280001\n02120280002"), CheckOptions{Exclude: exclude})
	if err == nil || !strings.Contains(err.Error(), "2 phones repeat earlier ones: lines 4, 5") {
		t.Errorf("Check: %v", err)
	}
}

func TestHopelessListIsGivenUpEarly(t *testing.T) {
	t.Parallel()
	text := "phone\n" + strings.Repeat("nonsense\n", 5000)
	_, err := Check(context.Background(), Text(text), CheckOptions{})
	var wrong *ProblemsError
	if !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	if total := wrong.Problems[0].Count; total != 1000 || !wrong.Stopped {
		t.Errorf("%d problems, Stopped = %v; want 1000, true", total, wrong.Stopped)
	}
	if !strings.HasSuffix(err.Error(), "the rest of the list was not read") {
		t.Errorf("Error() = %q", err)
	}
	_, err = Check(context.Background(), Text("phone\n02120280001\n"+text[6:]), CheckOptions{})
	if !errors.As(err, &wrong) || wrong.Stopped || wrong.Problems[0].Count != 5000 {
		t.Errorf("a list with one right row is not read to its end: %v", err)
	}
}

func TestEmptyListHasAnErrorOfItsOwn(t *testing.T) {
	t.Parallel()
	for _, source := range []*Source{
		Text(""), Text("\ufeff"), Text("phone\n"), Text("phone,ext\n\r\n,\n"), Text("[]"), Text(" [ ] "),
		Inline(nil), writeList(t, "empty.json", ""), writeList(t, "empty.jsonl", "\n\n"),
	} {
		_, err := Check(context.Background(), source, CheckOptions{})
		if !errors.Is(err, ErrEmpty) || !strings.HasPrefix(err.Error(), source.String()+" has no numbers") {
			t.Errorf("%s: %v", source, err)
		}
		if list, err := CheckDoNotCall(context.Background(), source); err != nil || list.Set.Len() != 0 || len(list.Warnings) != 1 || list.Warnings[0].Kind != WarnNobody {
			t.Errorf("%s as a do-not-call list: %v, %v", source, list, err)
		}
	}
}
