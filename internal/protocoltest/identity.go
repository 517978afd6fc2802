package protocoltest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Identity returns what the state keeps of the resource's identity; nil if it keeps none.
func (r *Resource) Identity() Object {
	identity, _ := plain(r.identity).(Object)
	return identity
}

// ForgetIdentity drops the identity from state, as a CLI leaves it that does not keep identities.
func (r *Resource) ForgetIdentity() { r.identity = tftypes.NewValue(r.identityType, nil) }

// ImportByIdentity takes an object into state by its identity and reads it.
func (r *Resource) ImportByIdentity(ctx context.Context, identity Object) ([]*tfprotov6.Diagnostic, error) {
	value, err := build(r.identityType, identity)
	if err != nil {
		return nil, err
	}
	data, err := r.identityData(value)
	if err != nil {
		return nil, err
	}
	return r.importState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: r.name, Identity: data})
}

// identityData encodes an identity for the wire, where none is nil.
func (r *Resource) identityData(identity tftypes.Value) (*tfprotov6.ResourceIdentityData, error) {
	if identity.IsNull() {
		return nil, nil
	}
	data, err := wire(r.identityType, identity)
	return &tfprotov6.ResourceIdentityData{IdentityData: data}, err
}

// readIdentity decodes an identity from the wire.
func (r *Resource) readIdentity(data *tfprotov6.ResourceIdentityData) (tftypes.Value, error) {
	if data == nil || data.IdentityData == nil {
		return tftypes.NewValue(r.identityType, nil), nil
	}
	return data.IdentityData.Unmarshal(r.identityType)
}

// checkIdentity refuses what core refuses of an object that exists: an identity that is missing or
// not whole, and one that has changed.
func (r *Resource) checkIdentity(before, after tftypes.Value) error {
	if len(r.identityType.AttributeTypes) == 0 {
		return nil // The resource has no identity.
	}
	if after.IsNull() || !after.IsFullyKnown() {
		return fmt.Errorf("%s has no whole identity", r.name)
	}
	for name, value := range attributesOf(after) {
		if value.IsNull() {
			return fmt.Errorf("the identity of %s lacks %s", r.name, name)
		}
	}
	if !before.IsNull() && !before.Equal(after) {
		return fmt.Errorf("the identity of %s has changed", r.name)
	}
	return nil
}
