package provider_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/provider"
)

// personalData are the attributes that may hold the number of a person, or what stands beside it.
var personalData = []string{"phone", "user_id", "member_id", "custom_uuid", "ext", "numbers", "numbers_wo", "invalid_data", "calls"}

// ownNumbers are attributes of such a name that hold numbers of the company.
var ownNumbers = []string{"yccall_extensions.numbers", "yccall_caller_numbers.numbers"}

// headers are attributes that name the columns of a list, and hold nothing of it.
var headers = []string{"yccall_outbound_task.numbers_format.columns", "yccall_outbound_task.do_not_call_format.columns"}

// Terraform 1.0 to 1.2 show the attributes inside of a sensitive list unless they are sensitive themselves.
func TestEveryAttributeThatMayHoldANumberIsSensitive(t *testing.T) {
	t.Parallel()
	schemas, err := providerserver.NewProtocol6(provider.New("test")())().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	seen := 0
	var look func(at string, within bool, attributes []*tfprotov6.SchemaAttribute)
	look = func(at string, within bool, attributes []*tfprotov6.SchemaAttribute) {
		for _, a := range attributes {
			if within || slices.Contains(personalData, a.Name) && !slices.Contains(ownNumbers, at+"."+a.Name) && !slices.Contains(headers, at) {
				seen++
				if !a.Sensitive {
					t.Errorf("%s.%s is not sensitive", at, a.Name)
				}
			}
			if a.NestedType != nil {
				look(at+"."+a.Name, within || a.Sensitive, a.NestedType.Attributes)
			}
		}
	}
	for name, schema := range schemas.ResourceSchemas {
		look(name, false, schema.Block.Attributes)
	}
	for name, schema := range schemas.DataSourceSchemas {
		look(name, false, schema.Block.Attributes)
	}
	if seen < 20 {
		t.Errorf("%d attributes were looked at, which is too few", seen)
	}
}
