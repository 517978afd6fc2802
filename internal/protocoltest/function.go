package protocoltest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// RunFunction runs a function of the provider, which need not be configured. What the function
// itself refuses is the FunctionError.
func (c *Core) RunFunction(ctx context.Context, name string, arguments ...any) (any, *tfprotov6.FunctionError, error) {
	function, ok := c.schemas.Functions[name]
	if !ok || len(function.Parameters) != len(arguments) {
		return nil, nil, fmt.Errorf("the provider has no function %s with %d parameters", name, len(arguments))
	}
	req := &tfprotov6.CallFunctionRequest{Name: name}
	for i, argument := range arguments {
		value, err := dynamic(function.Parameters[i].Type, argument)
		if err != nil {
			return nil, nil, err
		}
		req.Arguments = append(req.Arguments, value)
	}
	resp, err := c.server.CallFunction(ctx, req)
	if err != nil {
		return nil, nil, err
	}
	if resp.Error != nil {
		return nil, resp.Error, nil
	}
	result, err := resp.Result.Unmarshal(function.Return.Type)
	if err != nil {
		return nil, nil, err
	}
	return plain(result), nil, nil
}
