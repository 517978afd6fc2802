package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// stateVersion grew to 1 when do_not_call_file came to take several paths, and so a value of any type, and to 2 when the
// digest of the list became slow.
const stateVersion = 2

// attributesJSON are the attributes of a state file.
type attributesJSON map[string]json.RawMessage

// UpgradeState reads the states of earlier versions.
func (r *outboundTaskResource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{
		0: {StateUpgrader: upgrade(attributesJSON.giveThePathAType, r.makeTheDigestSlow)},
		1: {StateUpgrader: upgrade(r.makeTheDigestSlow)},
	}
}

// giveThePathAType is for states in which do_not_call_file is a text. A value of any type is stored with its type.
func (a attributesJSON) giveThePathAType() error {
	var file *string
	if err := a.read("do_not_call_file", &file); err != nil || file == nil {
		return err
	}
	return a.write("do_not_call_file", map[string]string{"type": "string", "value": *file})
}

// makeTheDigestSlow is for states that have the quick digest of the list. The slow one is made of it, so that nothing seems
// to have changed.
func (r *outboundTaskResource) makeTheDigestSlow(a attributesJSON) error {
	var quick *string
	if err := a.read("numbers_sha256", &quick); err != nil || quick == nil {
		return err
	}
	return a.write("numbers_sha256", r.stored(*quick))
}

func (a attributesJSON) read(name string, into any) error {
	if a[name] == nil {
		return nil
	}
	return json.Unmarshal(a[name], into)
}

func (a attributesJSON) write(name string, value any) (err error) {
	a[name], err = json.Marshal(value)
	return err
}

// upgrade makes a state of the present version of an earlier one in some steps.
func upgrade(steps ...func(attributesJSON) error) func(context.Context, resource.UpgradeStateRequest, *resource.UpgradeStateResponse) {
	return func(ctx context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
		var attributes attributesJSON
		err := json.Unmarshal(req.RawState.JSON, &attributes)
		for _, step := range steps {
			if err == nil {
				err = step(attributes)
			}
		}
		var upgraded []byte
		if err == nil {
			upgraded, err = json.Marshal(attributes)
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
}
