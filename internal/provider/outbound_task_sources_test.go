package provider_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestWriteOnlyNumbersReachThePlatformAndNothingElse(t *testing.T) {
	t.Parallel()
	for name, texts := range map[string][2]string{
		"csv":  {"phone,user_id\n13800000001,a\n13800000002,b\n", "phone,user_id\n13800000001,a\n13800000003,c\n"},
		"json": {`[{"phone":"13800000001","user_id":"a"},{"phone":13800000002}]`, `[{"phone":"13800000001","user_id":"a"},{"phone":13800000003}]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Clock: platformClock})
			w.mustApply(task(object{"numbers_wo": texts[0]}))
			w.wantHeld([]string{"13800000001", "13800000002"})
			w.changes()

			// A change is noticed by its digest.
			plan := w.refreshAndPlan(task(object{"numbers_wo": texts[1]}))
			if plan.Action != protocoltest.Update {
				t.Fatalf("the plan is a %s", plan.Action)
			}
			w.mustApply(task(object{"numbers_wo": texts[1]}))
			w.wantChanges("taskDelPhone", "TaskAdd 1")
			w.wantHeld([]string{"13800000001", "13800000003"})
			if text := w.resource.StateText(); strings.Contains(text, "1380000000") {
				t.Errorf("the state holds numbers: %s", text)
			}

			// The same people in another form are no change.
			w.mustApply(task(object{"numbers_file": w.csv("list.csv", "phone,user_id", "13800000001,a", strings.TrimSpace("13800000003,"+map[string]string{"csv": "c"}[name]))}))
			w.wantChanges()
		})
	}
}

func TestFailedApplyKeepsWriteOnlyNumbersOutOfState(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Clock: platformClock})
	w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.BusinessError, Times: 2})
	w.wantError(w.apply(task(object{"numbers_wo": "phone\n13800000001\n", "desired_status": "running"})), "TaskSet was refused")
	if text := w.resource.StateText(); !w.resource.Tainted() || strings.Contains(text, "13800000001") {
		t.Errorf("the state is %s", text)
	}
}

func TestNumbersOnTheDoNotCallListAreNeverSubmitted(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{
		"numbers_file":     w.csv("list.csv", phones(0, 6)...),
		"do_not_call_file": w.csv("never.csv", "phone", "+13800000001", "(138)-0000 0002", "13999999999"),
		"desired_status":   "running",
	})
	w.mustApply(config)
	w.wantHeld([]string{"13800000000", "13800000003", "13800000004", "13800000005"})
	w.wantValue("excluded_count", int64(2))
	w.wantValue("number_count", int64(4))
	w.changes()

	// One is called; then both it and another are put on the list.
	w.mock.Dial(w.id(), 1)
	w.csv("never.csv", "phone", "13800000000", "13800000001", "13800000002", "13800000003")
	w.wantWarning(w.mustApply(config), "called before they could be removed", "1 number")
	w.wantChanges("TaskSet 2", "taskDelPhone", "TaskSet 1")
	w.wantHeld([]string{"13800000000", "13800000004", "13800000005"})

	// Taken off again, they are wanted again; who was called is not called a second time.
	w.csv("never.csv", "phone")
	w.mustApply(config)
	w.wantChanges("TaskAdd 3")
	for _, n := range w.mock.Numbers(w.id()) {
		if n.Calls > 1 {
			t.Errorf("%s was called %d times", n.Phone, n.Calls)
		}
	}
}

func TestNumbersThatMayBeOnTheDoNotCallListInAnotherFormAreLeftOut(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mustApply(task(object{
		"numbers_file":     w.csv("list.csv", phones(0, 6)...),
		"do_not_call_file": w.csv("never.csv", "phone", "+8613800000001", "013800000003"),
	}))
	w.wantHeld([]string{"13800000000", "13800000002", "13800000004", "13800000005"})
}

func TestInlineEntriesAreCheckedAsRowsOfAFileAre(t *testing.T) {
	t.Parallel()
	right := object{"phone": "13800000001"}
	for name, test := range map[string]struct {
		numbers any
		want    string // in the detail of the error; empty if there is none
	}{
		"a time of 0":            {[]any{right, object{"phone": "13800000002", "time": 0}}, "index 1: time is before the year 2001"},
		"a time in milliseconds": {[]any{object{"phone": "13800000002", "time": 1900000000000}}, "index 0: time looks like milliseconds"},
		"no time":                {[]any{object{"phone": "13800000002", "time": nil}}, ""},
		"a null entry":           {[]any{right, nil}, "index 1: phone is missing"},
		"an unknown list":        {protocoltest.Unknown, ""},
		"an unknown time":        {[]any{object{"phone": "13800000002", "time": protocoltest.Unknown}}, ""},
		"an unknown phone":       {[]any{object{"phone": protocoltest.Unknown}}, ""},
		"a null and an unknown":  {[]any{nil, protocoltest.Unknown}, "numbers[0].phone"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			plan, err := w.resource.Plan(t.Context(), task(object{"numbers": test.numbers}))
			must(t, err)
			said := ""
			for _, d := range plan.Diagnostics {
				said += d.Summary + ": " + d.Detail + "\n"
			}
			switch {
			case test.want == "" && said != "":
				t.Errorf("nothing is wrong, and it says:\n%s", said)
			case !strings.Contains(said, test.want), strings.Contains(said, "error in the provider"), strings.Contains(said, "has no numbers"):
				t.Errorf("it does not say %q:\n%s", test.want, said)
			}
		})
	}
}

func TestListThatIsWhollyExcludedIsRefused(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.wantError(w.apply(task(object{
		"numbers_file": w.csv("list.csv", phones(0, 2)...), "do_not_call_file": w.csv("never.csv", phones(0, 3)...),
	})), "Nobody to call", "do_not_call_file leaves out 2 numbers.", "Nothing was sent")
	w.wantChanges()
}

func TestRefusalOfAListWithNobodyLeftSaysWhoLeftThemOut(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mustApply(task(object{"name": "first", "numbers_file": w.csv("list.csv", phones(0, 2)...), "desired_status": "running"}))
	w.mock.DialAll(w.id())
	first := w.id()
	w.resource.Forget()
	w.changes()
	config := task(object{"name": "second", "numbers_file": w.csv("list.csv", phones(0, 2)...), "skip_called_by": []any{first}})
	w.wantError(w.apply(config), "Nobody to call", "skip_called_by leaves out all 2 numbers, whom its tasks have called")
	w.csv("list.csv", phones(0, 5)...)
	config["do_not_call_file"] = w.csv("never.csv", phones(2, 10)...)
	w.wantError(w.apply(config), "Nobody to call", "do_not_call_file leaves out 3 numbers, and skip_called_by the other 2, whom its tasks have called")
	w.wantChanges()
}

func TestPeopleWhoAreOnlyAlikeAreLeftOutAndCounted(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mustApply(task(object{"name": "first", "numbers_file": w.csv("list.csv", "phone", "+4413800000001", "13800000002"), "desired_status": "running"}))
	w.mock.DialAll(w.id())
	first := w.id()
	w.resource.Forget()
	config := task(object{
		"name": "second", "skip_called_by": []any{first}, "desired_status": "running",
		"numbers_file": w.csv("list.csv", "phone", "13800000001", "+13800000002", "13800000003"),
	})
	w.wantWarning(w.mustApply(config), "People are left out who may be others", "Of 2 numbers", "1 may be the same phone", "set calling_code")
	w.wantHeld([]string{"13800000003"})
	// With the code they are two people, and nothing is left in doubt.
	w.resource.Forget()
	config["name"], config["calling_code"] = "third", "86"
	for _, d := range w.mustApply(config) {
		if strings.Contains(d.Summary, "may be others") {
			t.Error("it warns of people who are others")
		}
	}
	w.wantValue("skipped_count", int64(1))
}

func TestGzippedFilesAreRead(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write([]byte(strings.Join(phones(0, 4), "\n")))
	must(t, err)
	must(t, z.Close())
	path := filepath.Join(w.dir, "list.csv.gz")
	must(t, os.WriteFile(path, packed.Bytes(), 0o600))
	w.mustApply(task(object{"numbers_file": path}))
	w.wantHeld(phones(0, 4)[1:])
}

func TestAppendSendsOnlyTheEnd(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", append(phones(0, 50), "00013800001")...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.Dial(w.id(), 7)
	w.changes()
	w.csv("list.csv", append(phones(0, 50), "00013800001", "13900000001", "00013900002")...)
	diags := w.apply(config)
	must(t, protocoltest.Errors(diags))
	w.wantChanges("TaskAdd 2")
	w.wantValue("invalid_count", int64(2))
	w.wantValue("number_count", int64(53))
}

// TestAppendToALargeListListsNothing: where comparing all numbers takes many requests, the count tells enough.
func TestAppendToALargeListListsNothing(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 21_000)...), "desired_status": "running"})
	w.mustApply(config)
	w.csv("list.csv", phones(0, 21_500)...)
	plan := w.refreshAndPlan(config)
	w.changes()
	must(t, protocoltest.Errors(w.applyPlan(t.Context(), plan)))
	requests := w.mock.Journal()
	w.wantChanges("TaskAdd 500")
	for _, r := range requests {
		if strings.HasSuffix(r.Service, "TaskInfo") {
			t.Error("the numbers were listed")
		}
	}
	if len(requests) > 6 {
		t.Errorf("an append took %d requests", len(requests))
	}
}

func TestAppendComparesWhenTheTaskIsNotAsItWasLeft(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	// The plan is made, and then somebody takes a number off in the console and puts another in.
	w.csv("list.csv", phones(0, 6)...)
	plan := w.refreshAndPlan(config)
	must(t, w.mock.ConsoleRemove(w.id(), "13800000001", "13800000002"))
	must(t, w.mock.ConsoleAdd(w.id(), "13900000001"))
	diags := w.applyPlan(t.Context(), plan)
	must(t, protocoltest.Errors(diags))
	w.wantHeld(phones(0, 6)[1:])
}

func TestAppendOfUnknownOutcomeIsNotSentTwice(t *testing.T) {
	t.Parallel()
	for _, kind := range []yccalltest.FaultKind{yccalltest.CutBeforeEffect, yccalltest.CutAfterEffect, yccalltest.PartialEffect, yccalltest.Ret500AfterEffect} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
			w.mustApply(config)
			w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: kind, KeepPart: 2})
			w.csv("list.csv", phones(0, 9)...)
			w.mustApply(config)
			w.wantHeld(phones(0, 9)[1:])
		})
	}
}
