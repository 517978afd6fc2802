package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var (
	_ resource.ResourceWithConfigure   = (*extensionGroupResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*extensionGroupResource)(nil)
	_ resource.ResourceWithImportState = (*extensionGroupResource)(nil)
	_ resource.ResourceWithIdentity    = (*extensionGroupResource)(nil)
)

// extensionGroupResource is yccall_extension_group.
type extensionGroupResource struct{ teamResource }

func newExtensionGroupResource() resource.Resource { return &extensionGroupResource{} }

// extensionGroupResourceModel is yccall_extension_group in configuration and state.
type extensionGroupResourceModel struct {
	ID          types.String   `tfsdk:"id"`
	Name        types.String   `tfsdk:"name"`
	Enabled     types.Bool     `tfsdk:"enabled"`
	Status      types.String   `tfsdk:"status"`
	MemberCount types.Int64    `tfsdk:"member_count"`
	Timeouts    timeouts.Value `tfsdk:"timeouts"`
}

// groupIdentity is what a group is known by.
type groupIdentity struct {
	Name types.String `tfsdk:"name"`
}

// Metadata names the resource type.
func (r *extensionGroupResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = groupType.resource
}

// IdentitySchema describes the identity.
func (r *extensionGroupResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"name": identityschema.StringAttribute{Description: "Name of the group (name).", RequiredForImport: true},
	}}
}

// Schema describes the resource.
func (r *extensionGroupResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "An extension group, which takes the answered calls of tasks with `assign_type = \"extension_group\"` (`App.Sip_Extgroup.AddExtgroup`). " +
			"Its members are resources of their own, so that people who sign in and out by hand are left alone.\n\n" +
			"A group of the name that is there already is an error that names the import command: it is never taken over. " +
			"The platform has no service that changes a group, so every change makes it anew, without its members. " +
			"A group that a task uses which has not ended is not deleted: that is waited for, and is an error after `timeouts.delete`.",
		Attributes: map[string]schema.Attribute{
			"id": computedText("Id of the group on the platform (`id`); null where the server does not tell."),
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the group (`name`), for `assign_agent` of tasks. A change makes the group anew.",
				Required:            true,
				Validators:          []validator.String{teamName()},
			},
			"enabled": schema.BoolAttribute{
				MarkdownDescription: "Whether the group takes calls (`status` of AddExtgroup: 1 or 0). When unset, the platform enables it, and what is done in the console is left alone. " +
					"A change makes the group anew. What was changed in the console gives a warning.",
				Optional: true,
			},
			"status": computedText("What the platform says of the group: `enabled` (1041) or `disabled` (1042); null for any other state."),
			"member_count": schema.Int64Attribute{
				MarkdownDescription: "How many members the group has, whoever made them (rows of `App.Sip_Extgroup.GetGroupExt`), when the group was read; null where the platform does not tell.",
				Computed:            true,
				PlanModifiers:       []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"timeouts": teamTimeouts(ctx, false, "deleting it, with the time that tasks take to end which use it"),
		},
	}
}

// ModifyPlan has a group made anew where it cannot be changed.
func (r *extensionGroupResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	planAnew[extensionGroupResourceModel](ctx, r.providerData, req, resp)
}

// changed are the attributes that need a new group. What is not known yet is not one of them. A group that is as enabled
// as is wanted now stays, whatever was wanted before.
func (m extensionGroupResourceModel) changed(state extensionGroupResourceModel) path.Paths {
	changed := changedTexts(changedText{"name", m.Name, state.Name})
	known := !m.Enabled.IsNull() && !m.Enabled.IsUnknown()
	if known && !m.Enabled.Equal(state.Enabled) && statusWord(m.Enabled.ValueBool()) != state.Status.ValueString() {
		changed = append(changed, path.Root("enabled"))
	}
	return changed
}

// key is what a group is remembered by in this process.
func (m extensionGroupResourceModel) key() string {
	return groupType.resource + " " + m.Name.ValueString()
}

// Create makes the group.
func (r *extensionGroupResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan extensionGroupResourceModel
	if resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, plan.Timeouts.Create, defaultTeamTimeout, &resp.Diagnostics)
	defer cancel()
	name := plan.Name.ValueString()
	plan.ID, plan.Status, plan.MemberCount = types.StringNull(), types.StringNull(), types.Int64Null()
	made := func() {
		// At once, before anything else can fail.
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, groupIdentity{plan.Name})...)
	}
	group, err := r.teams.CreateGroup(ctx, yccall.NewExtensionGroup{Name: name, Enabled: plan.Enabled.ValueBoolPointer()}, made)
	if err != nil {
		resp.Diagnostics.Append(groupType.explain("Making", "made", name, err))
		return
	}
	plan.fill(group)
	resp.Diagnostics.Append(r.countMembers(ctx, &plan)...)
	made()
}

// fill takes over what the platform says of the group.
func (m *extensionGroupResourceModel) fill(group yccall.ExtensionGroup) {
	m.ID, m.Status = orNull(group.ID), types.StringNull()
	if group.Enabled != nil {
		m.Status = types.StringValue(statusWord(*group.Enabled))
	}
}

// statusWord is the word for the state of a group.
func statusWord(enabled bool) string {
	return map[bool]string{true: "enabled", false: "disabled"}[enabled]
}

// countMembers counts the members, which also shows whether the token knows the group: a task that is created next would
// be refused otherwise. That the platform does not tell is no error.
func (r *extensionGroupResource) countMembers(ctx context.Context, m *extensionGroupResourceModel) diag.Diagnostics {
	var diags diag.Diagnostics
	name := m.Name.ValueString()
	n, err := r.teams.Members(ctx, name)
	switch {
	case err == nil:
		m.MemberCount = types.Int64Value(int64(n))
		return diags
	case errors.Is(err, yccall.ErrUnknownName):
		diags.AddWarning("The token does not know the group", fmt.Sprintf("Extension group %q is there, and a task for it would be refused.\n\n%s", name, newNameAdvice))
	}
	m.MemberCount = types.Int64Null()
	return diags
}

// Read refreshes what the platform says of the group. One that is not listed any more is gone: the next apply makes it again,
// and a task that names it is not touched by that.
func (r *extensionGroupResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state extensionGroupResourceModel
	if resp.Diagnostics.Append(req.State.Get(ctx, &state)...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, state.Timeouts.Read, defaultTeamTimeout, &resp.Diagnostics)
	defer cancel()
	r.noteRead(state.key())
	group, found, err := r.teams.Group(ctx, state.Name.ValueString())
	if err != nil {
		resp.Diagnostics.Append(explain("Reading the extension group", err, onlyRead))
		return
	}
	if !found {
		resp.State.RemoveResource(ctx)
		return
	}
	state.fill(group)
	if !state.Enabled.IsNull() && group.Enabled != nil && *group.Enabled != state.Enabled.ValueBool() {
		resp.Diagnostics.AddAttributeWarning(path.Root("enabled"), "The group was switched in the console", fmt.Sprintf(
			"Extension group %q is %s on the platform. No service changes that: switch it in the console, or have the group made anew with -replace.",
			group.Name, statusWord(*group.Enabled)))
	}
	resp.Diagnostics.Append(r.countMembers(ctx, &state)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, groupIdentity{state.Name})...)
}

// Update stores what concerns state alone.
func (r *extensionGroupResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state extensionGroupResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if changed := plan.changed(state); len(changed) > 0 {
		resp.Diagnostics.Append(teamKnownTooLate(fmt.Sprintf("extension group %q", state.Name.ValueString()), changed))
		return
	}
	plan.ID, plan.Status, plan.MemberCount = state.ID, state.Status, state.MemberCount
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete deletes the group once no task uses it.
func (r *extensionGroupResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state extensionGroupResourceModel
	if resp.Diagnostics.Append(req.State.Get(ctx, &state)...); resp.Diagnostics.HasError() {
		return
	}
	limit, diags := state.Timeouts.Delete(ctx, defaultTeamTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	name := state.Name.ValueString()
	if err := r.teams.DeleteGroup(ctx, name, limit); err != nil {
		resp.Diagnostics.Append(groupType.explain("Deleting", "deleted", name, err))
	}
}

// ImportState takes the name of a group.
func (r *extensionGroupResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	resource.ImportStatePassthroughWithIdentity(ctx, path.Root("name"), path.Root("name"), req, resp)
}
