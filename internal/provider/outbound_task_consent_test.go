package provider_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// These tests are about one promise: nobody is called again unless the configuration says so, and nobody who is wanted is
// left out without a word.

// wantCalledOnce lets the task of the state call everybody, and checks that each of these people was called once.
func (w *fixture) wantCalledOnce(people []string) {
	w.Helper()
	w.mock.DialAll(w.id())
	wrong := 0
	for _, p := range people {
		if w.mock.Dialled(p) != 1 {
			wrong++
		}
	}
	if wrong > 0 {
		w.Errorf("%d of %d people were not called exactly once", wrong, len(people))
	}
}

// refusal is the detail of the error that a plan is refused with.
func (w *fixture) refusal(config object, summary string) string {
	w.Helper()
	diags := w.apply(config)
	w.wantError(diags, summary)
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return d.Detail
		}
	}
	return ""
}

// pasted is the value of skip_called_by as a refusal prints it.
func (w *fixture) pasted(refusal string) []any {
	w.Helper()
	_, rest, found := strings.Cut(refusal, "\n  skip_called_by = [")
	list, _, ends := strings.Cut(rest, "]")
	if !found || !ends {
		w.Fatalf("there is no line to paste in:\n%s", refusal)
	}
	var ids []any
	for _, id := range strings.Split(list, ", ") {
		ids = append(ids, strings.Trim(id, `"`))
	}
	return ids
}

func TestSettingChangedInTheMiddleOfACampaignCallsEverybodyOnce(t *testing.T) {
	t.Parallel()
	for _, name := range []any{nil, "renewals"} {
		t.Run(fmt.Sprint(name), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"name": name, "numbers_file": w.csv("list.csv", phones(0, 100)...), "desired_status": "running"})
			w.mustApply(config)
			first := w.id()
			w.mock.Dial(first, 31)
			config["task_scale"] = "1:3"
			refusal := w.refusal(config, "This change needs a new task")
			config["skip_called_by"] = w.pasted(refusal)
			w.mustApply(config)
			w.wantHeld(phones(31, 69)[1:])
			w.wantValue("number_count", int64(69))
			w.wantValue("skipped_count", int64(31))
			if task, _ := w.mock.Task(first); task.Status != yccalltest.Ended {
				t.Error("the first task has not ended")
			}

			// A later change of the list still leaves them out, also when the line is tidied away.
			w.csv("list.csv", phones(0, 110)...)
			w.mustApply(config)
			w.wantValue("skipped_count", int64(31))
			second := w.id()
			delete(config, "skip_called_by")
			w.wantWarning(w.mustApply(config), "People who were left out stay left out", first)
			w.csv("list.csv", phones(0, 120)...)
			w.mustApply(config)
			w.wantValue("id", second)
			w.wantValue("skipped_count", int64(31))
			w.wantCalledOnce(phonetest.Phones(0, 120))
		})
	}
}

func TestConsentThatIsTidiedAwayChangesNothing(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.DialAll(w.id())
	config["call_again"] = "december"
	w.wantWarning(w.mustApply(config), "Everybody on the list is called again")
	second := w.id()
	w.changes()
	// Taken out, and the same value again: it is the one that the task was made with.
	for _, value := range []any{nil, "december"} {
		config["call_again"] = value
		w.mustApply(config)
	}
	w.wantChanges()
	w.wantValue("id", second)
	w.mock.DialAll(second)
	if n := w.mock.Dialled(phonetest.Phones(0, 1)[0]); n != 2 {
		t.Errorf("a number was called %d times, want 2", n)
	}
}

func TestImportWithConsentInPlaceSendsNothing(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 10)...), "desired_status": "running"})
	w.mustApply(config)
	first := w.id()
	w.mock.Dial(first, 4)
	config["task_scale"], config["skip_called_by"] = "1:3", []any{first}
	w.mustApply(config)
	second := w.id()
	w.mock.Dial(second, 2)
	w.changes()
	for _, callAgain := range []any{nil, "december"} {
		config["call_again"] = callAgain
		w.resource.Forget()
		diags, err := w.resource.Import(t.Context(), second)
		must(t, err)
		must(t, protocoltest.Errors(diags))
		w.mustApply(config)
		w.wantChanges()
		w.wantValue("id", second)
		w.wantValue("skipped_count", int64(4))
	}
	w.wantCalledOnce(phonetest.Phones(0, 10))
}

func TestTwoChangesOfSettingsInARow(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 30)...), "desired_status": "running"})
	w.mustApply(config)
	first := w.id()
	w.mock.Dial(first, 10)
	config["task_scale"], config["skip_called_by"] = "1:3", []any{first}
	w.mustApply(config)
	second := w.id()
	w.mock.Dial(second, 10)
	w.changes()

	config["task_scale"] = "1:4"
	ids := w.pasted(w.refusal(config, "This change needs a new task"))
	if !slices.Equal(ids, []any{first, second}) {
		t.Errorf("the line has the tasks %v", ids)
	}
	// Whom the first one has called would be called again without its id.
	config["skip_called_by"] = []any{second}
	ids = w.pasted(w.refusal(config, "People who were left out would be called"))
	w.wantChanges()
	config["skip_called_by"] = ids
	w.mustApply(config)
	w.wantHeld(phones(20, 10)[1:])
	w.wantCalledOnce(phonetest.Phones(0, 30))
}

func TestPilotIsFollowedByTheFullList(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.DialAll(w.id())
	w.csv("list.csv", phones(0, 50)...)
	w.changes()
	refusal := w.refusal(config, "The task has ended, and the list has people whom it did not call")
	w.wantChanges()
	config["skip_called_by"] = w.pasted(refusal)
	w.mustApply(config)
	w.wantChanges("TaskCreat 45", "TaskSet 1")
	w.wantCalledOnce(phonetest.Phones(0, 50))
}

func TestScheduleMovedTheEveningBeforeNeedsNoConsent(t *testing.T) {
	t.Parallel()
	for _, status := range []any{nil, "running"} {
		for _, moved := range []any{"2026-12-02 10:00:00", "2026-11-30 09:00:00", nil} {
			t.Run(fmt.Sprint(status, moved), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{Clock: atEight})
				config := task(object{
					"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": status, "scheduled_time": "2026-12-02 09:00:00",
				})
				w.mustApply(config)
				config["scheduled_time"] = moved
				w.changes()
				w.wantWarning(w.mustApply(config), "The task is ended and made anew", "has called nobody")
				if got := w.changes(); !slices.Equal(got[:2], []string{"TaskSet 3", "TaskCreat 5"}) {
					t.Errorf("the requests are %v", got)
				}
			})
		}
	}
}

// A task that was told to run counts as started, also while the platform is behind and whatever time is planned now.
func TestScheduleThatIsAddedToATaskThatWasToldToRunNeedsConsent(t *testing.T) {
	t.Parallel()
	for _, before := range []any{nil, "2026-11-30 09:00:00"} {
		t.Run(fmt.Sprint(before), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Clock: atEight, Dialect: yccalltest.Dialect{Lag: yccalltest.Lag{RunStates: time.Hour}}})
			config := task(object{
				"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running", "scheduled_time": before,
			})
			w.apply(config)
			w.wantValue("status", "not_started")
			config["scheduled_time"] = "2026-12-02 09:00:00"
			w.changes()
			w.refusal(config, "This change needs a new task, which would call people again")
			w.wantChanges()
		})
	}
}

func TestCampaignOfEachDayUnderOneName(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	var everybody []string
	for day := range 4 {
		config := task(object{"name": "daily", "numbers_file": w.csv("list.csv", phones(10*day, 10)...), "desired_status": "running"})
		if diags := w.mustApply(config); len(diags) > 0 {
			t.Errorf("on day %d it says %q", day, diags[0].Summary)
		}
		everybody = append(everybody, phonetest.Phones(10*day, 10)...)
		w.wantCalledOnce(everybody)
		w.apply(nil)
	}
	// Somebody of an earlier day is on the list once more.
	config := task(object{"name": "daily", "numbers_file": w.csv("list.csv", phones(39, 10)...), "desired_status": "running"})
	w.changes()
	refusal := w.refusal(config, "The campaign was called before")
	if !strings.Contains(refusal, "has called 1 number of the list") {
		t.Errorf("it does not say how many:\n%s", refusal)
	}
	w.wantChanges()
	config["skip_called_by"] = w.pasted(refusal)
	w.mustApply(config)
	w.wantCalledOnce(phonetest.Phones(0, 49))
}

func TestArchivedCampaignsDoNotMindASharedVariable(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	list := w.csv("list.csv", phones(0, 2)...)
	archive := make([]*protocoltest.Resource, 30)
	for i := range archive {
		config := task(object{"name": fmt.Sprint("campaign ", i), "numbers_file": list, "desired_status": "running"})
		w.resource.Forget()
		must(t, protocoltest.Errors(w.apply(config)))
		config["desired_status"] = "ended"
		must(t, protocoltest.Errors(w.apply(config)))
		archive[i] = w.resource.Copy()
	}
	must(t, os.Remove(list))
	w.changes()
	for i, resource := range archive {
		w.resource = resource
		config := task(object{"name": fmt.Sprint("campaign ", i), "numbers_file": list, "desired_status": "ended", "assign_agent": "others"})
		plan := w.refreshAndPlan(config)
		if len(plan.Diagnostics) > 0 || plan.Action != protocoltest.NoOp {
			t.Fatalf("the plan is a %s, and says %v", plan.Action, plan.Diagnostics)
		}
	}
	w.wantChanges()
}

func TestSettingThatIsChangedAndChangedBack(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
	w.mustApply(config)
	first := w.id()
	w.changes()
	w.refusal(with(config, "task_scale", "1:3"), "This change needs a new task")
	w.mustApply(config)
	w.wantChanges()
	w.wantValue("id", first)

	// With consent, the way back needs another one, and is not refused for the first task.
	w.mock.Dial(first, 2)
	changed := with(with(config, "task_scale", "1:3"), "skip_called_by", []any{first})
	w.mustApply(changed)
	second := w.id()
	w.mock.Dial(second, 1)
	back := with(config, "skip_called_by", []any{first, second})
	w.mustApply(back)
	w.wantCalledOnce(phonetest.Phones(0, 5))
}

// TestSomebodyCalledByAPreviousTaskIsNotPutOnTheListWithoutConsent: the previous task was no obstacle while nobody of those
// whom it had called was on the list.
func TestSomebodyCalledByAPreviousTaskIsNotPutOnTheListWithoutConsent(t *testing.T) {
	t.Parallel()
	for attribute, again := range map[string]int{"skip_called_by": 1, "call_again": 2} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			previous, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Name: "renewals", Status: yccalltest.Running}, phonetest.Phones(0, 6)...)
			must(t, err)
			w.mock.Dial(previous, 4)
			must(t, w.mock.ConsoleSetStatus(previous, yccalltest.Ended))
			config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(4, 6)...), "desired_status": "running"})
			w.mustApply(config)
			first := w.id()
			w.changes()

			longer := w.csv("longer.csv", phones(2, 10)...)
			const summary = "People on the list were called before"
			w.wantError(w.applyUnknown(config, "numbers_file", longer), summary)
			w.wantError(w.refreshAndPlan(with(config, "numbers_file", longer)).Diagnostics, summary, "2 numbers of the list", previous, "To end the task instead")
			refusal := w.refusal(with(config, "numbers_file", longer), summary)
			w.wantChanges()
			config["numbers_file"] = longer
			if config[attribute] = "december"; attribute == "skip_called_by" {
				config[attribute] = w.pasted(refusal)
			}
			w.mustApply(config)
			if inPlace := w.id() == first; inPlace != (again == 1) {
				t.Errorf("changed in place: %v", inPlace)
			}
			w.mock.DialAll(w.id())
			for _, p := range phonetest.Phones(2, 2) {
				if n := w.mock.Dialled(p); n != again {
					t.Errorf("a number was called %d times, want %d", n, again)
				}
			}
		})
	}
}

// TestCampaignOfEveryDayUnderOneNameIsNotAskedAboutTheDayBefore: call_again has said all.
func TestCampaignOfEveryDayUnderOneNameIsNotAskedAboutTheDayBefore(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 6)...), "desired_status": "running"})
	w.mustApply(config)
	w.mock.DialAll(w.id())
	w.csv("list.csv", phones(4, 6)...)
	config["call_again"] = "tuesday"
	w.mustApply(config)
	second := w.id()
	w.csv("list.csv", phones(2, 10)...)
	w.mustApply(config)
	w.wantValue("id", second)
	w.wantHeld(phones(2, 10)[1:])
}

// TestAThousandTasksOfOneNameAreNeitherAllComparedNorAllNamed: a name is used every day, and a hostile server has a million.
func TestAThousandTasksOfOneNameAreNeitherAllComparedNorAllNamed(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	for range 1000 {
		previous, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Name: "renewals", Status: yccalltest.Running}, phonetest.Phone(0))
		must(t, err)
		w.mock.Dial(previous, 1)
		must(t, w.mock.ConsoleSetStatus(previous, yccalltest.Ended))
	}
	diags := w.refreshAndPlan(task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 2)...)})).Diagnostics
	w.wantError(diags, "The campaign was called before", "by 990 more tasks", "the ids of all 1000 tasks")
	if text := fmt.Sprint(protocoltest.Errors(diags)); len(text) > 5000 {
		t.Errorf("the error has %d characters", len(text))
	}
	if n := len(w.mock.Journal()); n > 200 {
		t.Errorf("%d requests were sent for a plan", n)
	}
}
