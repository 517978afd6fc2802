package numberlist

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// TestListWithoutItsBadRowsIsTheListOfTheOthers: what is sent, and every digest, is that of the good rows.
func TestListWithoutItsBadRowsIsTheListOfTheOthers(t *testing.T) {
	t.Parallel()
	code, err := phone.ParseCallingCode("86")
	if err != nil {
		t.Fatal(err)
	}
	dirty := writeList(t, "dirty.csv", "phone,ext\n13800000001,a\nnobody,b\n+8613800000001,c\n13800000002,\n13800000003,d\"e\n13800000009,x\n013800000002,\n13800000004,f\n")
	clean := Text("phone,ext\n13800000001,a\n13800000002,\n13800000004,f\n")
	exclude := phone.NewMatcher(code, mustCheck(t, Text("+8613800000009"), CheckOptions{KeepSet: true}).Set())
	options := CheckOptions{CallingCode: code, SkipBadRows: true, KeepSet: true, PrefixCount: 2, Exclude: exclude}
	got, want := mustCheck(t, dirty, options), mustCheck(t, clean, CheckOptions{KeepSet: true, PrefixCount: 2})
	if got.Count != 3 || got.BadRows != 4 || got.Excluded != 1 {
		t.Errorf("%d numbers, %d bad rows, %d excluded; want 3, 4, 1", got.Count, got.BadRows, got.Excluded)
	}
	if got.SHA256 != want.SHA256 || got.OrderSHA256 != want.OrderSHA256 || got.PrefixSHA256 != want.PrefixSHA256 {
		t.Error("the digests are others")
	}
	entries, _ := batchesOf(t, got, nil)
	wanted, _ := batchesOf(t, want, nil)
	if diff := cmp.Diff(wanted, entries); diff != "" {
		t.Error(diff)
	}
	if len(got.Warnings) != 1 || got.Warnings[0].Kind != WarnBadRows || got.Warnings[0].Count != 4 {
		t.Fatalf("the warnings are %v", got.Warnings)
	}
	for _, says := range []string{"4 rows of", "line 3: phone has no digits", "2 phones repeat earlier ones: lines 4, 8", "line 6: the row has a quote"} {
		if !strings.Contains(got.Warnings[0].Detail, says) {
			t.Errorf("the warning does not say %q: %s", says, got.Warnings[0].Detail)
		}
	}

	// A bad row may come and go while the list is sent, a good one may not.
	path := strings.TrimPrefix(dirty.String(), "file ")
	rewrite := func(text string) error {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, err := range got.Batches(context.Background(), nil) {
			if err != nil {
				return err
			}
		}
		return nil
	}
	if err := rewrite("phone,ext\n13800000001,a\n13800000002,\n13800000004,f\nnobody,\n"); err != nil {
		t.Errorf("other bad rows: %v", err)
	}
	if err := rewrite("phone,ext\n13800000001,a\n13800000002,\n13800000005,f\n"); !errors.Is(err, ErrChanged) {
		t.Errorf("another good row: %v", err)
	}
}

func TestListOfBadRowsAloneIsRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"phone\nnobody\nno one\n":                      "2 phones have no digits: lines 2, 3",
		"phone\n" + strings.Repeat("nobody\n", 2000):   "1000 phones have no digits",
		"phone,ext\n13800000001,\"a\n":                 "opens a quote that is never closed",
		"phone,name\n13800000001,a\n":                  `the column "name" is not known`,
		"phone,ext\n13800000001,\xd0\xd5\n13800000002": "not UTF-8",
	} {
		if _, err := Check(context.Background(), Text(text), CheckOptions{SkipBadRows: true}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %q", text, err, want)
		}
	}
}

func TestWithoutCountsWhomItMayHaveLeftOutWrongly(t *testing.T) {
	t.Parallel()
	people := mustCheck(t, Text("+8613800000001\n13800000002"), CheckOptions{KeepSet: true}).Set()
	const text = "13800000001\n+13800000002\n13800000003"
	left := mustCheck(t, Text(text), CheckOptions{KeepSet: true}).Without(people)
	if left.Count != 1 || left.Skipped != 2 || left.SkippedLookalikes != 1 {
		t.Errorf("%d left, %d skipped, %d of them lookalikes; want 1, 2, 1", left.Count, left.Skipped, left.SkippedLookalikes)
	}
	code, err := phone.ParseCallingCode("44")
	if err != nil {
		t.Fatal(err)
	}
	left = mustCheck(t, Text(text), CheckOptions{KeepSet: true, CallingCode: code}).Without(people)
	if left.Count != 2 || left.Skipped != 1 || left.SkippedLookalikes != 0 {
		t.Errorf("%d left, %d skipped, %d of them lookalikes; want 2, 1, 0", left.Count, left.Skipped, left.SkippedLookalikes)
	}
}

// TestOneListIsCheckedAtATime: that of a million numbers takes several times the memory that it needs afterwards.
func TestOneListIsCheckedAtATime(t *testing.T) {
	t.Parallel()
	done, err := Text("").takeTurn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Check(ctx, Text("13800000001"), CheckOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Check while another list is checked: %v", err)
	}
	if _, err := Check(t.Context(), Inline([]Entry{{Phone: "13800000001"}}), CheckOptions{}); err != nil {
		t.Errorf("a list written by hand waits: %v", err)
	}
}

func TestIDsAreTrimmedAndHaveNoControlCharacters(t *testing.T) {
	t.Parallel()
	got := entriesOf(t, Text("phone,user_id,member_id,ext\n13800000001, C-1\u00a0,\u200bM 1\t, e\t\n"))
	if want := []Entry{{Phone: "13800000001", UserID: "C-1", MemberID: "M 1", Ext: " e\t"}}; !slices.Equal(got, want) {
		t.Errorf("read as %+v", got)
	}
	for _, id := range []string{"a\tb", "\"a\nb\"", "a\u0085b", "a\x7fb", "é\u009bx"} {
		problems := problemsOf(t, Text("phone,user_id\n13800000001,"+id+"\n"))
		if len(problems) != 1 || !strings.Contains(problems[0], "user_id has a control character") {
			t.Errorf("%q: %v", id, problems)
		}
	}
}
