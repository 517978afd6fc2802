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

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var (
	_ list.ListResource                   = (*outboundTaskList)(nil)
	_ list.ListResourceWithConfigure      = (*outboundTaskList)(nil)
	_ list.ListResourceWithValidateConfig = (*outboundTaskList)(nil)
)

// outboundTaskList lists tasks for "terraform query".
type outboundTaskList struct{ *providerData }

func newOutboundTaskList() list.ListResource { return &outboundTaskList{} }

// outboundTaskListModel is the config block of list "yccall_outbound_task".
type outboundTaskListModel struct {
	Name         types.String `tfsdk:"name"`
	Status       types.String `tfsdk:"status"`
	AssignAgent  types.String `tfsdk:"assign_agent"`
	CustomTaskID types.String `tfsdk:"custom_task_id"`
	CreatedFrom  types.String `tfsdk:"created_from"`
	CreatedTo    types.String `tfsdk:"created_to"`
}

// Metadata names the resource type that is listed.
func (l *outboundTaskList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_outbound_task"
}

// Configure takes what the configured provider hands on.
func (l *outboundTaskList) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	l.providerData, _ = req.ProviderData.(*providerData)
}

// ListResourceConfigSchema describes the filters. All of them are optional and narrow the search.
func (l *outboundTaskList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	notEmpty := []validator.String{stringvalidator.LengthAtLeast(1)}
	moment := []validator.String{platformTimeValidator{}}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists tasks of the platform (`App.Sip_Yccall.TaskList`), whoever made them. Filters that are set must all fit; what a server ignores is checked on its rows.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Only tasks with exactly this name (`taskname`).",
				Optional:            true, Validators: notEmpty,
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "Only tasks in this run state (`status`): `not_started` (0), `running` (1), `paused` (2) or `ended` (3).",
				Optional:            true, Validators: []validator.String{stringvalidator.OneOf(words(taskStatuses)...)},
			},
			"assign_agent": schema.StringAttribute{
				MarkdownDescription: "Only tasks of this extension, queue or extension group (`taskobject`).",
				Optional:            true, Validators: notEmpty,
			},
			"custom_task_id": schema.StringAttribute{
				MarkdownDescription: "Only tasks with this id of your own (`customtaskid`). It is an error if the server neither filters by it nor shows it.",
				Optional:            true, Validators: notEmpty,
			},
			"created_from": schema.StringAttribute{
				MarkdownDescription: "Only tasks created at this moment or later (`createtime`), as `yyyy-mm-dd hh:mm:ss` of the platform's wall clock.",
				Optional:            true, Validators: moment,
			},
			"created_to": schema.StringAttribute{
				MarkdownDescription: "Only tasks created at this moment or earlier, in the same form. Compared with `createtime` of the rows: " +
					"the platform does not say what its parameter `endtime` bounds, so it is not sent.",
				Optional: true, Validators: moment,
			},
		},
	}
}

// ValidateListResourceConfig refuses a span of time in which nothing can have been created.
func (l *outboundTaskList) ValidateListResourceConfig(ctx context.Context, req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	var config outboundTaskListModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	// The form is fixed, so the later time is the greater text. Unknown values read as "".
	from, to := config.CreatedFrom.ValueString(), config.CreatedTo.ValueString()
	if to != "" && to < from {
		resp.Diagnostics.AddAttributeError(path.Root("created_to"), "No time between created_from and created_to",
			"created_to must not be before created_from.")
	}
}

// List finds the tasks that fit the filters, at most as many as are asked for.
func (l *outboundTaskList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config outboundTaskListModel
	if diags := req.Config.Get(ctx, &config); diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	atMost := int(req.Limit)
	if atMost <= 0 {
		atMost = math.MaxInt
	}
	tasks, _, err := l.runner.Search(ctx, campaign.Search{
		Name:         config.Name.ValueString(),
		Status:       taskStatuses[config.Status.ValueString()],
		Agent:        config.AssignAgent.ValueString(),
		CustomTaskID: config.CustomTaskID.ValueString(),
		CreatedFrom:  config.CreatedFrom.ValueString(),
		CreatedTo:    config.CreatedTo.ValueString(),
	}, atMost)
	if err != nil {
		stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{explain("Listing tasks", err, onlyRead)})
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		for _, task := range tasks {
			if !push(listedTask(ctx, req, task)) {
				return
			}
		}
	}
}

// listedTask is one result: the identity always, and the whole resource if it is asked for, filled as
// an import fills it.
func listedTask(ctx context.Context, req list.ListRequest, task yccall.Task) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = task.Name
	if task.Name == "" {
		result.DisplayName = task.ID
	}
	result.Diagnostics.Append(setIdentity(ctx, result.Identity, types.StringValue(task.ID))...)
	if !req.IncludeResource {
		return result
	}
	// Setting one attribute makes an object in which the others are null.
	result.Diagnostics.Append(result.Resource.SetAttribute(ctx, path.Root("id"), task.ID)...)
	var model outboundTaskModel
	result.Diagnostics.Append(result.Resource.Get(ctx, &model)...)
	model.seen(task)
	result.Diagnostics.Append(model.fillEchoed(ctx, task)...)
	result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
	return result
}
