package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ValidateConfig checks what several attributes say together. Values that are not known yet pass:
// they are checked again when they are.
func (r *outboundTaskResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config outboundTaskModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	known := func(s types.String) bool { return !s.IsNull() && !s.IsUnknown() }

	// Not the library's ExactlyOneOf: its error points at numbers, and a CLI would show the phones there.
	switch hasList, hasFile := !config.Numbers.IsNull(), !config.NumbersFile.IsNull(); {
	case !hasList && !hasFile:
		resp.Diagnostics.AddError("No numbers to call",
			"Neither numbers nor numbers_file is set. Give exactly one of them.")
	case hasList && hasFile && !config.Numbers.IsUnknown() && !config.NumbersFile.IsUnknown():
		resp.Diagnostics.AddAttributeError(path.Root("numbers_file"), "Two number lists",
			"Both numbers and numbers_file are set, and it is not clear which is meant. Give exactly one of them.")
	}

	// The form is fixed, so the later time is the greater text.
	if known(config.ScheduledTime) && known(config.PausedTime) && config.PausedTime.ValueString() <= config.ScheduledTime.ValueString() {
		resp.Diagnostics.AddAttributeError(path.Root("paused_time"), "The campaign would stop before it starts",
			"paused_time must be after scheduled_time.")
	}
	if !config.DesiredStatus.IsUnknown() && config.DesiredStatus.ValueString() != statusRunning {
		for name, value := range map[string]types.String{"scheduled_time": config.ScheduledTime, "paused_time": config.PausedTime} {
			if known(value) {
				resp.Diagnostics.AddAttributeWarning(path.Root(name), "The schedule has no effect yet",
					name+" only works on a task that is started. Set desired_status to running to have the schedule start and stop the campaign; it then calls nobody before scheduled_time.")
			}
		}
	}
	if !config.Numbers.IsNull() && config.NumbersFile.IsNull() && config.listKnown(ctx) {
		_, diags := config.checkList(ctx, &listCache{}, time.Time{})
		resp.Diagnostics.Append(diags...)
	}
}
