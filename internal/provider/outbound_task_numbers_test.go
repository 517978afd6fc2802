package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestNumbersChangeInPlace(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 10)...), "desired_status": "running"})
	w.mustApply(config)
	id := w.id()
	w.changes()

	// Two go, three come, and only they are sent.
	w.csv("list.csv", phones(2, 11)...)
	if plan := w.refreshAndPlan(config); plan.Action != protocoltest.Update || plan.Value("number_count") != int64(11) {
		t.Fatalf("the plan is a %s to %v numbers", plan.Action, plan.Value("number_count"))
	}
	w.mustApply(config)
	w.wantChanges("TaskSet 2", "taskDelPhone", "TaskAdd 3", "TaskSet 1")
	w.wantHeld(phones(2, 11)[1:])
	w.wantValue("id", id)
}

func TestOrderAndFormatOfTheListDoNotMatter(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mustApply(task(object{"numbers_file": w.csv("list.csv", "phone,user_id", "13800000001,a", "138-0000-0002,")}))
	w.changes()
	w.mustApply(task(object{"numbers_file": w.csv("list.jsonl", `{"phone":"13800000002"}`, `{"userid":"a","phone":13800000001}`)}))
	w.wantChanges()
}

func TestCalledNumbersStay(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 10)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.Dial(w.id(), 3)
	w.csv("list.csv", phones(5, 5)...)
	diags := w.mustApply(config)
	w.wantWarning(diags, "called before they could be removed", "3 numbers", "multi_call")
	w.wantHeld(append(phones(0, 3)[1:], phones(5, 5)[1:]...))
}

// TestNumberOnTheDoNotCallListIsNotKeptForOneThatLooksLikeIt: they share their last digits, and are different people.
func TestNumberOnTheDoNotCallListIsNotKeptForOneThatLooksLikeIt(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{
		"numbers_file": w.csv("list.csv", "phone", "2345678", "13800000001"), "do_not_call_file": w.csv("not.csv", "phone", "13900000000"), "desired_status": "running",
	})
	w.mustApply(config)
	w.csv("not.csv", "phone", "13900000000", "2345678")
	w.csv("list.csv", "phone", "2345678", "13800000001", "0312345678")
	w.mustApply(config)
	w.wantHeld([]string{"13800000001", "0312345678"})
	w.mock.DialAll(w.id())
	for phone, want := range map[string]int{"2345678": 0, "0312345678": 1, "13800000001": 1} {
		if n := w.mock.Dialled(phone); n != want {
			t.Errorf("%s was called %d times, want %d", phone, n, want)
		}
	}
}

func TestNumberThatIsAboutToBeCalledTwiceKeepsTheTaskPaused(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.Dial(w.id(), 1)
	again := phones(0, 1)[1]
	must(t, w.mock.ConsoleAdd(w.id(), again))
	w.wantError(w.apply(config), "about to be called twice", "1 number", "still paused", "platform's console", `desired_status = "ended"`)
	w.refreshAndPlan(config)
	w.wantValue("status", "paused")

	// What the error says to do works.
	must(t, w.mock.ConsoleRemove(w.id(), again))
	w.mustApply(config)
	w.wantValue("status", "running")
	w.mock.DialAll(w.id())
	if n := w.mock.Dialled(again); n != 1 {
		t.Errorf("a number was called %d times", n)
	}
}

func TestNumberThatWasCalledAndTakenOffIsNotCalledAgain(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 10)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.Dial(w.id(), 1)
	w.csv("list.csv", phones(1, 9)...)
	w.mustApply(config)
	w.changes()
	// Put at the end of the list, it looks like an appended number.
	w.csv("list.csv", append(phones(1, 9), "13800000000")...)
	w.mustApply(config)
	w.wantChanges()
	w.wantHeld(phones(0, 10)[1:])
}

func TestChangedEntriesAreReplacedWhileTheTaskRests(t *testing.T) {
	t.Parallel()
	for name, rows := range map[string][2][]string{
		"echoed field":   {{"phone,user_id", "13800000001,a", "13800000002,b"}, {"phone,user_id", "13800000001,x", "13800000002,b"}},
		"hidden field":   {{"phone,ext", "13800000001,a", "13800000002,"}, {"phone,ext", "13800000001,x", "13800000002,"}},
		"new deadline":   {{"phone", "13800000001", "13800000002"}, {"phone,time", "13800000001,4000000000", "13800000002,"}},
		"field removed":  {{"phone,ext", "13800000001,a", "13800000002,b"}, {"phone", "13800000001", "13800000002"}},
		"and another in": {{"phone,ext", "13800000001,a"}, {"phone,ext", "13800000001,x", "13800000002,b"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"numbers_file": w.csv("list.csv", rows[0]...), "desired_status": "running"})
			w.mustApply(config)
			w.changes()
			w.csv("list.csv", rows[1]...)
			w.mustApply(config)
			got := strings.Join(w.changes(), ", ")
			if !strings.HasPrefix(got, "TaskSet 2, taskDelPhone, TaskAdd") || !strings.HasSuffix(got, "TaskSet 1") {
				t.Errorf("the calls were %s; want a pause around removing and adding", got)
			}
			w.wantHeld([]string{"13800000001", "13800000002"})
			for _, n := range w.mock.Numbers(w.id()) {
				if n.Phone == "13800000001" && n.UserID+n.Ext == "a" {
					t.Error("the entry was not changed")
				}
			}
			w.wantValue("status", "running")
		})
	}
}

func TestUnchangedHiddenFieldsAreLeftAlone(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", "phone,ext", "13800000001,a", "13800000002,b"), "desired_status": "running"})
	w.mustApply(config)
	w.changes()
	w.csv("list.csv", "phone,ext", "13800000001,a", "13800000002,b", "13800000003,c")
	w.mustApply(config)
	w.wantChanges("TaskAdd 1")
}

func TestEntriesThatLeftTheListLongAgoDoNotHaveEverybodyElseReplaced(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	rows := []string{"phone,ext"}
	for _, p := range phones(0, 300)[1:] {
		rows = append(rows, p+",x")
	}
	config := task(object{"numbers_file": w.csv("list.csv", rows...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.Dial(w.id(), 100)
	rest := append([]string{rows[0]}, rows[101:]...)
	w.csv("list.csv", rest...)
	w.mustApply(config)
	w.changes()
	w.csv("list.csv", append([]string{rows[0], "13900000001,x"}, rest[1:]...)...)
	w.mustApply(config)
	w.wantChanges("TaskAdd 1")
}

func TestRejectedNumbersAreNotSentAgain(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", append(phones(0, 3), "00013800001")...)})
	w.mustApply(config)
	w.changes()
	w.csv("list.csv", append(phones(0, 4), "00013800001")...)
	w.mustApply(config)
	w.wantChanges("TaskAdd 1")
	w.wantValue("invalid_count", int64(1))
	w.csv("list.csv", phones(0, 4)...)
	w.mustApply(config)
	w.wantValue("invalid_count", int64(0))
}

func TestDriftOfNumbersIsPutRight(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	w.changes()
	must(t, w.mock.ConsoleRemove(w.id(), "13800000001"))
	must(t, w.mock.ConsoleAdd(w.id(), "13900000001", "13900000002"))
	plan := w.refreshAndPlan(config)
	if plan.Action != protocoltest.Update {
		t.Fatalf("the plan is a %s", plan.Action)
	}
	w.wantWarning(plan.Diagnostics, "other numbers than Terraform left", "holds 6 numbers, and held 5")
	w.mustApply(config)
	// Somebody else works on the task: it rests until it is seen to be right.
	w.wantChanges("TaskSet 2", "taskDelPhone", "TaskAdd 1", "TaskSet 1")
	w.wantHeld(phones(0, 5)[1:])
}

func TestEndedTaskTakesNoNumbers(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.DialAll(w.id())
	if plan := w.refreshAndPlan(config); plan.Action != protocoltest.NoOp {
		t.Errorf("a finished campaign is planned as %s", plan.Action)
	}
	w.changes()
	w.csv("list.csv", phones(0, 6)...)
	w.wantError(w.apply(config), "The task has ended", "1 number that it does not hold", "Nothing was sent", `skip_called_by = ["`+w.id()+`"]`, `desired_status = "ended"`)
	w.wantChanges()
}

// What the platform has rejected was never on the task, which is no news. A number that only looks like it is somebody new.
func TestEndedTaskDoesNotMissWhatWasRejected(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", append(phones(0, 5), "00013800001")...), "desired_status": "running"})
	w.mustApply(config)
	w.wantValue("invalid_count", int64(1))
	w.mock.DialAll(w.id())
	w.csv("list.csv", append(phones(1, 4), "00013800001")...)
	w.wantWarning(w.mustApply(config), "The list changed, and the task has ended", "Everybody on the list was on it")
	w.csv("list.csv", append(phones(1, 4), "100013800001")...)
	w.wantError(w.apply(config), "The task has ended", "1 number that it does not hold")
}

func TestListThatChangedSinceThePlanIsNotSent(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...)})
	plan := w.refreshAndPlan(config)
	w.csv("list.csv", phones(0, 6)...)
	// Between the second plan and the first call, nothing but the provider itself can notice.
	_, err := w.resource.Apply(t.Context(), plan)
	if err == nil || !strings.Contains(err.Error(), "inconsistent final plan") {
		t.Errorf("the second plan does not show that the list changed: %v", err)
	}
	w.wantChanges()
}

func TestHugeListGoesInParts(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	rows := []string{"phone"}
	for i := range 25_000 {
		rows = append(rows, fmt.Sprintf("138%08d", i))
	}
	config := task(object{"numbers_file": w.csv("list.csv", rows...), "desired_status": "running"})
	w.mustApply(config)
	w.wantChanges("TaskCreat 10000", "TaskAdd 10000", "TaskAdd 5000", "TaskSet 1")
	if size := len(w.resource.StateText()); size > 8000 {
		t.Errorf("the state is %d bytes", size)
	}
	if most := w.mock.MostSubmitted(w.id()); most != 1 {
		t.Errorf("a number was submitted %d times", most)
	}
	w.wantValue("number_count", int64(25_000))
}

// TestTaskMayEndWhileOnlyTheExcludedCountChanges: the plan must not have promised a status.
func TestTaskMayEndWhileOnlyTheExcludedCountChanges(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "do_not_call_file": w.csv("dnc.csv", "phone", "13900000000"), "desired_status": "running"})
	w.mustApply(config)
	w.csv("list.csv", append(phones(0, 3), "13900000000")...)
	plan := w.refreshAndPlan(config)
	w.mock.DialAll(w.id())
	diags := w.applyPlan(t.Context(), plan)
	must(t, protocoltest.Errors(diags))
	w.wantValue("excluded_count", int64(1))
	w.wantValue("status", "ended")
}

func TestUnsettledTaskThatIsNotListedMayChangeOtherwise(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...)})
	w.mustApply(config)
	must(t, w.mock.ConsoleAdd(w.id(), "13900000000"))
	w.refreshAndPlan(config)
	must(t, w.mock.ConsolePurge(w.id()))
	config["timeouts"] = object{"read": "10m"}
	w.mustApply(config)
}
