package provider_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/provider"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

type object = protocoltest.Object

// fixture is one platform and one resource, driven over the plugin protocol as Terraform would.
type fixture struct {
	*testing.T
	mock     *yccalltest.Server
	core     *protocoltest.Core
	resource *protocoltest.Resource
	dir      string
	block    object // the provider block
	options  []provider.Option
	slow     bool // waits take their time
}

// newFixture starts a mock platform and a provider that talks to it.
func newFixture(t *testing.T, config yccalltest.Config) *fixture {
	t.Helper()
	mock, err := yccalltest.Start(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mock.Close)
	w := &fixture{T: t, mock: mock, dir: t.TempDir(), block: blockFor(mock)}
	w.begin()
	return w
}

// inBubble plays a test in the time of a synctest bubble, with a platform that calls as the dialer says: calls and the
// provider's waits take their time, and hours pass in milliseconds.
func inBubble(t *testing.T, dialer yccalltest.Dialer, play func(w *fixture)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		mock := yccalltest.New(yccalltest.Config{Dialer: dialer})
		defer mock.Close()
		block := object{"endpoint": "https://platform.invalid", "app_id": "demo-app", "access_key": "demo-key"}
		w := &fixture{T: t, mock: mock, dir: t.TempDir(), block: block, slow: true}
		w.options = []provider.Option{provider.WithClient(func(c *yccall.Config) { c.Transport = mock.Transport() })}
		w.begin()
		play(w)
	})
}

// begin starts a provider and takes the resource from it.
func (w *fixture) begin() {
	w.Helper()
	w.core = w.start(w.block)
	var err error
	if w.resource, err = w.core.Resource("yccall_outbound_task"); err != nil {
		w.Fatal(err)
	}
}

// blockFor is a provider block for a platform.
func blockFor(mock *yccalltest.Server) object {
	return object{"endpoint": mock.URL(), "app_id": "demo-app", "access_key": "demo-key"}
}

// nextProcess goes on in another provider process: Terraform has one for each plan and one for each apply.
func (w *fixture) nextProcess() {
	w.Helper()
	w.core = w.start(w.block)
	w.resource.Attach(w.core)
}

// start starts another provider process.
func (w *fixture) start(config object) *protocoltest.Core {
	w.Helper()
	options := append(slices.Clone(w.options), provider.WithClock(w.mock.Now))
	if !w.slow {
		options = append(options, provider.WithoutWaiting())
	}
	core, err := protocoltest.Start(w.Context(), provider.New("test", options...)())
	if err != nil {
		w.Fatal(err)
	}
	diags, err := core.Configure(w.Context(), config)
	if err != nil {
		w.Fatal(err)
	}
	if err := protocoltest.Errors(diags); err != nil {
		w.Fatal(err)
	}
	return core
}

// csv writes a number file and returns its path.
func (w *fixture) csv(name string, rows ...string) string {
	w.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.WriteFile(path, []byte(strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		w.Fatal(err)
	}
	return path
}

// phones returns CSV rows with n phones after a header.
func phones(from, n int) []string {
	return append([]string{"phone"}, phonetest.Phones(from, n)...)
}

// task is a configuration with the required attributes and whatever changes are given.
func task(changes object) object {
	config := object{"assign_type": "extension_group", "assign_agent": "renewals-team", "task_scale": "1:2"}
	for name, value := range changes {
		config[name] = value
	}
	return config
}

// refreshAndPlan is what "terraform plan" does.
func (w *fixture) refreshAndPlan(config object) *protocoltest.Plan {
	w.Helper()
	return w.refreshAnd(config, w.resource.Plan)
}

// refreshAnd refreshes the resource and plans it, in a process of their own.
func (w *fixture) refreshAnd(config object, plans func(context.Context, object) (*protocoltest.Plan, error)) *protocoltest.Plan {
	w.Helper()
	w.nextProcess()
	diags, err := w.resource.Refresh(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	if err := protocoltest.Errors(diags); err != nil {
		w.Fatalf("refresh: %v", err)
	}
	plan, err := plans(w.Context(), config)
	if err != nil {
		w.Fatal(err)
	}
	plan.Diagnostics = append(diags, plan.Diagnostics...)
	w.wantNothingRecovered(plan)
	return plan
}

// wantNothingRecovered expects that neither the state nor a plan gives any number of the platform away that the user did
// not write inline. Each plan of each test is looked at, so that only some of the numbers are.
func (w *fixture) wantNothingRecovered(plan *protocoltest.Plan, digests ...string) {
	w.Helper()
	if w.resource.Value("numbers") != nil || plan.Value("numbers") != nil {
		return
	}
	for _, task := range w.mock.Tasks() {
		var numbers []string
		for _, n := range w.mock.Numbers(task.ID) {
			numbers = append(numbers, n.Phone)
		}
		if len(numbers) > someNumbers && len(digests) == 0 {
			numbers = numbers[:someNumbers]
		}
		if found := phonetest.Recovered(w.resource.StateText()+"\n"+plan.Text(), numbers, digests...); len(found) > 0 {
			w.Errorf("somebody who has the state or the plan finds %v", found)
		}
	}
}

// someNumbers is how many numbers are sought in each state and plan.
const someNumbers = 3

// apply is what "terraform apply" does. The provider's errors are in the diagnostics.
func (w *fixture) apply(config object) []*tfprotov6.Diagnostic {
	w.Helper()
	return w.applyWith(w.Context(), config)
}

func (w *fixture) applyWith(ctx context.Context, config object) []*tfprotov6.Diagnostic {
	w.Helper()
	plan := w.refreshAndPlan(config)
	if protocoltest.Errors(plan.Diagnostics) != nil {
		return plan.Diagnostics
	}
	return append(plan.Diagnostics, w.applyPlan(ctx, plan)...)
}

// applyPlan is what "terraform apply PLAN" does.
func (w *fixture) applyPlan(ctx context.Context, plan *protocoltest.Plan) []*tfprotov6.Diagnostic {
	w.Helper()
	w.nextProcess()
	diags, err := w.resource.Apply(ctx, plan)
	if err != nil {
		w.Fatal(err)
	}
	return diags
}

// mustApply applies and expects no error, and then a plan without changes.
func (w *fixture) mustApply(config object) []*tfprotov6.Diagnostic {
	w.Helper()
	diags := w.apply(config)
	if err := protocoltest.Errors(diags); err != nil {
		w.Fatalf("apply: %v", err)
	}
	w.wantAtRest(config)
	return diags
}

// wantAtRest expects a plan without changes.
func (w *fixture) wantAtRest(config object) {
	w.Helper()
	if plan := w.refreshAndPlan(config); plan.Action != protocoltest.NoOp {
		w.Fatalf("the plan after an apply is a %s: %v", plan.Action, protocoltest.Errors(plan.Diagnostics))
	}
}

// id is the task's id in state.
func (w *fixture) id() string {
	id, _ := w.resource.Value("id").(string)
	return id
}

// theTask is the only task on the platform.
func (w *fixture) theTask() yccalltest.TaskSnapshot {
	w.Helper()
	tasks := w.mock.Tasks()
	if len(tasks) != 1 {
		w.Fatalf("there are %d tasks, want 1", len(tasks))
	}
	return tasks[0]
}

// changes are the requests that change something, in order, since the journal was last reset: the short
// name, the run state that was asked for, and how many numbers it carried.
func (w *fixture) changes() []string {
	var requests []string
	for _, e := range w.mock.Journal() {
		_, name, _ := strings.Cut(strings.TrimPrefix(e.Service, "App."), ".")
		switch name {
		case "TaskCreat", "TaskAdd":
			requests = append(requests, fmt.Sprintf("%s %d", name, e.Numbers))
		case "TaskSet":
			requests = append(requests, "TaskSet "+e.Params["taskstatus"])
		case "taskDelPhone", "taskCall":
			requests = append(requests, name)
		}
	}
	w.mock.ResetJournal()
	return requests
}

// wantChanges checks the requests that change something since the last look.
func (w *fixture) wantChanges(want ...string) {
	w.Helper()
	if diff := cmp.Diff(want, w.changes(), cmpopts.EquateEmpty()); diff != "" {
		w.Errorf("requests that change something (-want +got):\n%s", diff)
	}
}

// held are the phones that the task holds, in order.
func (w *fixture) held() []string {
	var list []string
	for _, n := range w.mock.Numbers(w.id()) {
		list = append(list, n.Phone)
	}
	slices.Sort(list)
	return list
}

// wantHeld checks the phones that the task holds.
func (w *fixture) wantHeld(want []string) {
	w.Helper()
	if diff := cmp.Diff(slices.Sorted(slices.Values(want)), w.held(), cmpopts.EquateEmpty()); diff != "" {
		w.Errorf("numbers of the task (-want +got):\n%s", diff)
	}
}

// wantValue checks an attribute of the state.
func (w *fixture) wantValue(attribute string, want any) {
	w.Helper()
	if got := w.resource.Value(attribute); got != want {
		w.Errorf("%s is %v, want %v", attribute, got, want)
	}
}

// wantError checks that diagnostics have one error with this summary and these texts in its detail.
func (w *fixture) wantError(diags []*tfprotov6.Diagnostic, summary string, details ...string) {
	w.Helper()
	w.wantDiagnostic(diags, tfprotov6.DiagnosticSeverityError, summary, details...)
}

// wantWarning is wantError for a warning.
func (w *fixture) wantWarning(diags []*tfprotov6.Diagnostic, summary string, details ...string) {
	w.Helper()
	w.wantDiagnostic(diags, tfprotov6.DiagnosticSeverityWarning, summary, details...)
}

func (w *fixture) wantDiagnostic(diags []*tfprotov6.Diagnostic, severity tfprotov6.DiagnosticSeverity, summary string, details ...string) {
	w.Helper()
	for _, d := range diags {
		if d.Severity != severity || !strings.Contains(d.Summary, summary) {
			continue
		}
		for _, detail := range details {
			if !strings.Contains(d.Detail, detail) {
				w.Errorf("%q does not say %q:\n%s", d.Summary, detail, d.Detail)
			}
		}
		return
	}
	w.Errorf("there is no %s %q among:", severity, summary)
	for _, d := range diags {
		w.Logf("%s: %s: %s", d.Severity, d.Summary, d.Detail)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestMain keeps what the person who runs the tests has set from the provider under test.
func TestMain(m *testing.M) {
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "YCCALL_") {
			_ = os.Unsetenv(name)
		}
	}
	m.Run()
}
