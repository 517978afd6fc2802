package protocoltest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// What Terraform shows a provider of a replacement depends on why there is one:
//
//	                      │ first call                  │ second call                    │ Delete
//	 the provider asks    │ prior state, private state  │ no prior state, private state  │ state, private state
//	 -replace             │ prior state, private state  │ no prior state, private state  │ state, private state
//	 the object is tainted│ no prior state, no private  │ there is none                  │ state, no private
//
// Delete has the private state that was planned. Terraform 1.11 was watched.

// PlanReplace plans as "terraform plan -replace=ADDRESS" does: the object is made anew whatever the provider says.
func (r *Resource) PlanReplace(ctx context.Context, config Object) (*Plan, error) {
	return r.planValid(ctx, config, true)
}

// planValid validates a configuration and plans it if it is valid.
func (r *Resource) planValid(ctx context.Context, config Object, forced bool) (*Plan, error) {
	v, err := build(r.typ, config)
	if err != nil {
		return nil, err
	}
	diags, err := r.validate(ctx, v)
	if err != nil || failed(diags) {
		return &Plan{Diagnostics: diags, config: v}, err
	}
	plan, err := r.plan(ctx, v, forced)
	plan.Diagnostics = append(diags, plan.Diagnostics...)
	return plan, err
}

// plan plans a valid configuration against the state, by the table above.
func (r *Resource) plan(ctx context.Context, config tftypes.Value, forced bool) (*Plan, error) {
	null := tftypes.NewValue(r.typ, nil)
	if !r.Exists() || r.tainted {
		plan, _, err := r.planOnce(ctx, config, null, nil)
		plan.Action = Create
		if r.tainted {
			plan.Action = Replace
		}
		return plan, err
	}
	plan, replace, err := r.planOnce(ctx, config, r.state, r.private)
	switch {
	case err != nil || failed(plan.Diagnostics):
		return plan, err
	case replace || forced:
		anew, _, err := r.planOnce(ctx, config, null, plan.private)
		anew.Action = Replace
		anew.Diagnostics = append(plan.Diagnostics, anew.Diagnostics...)
		return anew, err
	case plan.planned.Equal(r.state):
		plan.Action = NoOp
	default:
		plan.Action = Update
	}
	return plan, nil
}

// ApplyCreatingFirst is Apply for a replacement with create_before_destroy. The old object is back in its place if the new
// one was not made. If the old one could not be destroyed, it is lost here, while Terraform keeps it beside the new one.
func (r *Resource) ApplyCreatingFirst(ctx context.Context, plan *Plan) ([]*tfprotov6.Diagnostic, error) {
	if plan.Action != Replace {
		return nil, fmt.Errorf("%s is not replaced", r.name)
	}
	old := r.Copy()
	r.Forget()
	diags, err := r.change(ctx, plan)
	if !r.Exists() {
		*r = *old
	}
	if err != nil || failed(diags) {
		return diags, err
	}
	more, err := old.destroy(ctx, plan.private)
	return append(diags, more...), err
}
