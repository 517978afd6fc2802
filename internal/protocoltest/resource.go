package protocoltest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Resource is one resource instance and its state, as Terraform keeps it between runs.
type Resource struct {
	core    *Core
	name    string
	schema  *tfprotov6.Schema
	typ     tftypes.Object
	state   tftypes.Value
	private []byte
	tainted bool

	identityType tftypes.Object
	identity     tftypes.Value
}

// Action is what a plan does.
type Action int

// The actions of a plan.
const (
	NoOp Action = iota
	Create
	Update
	Replace
	Destroy
)

// String names the action.
func (a Action) String() string {
	return [...]string{"no-op", "create", "update", "replace", "destroy"}[a]
}

// Plan is a planned change.
type Plan struct {
	Action Action
	// Diagnostics are what the provider said while it validated and planned.
	Diagnostics []*tfprotov6.Diagnostic

	config   tftypes.Value
	planned  tftypes.Value
	identity *tfprotov6.ResourceIdentityData
	private  []byte
}

// Value returns a planned attribute as a Go value; Unknown if it is not known until apply.
func (p *Plan) Value(attribute string) any { return attributeOf(p.planned, attribute) }

// Text is everything that a saved plan would hold of the change beside the configuration, for looking for what must not be
// in it.
func (p *Plan) Text() string { return fmt.Sprint(plain(p.planned), string(p.private)) }

// Exists reports whether the resource is in state.
func (r *Resource) Exists() bool { return !r.state.IsNull() }

// Tainted reports whether the next plan must replace the resource.
func (r *Resource) Tainted() bool { return r.tainted }

// Value returns an attribute of the state as a Go value; nil if it is null or there is no state.
func (r *Resource) Value(attribute string) any { return attributeOf(r.state, attribute) }

// Attach goes on with the same state under another provider process, as every Terraform run does.
func (r *Resource) Attach(core *Core) { r.core = core }

// Taint is "terraform taint".
func (r *Resource) Taint() { r.tainted = true }

// Untaint is "terraform untaint".
func (r *Resource) Untaint() { r.tainted = false }

// Forget drops the state, as a run that was killed before it could save it does.
func (r *Resource) Forget() {
	r.state, r.private, r.tainted = tftypes.NewValue(r.typ, nil), nil, false
	r.ForgetIdentity()
}

// Copy returns the resource as it stands, to go back to later.
func (r *Resource) Copy() *Resource {
	c := *r
	return &c
}

// StateText is everything that the state file would hold of the resource, for looking for what must
// not be in it.
func (r *Resource) StateText() string {
	return fmt.Sprint(plain(r.state), plain(r.identity), string(r.private))
}

// Validate checks a configuration.
func (r *Resource) Validate(ctx context.Context, config Object) ([]*tfprotov6.Diagnostic, error) {
	v, err := build(r.typ, config)
	if err != nil {
		return nil, err
	}
	return r.validate(ctx, v)
}

func (r *Resource) validate(ctx context.Context, config tftypes.Value) ([]*tfprotov6.Diagnostic, error) {
	c, err := wire(r.typ, config)
	if err != nil {
		return nil, err
	}
	resp, err := r.core.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: r.name, Config: c,
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		return nil, err
	}
	return resp.Diagnostics, nil
}

// Refresh reads the resource anew. State stays as it was if the provider reports an error.
func (r *Resource) Refresh(ctx context.Context) ([]*tfprotov6.Diagnostic, error) {
	if !r.Exists() {
		return nil, nil
	}
	current, err := wire(r.typ, r.state)
	if err != nil {
		return nil, err
	}
	identity, err := r.identityData(r.identity)
	if err != nil {
		return nil, err
	}
	resp, err := r.core.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: r.name, CurrentState: current, CurrentIdentity: identity, Private: r.private,
	})
	if err != nil {
		return nil, err
	}
	if failed(resp.Diagnostics) {
		return resp.Diagnostics, nil
	}
	state, err := resp.NewState.Unmarshal(r.typ)
	if err != nil {
		return nil, err
	}
	if !state.IsFullyKnown() {
		return nil, fmt.Errorf("reading %s left unknown values in state", r.name)
	}
	after, err := r.readIdentity(resp.NewIdentity)
	if err != nil {
		return nil, err
	}
	if !state.IsNull() {
		if err := r.checkIdentity(r.identity, after); err != nil {
			return nil, fmt.Errorf("after it was read, %w", err)
		}
	}
	r.state, r.identity, r.private = state, after, resp.Private
	return resp.Diagnostics, nil
}

// Import takes an object into state by its id and reads it.
func (r *Resource) Import(ctx context.Context, id string) ([]*tfprotov6.Diagnostic, error) {
	return r.importState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: r.name, ID: id})
}

func (r *Resource) importState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) ([]*tfprotov6.Diagnostic, error) {
	resp, err := r.core.server.ImportResourceState(ctx, req)
	if err != nil {
		return nil, err
	}
	if failed(resp.Diagnostics) {
		return resp.Diagnostics, nil
	}
	state, err := resp.ImportedResources[0].State.Unmarshal(r.typ)
	if err != nil {
		return nil, err
	}
	identity, err := r.readIdentity(resp.ImportedResources[0].Identity)
	if err != nil {
		return nil, err
	}
	imported := r.Copy()
	imported.state, imported.private, imported.tainted, imported.identity = state, resp.ImportedResources[0].Private, false, identity
	diags, err := imported.Refresh(ctx)
	if err == nil && !failed(diags) {
		*r = *imported
	}
	return append(resp.Diagnostics, diags...), err
}

// Plan validates a configuration and plans what it takes. A nil configuration plans the destruction.
// The error is for what no provider may do; what the provider refuses is in the plan's diagnostics.
func (r *Resource) Plan(ctx context.Context, config Object) (*Plan, error) {
	if config == nil {
		null := tftypes.NewValue(r.typ, nil)
		if !r.Exists() {
			return &Plan{Action: NoOp, config: null, planned: null}, nil
		}
		plan, _, err := r.planOnce(ctx, null, r.state, r.private)
		plan.Action = Destroy
		return plan, err
	}
	return r.planValid(ctx, config, false)
}

// planOnce is one PlanResourceChange.
func (r *Resource) planOnce(ctx context.Context, config, prior tftypes.Value, private []byte) (plan *Plan, replace bool, err error) {
	plan = &Plan{config: config}
	proposed := r.propose(config, prior)
	req := &tfprotov6.PlanResourceChangeRequest{TypeName: r.name, PriorPrivate: private}
	for _, side := range []struct {
		to    **tfprotov6.DynamicValue
		value tftypes.Value
	}{{&req.Config, config}, {&req.PriorState, prior}, {&req.ProposedNewState, proposed}} {
		if *side.to, err = wire(r.typ, side.value); err != nil {
			return plan, false, err
		}
	}
	before := tftypes.NewValue(r.identityType, nil)
	if !prior.IsNull() {
		before = r.identity
	}
	if req.PriorIdentity, err = r.identityData(before); err != nil {
		return plan, false, err
	}
	resp, err := r.core.server.PlanResourceChange(ctx, req)
	if err != nil {
		return plan, false, err
	}
	plan.Diagnostics = resp.Diagnostics
	if failed(resp.Diagnostics) {
		return plan, false, nil
	}
	plan.private, plan.identity = resp.PlannedPrivate, resp.PlannedIdentity
	planned, err := r.readIdentity(plan.identity)
	if err != nil {
		return plan, false, err
	}
	if !before.IsNull() && !before.Equal(planned) {
		return plan, false, fmt.Errorf("the plan of %s changes its identity", r.name)
	}
	if plan.planned, err = resp.PlannedState.Unmarshal(r.typ); err != nil {
		return plan, false, err
	}
	return plan, len(resp.RequiresReplace) > 0, r.checkPlan(config, prior, plan.planned)
}
