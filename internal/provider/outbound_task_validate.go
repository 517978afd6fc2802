package provider

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ConfigValidators says where the numbers may come from.
func (r *outboundTaskResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	return []resource.ConfigValidator{
		resourcevalidator.ExactlyOneOf(path.MatchRoot("numbers"), path.MatchRoot("numbers_file")),
	}
}

// ValidateConfig checks what several attributes say together. Values that are not known yet pass:
// they are checked again when they are.
func (r *outboundTaskResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config outboundTaskModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	known := func(s types.String) bool { return !s.IsNull() && !s.IsUnknown() }

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
