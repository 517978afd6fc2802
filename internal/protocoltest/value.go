package protocoltest

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Object is an object of a configuration: strings, ints, bools, lists ([]any), objects (Object), nil
// for null and Unknown for a value that is not known yet. Attributes that are left out are null.
type Object map[string]any

// Unknown stands for a value that is not known until apply.
var Unknown = unknown{}

type unknown struct{}

// dynamic encodes a value of a type for the wire.
func dynamic(typ tftypes.Type, value any) (*tfprotov6.DynamicValue, error) {
	v, err := build(typ, value)
	if err != nil {
		return nil, err
	}
	return wire(typ, v)
}

func wire(typ tftypes.Type, v tftypes.Value) (*tfprotov6.DynamicValue, error) {
	d, err := tfprotov6.NewDynamicValue(typ, v)
	return &d, err
}

// build makes a Terraform value of a type from a Go value.
func build(typ tftypes.Type, value any) (tftypes.Value, error) {
	if typ.Is(tftypes.DynamicPseudoType) {
		typ = typeOf(value)
	}
	switch value := value.(type) {
	case nil:
		return tftypes.NewValue(typ, nil), nil
	case unknown:
		return tftypes.NewValue(typ, tftypes.UnknownValue), nil
	case Object:
		return buildObject(typ, value)
	case []any:
		list, ok := typ.(tftypes.List)
		if !ok {
			return tftypes.Value{}, fmt.Errorf("a list where %s is expected", typ)
		}
		elements := make([]tftypes.Value, 0, len(value))
		for i, element := range value {
			v, err := build(list.ElementType, element)
			if err != nil {
				return tftypes.Value{}, fmt.Errorf("element %d: %w", i, err)
			}
			elements = append(elements, v)
		}
		return tftypes.NewValue(typ, elements), nil
	case int:
		return tftypes.NewValue(typ, int64(value)), nil
	case string, bool, int64:
		return tftypes.NewValue(typ, value), nil
	default:
		return tftypes.Value{}, fmt.Errorf("a %T cannot be a Terraform value", value)
	}
}

// buildObject makes an object. What value leaves out is null.
func buildObject(typ tftypes.Type, value Object) (tftypes.Value, error) {
	object, ok := typ.(tftypes.Object)
	if !ok {
		return tftypes.Value{}, fmt.Errorf("an object where %s is expected", typ)
	}
	attributes := make(map[string]tftypes.Value, len(object.AttributeTypes))
	for name, attributeType := range object.AttributeTypes {
		v, err := build(attributeType, value[name])
		if err != nil {
			return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
		}
		attributes[name] = v
	}
	for name := range value {
		if _, ok := object.AttributeTypes[name]; !ok {
			return tftypes.Value{}, fmt.Errorf("there is no attribute %s", name)
		}
	}
	return tftypes.NewValue(typ, attributes), nil
}

// typeOf is the type that Terraform finds for a value where any is allowed: a text, or a list of texts.
func typeOf(value any) tftypes.Type {
	switch value.(type) {
	case string:
		return tftypes.String
	case []any:
		return tftypes.List{ElementType: tftypes.String}
	default:
		return tftypes.DynamicPseudoType
	}
}

// plain turns a Terraform value into Go values, the reverse of build. Whole numbers become int64.
func plain(v tftypes.Value) any {
	if !v.IsKnown() {
		return Unknown
	}
	if v.IsNull() {
		return nil
	}
	switch {
	case v.Type().Is(tftypes.String):
		var s string
		must(v.As(&s))
		return s
	case v.Type().Is(tftypes.Bool):
		var b bool
		must(v.As(&b))
		return b
	case v.Type().Is(tftypes.Number):
		var n big.Float
		must(v.As(&n))
		i, _ := n.Int64()
		return i
	}
	var attributes map[string]tftypes.Value
	if v.As(&attributes) == nil {
		object := make(Object, len(attributes))
		for name, a := range attributes {
			object[name] = plain(a)
		}
		return object
	}
	var elements []tftypes.Value
	must(v.As(&elements))
	list := make([]any, 0, len(elements))
	for _, e := range elements {
		list = append(list, plain(e))
	}
	return list
}

// must is for conversions that the value's type guarantees.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
