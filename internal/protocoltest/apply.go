package protocoltest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Apply carries a plan out, as Terraform does: it ends the old object of a replacement first, plans
// again, checks that both plans agree, applies, and checks that the result is what was planned.
// Diagnostics are the provider's; the error is for what no provider may do.
func (r *Resource) Apply(ctx context.Context, plan *Plan) ([]*tfprotov6.Diagnostic, error) {
	if err := Errors(plan.Diagnostics); err != nil {
		return nil, fmt.Errorf("a plan with errors was applied: %w", err)
	}
	switch plan.Action {
	case NoOp:
		return nil, nil
	case Destroy:
		return r.destroy(ctx, r.private)
	case Replace:
		diags, err := r.destroy(ctx, plan.private)
		if err != nil || failed(diags) {
			return diags, err
		}
		more, err := r.change(ctx, plan)
		return append(diags, more...), err
	default:
		return r.change(ctx, plan)
	}
}

// destroy removes the object; state stays if the provider reports an error, with the private state that the provider was
// given.
func (r *Resource) destroy(ctx context.Context, private []byte) ([]*tfprotov6.Diagnostic, error) {
	null := tftypes.NewValue(r.typ, nil)
	identity, err := r.identityData(r.identity)
	if err != nil {
		return nil, err
	}
	state, diags, err := r.applyOnce(ctx, r.state, &Plan{config: null, planned: null, private: private, identity: identity})
	if err != nil {
		return diags, err
	}
	if failed(diags) {
		r.state = state
		return diags, nil
	}
	if !state.IsNull() {
		return diags, fmt.Errorf("%s is still in state after it was destroyed", r.name)
	}
	r.Forget()
	return diags, nil
}

// change creates or updates.
func (r *Resource) change(ctx context.Context, first *Plan) ([]*tfprotov6.Diagnostic, error) {
	creates := !r.Exists()
	final, replace, err := r.planOnce(ctx, first.config, r.state, r.private)
	if err != nil {
		return final.Diagnostics, err
	}
	if failed(final.Diagnostics) {
		return final.Diagnostics, nil
	}
	if replace && !creates {
		return nil, fmt.Errorf("the second plan of %s replaces it, the first did not", r.name)
	}
	if err := compatible(first.planned, final.planned, ""); err != nil {
		return nil, fmt.Errorf("inconsistent final plan of %s: %w", r.name, err)
	}
	if !creates && final.planned.Equal(r.state) {
		return nil, nil
	}
	before := r.identity
	if creates {
		before = tftypes.NewValue(r.identityType, nil)
	}
	state, diags, err := r.applyOnce(ctx, r.state, final)
	if err != nil {
		return diags, err
	}
	broken := failed(diags)
	if err := r.checkApplied(final, state, before, broken); err != nil {
		return diags, err
	}
	r.state = state
	r.tainted = creates && broken && !state.IsNull()
	return diags, nil
}

// checkApplied holds what an apply has left against Terraform's rules.
func (r *Resource) checkApplied(final *Plan, state, identityBefore tftypes.Value, broken bool) error {
	if !state.IsFullyKnown() {
		return fmt.Errorf("applying %s left unknown values in state", r.name)
	}
	if broken {
		return nil
	}
	if err := compatible(final.planned, state, ""); err != nil {
		return fmt.Errorf("inconsistent result of %s: %w", r.name, err)
	}
	if err := r.checkIdentity(identityBefore, r.identity); err != nil {
		return fmt.Errorf("after it was applied, %w", err)
	}
	return nil
}

// applyOnce is one ApplyResourceChange. It keeps the private state and the identity that come back.
func (r *Resource) applyOnce(ctx context.Context, prior tftypes.Value, plan *Plan) (tftypes.Value, []*tfprotov6.Diagnostic, error) {
	req := &tfprotov6.ApplyResourceChangeRequest{TypeName: r.name, PlannedPrivate: plan.private, PlannedIdentity: plan.identity}
	var err error
	for _, side := range []struct {
		to    **tfprotov6.DynamicValue
		value tftypes.Value
	}{{&req.Config, plan.config}, {&req.PriorState, prior}, {&req.PlannedState, plan.planned}} {
		if *side.to, err = wire(r.typ, side.value); err != nil {
			return tftypes.Value{}, nil, err
		}
	}
	resp, err := r.core.server.ApplyResourceChange(ctx, req)
	if err != nil {
		return tftypes.Value{}, nil, err
	}
	state, err := resp.NewState.Unmarshal(r.typ)
	if err != nil {
		return tftypes.Value{}, resp.Diagnostics, err
	}
	identity, err := r.readIdentity(resp.NewIdentity)
	if err != nil {
		return tftypes.Value{}, resp.Diagnostics, err
	}
	r.private, r.identity = resp.Private, identity
	return state, resp.Diagnostics, nil
}

// Resolve gives a plan the configuration that the apply has: values that were not known when it was made are known now.
func (r *Resource) Resolve(plan *Plan, config Object) error {
	known, err := build(r.typ, config)
	if err == nil {
		plan.config = known
	}
	return err
}
