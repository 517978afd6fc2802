package protocoltest

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Listed is one result of a list resource.
type Listed struct {
	DisplayName string
	Identity    Object
	// Resource is the whole resource; nil where it was not asked for.
	Resource Object
}

// Query is a list block. Limit is the most results that are wanted; core asks for 100 if the block does
// not say.
type Query struct {
	Config          Object
	IncludeResource bool
	Limit           int64
}

// List validates a list block and lists what fits, as "terraform query" does. Diagnostics are the
// provider's; the error is for what no provider may do.
func (c *Core) List(ctx context.Context, typeName string, query Query) ([]Listed, []*tfprotov6.Diagnostic, error) {
	schema, ok := c.schemas.ListResourceSchemas[typeName]
	server, lists := c.server.(tfprotov6.ListResourceServer)
	resource, err := c.Resource(typeName)
	if err != nil {
		return nil, nil, err
	}
	if !ok || !lists || len(resource.identityType.AttributeTypes) == 0 {
		return nil, nil, fmt.Errorf("the provider cannot list %s, or it has no identity", typeName)
	}
	config, err := dynamic(schema.ValueType(), orEmpty(query.Config))
	if err != nil {
		return nil, nil, err
	}
	checked, err := server.ValidateListResourceConfig(ctx, &tfprotov6.ValidateListResourceConfigRequest{TypeName: typeName, Config: config})
	if err != nil {
		return nil, nil, err
	}
	if failed(checked.Diagnostics) {
		return nil, checked.Diagnostics, nil
	}
	stream, err := server.ListResource(ctx, &tfprotov6.ListResourceRequest{
		TypeName: typeName, Config: config, IncludeResource: query.IncludeResource, Limit: query.Limit,
	})
	if err != nil {
		return nil, nil, err
	}
	diags := checked.Diagnostics
	var all []Listed
	for result := range stream.Results {
		diags = append(diags, result.Diagnostics...)
		if failed(diags) {
			return nil, diags, nil
		}
		listed, err := resource.listed(result, query.IncludeResource)
		if err != nil {
			return nil, diags, err
		}
		if all = append(all, listed); int64(len(all)) > query.Limit {
			return nil, diags, fmt.Errorf("listing %s gives more than the limit", typeName)
		}
	}
	return all, diags, nil
}

// listed decodes one result and refuses what core refuses.
func (r *Resource) listed(result tfprotov6.ListResourceResult, whole bool) (Listed, error) {
	identity, err := r.readIdentity(result.Identity)
	if err != nil {
		return Listed{}, err
	}
	if err := r.checkIdentity(identity, identity); err != nil {
		return Listed{}, err
	}
	listed := Listed{DisplayName: result.DisplayName}
	listed.Identity, _ = plain(identity).(Object)
	if !whole {
		if result.Resource != nil {
			return Listed{}, fmt.Errorf("listing %s gives the resource unasked", r.name)
		}
		return listed, nil
	}
	state, err := result.Resource.Unmarshal(r.typ)
	if err != nil {
		return Listed{}, err
	}
	if state.IsNull() || !state.IsFullyKnown() {
		return Listed{}, fmt.Errorf("listing %s gives a resource that is null or not known", r.name)
	}
	listed.Resource, _ = plain(state).(Object)
	return listed, nil
}

// GeneratedConfig is the configuration that "-generate-config-out" writes for an object: what is not
// null and can be configured. What is sensitive is left to the user.
func (r *Resource) GeneratedConfig(object Object) Object {
	config := Object{}
	for _, a := range r.schema.Block.Attributes {
		if (a.Required || a.Optional) && !a.Sensitive && !a.WriteOnly && object[a.Name] != nil {
			config[a.Name] = object[a.Name]
		}
	}
	return config
}

// orEmpty makes a missing block an empty one: its attributes are null, the block is not.
func orEmpty(config Object) Object {
	if config == nil {
		return Object{}
	}
	return config
}
