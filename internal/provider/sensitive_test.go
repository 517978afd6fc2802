package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/yccall/terraform-provider-yccall/internal/provider"
)

// harmless are the attributes that hold neither the number of a person, nor what stands beside it, nor a secret. Numbers of
// the company, and headers of columns, are none of a person.
var harmless = strings.Fields(`
	announce answer_type app_id area_code assign_agent assign_type call_again caller_numbers calling_code columns.* company_code
	company_name create created_at created_from created_to current_scale custom_task_id delete delimiter desired_status
	do_not_call_file encoding ended_at endpoint expires_at group group_member.extension id ids name number numbers_file
	numbers_sha256 on_bad_rows only_if_ended_at paused_time read remark request_timeout run_time scale_mode scheduled_time sheet
	skip_called_by started_at status stored_name strategy task_id task_scale type update use
	yccall_caller_numbers.numbers yccall_extensions.numbers
`)

// holdsNothing looks an attribute up among the harmless ones, by its name or by the end of its path.
func holdsNothing(at, name string, used map[string]bool) bool {
	for _, h := range harmless {
		if h == name || strings.HasSuffix(at+"."+name, h) && strings.Contains(h, ".") || strings.HasSuffix(at, ".columns") && h == "columns.*" {
			used[h] = true
			return true
		}
	}
	return false
}

// Whoever adds an attribute to a resource, a data source, an action or anything else says here that it holds nothing of
// a person, or makes it sensitive. Terraform 1.0 to 1.2 show the attributes inside of a sensitive list unless they are
// sensitive themselves.
func TestEveryAttributeThatMayHoldANumberIsSensitive(t *testing.T) {
	t.Parallel()
	schemas, err := providerserver.NewProtocol6(provider.New("test")())().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	sensitive, used := 0, map[string]bool{}
	var look func(at string, within bool, block *tfprotov6.SchemaBlock)
	look = func(at string, within bool, block *tfprotov6.SchemaBlock) {
		for _, a := range block.Attributes {
			text := a.NestedType == nil && !a.Type.Is(tftypes.Number) && !a.Type.Is(tftypes.Bool)
			switch {
			case a.Sensitive:
				sensitive++
			case within, text && !holdsNothing(at, a.Name, used):
				t.Errorf("%s.%s is not sensitive", at, a.Name)
			}
			if a.NestedType != nil {
				look(at+"."+a.Name, within || a.Sensitive, &tfprotov6.SchemaBlock{Attributes: a.NestedType.Attributes})
			}
		}
		for _, b := range block.BlockTypes {
			look(at+"."+b.TypeName, within, b.Block)
		}
	}
	look("provider", false, schemas.Provider.Block)
	for _, kind := range []map[string]*tfprotov6.Schema{
		schemas.ResourceSchemas, schemas.DataSourceSchemas, schemas.EphemeralResourceSchemas, schemas.ListResourceSchemas,
	} {
		for name, schema := range kind {
			look(name, false, schema.Block)
		}
	}
	for name, action := range schemas.ActionSchemas {
		look(name, false, action.Schema.Block)
	}
	for _, name := range harmless {
		if !used[name] {
			t.Errorf("there is no attribute %s", name)
		}
	}
	if sensitive < 20 {
		t.Errorf("%d attributes are sensitive, which is too few", sensitive)
	}
}
