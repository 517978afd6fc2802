package provider_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/provider"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestRunStateFollowsTheConfiguration(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	list := w.csv("list.csv", phones(0, 3)...)
	for _, step := range []struct{ desired, want string }{
		{"not_started", ""},
		{"running", "TaskSet 1"},
		{"paused", "TaskSet 2"},
		{"running", "TaskSet 1"},
		{"ended", "TaskSet 2, TaskSet 3"}, // its calls are waited for
	} {
		w.mustApply(task(object{"numbers_file": list, "desired_status": step.desired}))
		w.wantValue("status", step.desired)
		got := strings.Join(w.changes(), ", ")
		if step.want != "" && got != step.want {
			t.Errorf("%s was reached by %q, want %q", step.desired, got, step.want)
		}
	}
}

func TestRunStateIsLeftAloneWhenUnset(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...)})
	w.mustApply(config)
	for _, status := range []yccalltest.TaskStatus{yccalltest.Running, yccalltest.Paused, yccalltest.Ended} {
		must(t, w.mock.ConsoleSetStatus(w.id(), status))
		if plan := w.refreshAndPlan(config); plan.Action != protocoltest.NoOp {
			t.Errorf("a task that is %s plans a %s", status, plan.Action)
		}
	}
}

func TestImpossibleRunStatesAreRefusedAtPlan(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to        string
		byHand          yccalltest.TaskStatus
		summary, detail string
	}{
		{"", "paused", 0, "A new task cannot be paused", "later"},
		{"", "ended", 0, "A new task cannot be ended", "later"},
		{"running", "not_started", 0, "cannot go back to not_started", "paused"},
		{"running", "paused", yccalltest.Ended, "The task has ended", "call_again"},
		{"not_started", "running", yccalltest.Ended, "The task has ended", "call_again"},
	} {
		t.Run(fmt.Sprintf("%s to %s", c.from, c.to), func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			list := w.csv("list.csv", phones(0, 3)...)
			if c.from != "" {
				w.mustApply(task(object{"numbers_file": list, "desired_status": c.from}))
			}
			if c.byHand != 0 {
				must(t, w.mock.ConsoleSetStatus(w.id(), c.byHand))
			}
			w.changes()
			w.wantError(w.apply(task(object{"numbers_file": list, "desired_status": c.to})), c.summary, c.detail, "Nothing was sent")
			w.wantChanges()
		})
	}
}

func TestTaskPausedByHandIsResumed(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	w.mustApply(config)
	must(t, w.mock.ConsoleSetStatus(w.id(), yccalltest.Paused))
	w.changes()
	if plan := w.refreshAndPlan(config); plan.Action != protocoltest.Update {
		t.Fatalf("the plan is a %s", plan.Action)
	}
	w.mustApply(config)
	w.wantChanges("TaskSet 1")
}

func TestTaskPausedByItsDeadlineIsNotResumed(t *testing.T) {
	t.Parallel()
	clock := time.Date(2026, 12, 1, 8, 0, 0, 0, time.FixedZone("", 8*60*60))
	w := newFixture(t, yccalltest.Config{Clock: func() time.Time { return clock }, Dialect: yccalltest.Dialect{Habits: yccalltest.DeadlinePauses}})
	config := task(object{
		"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running",
		"scheduled_time": "2026-12-01 09:00:00", "paused_time": "2026-12-01 18:00:00",
	})
	// Before its scheduled time the task is switched on and not running; that is no difference.
	w.mustApply(config)
	w.wantValue("status", "not_started")

	w.mock.Advance(2 * time.Hour)
	w.refreshAndPlan(config)
	w.wantValue("status", "running")

	// Paused by hand in the middle of the day, it is resumed; paused by its deadline, it is not.
	must(t, w.mock.ConsoleSetStatus(w.id(), yccalltest.Paused))
	if plan := w.refreshAndPlan(config); plan.Action != protocoltest.Update {
		t.Errorf("a task paused before its deadline plans a %s", plan.Action)
	}
	w.mustApply(config)
	w.mock.Advance(9 * time.Hour)
	if plan := w.refreshAndPlan(config); plan.Action != protocoltest.NoOp {
		t.Errorf("a task paused by its deadline plans a %s", plan.Action)
	}
	w.wantValue("status", "paused")
}

func TestScheduledTaskIsSwitchedOnWhenItIsToRun(t *testing.T) {
	t.Parallel()
	clock := time.Date(2026, 12, 1, 8, 0, 0, 0, time.FixedZone("", 8*60*60))
	w := newFixture(t, yccalltest.Config{Clock: func() time.Time { return clock }})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "scheduled_time": "2026-12-01 09:00:00"})
	w.mustApply(config)
	w.changes()
	config["desired_status"] = "running"
	w.mustApply(config)
	w.wantChanges("TaskSet 1")
	if got := w.theTask(); !got.SwitchedOn || got.EverStarted {
		t.Errorf("the task is %+v, want it switched on and waiting", got)
	}
}

// newUnreachableFixture is a fixture whose platform cannot be read any more once a TaskSet has failed: the network is gone
// while a start is on its way.
func newUnreachableFixture(t *testing.T, config yccalltest.Config) (w *fixture, network *severed) {
	t.Helper()
	network = &severed{transport: &http.Transport{}}
	t.Cleanup(network.transport.CloseIdleConnections)
	config.OnRequest = func(x yccalltest.Exchange) {
		if strings.HasSuffix(x.Service, "TaskSet") && x.Fault != "" {
			network.gone.Store(true)
		}
	}
	w = newFixture(t, config)
	w.options = []provider.Option{provider.WithClient(func(c *yccall.Config) { c.Transport = network })}
	return w, network
}

// severed is a network that can be gone.
type severed struct {
	transport *http.Transport
	gone      atomic.Bool
}

// RoundTrip sends a request while the network is there.
func (s *severed) RoundTrip(r *http.Request) (*http.Response, error) {
	if s.gone.Load() {
		_ = r.Body.Close()
		return nil, io.ErrUnexpectedEOF
	}
	return s.transport.RoundTrip(r)
}

func TestUnconfirmedStartIsAWarningAndNotAnError(t *testing.T) {
	t.Parallel()
	for _, kind := range []yccalltest.FaultKind{yccalltest.CutBeforeEffect, yccalltest.CutAfterEffect} {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			w, network := newUnreachableFixture(t, yccalltest.Config{})
			config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
			plan := w.refreshAndPlan(config)
			w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: kind, Times: -1})
			diags := w.applyPlan(t.Context(), plan)
			must(t, protocoltest.Errors(diags))
			w.wantWarning(diags, "Whether the task was started is unknown", "may be running")
			if w.resource.Tainted() {
				t.Error("the task is tainted, so the next apply would end a campaign that may be running")
			}
			w.mock.ClearFaults()
			network.gone.Store(false)
			w.mustApply(config)
			w.wantValue("status", "running")
			if got := w.theTask(); got.Total != 3 {
				t.Errorf("the task is %+v", got)
			}
		})
	}
}

func TestRefusedStartCallsNobody(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.BusinessError, Times: 2})
	w.wantError(w.apply(config), "TaskSet was refused", "calls nobody", "code 1003")
	if !w.resource.Tainted() || w.theTask().EverStarted {
		t.Error("the task was started, or is not tainted")
	}
	// The next apply ends the task that was never started, and makes another.
	w.mustApply(config)
	tasks := w.mock.Tasks()
	if len(tasks) != 2 || tasks[0].Status != yccalltest.Ended || tasks[0].EverStarted || tasks[1].Status != yccalltest.Running {
		t.Errorf("the tasks are %+v", tasks)
	}
}

func TestDestroyEndsTheTaskAndKeepsItsRecord(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mustApply(task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"}))
	w.changes()
	w.apply(nil)
	w.wantChanges("TaskSet 2", "TaskSet 3")
	if w.resource.Exists() || w.theTask().Status != yccalltest.Ended {
		t.Error("the task did not end, or is still in state")
	}
}

func TestDestroyOfAnEndedTaskSendsNothing(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mustApply(task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...)}))
	must(t, w.mock.ConsoleSetStatus(w.id(), yccalltest.Ended))
	w.changes()
	w.apply(nil)
	w.wantChanges()
	if w.resource.Exists() {
		t.Error("the task is still in state")
	}
}

// atEight is a platform's clock that stands at eight o'clock of the day of these schedules.
func atEight() time.Time {
	return time.Date(2026, 12, 1, 8, 0, 0, 0, time.FixedZone("", 8*60*60))
}

func TestTaskThatWaitsForItsTimeCannotGoBackToNotStarted(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Clock: atEight})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running", "scheduled_time": "2026-12-01 09:00:00"})
	w.mustApply(config)
	w.wantValue("status", "not_started")
	w.changes()
	config["desired_status"] = "not_started"
	w.wantError(w.apply(config), "A task cannot go back to not_started", w.id(), "would start all the same", "Set desired_status to paused")
	// Nor on a detour; and it is not said that the schedule has no effect.
	delete(config, "desired_status")
	if diags := w.mustApply(config); len(diags) > 0 {
		t.Errorf("it says %q", diags[0].Summary)
	}
	config["desired_status"] = "not_started"
	w.wantError(w.apply(config), "A task cannot go back to not_started")
	w.wantChanges()
}

// TestStartThatWasLostIsNoObstacleToNotStarted: without a schedule, a task that is seen not started was not started.
func TestStartThatWasLostIsNoObstacleToNotStarted(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.CutBeforeEffect, Times: 4})
	w.wantWarning(w.apply(config), "Whether the task was started is unknown")
	w.changes()
	config["desired_status"] = "not_started"
	w.mustApply(config)
	w.wantChanges()
}

// TestStartThatMayHaveComeThroughIsNoFailure loses the reply to the start of a task that waits for its
// time, so that no look can tell, and then has its repetition fail for good.
func TestStartThatMayHaveComeThroughIsNoFailure(t *testing.T) {
	t.Parallel()
	for name, second := range map[string]yccalltest.Fault{
		"refused":          {Service: "TaskSet", Nth: 2, Kind: yccalltest.BusinessError},
		"the token died":   {Service: "TaskSet", Nth: 2, Kind: yccalltest.Ret600, Times: -1},
		"a proxy forbids":  {Service: "TaskSet", Nth: 2, Kind: yccalltest.HTTP500BeforeEffect, Answer: yccalltest.Answer{HTTPStatus: 403}, Times: -1},
		"lost once more":   {Service: "TaskSet", Nth: 2, Kind: yccalltest.CutBeforeEffect, Times: -1},
		"an empty request": {Service: "TaskSet", Nth: 2, Kind: yccalltest.EmptyBody, Times: -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Clock: atEight})
			config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running", "scheduled_time": "2026-12-01 09:00:00"})
			w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.CutAfterEffect}, second)
			w.wantWarning(w.apply(config), "Whether the task was started is unknown")
			if w.resource.Tainted() {
				t.Fatal("the next apply would end the campaign and call its people again")
			}
			w.mock.ClearFaults()
			w.mock.Advance(2 * time.Hour)
			w.mock.Dial(w.id(), 2)
			w.mustApply(config)
			w.mock.DialAll(w.id())
			for _, p := range phones(0, 3)[1:] {
				if n := w.mock.Dialled(p); n != 1 {
					t.Errorf("a number was dialled %d times", n)
				}
			}
		})
	}
}

func TestUnconfirmedStartDoesNotOverruleTheDeadline(t *testing.T) {
	t.Parallel()
	w, network := newUnreachableFixture(t, yccalltest.Config{Clock: atEight, Dialect: yccalltest.Dialect{Habits: yccalltest.DeadlinePauses}})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running", "paused_time": "2026-12-01 18:00:00"})
	plan := w.refreshAndPlan(config)
	w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.CutAfterEffect, Times: -1})
	diags := w.applyPlan(t.Context(), plan)
	w.wantWarning(diags, "Whether the task was started is unknown")
	w.mock.ClearFaults()
	network.gone.Store(false)
	w.mock.Dial(w.id(), 2)
	w.mock.Advance(14 * time.Hour)
	w.changes()
	w.mustApply(config)
	w.wantChanges()
	w.wantValue("status", "paused")
}

// leftPaused is a task that a change of its numbers has paused and could not resume.
func leftPaused(t *testing.T, desired string) (*fixture, object) {
	t.Helper()
	w := newFixture(t, yccalltest.Config{})
	config := task(object{"numbers_file": w.csv("list.csv", "phone,user_id", "13800000001,a", "13800000002,b"), "desired_status": desired})
	w.mustApply(config)
	if desired != "running" {
		must(t, w.mock.ConsoleSetStatus(w.id(), yccalltest.Running))
	}
	w.csv("list.csv", "phone,user_id", "13800000001,x", "13800000002,b")
	w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Nth: 2, Kind: yccalltest.BusinessError, Times: 2})
	w.wantError(w.apply(config), "TaskSet was refused", "holds those of the list", "the next apply goes on and resumes it")
	w.changes()
	return w, config
}

func TestPauseThatTheUserWantsIsNotUndoneAsOurs(t *testing.T) {
	t.Parallel()
	w, config := leftPaused(t, "running")
	config["desired_status"] = "paused"
	w.mustApply(config)
	delete(config, "desired_status") // leave the run state alone
	w.mustApply(config)
	w.wantChanges()
	w.wantValue("status", "paused")
}

func TestPauseOfOurOwnIsUndoneOnATaskThatWasStartedByHand(t *testing.T) {
	t.Parallel()
	w, config := leftPaused(t, "not_started")
	w.mustApply(config)
	w.wantChanges("TaskSet 1")
	w.wantValue("status", "running")
}

func TestScheduledTaskThatIsUntaintedIsStarted(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Clock: atEight})
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running", "scheduled_time": "2026-12-01 09:00:00"})
	w.mock.Plant(yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.BusinessError, Times: 2})
	w.wantError(w.apply(config), "TaskSet was refused")
	w.resource.Untaint()
	w.changes()
	w.mustApply(config)
	w.wantChanges("TaskSet 1")
}
