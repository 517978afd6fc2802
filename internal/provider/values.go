package provider

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// This file is between the framework's values and Go's.

// isSet reports whether a value is given and known.
func isSet(s types.String) bool { return !s.IsNull() && !s.IsUnknown() }

// orNull is a text, and null for an empty one.
func orNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

// textOrNull is orNull for fields that may be absent.
func textOrNull(text *string) types.String {
	if text == nil {
		return types.StringNull()
	}
	return orNull(*text)
}

// optionalInt is a number that may be unset.
func optionalInt(n types.Int64) *int {
	if n.IsNull() {
		return nil
	}
	v := int(n.ValueInt64())
	return &v
}

// words returns the keys of a map of words in a fixed order.
func words[T any](of map[string]T) []string { return slices.Sorted(maps.Keys(of)) }

// stringElements are the elements of a list of texts.
func stringElements(list types.List) []types.String {
	var elements []types.String
	for _, e := range list.Elements() {
		if s, ok := e.(types.String); ok {
			elements = append(elements, s)
		}
	}
	return elements
}
