package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var (
	_ resource.ResourceWithConfigure   = (*extensionGroupMemberResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*extensionGroupMemberResource)(nil)
	_ resource.ResourceWithImportState = (*extensionGroupMemberResource)(nil)
	_ resource.ResourceWithIdentity    = (*extensionGroupMemberResource)(nil)
)

// extensionGroupMemberResource is yccall_extension_group_member.
type extensionGroupMemberResource struct{ teamResource }

func newExtensionGroupMemberResource() resource.Resource { return &extensionGroupMemberResource{} }

// groupMemberModel is yccall_extension_group_member in configuration and state.
type groupMemberModel struct {
	ID        types.String   `tfsdk:"id"`
	Group     types.String   `tfsdk:"group"`
	Extension types.String   `tfsdk:"extension"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

// groupMemberIdentity is what a member is known by.
type groupMemberIdentity struct {
	Group     types.String `tfsdk:"group"`
	Extension types.String `tfsdk:"extension"`
}

// Metadata names the resource type.
func (r *extensionGroupMemberResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = memberType.resource
}

// IdentitySchema describes the identity.
func (r *extensionGroupMemberResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"group":     identityschema.StringAttribute{Description: "Name of the group (name).", RequiredForImport: true},
		"extension": identityschema.StringAttribute{Description: "The extension (extnumber).", RequiredForImport: true},
	}}
}

// Schema describes the resource.
func (r *extensionGroupMemberResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "One member of an extension group (`App.Sip_Extgroup.AddExtnumber`). Members that are not declared are left alone: people can sign in and out by hand.\n\n" +
			"An extension that is a member already is an error that names the import command. " +
			"Members change in place of a running campaign: those who are added take its next calls. Destroying it takes the extension out of the group (`DelExtnumber`).",
		Attributes: map[string]schema.Attribute{
			"id": computedText("The group and the extension, as import takes them: `GROUP/EXTENSION`."),
			"group": schema.StringAttribute{
				MarkdownDescription: "Name of the group (`name`). A change takes the extension out of the old group and adds it to the new one.",
				Required:            true,
				Validators:          []validator.String{teamName()},
			},
			"extension": schema.StringAttribute{
				MarkdownDescription: "The extension (`extnumber`). A change takes the old one out of the group and adds the new one.",
				Required:            true,
				Validators:          []validator.String{extensionNumber()},
			},
			"timeouts": teamTimeouts(ctx, false, "taking it out of the group"),
		},
	}
}

// ModifyPlan has a member made anew for another group or extension.
func (r *extensionGroupMemberResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	planAnew[groupMemberModel](ctx, r.providerData, req, resp)
}

func (m groupMemberModel) changed(state groupMemberModel) path.Paths {
	return changedTexts(changedText{"group", m.Group, state.Group}, changedText{"extension", m.Extension, state.Extension})
}

// key is what a member is remembered by in this process.
func (m groupMemberModel) key() string { return memberType.resource + " " + m.name() }

// name is what an import takes.
func (m groupMemberModel) name() string {
	return m.Group.ValueString() + "/" + m.Extension.ValueString()
}

func (m groupMemberModel) member() yccall.GroupMember {
	return yccall.GroupMember{Group: m.Group.ValueString(), Extension: m.Extension.ValueString()}
}

// Create adds the member.
func (r *extensionGroupMemberResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan groupMemberModel
	if resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, plan.Timeouts.Create, defaultTeamTimeout, &resp.Diagnostics)
	defer cancel()
	plan.ID = types.StringValue(plan.name())
	made := func() {
		// At once, before anything else can fail.
		resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
		resp.Diagnostics.Append(resp.Identity.Set(ctx, groupMemberIdentity{plan.Group, plan.Extension})...)
	}
	if err := r.teams.AddMember(ctx, plan.member(), made); err != nil {
		resp.Diagnostics.Append(memberType.explain("Adding", "added", plan.name(), err))
		return
	}
	made()
}

// Read looks whether the extension is still a member. One that is not any more is gone: the next apply adds it again.
func (r *extensionGroupMemberResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state groupMemberModel
	if resp.Diagnostics.Append(req.State.Get(ctx, &state)...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, state.Timeouts.Read, defaultTeamTimeout, &resp.Diagnostics)
	defer cancel()
	r.noteRead(state.key())
	is, err := r.teams.Member(ctx, state.member())
	if err != nil {
		resp.Diagnostics.Append(explain("Reading the members of the extension group", err, onlyRead))
		return
	}
	if !is {
		resp.State.RemoveResource(ctx)
		return
	}
	state.ID = types.StringValue(state.name())
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, groupMemberIdentity{state.Group, state.Extension})...)
}

// Update stores what concerns state alone.
func (r *extensionGroupMemberResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state groupMemberModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if changed := plan.changed(state); len(changed) > 0 {
		resp.Diagnostics.Append(teamKnownTooLate(fmt.Sprintf("member %q", state.name()), changed))
		return
	}
	plan.ID = state.ID
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete takes the extension out of the group.
func (r *extensionGroupMemberResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state groupMemberModel
	if resp.Diagnostics.Append(req.State.Get(ctx, &state)...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, state.Timeouts.Delete, defaultTeamTimeout, &resp.Diagnostics)
	defer cancel()
	if err := r.teams.RemoveMember(ctx, state.member()); err != nil {
		resp.Diagnostics.Append(memberType.explain("Removing", "removed", state.name(), err))
	}
}

// ImportState takes GROUP/EXTENSION, or an identity.
func (r *extensionGroupMemberResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity groupMemberIdentity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	} else {
		// An extension has no slash, and a group may.
		slash := strings.LastIndexByte(req.ID, '/')
		if slash <= 0 || slash == len(req.ID)-1 {
			resp.Diagnostics.AddError("Malformed id of a group member",
				"Import takes the name of the group and the extension, with a slash between them: GROUP/EXTENSION. Nothing was imported.")
			return
		}
		identity = groupMemberIdentity{types.StringValue(req.ID[:slash]), types.StringValue(req.ID[slash+1:])}
	}
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("group"), identity.Group)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("extension"), identity.Extension)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
}
