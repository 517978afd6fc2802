package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// stateVersion is 1 since do_not_call_file takes several paths, and so a value of any type.
const stateVersion = 1

// UpgradeState reads the states of earlier versions.
func (r *outboundTaskResource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{0: {StateUpgrader: r.upgradeOnePath}}
}

// upgradeOnePath reads a state in which do_not_call_file is a text. A value of any type is stored with its type.
func (r *outboundTaskResource) upgradeOnePath(ctx context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
	var attributes map[string]json.RawMessage
	err := json.Unmarshal(req.RawState.JSON, &attributes)
	var file *string
	if err == nil && attributes["do_not_call_file"] != nil {
		err = json.Unmarshal(attributes["do_not_call_file"], &file)
	}
	var upgraded []byte
	if err == nil {
		if file != nil {
			attributes["do_not_call_file"], err = json.Marshal(map[string]string{"type": "string", "value": *file})
		}
		if err == nil {
			upgraded, err = json.Marshal(attributes)
		}
	}
	var value tftypes.Value
	if err == nil {
		raw := tfprotov6.RawState{JSON: upgraded}
		value, err = raw.UnmarshalWithOpts(resp.State.Schema.Type().TerraformType(ctx), tfprotov6.UnmarshalOpts{
			ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true},
		})
	}
	if err != nil {
		resp.Diagnostics.AddError("Unreadable state", "The state of an earlier version of the provider cannot be read: "+err.Error()+
			".\n\nThe state file was damaged. Nothing was changed on the platform.")
		return
	}
	resp.State.Raw = value
}
