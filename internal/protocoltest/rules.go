package protocoltest

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// propose is the state that core proposes: what is configured, and for computed attributes that are
// not configured what was there before.
func (r *Resource) propose(config, prior tftypes.Value) tftypes.Value {
	if config.IsNull() {
		return config
	}
	configured, before := attributesOf(config), attributesOf(prior)
	proposed := make(map[string]tftypes.Value, len(configured))
	for _, a := range r.schema.Block.Attributes {
		proposed[a.Name] = configured[a.Name]
		if a.WriteOnly {
			proposed[a.Name] = tftypes.NewValue(r.typ.AttributeTypes[a.Name], nil)
			continue
		}
		if a.Computed && configured[a.Name].IsNull() && before != nil {
			proposed[a.Name] = before[a.Name]
		}
	}
	return tftypes.NewValue(r.typ, proposed)
}

// checkPlan refuses plans that core refuses: a planned value that is neither the configured one nor, where both are set, the
// one before, which a provider plans where it takes the two for the same.
func (r *Resource) checkPlan(config, prior, planned tftypes.Value) error {
	if config.IsNull() {
		if !planned.IsNull() {
			return fmt.Errorf("%s plans a value for what is to be destroyed", r.name)
		}
		return nil
	}
	configured, before, plan := attributesOf(config), attributesOf(prior), attributesOf(planned)
	for _, a := range r.schema.Block.Attributes {
		value := configured[a.Name]
		switch {
		case a.WriteOnly:
			if !plan[a.Name].IsNull() {
				return fmt.Errorf("%s plans a value for the write-only attribute %s", r.name, a.Name)
			}
		case value.IsNull() && a.Computed:
		case before != nil && !value.IsNull() && !before[a.Name].IsNull() && plan[a.Name].Equal(before[a.Name]):
		case !value.Equal(plan[a.Name]):
			// Nested attributes of this provider have nothing computed in them, so equal is equal.
			return fmt.Errorf("%s plans %s otherwise than it is configured", r.name, a.Name)
		}
	}
	return nil
}

// compatible checks that every value that was known in a plan is the same afterwards.
func compatible(planned, actual tftypes.Value, at string) error {
	if !planned.IsKnown() {
		return nil
	}
	if planned.IsNull() || actual.IsNull() || !actual.IsKnown() {
		if planned.Equal(actual) {
			return nil
		}
		return fmt.Errorf("%s was planned known or null and came otherwise", at)
	}
	before, after := attributesOf(planned), attributesOf(actual)
	if before == nil {
		if planned.Equal(actual) || !planned.IsFullyKnown() {
			return nil
		}
		return fmt.Errorf("%s came otherwise than it was planned", at)
	}
	for name, value := range before {
		if err := compatible(value, after[name], at+"."+name); err != nil {
			return err
		}
	}
	return nil
}

// attributesOf returns the attributes of an object; nil if v is null or no object.
func attributesOf(v tftypes.Value) map[string]tftypes.Value {
	var attributes map[string]tftypes.Value
	if v.IsNull() || !v.IsKnown() || v.As(&attributes) != nil {
		return nil
	}
	return attributes
}

func attributeOf(object tftypes.Value, name string) any {
	attributes := attributesOf(object)
	if attributes == nil {
		return nil
	}
	return plain(attributes[name])
}
