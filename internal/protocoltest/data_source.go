package protocoltest

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ReadDataSource validates a configuration of a data source and reads it. The state is nil where
// nothing was read: after an error, and when something in the configuration is not known yet, in
// which case Terraform puts the reading off until apply. Diagnostics are the provider's; the error is
// for what no provider may do.
func (c *Core) ReadDataSource(ctx context.Context, typeName string, config Object) (Object, []*tfprotov6.Diagnostic, error) {
	schema, ok := c.schemas.DataSourceSchemas[typeName]
	if !ok {
		return nil, nil, fmt.Errorf("the provider has no data source %s", typeName)
	}
	typ := schema.ValueType()
	value, err := build(typ, config)
	if err != nil {
		return nil, nil, err
	}
	block, err := wire(typ, value)
	if err != nil {
		return nil, nil, err
	}
	checked, err := c.server.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: typeName, Config: block})
	if err != nil {
		return nil, nil, err
	}
	if failed(checked.Diagnostics) || !value.IsFullyKnown() {
		return nil, checked.Diagnostics, nil
	}
	read, err := c.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: typeName, Config: block})
	if err != nil {
		return nil, checked.Diagnostics, err
	}
	diags := slices.Concat(checked.Diagnostics, read.Diagnostics)
	if failed(diags) {
		return nil, diags, nil
	}
	state, err := read.State.Unmarshal(typ)
	if err != nil {
		return nil, diags, err
	}
	if !state.IsFullyKnown() {
		return nil, diags, fmt.Errorf("reading %s left unknown values in state", typeName)
	}
	configured, got := attributesOf(value), attributesOf(state)
	for _, a := range schema.Block.Attributes {
		if !configured[a.Name].IsNull() && !configured[a.Name].Equal(got[a.Name]) {
			return nil, diags, fmt.Errorf("reading %s changed %s, which is configured", typeName, a.Name)
		}
	}
	object, _ := plain(state).(Object)
	return object, diags, nil
}
