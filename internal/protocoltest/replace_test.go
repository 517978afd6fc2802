package protocoltest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// TestReplacementShowsTheProviderWhatTerraformDoes has the rows of the table in replace.go.
func TestReplacementShowsTheProviderWhatTerraformDoes(t *testing.T) {
	t.Parallel()
	const withState, without, nothing = "state and private state", "private state", "nothing"
	for name, test := range map[string]struct {
		plan func(r *Resource) (*Plan, error)
		want []string // what is seen of the old object, by call
	}{
		"asked for": {
			func(r *Resource) (*Plan, error) { return r.Plan(t.Context(), Object{"name": "other"}) }, []string{withState, without},
		},
		"forced": {
			func(r *Resource) (*Plan, error) { return r.PlanReplace(t.Context(), Object{"name": "abc"}) }, []string{withState, without},
		},
		"tainted": {
			func(r *Resource) (*Plan, error) { r.Taint(); return r.Plan(t.Context(), Object{"name": "abc"}) }, []string{nothing},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			thing := &thing{}
			r := start(t, thing)
			mustRun(t, r, Object{"name": "abc"})
			var seen []string
			thing.plan = func(ctx context.Context, req resource.ModifyPlanRequest, _ *resource.ModifyPlanResponse) {
				private, _ := req.Private.GetKey(ctx, "made")
				switch {
				case !req.State.Raw.IsNull() && private != nil:
					seen = append(seen, withState)
				case private != nil:
					seen = append(seen, without)
				case req.State.Raw.IsNull():
					seen = append(seen, nothing)
				}
			}
			plan, err := test.plan(r)
			if err != nil || plan.Action != Replace {
				t.Fatalf("the plan is a %s: %v", plan.Action, err)
			}
			if diff := cmp.Diff(test.want, seen); diff != "" {
				t.Errorf("what the provider sees while it is planned (-want +got):\n%s", diff)
			}
			seen = nil
			thing.events = nil
			if err := apply(t, r, plan); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{nothing}, seen); diff != "" {
				t.Errorf("what the provider sees after the old object is gone (-want +got):\n%s", diff)
			}
			wantEvents(t, thing, "delete 1", "create 2")
		})
	}
}

func TestReplacementThatCreatesFirst(t *testing.T) {
	t.Parallel()
	thing := &thing{}
	r := start(t, thing)
	mustRun(t, r, Object{"name": "abc"})
	thing.events = nil
	plan := planFor(t, r, Object{"name": "other"}, Replace)
	diags, err := r.ApplyCreatingFirst(t.Context(), plan)
	if err != nil || failed(diags) {
		t.Fatal(err, Errors(diags))
	}
	wantEvents(t, thing, "create 2", "delete 1")

	// If nothing was made, the old object is in its place again.
	thing.create = func(ctx context.Context, resp *resource.CreateResponse) {
		failCreate(ctx, resp)
		resp.State.RemoveResource(ctx)
	}
	plan = planFor(t, r, Object{"name": "abc"}, Replace)
	if diags, err = r.ApplyCreatingFirst(t.Context(), plan); err != nil || !failed(diags) {
		t.Fatal(err, Errors(diags))
	}
	if r.Value("id") != "2" {
		t.Errorf("state is %s", r.StateText())
	}
	if _, err := r.ApplyCreatingFirst(t.Context(), planFor(t, r, nil, Destroy)); err == nil {
		t.Error("a destruction was applied as a replacement")
	}
}
