package provider

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
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
	config.checkSources(&resp.Diagnostics)
	if !slices.ContainsFunc(config.listAttributes(), func(value attr.Value) bool { return !isKnown(ctx, value) }) {
		_, diags := config.listSettings()
		resp.Diagnostics.Append(diags...)
	}

	// The form is fixed, so the later time is the greater text.
	if isSet(config.ScheduledTime) && isSet(config.PausedTime) && config.PausedTime.ValueString() <= config.ScheduledTime.ValueString() {
		resp.Diagnostics.AddAttributeError(path.Root("paused_time"), "The campaign would stop before it starts",
			"paused_time must be after scheduled_time.")
	}
	// Files are read at plan, when they have to be there.
	inText := config.NumbersFile.IsNull() && (!config.Numbers.IsNull() || !config.NumbersWO.IsNull())
	if !resp.Diagnostics.HasError() && inText && config.listKnown(ctx) {
		config.DoNotCallFile = types.DynamicNull()
		_, diags := config.checkList(ctx, &listCache{}, time.Time{}, 0)
		resp.Diagnostics.Append(diags...)
	}
}

// checkSources sees to it that the numbers come from one place. An empty inline list is none: configuration that a
// program writes has one beside another source. It does not use the library's ExactlyOneOf, whose error points at
// numbers: a CLI would show the phones there.
func (m outboundTaskModel) checkSources(diags *diag.Diagnostics) {
	set, unknown := 0, false
	for _, source := range []attr.Value{m.Numbers, m.NumbersFile, m.NumbersWO} {
		unknown = unknown || source.IsUnknown()
		if !source.IsNull() {
			set++
		}
	}
	empty := !m.Numbers.IsNull() && !m.Numbers.IsUnknown() && len(m.Numbers.Elements()) == 0
	if empty {
		set--
	}
	switch {
	case set == 0 && empty:
		diags.AddError("No numbers to call", "numbers is an empty list, and neither numbers_file nor numbers_wo is set. "+
			"Give it at least 1 entry, or set one of the others; beside them an empty list does not count.")
	case set == 0:
		diags.AddError("No numbers to call", "None of numbers, numbers_file and numbers_wo is set. Give exactly one of them.")
	case set > 1 && !unknown:
		diags.Append(m.listError("More than one number list",
			"More than one of numbers, numbers_file and numbers_wo is set, and it is not clear which is meant. Give exactly one of them."))
	}
}
