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
		if digits := number.FindString(p.Text); digits != "" && digits != fmt.Sprint(int64(maxTime)) {
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
+02120280002,1767225600,
02120280004
02120280005,,` + strings.Repeat("x", 4097) + `
02120280001,,
`
	want := []string{
		"line 3: time must be unix seconds; it looks like milliseconds",
		"line 4: phone repeats the one on line 2",
		"line 5: phone is missing",
		"line 5: time must be unix seconds from 1 to 9999999999",
		"line 6: time must be unix seconds, in digits only",
		"line 7: time must be unix seconds from 1 to 9999999999",
		"line 9: the row has 1 columns and the header 3",
		"line 10: user_id is longer than 4,096 bytes",
		"line 11: phone repeats the one on line 2",
	}
	if diff := cmp.Diff(want, problemsOf(t, Text(text))); diff != "" {
		t.Error(diff)
	}
}

func TestTwentyProblemsAreListedAndTheOthersCounted(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("phone\n")
	for i := range 30 {
		fmt.Fprintf(&text, "0212028%04d\n0212028%04d\n12\n", i, i)
	}
	_, err := Check(context.Background(), Text(text.String()), CheckOptions{})
	var wrong *ProblemsError
	if !errors.As(err, &wrong) {
		t.Fatal(err)
	}
	if len(wrong.Problems) != 20 || wrong.More != 40 {
		t.Errorf("%d problems and %d more, want 20 and 40", len(wrong.Problems), wrong.More)
	}
	if last := wrong.Problems[19].String(); last != "line 31: phone is malformed: it has fewer than 5 digits" {
		t.Errorf("the last one listed is %q", last)
	}
	if text := err.Error(); !strings.HasPrefix(text, "text list has 60 problems:\nline 3: ") || !strings.HasSuffix(text, "\nand 40 more") {
		t.Errorf("Error() = %q", text)
	}
}

func TestInlineAndArrayProblemsAreKnownByIndex(t *testing.T) {
	t.Parallel()
	entries := []Entry{{Phone: "02120280001"}, {Phone: "x"}, {Phone: "02120280001"}, {Phone: "02120280002", Time: -1},
		{Phone: "02120280003", Time: ZeroTime}, {Phone: "02120280004", Time: 10_000_000_000}, {}}
	want := []string{
		"index 1: " + phoneProblem("abcde"),
		"index 2: phone repeats the one at index 0",
		"index 3: time must be unix seconds, in digits only",
		"index 4: time must be unix seconds from 1 to 9999999999",
		"index 5: time must be unix seconds from 1 to 9999999999",
		"index 6: phone is missing",
	}
	if diff := cmp.Diff(want, problemsOf(t, Inline(entries))); diff != "" {
		t.Error(diff)
	}
	array := "[{\"phone\":\"02120280001\"},\n{\"phone\":2120280002},\n{\"phone\":\"+02120280001\"}]"
	want = []string{"index 2 (line 3): phone repeats the one at index 0 (a leading + makes no difference)"}
	if diff := cmp.Diff(want, problemsOf(t, Text(array))); diff != "" {
		t.Error(diff)
	}
}

func TestRepetitionAmongExcludedNumbersIsStillReported(t *testing.T) {
	t.Parallel()
	exclude := mustCheck(t, Text("phone\n02120280001"), CheckOptions{KeepSet: true}).Set()
	_, err := Check(context.Background(), Text("phone\n02120280001\n02120280002\n02120280001"), CheckOptions{Exclude: exclude})
	if err == nil || !strings.Contains(err.Error(), "line 4: phone repeats the one on line 2") {
		t.Errorf("Check: %v", err)
	}
	_, err = Check(context.Background(), Text("phone\n02120280001\n02120280002\n02120280001\n02120280002"), CheckOptions{Exclude: exclude})
	if err == nil || !strings.HasSuffix(err.Error(), "line 4: phone repeats the one on line 2\nline 5: phone repeats the one on line 3") {
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
	if total := len(wrong.Problems) + wrong.More; total != 1000 || !wrong.Stopped {
		t.Errorf("%d problems, Stopped = %v; want 1000, true", total, wrong.Stopped)
	}
	if !strings.HasSuffix(err.Error(), "the rest of the list was not read") {
		t.Errorf("Error() = %q", err)
	}
	_, err = Check(context.Background(), Text("phone\n02120280001\n"+text[6:]), CheckOptions{})
	if !errors.As(err, &wrong) || wrong.Stopped || wrong.More != 4980 {
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
		if list, err := Check(context.Background(), source, CheckOptions{AllowEmpty: true, KeepSet: true}); err != nil || list.Count != 0 || list.Set().Len() != 0 {
			t.Errorf("%s with AllowEmpty: %v", source, err)
		}
	}
}
