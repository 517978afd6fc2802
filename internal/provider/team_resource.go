package provider

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// This file has what the resources of a team share: groups, members and queues.

// defaultTeamTimeout is how long each operation may take unless the timeouts attribute says otherwise.
const defaultTeamTimeout = 10 * time.Minute

// teamResource is what these resources are made of: what the configured provider hands on.
type teamResource struct{ *providerData }

// Configure takes what the configured provider hands on.
func (r *teamResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.providerData, _ = req.ProviderData.(*providerData)
}

// teamTimeouts are the timeouts of such a resource. deleting says what a deletion waits for.
func teamTimeouts(ctx context.Context, updates bool, deleting string) schema.Attribute {
	text := func(of string) string { return timeoutText(of, defaultTeamTimeout) }
	return checkedTimeouts(timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, CreateDescription: text("making it"),
		Read: true, ReadDescription: text("reading it"),
		Update: updates, UpdateDescription: text("changing it"),
		Delete: true, DeleteDescription: text(deleting),
	}), "How long each operation may take. Changed in place, in state alone.")
}

var (
	trimmedText = regexp.MustCompile(`^[^\s\pC]([^\pC]*[^\s\pC])?$`)
	extension   = regexp.MustCompile(`^[^\s\pC,/]+$`)
)

// teamName accepts names that are found again as they were written: servers trim them.
func teamName() validator.String {
	return stringvalidator.RegexMatches(trimmedText, "must not be empty, begin or end with a blank, or hold control characters")
}

// extensionNumber accepts one extension.
func extensionNumber() validator.String {
	return stringvalidator.RegexMatches(extension, "must be one extension, without blanks, commas and slashes")
}

// computedText is a computed attribute that stays as it is while the object exists.
func computedText(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description, Computed: true,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// teamModel is the state of such a resource.
type teamModel[M any] interface {
	// key is what an object is remembered by in this process.
	key() string
	// changed are the attributes that no service of the platform can change.
	changed(before M) path.Paths
}

// planAnew has an object made anew if one of its attributes is another one that cannot be changed. The plan is made by a
// process that has read the object. In the apply there is no other plan to be made: Update refuses what was not known before.
func planAnew[M teamModel[M]](ctx context.Context, d *providerData, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() || req.Plan.Raw.IsNull() {
		return
	}
	var plan, state M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if d.wasRead(state.key()) {
		resp.RequiresReplace.Append(plan.changed(state)...)
	}
}

// teamKnownTooLate is the error for a value that was not known when an update was planned.
func teamKnownTooLate(what string, changed path.Paths) diag.Diagnostic {
	names := make([]string, len(changed))
	for i, p := range changed {
		names[i] = p.String()
	}
	return diag.NewAttributeErrorDiagnostic(changed[0], "Now it is known, and cannot be changed in place", fmt.Sprintf(
		"No service of the platform changes %s of %s. When the plan was made, the new value was not known, or nothing was looked at (-refresh=false). "+
			"Nothing was sent.\n\nPlan again, without -refresh=false: now the plan shows that it is made anew.",
		strings.Join(names, ", "), what))
}

// changedTexts are the paths of known texts that are others than before.
func changedTexts(of ...changedText) path.Paths {
	var changed path.Paths
	for _, text := range of {
		if isSet(text.planned) && text.planned.ValueString() != text.before.ValueString() {
			changed = append(changed, path.Root(text.name))
		}
	}
	return changed
}

// changedText is a text beside what it was.
type changedText struct {
	name            string
	planned, before types.String
}
