package protocoltest

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Ephemeral is an open ephemeral resource.
type Ephemeral struct {
	core    *Core
	name    string
	private []byte

	// Values are its attributes.
	Values Object
	// RenewAt is when it is to be renewed; zero for never.
	RenewAt time.Time
}

// ephemeral encodes the configuration of an ephemeral resource and validates it.
func (c *Core) ephemeral(ctx context.Context, typeName string, config Object) (tftypes.Type, *tfprotov6.DynamicValue, []*tfprotov6.Diagnostic, error) {
	schema, ok := c.schemas.EphemeralResourceSchemas[typeName]
	if !ok {
		return nil, nil, nil, fmt.Errorf("the provider has no ephemeral resource %s", typeName)
	}
	typ := schema.ValueType()
	block, err := dynamic(typ, orEmpty(config))
	if err != nil {
		return nil, nil, nil, err
	}
	checked, err := c.server.ValidateEphemeralResourceConfig(ctx, &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: typeName, Config: block})
	if err != nil {
		return nil, nil, nil, err
	}
	return typ, block, checked.Diagnostics, nil
}

// ValidateEphemeralResource validates a configuration. As long as something in it is not known, core
// does no more.
func (c *Core) ValidateEphemeralResource(ctx context.Context, typeName string, config Object) ([]*tfprotov6.Diagnostic, error) {
	_, _, diags, err := c.ephemeral(ctx, typeName, config)
	return diags, err
}

// OpenEphemeralResource validates a configuration and opens the ephemeral resource; nil where the
// provider refuses.
func (c *Core) OpenEphemeralResource(ctx context.Context, typeName string, config Object) (*Ephemeral, []*tfprotov6.Diagnostic, error) {
	typ, block, diags, err := c.ephemeral(ctx, typeName, config)
	if err != nil || failed(diags) {
		return nil, diags, err
	}
	opened, err := c.server.OpenEphemeralResource(ctx, &tfprotov6.OpenEphemeralResourceRequest{TypeName: typeName, Config: block})
	if err != nil {
		return nil, nil, err
	}
	diags = append(diags, opened.Diagnostics...)
	if failed(diags) {
		return nil, diags, nil
	}
	result, err := opened.Result.Unmarshal(typ)
	if err != nil {
		return nil, diags, err
	}
	if !result.IsFullyKnown() {
		return nil, diags, fmt.Errorf("opening %s left unknown values", typeName)
	}
	e := &Ephemeral{core: c, name: typeName, private: opened.Private, RenewAt: opened.RenewAt}
	e.Values, _ = plain(result).(Object)
	return e, diags, nil
}

// Close closes it, as core does when nothing in the run needs it any more.
func (e *Ephemeral) Close(ctx context.Context) ([]*tfprotov6.Diagnostic, error) {
	resp, err := e.core.server.CloseEphemeralResource(ctx, &tfprotov6.CloseEphemeralResourceRequest{TypeName: e.name, Private: e.private})
	if err != nil {
		return nil, err
	}
	return resp.Diagnostics, nil
}
