package protocoltest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Load takes over what a state file holds of the resource, as JSON: the attributes, in the form of a version of the schema,
// and the private state.
func (r *Resource) Load(ctx context.Context, version int64, attributes, private []byte) error {
	resp, err := r.core.server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{
		TypeName: r.name, Version: version, RawState: &tfprotov6.RawState{JSON: attributes},
	})
	if err != nil {
		return err
	}
	if err := Errors(resp.Diagnostics); err != nil {
		return err
	}
	state, err := resp.UpgradedState.Unmarshal(r.typ)
	if err != nil {
		return err
	}
	r.Forget()
	r.state, r.private = state, private
	return nil
}
