package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// checkActionConfig runs the validators of an action's schema. Terraform validates an action once, while values of
// variables and resources are not known yet, and never again: an empty answer_type would then call everybody. So the
// values are checked again when the action is planned and when it is run.
func checkActionConfig(ctx context.Context, s schema.Schema, config tfsdk.Config) diag.Diagnostics {
	var diags diag.Diagnostics
	for name, attribute := range s.Attributes {
		text, ok := attribute.(schema.StringAttribute)
		if !ok {
			continue
		}
		at := path.Root(name)
		var value types.String
		diags.Append(config.GetAttribute(ctx, at, &value)...)
		if text.Required && value.IsNull() {
			diags.AddAttributeError(at, "No value", name+" is required, and the value that it is given is null. Nothing was sent.")
			continue
		}
		for _, v := range text.Validators {
			resp := validator.StringResponse{}
			v.ValidateString(ctx, validator.StringRequest{Path: at, PathExpression: at.Expression(), Config: config, ConfigValue: value}, &resp)
			diags.Append(resp.Diagnostics...)
		}
	}
	return diags
}
