package protocoltest

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// action finds an action and encodes its config block.
func (c *Core) action(typeName string, config Object) (tfprotov6.ActionServer, *tfprotov6.DynamicValue, error) {
	schema, ok := c.schemas.ActionSchemas[typeName]
	server, acts := c.server.(tfprotov6.ActionServer)
	if !ok || !acts {
		return nil, nil, fmt.Errorf("the provider has no action %s", typeName)
	}
	block, err := dynamic(schema.Schema.ValueType(), orEmpty(config))
	return server, block, err
}

// PlanAction validates the config block of an action and plans it.
func (c *Core) PlanAction(ctx context.Context, typeName string, config Object) ([]*tfprotov6.Diagnostic, error) {
	server, block, err := c.action(typeName, config)
	if err != nil {
		return nil, err
	}
	checked, err := server.ValidateActionConfig(ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: typeName, Config: block})
	if err != nil {
		return nil, err
	}
	if failed(checked.Diagnostics) {
		return checked.Diagnostics, nil
	}
	planned, err := c.PlanValidatedAction(ctx, typeName, config)
	return append(checked.Diagnostics, planned...), err
}

// PlanValidatedAction plans an action that was validated before its values were known, and is not validated again.
func (c *Core) PlanValidatedAction(ctx context.Context, typeName string, config Object) ([]*tfprotov6.Diagnostic, error) {
	server, block, err := c.action(typeName, config)
	if err != nil {
		return nil, err
	}
	planned, err := server.PlanAction(ctx, &tfprotov6.PlanActionRequest{ActionType: typeName, Config: block})
	if err != nil {
		return nil, err
	}
	return planned.Diagnostics, nil
}

// InvokeAction runs an action and returns its progress messages.
func (c *Core) InvokeAction(ctx context.Context, typeName string, config Object) (progress []string, diags []*tfprotov6.Diagnostic, err error) {
	server, block, err := c.action(typeName, config)
	if err != nil {
		return nil, nil, err
	}
	stream, err := server.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: typeName, Config: block})
	if err != nil {
		return nil, nil, err
	}
	completed := false
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			completed, diags = true, event.Diagnostics
		}
	}
	if !completed {
		return progress, diags, errors.New(typeName + " did not complete")
	}
	return progress, diags, nil
}
