package provider_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/provider"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// placeTest is a running task, and a second platform that knows nothing of it.
type placeTest struct {
	*fixture
	elsewhere *yccalltest.Server
	config    object
}

// newPlaceTest makes a task, and has the provider point elsewhere afterwards.
func newPlaceTest(t *testing.T, clock func() time.Time) placeTest {
	t.Helper()
	w := newFixture(t, yccalltest.Config{Clock: clock})
	elsewhere, err := yccalltest.Start(yccalltest.Config{Clock: clock})
	must(t, err)
	t.Cleanup(elsewhere.Close)
	p := placeTest{fixture: w, elsewhere: elsewhere, config: task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})}
	w.mustApply(p.config)
	w.changes()
	p.pointTo(elsewhere)
	return p
}

// pointTo goes on in a process whose provider block names this platform.
func (p placeTest) pointTo(platform *yccalltest.Server) {
	p.Helper()
	p.block = blockFor(platform)
	p.nextProcess()
}

// destroy is "terraform destroy" without a refresh.
func (p placeTest) destroy() []*tfprotov6.Diagnostic {
	p.Helper()
	p.nextProcess()
	plan, err := p.resource.Plan(p.Context(), nil)
	must(p.T, err)
	if protocoltest.Errors(plan.Diagnostics) != nil {
		return plan.Diagnostics
	}
	diags, err := p.resource.Apply(p.Context(), plan)
	must(p.T, err)
	return diags
}

// wantNothingSent checks that neither platform was told to change anything.
func (p placeTest) wantNothingSent() {
	p.Helper()
	p.wantChanges()
	for _, service := range []string{"TaskCreat", "TaskAdd", "TaskSet", "taskDelPhone"} {
		if n := p.elsewhere.Requests(service); n > 0 {
			p.Errorf("%s was sent %d times to the other endpoint", service, n)
		}
	}
}

// Another account of the same endpoint is told by a login, which a process that applies has not made yet.
func TestTaskOfAnotherAccountIsNeitherChangedNorForgotten(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	other := yccalltest.New(yccalltest.Config{Company: "2"})
	t.Cleanup(other.Close)
	platform := w.mock
	w.block["endpoint"] = "https://platform.invalid"
	w.options = []provider.Option{provider.WithClient(func(c *yccall.Config) { c.Transport = platform.Transport() })}
	p := placeTest{fixture: w, elsewhere: other, config: task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})}
	p.mustApply(p.config)
	paused := p.refreshAndPlan(with(p.config, "desired_status", "paused"))
	p.changes()

	platform = other
	both := []string{"(company 1)", "(company 2)", "terraform state rm"}
	p.wantError(p.applyPlan(t.Context(), paused), "The task was made at another endpoint", both...)
	p.wantWarning(p.refreshAndPlan(p.config).Diagnostics, "The task is not listed", both...)
	p.wantError(p.destroy(), "The task was made at another endpoint", both...)
	p.wantError(p.destroy(), "The task was made at another endpoint", both...)
	p.wantNothingSent()
}

// Terraform hands over no private state of a tainted task that is made anew, so that the task has no place afterwards.
func TestTaskWithoutAPlaceIsForgottenOnlyOnceItIsSeenThere(t *testing.T) {
	t.Parallel()
	p := newPlaceTest(t, fixedClock)
	p.pointTo(p.mock)
	p.resource.Taint()
	plan, err := p.resource.Plan(t.Context(), with(p.config, "name", "another"))
	must(t, err)
	p.pointTo(p.elsewhere)
	p.wantError(p.applyPlan(t.Context(), plan), "The task is not listed", "state rm")
	p.resource.Untaint()
	p.refreshAndPlan(p.config)
	p.wantValue("status", "not_found")
	p.wantError(p.destroy(), "The task is not listed", "state rm")

	p.pointTo(p.mock)
	p.refreshAndPlan(p.config)
	must(t, p.mock.ConsolePurge(p.id()))
	p.refreshAndPlan(p.config)
	p.wantWarning(p.destroy(), "The task was not listed")
}

// Nor is the consent that the task was made with remembered then, except in state.
func TestTaskWithoutItsPrivateStateIsNotMadeAnewForAnOldCallAgain(t *testing.T) {
	t.Parallel()
	p := newPlaceTest(t, fixedClock)
	p.pointTo(p.mock)
	p.config["call_again"] = "december"
	p.mustApply(p.config)
	p.mock.Dial(p.id(), 1)
	first := p.id()
	p.resource.Taint()
	plan, err := p.resource.Plan(t.Context(), with(p.config, "name", "another"))
	must(t, err)
	p.pointTo(p.elsewhere)
	p.wantError(p.applyPlan(t.Context(), plan), "The task is not listed")
	p.resource.Untaint()
	p.pointTo(p.mock)
	must(t, protocoltest.Errors(p.apply(p.config)))
	p.wantValue("id", first)
}

func fixedClock() time.Time { return time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC) }

func TestTaskOfAnotherEndpointIsNeitherChangedNorForgotten(t *testing.T) {
	t.Parallel()
	p := newPlaceTest(t, fixedClock)
	both := []string{p.mock.URL(), p.elsewhere.URL(), "terraform state rm"}

	// A plan that changes nothing warns.
	plan := p.refreshAndPlan(p.config)
	if plan.Action != protocoltest.NoOp {
		t.Errorf("the plan is a %s", plan.Action)
	}
	p.wantWarning(plan.Diagnostics, "The task is not listed", both...)
	// One that changes numbers, makes a new task or ends it is refused.
	for name, changed := range map[string]object{
		"numbers":   with(p.config, "numbers_file", p.csv("other.csv", phones(1, 3)...)),
		"run state": with(p.config, "desired_status", "paused"),
		"a new one": with(p.config, "name", "another"),
	} {
		plan := p.refreshAndPlan(changed)
		if protocoltest.Errors(plan.Diagnostics) == nil {
			t.Errorf("a change of %s is planned as a %s", name, plan.Action)
		}
		p.wantError(plan.Diagnostics, "The task is not listed", both...)
	}
	p.wantError(p.destroy(), "The task was made at another endpoint", both...)
	if !p.resource.Exists() {
		t.Fatal("the task was forgotten while it runs")
	}
	p.wantNothingSent()

	// At the right endpoint everything goes on.
	p.pointTo(p.mock)
	p.mustApply(p.config)
	must(t, protocoltest.Errors(p.destroy()))
	p.wantChanges("TaskSet 2", "TaskSet 3") // A task that runs is paused first, until its calls are over.
}

// A saved plan can be applied with another endpoint than it was made with.
func TestPlanThatIsAppliedElsewhereSendsNothing(t *testing.T) {
	t.Parallel()
	p := newPlaceTest(t, fixedClock)
	p.pointTo(p.mock)
	plan := p.refreshAndPlan(with(p.config, "desired_status", "paused"))
	must(t, protocoltest.Errors(plan.Diagnostics))
	p.pointTo(p.elsewhere)
	diags, err := p.resource.Apply(t.Context(), plan)
	must(t, err)
	p.wantError(diags, "The task was made at another endpoint", p.mock.URL(), p.elsewhere.URL(), "Point it to the right one")
	p.wantNothingSent()
	p.wantValue("desired_status", "running")
}

func TestEndedTaskOfAnotherEndpointIsLeftInPeace(t *testing.T) {
	t.Parallel()
	p := newPlaceTest(t, fixedClock)
	p.pointTo(p.mock)
	must(t, p.mock.ConsoleSetStatus(p.id(), yccalltest.Ended))
	p.refreshAndPlan(p.config)
	p.pointTo(p.elsewhere)
	plan := p.refreshAndPlan(p.config)
	if plan.Action != protocoltest.NoOp || len(plan.Diagnostics) > 0 {
		t.Errorf("the plan is a %s with %d diagnostics", plan.Action, len(plan.Diagnostics))
	}
}

// The platform may get another address. A task that is listed there under its id and creation time moves along.
func TestTaskMovesToAnotherEndpointWhereItIsListed(t *testing.T) {
	t.Parallel()
	p := newPlaceTest(t, fixedClock)
	_, err := p.elsewhere.ConsoleCreate(yccalltest.TaskSnapshot{
		ID: p.id(), Agent: "renewals-team", AssignType: 3, Scale: "1:2", Status: yccalltest.Running,
	}, phones(0, 3)[1:]...)
	must(t, err)
	plan := p.refreshAndPlan(p.config)
	for _, d := range plan.Diagnostics {
		t.Errorf("%s: %s", d.Summary, d.Detail)
	}
	must(t, protocoltest.Errors(p.destroy()))
	if tasks := p.elsewhere.Tasks(); tasks[0].Status != yccalltest.Ended {
		t.Errorf("the task is %s there, want it ended", tasks[0].Status)
	}
}

// The id of a task may be somebody else's at another platform.
func TestTaskOfTheSameIDElsewhereIsAnotherOne(t *testing.T) {
	t.Parallel()
	p := newPlaceTest(t, fixedClock)
	later, err := yccalltest.Start(yccalltest.Config{Clock: func() time.Time { return fixedClock().Add(time.Hour) }})
	must(t, err)
	t.Cleanup(later.Close)
	_, err = later.ConsoleCreate(yccalltest.TaskSnapshot{ID: p.id(), Status: yccalltest.Running}, phones(0, 3)[1:]...)
	must(t, err)
	p.pointTo(later)
	p.wantWarning(p.refreshAndPlan(p.config).Diagnostics, "The task is not listed", later.URL())
	p.wantError(p.destroy(), "The task was made at another endpoint")
	if tasks := later.Tasks(); tasks[0].Status != yccalltest.Running {
		t.Errorf("somebody else's task is %s", tasks[0].Status)
	}
}

// Terraform plans the replacement of a tainted object without telling of it. It has read the object before.
func TestTaintedTaskOfAnotherEndpointIsNotMadeAnewHere(t *testing.T) {
	t.Parallel()
	p := newPlaceTest(t, fixedClock)
	p.pointTo(p.mock)
	must(t, p.mock.ConsoleSetStatus(p.id(), yccalltest.Ended))
	p.refreshAndPlan(p.config)
	p.pointTo(p.elsewhere)
	p.resource.Taint()
	p.wantError(p.apply(p.config), "The task was made at another endpoint", p.id(), "untaint")
	p.wantNothingSent()
}
