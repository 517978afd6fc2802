package protocoltest

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// wantEvents checks what the provider was told to do since the last look.
func wantEvents(t *testing.T, r *thing, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, r.events); diff != "" {
		t.Errorf("what was done (-want +got):\n%s", diff)
	}
	r.events = nil
}

func planFor(t *testing.T, r *Resource, config Object, action Action) *Plan {
	t.Helper()
	plan, err := r.Plan(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	if plan.Action != action {
		t.Fatalf("the plan is a %s, want a %s: %v", plan.Action, action, Errors(plan.Diagnostics))
	}
	return plan
}

// apply applies and returns the provider's own error.
func apply(t *testing.T, r *Resource, plan *Plan) error {
	t.Helper()
	diags, err := r.Apply(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	return Errors(diags)
}

func failCreate(_ context.Context, resp *resource.CreateResponse) {
	resp.Diagnostics.AddError("It failed", "It failed.")
}

func TestFailedCreationIsTaintedAndReplaced(t *testing.T) {
	t.Parallel()
	thing := &thing{create: failCreate}
	r := start(t, thing)
	config := Object{"name": "abc"}
	if err := apply(t, r, planFor(t, r, config, Create)); err == nil || !strings.Contains(err.Error(), "It failed") {
		t.Errorf("the error is %v", err)
	}
	if !r.Exists() || !r.Tainted() || r.Value("id") != "1" {
		t.Fatalf("exists %v, tainted %v, id %v", r.Exists(), r.Tainted(), r.Value("id"))
	}
	wantEvents(t, thing, "create 1")

	thing.create = nil
	plan := planFor(t, r, config, Replace)
	if plan.Value("id") != Unknown {
		t.Errorf("the plan shows the old id %v", plan.Value("id"))
	}
	if err := apply(t, r, plan); err != nil {
		t.Fatal(err)
	}
	wantEvents(t, thing, "delete 1", "create 2")
	if r.Tainted() || r.Value("id") != "2" {
		t.Errorf("tainted %v, id %v", r.Tainted(), r.Value("id"))
	}
	planFor(t, r, config, NoOp)
}

func TestFailedCreationThatMadeNothingLeavesNothing(t *testing.T) {
	t.Parallel()
	thing := &thing{create: func(ctx context.Context, resp *resource.CreateResponse) {
		failCreate(ctx, resp)
		resp.State.RemoveResource(ctx)
	}}
	r := start(t, thing)
	if err := apply(t, r, planFor(t, r, Object{"name": "abc"}, Create)); err == nil {
		t.Error("there is no error")
	}
	if r.Exists() || r.Tainted() {
		t.Errorf("exists %v, tainted %v", r.Exists(), r.Tainted())
	}
	planFor(t, r, Object{"name": "abc"}, Create)
}

func TestReplacementDestroysFirst(t *testing.T) {
	t.Parallel()
	thing := &thing{}
	r := start(t, thing)
	mustRun(t, r, Object{"name": "abc", "tag": "x"})
	thing.events = nil
	thing.plan = func(_ context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
		if req.State.Raw.IsNull() {
			resp.Diagnostics.AddWarning("From nothing", "")
		} else {
			resp.Diagnostics.AddWarning("From the old one", "")
		}
	}
	plan := planFor(t, r, Object{"name": "other"}, Replace)
	if w := Warnings(plan.Diagnostics); len(w) != 2 || w[0].Summary != "From the old one" || w[1].Summary != "From nothing" {
		t.Errorf("the warnings are %v", w)
	}
	if plan.Value("tag") != Unknown {
		t.Errorf("the old tag shines through: %v", plan.Value("tag"))
	}
	if err := apply(t, r, plan); err != nil {
		t.Fatal(err)
	}
	wantEvents(t, thing, "delete 1", "create 2")
	if r.Value("name") != "other" || r.Value("size") != int64(5) {
		t.Errorf("state is %s", r.StateText())
	}
}

func TestReplacementThatCannotDestroyCreatesNothing(t *testing.T) {
	t.Parallel()
	thing := &thing{delete: func(_ context.Context, resp *resource.DeleteResponse) {
		resp.Diagnostics.AddError("It stays", "It stays.")
	}}
	r := start(t, thing)
	mustRun(t, r, Object{"name": "abc"})
	thing.events = nil
	if err := apply(t, r, planFor(t, r, Object{"name": "other"}, Replace)); err == nil {
		t.Error("there is no error")
	}
	wantEvents(t, thing, "delete 1")
	if !r.Exists() || r.Value("name") != "abc" {
		t.Errorf("state is %s", r.StateText())
	}
}

func TestReplacementThatCannotCreateLeavesNothing(t *testing.T) {
	t.Parallel()
	thing := &thing{}
	r := start(t, thing)
	mustRun(t, r, Object{"name": "abc"})
	thing.create = func(ctx context.Context, resp *resource.CreateResponse) {
		failCreate(ctx, resp)
		resp.State.RemoveResource(ctx)
	}
	if err := apply(t, r, planFor(t, r, Object{"name": "other"}, Replace)); err == nil {
		t.Error("there is no error")
	}
	if r.Exists() {
		t.Errorf("state is %s", r.StateText())
	}
}

func TestFailedUpdateKeepsWhatWasDoneWithoutATaint(t *testing.T) {
	t.Parallel()
	thing := &thing{}
	r := start(t, thing)
	mustRun(t, r, Object{"name": "abc", "tag": "x"})
	thing.update = func(ctx context.Context, resp *resource.UpdateResponse) {
		resp.State.SetAttribute(ctx, path.Root("tag"), "half-way")
		resp.Diagnostics.AddError("It failed", "It failed.")
	}
	if err := apply(t, r, planFor(t, r, Object{"name": "abc", "tag": "y"}, Update)); err == nil {
		t.Error("there is no error")
	}
	if r.Tainted() || r.Value("tag") != "half-way" {
		t.Errorf("tainted %v, state %s", r.Tainted(), r.StateText())
	}
	thing.update = nil
	planFor(t, r, Object{"name": "abc", "tag": "y"}, Update)
}

func TestPlanWithoutChangesDoesNothing(t *testing.T) {
	t.Parallel()
	thing := &thing{}
	r := start(t, thing)
	mustRun(t, r, Object{"name": "abc", "tag": "x"})
	thing.events = nil
	// A computed attribute that is not configured any more keeps its value.
	for _, config := range []Object{{"name": "abc", "tag": "x"}, {"name": "abc"}, {"name": "abc", "secret": "s"}} {
		if err := apply(t, r, planFor(t, r, config, NoOp)); err != nil {
			t.Error(err)
		}
	}
	wantEvents(t, thing)
	planFor(t, start(t, thing), nil, NoOp)
}

func TestStateHoldsPrivateStateAndNoWriteOnlyValue(t *testing.T) {
	t.Parallel()
	r := start(t, &thing{})
	mustRun(t, r, Object{"name": "abc", "secret": "do-not-keep"})
	text := r.StateText()
	if strings.Contains(text, "do-not-keep") || !strings.Contains(text, "abc") || !strings.Contains(text, "made") {
		t.Errorf("state is %s", text)
	}
	if r.Value("secret") != nil {
		t.Errorf("the secret is %v", r.Value("secret"))
	}
}

func TestPlanWithErrorsIsNotApplied(t *testing.T) {
	t.Parallel()
	for name, thing := range map[string]*thing{
		"while validating": {validate: func(_ context.Context, resp *resource.ValidateConfigResponse) { resp.Diagnostics.AddError("No", "No.") }},
		"while planning": {plan: func(_ context.Context, _ resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
			resp.Diagnostics.AddError("No", "No.")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, thing)
			plan, err := r.Plan(t.Context(), Object{"name": "abc"})
			if err != nil || Errors(plan.Diagnostics) == nil {
				t.Fatalf("the plan has %v, error %v", plan.Diagnostics, err)
			}
			if _, err := r.Apply(t.Context(), plan); err == nil || !strings.Contains(err.Error(), "a plan with errors was applied") {
				t.Errorf("the error is %v", err)
			}
			if thing.events != nil || r.Exists() {
				t.Errorf("the provider did %v", thing.events)
			}
		})
	}
}

func TestSecondPlanThatFailsStopsTheApply(t *testing.T) {
	t.Parallel()
	thing := &thing{}
	thing.plan = func(_ context.Context, _ resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
		if thing.plans > 1 {
			resp.Diagnostics.AddError("No more", "No more.")
		}
	}
	r := start(t, thing)
	if err := apply(t, r, planFor(t, r, Object{"name": "abc"}, Create)); err == nil || !strings.Contains(err.Error(), "No more") {
		t.Errorf("the error is %v", err)
	}
	wantEvents(t, thing)
}

func TestRefreshTakesOverWhatIsReadUnlessItFails(t *testing.T) {
	t.Parallel()
	thing := &thing{}
	r := start(t, thing)
	mustRun(t, r, Object{"name": "abc", "tag": "x"})
	change := func(ctx context.Context, resp *resource.ReadResponse) {
		resp.State.SetAttribute(ctx, path.Root("tag"), "drifted")
	}
	thing.read = func(ctx context.Context, resp *resource.ReadResponse) {
		change(ctx, resp)
		resp.Diagnostics.AddError("It failed", "It failed.")
	}
	if diags, err := r.Refresh(t.Context()); err != nil || Errors(diags) == nil || r.Value("tag") != "x" {
		t.Errorf("tag %v, diagnostics %v, error %v", r.Value("tag"), diags, err)
	}
	thing.read = change
	if diags, err := r.Refresh(t.Context()); err != nil || Errors(diags) != nil || r.Value("tag") != "drifted" {
		t.Errorf("tag %v, diagnostics %v, error %v", r.Value("tag"), diags, err)
	}
	planFor(t, r, Object{"name": "abc", "tag": "x"}, Update)
	thing.read = func(ctx context.Context, resp *resource.ReadResponse) { resp.State.RemoveResource(ctx) }
	if _, err := r.Refresh(t.Context()); err != nil || r.Exists() {
		t.Errorf("exists %v, error %v", r.Exists(), err)
	}
}

func TestImportThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	thing := &thing{read: func(_ context.Context, resp *resource.ReadResponse) {
		resp.Diagnostics.AddError("It is not there", "It is not there.")
	}}
	r := start(t, thing)
	if diags, err := r.Import(t.Context(), "7"); err != nil || Errors(diags) == nil || r.Exists() {
		t.Errorf("exists %v, diagnostics %v, error %v", r.Exists(), diags, err)
	}
	thing.read = func(ctx context.Context, resp *resource.ReadResponse) {
		resp.State.SetAttribute(ctx, path.Root("name"), "found")
	}
	if diags, err := r.Import(t.Context(), "7"); err != nil || Errors(diags) != nil || r.Value("id") != "7" || r.Value("name") != "found" {
		t.Errorf("state %s, diagnostics %v, error %v", r.StateText(), diags, err)
	}
}

func TestStateOutlivesTheProviderProcess(t *testing.T) {
	t.Parallel()
	r := start(t, &thing{})
	mustRun(t, r, Object{"name": "abc"})
	before := r.Copy()
	other := start(t, &thing{})
	r.Attach(other.core)
	planFor(t, r, Object{"name": "abc"}, NoOp)
	mustRun(t, r, nil)
	if r.Exists() || !before.Exists() || before.Value("id") != "1" {
		t.Error("the copy did not stay as it was")
	}
	before.Forget()
	if before.Exists() || before.StateText() != start(t, &thing{}).StateText() {
		t.Errorf("state is %s", before.StateText())
	}
}

func TestConfigurationsThatCannotBe(t *testing.T) {
	t.Parallel()
	r := start(t, &thing{})
	for name, config := range map[string]Object{
		"no such attribute": {"name": "abc", "colour": "red"},
		"a list":            {"name": []any{"abc"}},
		"an object":         {"name": Object{}},
		"no Terraform type": {"name": 1.5},
	} {
		if _, err := r.Plan(t.Context(), config); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if _, err := r.core.Resource("broken_other"); err == nil {
		t.Error("a resource that there is not is found")
	}
}

func TestProviderBlockIsValidatedBeforeItIsUsed(t *testing.T) {
	t.Parallel()
	core, err := Start(t.Context(), &brokenProvider{&thing{}})
	if err != nil {
		t.Fatal(err)
	}
	diags, err := core.Configure(t.Context(), Object{})
	if err != nil || Errors(diags) == nil || len(Warnings(diags)) != 0 {
		t.Errorf("without what is required: %v, error %v", diags, err)
	}
	diags, err = core.Configure(t.Context(), Object{"on": true})
	if err != nil || Errors(diags) != nil || len(Warnings(diags)) != 1 {
		t.Errorf("with it: %v, error %v", diags, err)
	}
}
