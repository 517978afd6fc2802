package provider

import (
	"context"
	"math"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/team"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// teamList is what the list resources of a team share.
type teamList struct{ *providerData }

// Configure takes what the configured provider hands on.
func (l *teamList) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	l.providerData, _ = req.ProviderData.(*providerData)
}

// push hands out at most as many results as are asked for.
func push[T any](req list.ListRequest, stream *list.ListResultsStream, rows []T, result func(T) list.ListResult) {
	atMost := int(req.Limit)
	if atMost <= 0 {
		atMost = math.MaxInt
	}
	stream.Results = func(yield func(list.ListResult) bool) {
		for _, row := range rows[:min(len(rows), atMost)] {
			if !yield(result(row)) {
				return
			}
		}
	}
}

// failedList ends a stream with an error.
func failedList(stream *list.ListResultsStream, of string, err error) {
	stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{explain("Listing "+of, err, onlyRead)})
}

func nameFilter(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Validators: []validator.String{stringvalidator.LengthAtLeast(1)}}
}

// extensionGroupList lists groups for "terraform query".
type extensionGroupList struct{ teamList }

func newExtensionGroupList() list.ListResource { return &extensionGroupList{} }

// Metadata names the resource type that is listed.
func (l *extensionGroupList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = groupType.resource
}

// ListResourceConfigSchema describes the filter.
func (l *extensionGroupList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the extension groups of the account (`App.Sip_Extgroup.GetExtgroupInfo`), whoever made them.",
		Attributes:          map[string]schema.Attribute{"name": nameFilter("Only the group of exactly this name (`name`).")},
	}
}

// List finds the groups.
func (l *extensionGroupList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var name types.String
	if diags := req.Config.GetAttribute(ctx, path.Root("name"), &name); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	groups, err := l.client.ExtensionGroups(ctx, "")
	if err != nil {
		failedList(stream, "extension groups", err)
		return
	}
	push(req, stream, matching(groups, func(g yccall.ExtensionGroup) bool { return name.IsNull() || g.Name == name.ValueString() }),
		func(group yccall.ExtensionGroup) list.ListResult {
			result := req.NewListResult(ctx)
			result.DisplayName = group.Name
			result.Diagnostics.Append(result.Identity.Set(ctx, groupIdentity{types.StringValue(group.Name)})...)
			if req.IncludeResource {
				var model extensionGroupResourceModel
				result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("name"), group.Name)...)
				result.Diagnostics.Append(result.Resource.Get(ctx, &model)...)
				model.fill(group)
				result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
			}
			return result
		})
}

// extensionGroupMemberList lists the members of groups for "terraform query".
type extensionGroupMemberList struct{ teamList }

func newExtensionGroupMemberList() list.ListResource { return &extensionGroupMemberList{} }

// Metadata names the resource type that is listed.
func (l *extensionGroupMemberList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = memberType.resource
}

// ListResourceConfigSchema describes the filter.
func (l *extensionGroupMemberList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the members of extension groups (`App.Sip_Extgroup.GetGroupExt`, once for each group), whoever made them.",
		Attributes:          map[string]schema.Attribute{"group": nameFilter("Only the members of the group of exactly this name (`name`).")},
	}
}

// List finds the members. The service may need the name of a group, so each group is asked for.
func (l *extensionGroupMemberList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var group types.String
	if diags := req.Config.GetAttribute(ctx, path.Root("group"), &group); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	groups := []yccall.ExtensionGroup{{Name: group.ValueString()}}
	var err error
	if group.IsNull() {
		groups, err = l.client.ExtensionGroups(ctx, "")
	}
	var members []yccall.GroupMember
	for _, g := range groups {
		var some []yccall.GroupMember
		if err == nil {
			some, err = l.client.GroupMembers(ctx, g.Name, "")
			members = append(members, some...)
		}
	}
	if err != nil {
		failedList(stream, "members of extension groups", err)
		return
	}
	push(req, stream, members, func(member yccall.GroupMember) list.ListResult {
		result := req.NewListResult(ctx)
		identity := groupMemberIdentity{types.StringValue(member.Group), types.StringValue(member.Extension)}
		result.DisplayName = member.Group + "/" + member.Extension
		result.Diagnostics.Append(result.Identity.Set(ctx, identity)...)
		if req.IncludeResource {
			result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("id"), result.DisplayName)...)
			result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("group"), identity.Group)...)
			result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("extension"), identity.Extension)...)
		}
		return result
	})
}

// queueList lists queues for "terraform query".
type queueList struct{ teamList }

func newQueueList() list.ListResource { return &queueList{} }

// Metadata names the resource type that is listed.
func (l *queueList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = queueType.resource
}

// ListResourceConfigSchema describes the filter.
func (l *queueList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the queues of the account (`App.Sip_Queue.GetQueueList`), whoever made them.",
		Attributes: map[string]schema.Attribute{
			"name": nameFilter("Only the queue of exactly this name (`queuename`), with or without the prefix `" + team.QueuePrefix + "` of the platform."),
		},
	}
}

// List finds the queues.
func (l *queueList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var name types.String
	if diags := req.Config.GetAttribute(ctx, path.Root("name"), &name); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	queues, err := l.client.Queues(ctx, "")
	if err != nil {
		failedList(stream, "queues", err)
		return
	}
	push(req, stream, matching(queues, func(q yccall.Queue) bool { return queueNamed(q, name.ValueString()) }),
		func(queue yccall.Queue) list.ListResult {
			result := req.NewListResult(ctx)
			result.DisplayName = queue.Name
			result.Diagnostics.Append(result.Identity.Set(ctx, queueIdentity{types.StringValue(queue.Name)})...)
			if req.IncludeResource {
				var model queueResourceModel
				result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("name"), queue.Name)...)
				result.Diagnostics.Append(result.Resource.Get(ctx, &model)...)
				model.fill(queue)
				result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
			}
			return result
		})
}

// queueNamed reports whether a queue has a name, with or without the platform's prefix. An empty one means any.
func queueNamed(queue yccall.Queue, name string) bool {
	return name == "" || queue.Name == name || queue.Name == team.QueuePrefix+name
}

// matching are the rows that fit.
func matching[T any](rows []T, fits func(T) bool) []T {
	var all []T
	for _, row := range rows {
		if fits(row) {
			all = append(all, row)
		}
	}
	return all
}
