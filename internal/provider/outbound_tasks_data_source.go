package provider

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var (
	_ datasource.DataSourceWithConfigure      = (*outboundTasksDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*outboundTasksDataSource)(nil)
)

// outboundTasksDataSource is the data source yccall_outbound_tasks.
type outboundTasksDataSource struct{ dataSource }

func newOutboundTasksDataSource() datasource.DataSource { return &outboundTasksDataSource{} }

// outboundTasksModel is yccall_outbound_tasks in configuration and state.
type outboundTasksModel struct {
	Name         types.String        `tfsdk:"name"`
	Status       types.String        `tfsdk:"status"`
	AssignAgent  types.String        `tfsdk:"assign_agent"`
	CustomTaskID types.String        `tfsdk:"custom_task_id"`
	CreatedFrom  types.String        `tfsdk:"created_from"`
	CreatedTo    types.String        `tfsdk:"created_to"`
	MaxItems     types.Int64         `tfsdk:"max_items"`
	IDs          []types.String      `tfsdk:"ids"`
	Tasks        []observedTaskModel `tfsdk:"tasks"`
	Truncated    types.Bool          `tfsdk:"truncated"`
}

// Metadata names the data source.
func (d *outboundTasksDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_outbound_tasks"
}

// Schema describes the data source.
func (d *outboundTasksDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	filter := func(description string, check validator.String) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Optional: true, Validators: []validator.String{check}}
	}
	filled := stringvalidator.LengthAtLeast(1)
	resp.Schema = schema.Schema{
		MarkdownDescription: "The tasks that the platform lists (`App.Sip_Yccall.TaskList`), whoever made them. Filters that are set must all fit; " +
			"what a server ignores is checked on its rows. That no task fits is no error: the lists are empty.",
		Attributes: map[string]schema.Attribute{
			"name":         filter("Only tasks of this name, as a whole (parameter `taskname`).", filled),
			"status":       filter("Only tasks in this run state (parameter `status`): `not_started` (0), `running` (1), `paused` (2) or `ended` (3).", stringvalidator.OneOf(words(taskStatuses)...)),
			"assign_agent": filter("Only tasks of this extension, queue or extension group (parameter `taskobject`).", filled),
			"custom_task_id": filter("Only tasks with this id of your own (parameter `customtaskid`). "+
				"It is an error if the server neither filters by it nor shows it.", filled),
			"created_from": filter("Only tasks that were created at this time or later (parameter `createtime`), as `yyyy-mm-dd hh:mm:ss` of the platform's wall clock.", platformTimeValidator{}),
			"created_to": filter("Only tasks that were created at this time or earlier, in the same form. Compared with `createtime` of the rows: "+
				"the platform does not say whether its parameter `endtime` bounds the creation or the end, so it is not sent.", platformTimeValidator{}),
			"max_items": maxItemsAttribute("tasks"),
			"ids": schema.ListAttribute{
				MarkdownDescription: "The ids of the tasks (`taskid`), in ascending order, which is that of their creation.",
				ElementType:         types.StringType,
				Computed:            true,
			},
			"tasks": schema.ListNestedAttribute{
				MarkdownDescription: "The tasks (`task`), in the order of `ids`.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: observedTaskAttributes()},
			},
			"truncated": schema.BoolAttribute{
				MarkdownDescription: "Whether more tasks fit than `max_items` (no API field).",
				Computed:            true,
			},
		},
	}
}

// ValidateConfig refuses a period that ends before it begins.
func (d *outboundTasksDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var from, to types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("created_from"), &from)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("created_to"), &to)...)
	// The form is fixed, so the later time is the greater text. Null and unknown are empty.
	if from.ValueString() != "" && to.ValueString() != "" && to.ValueString() < from.ValueString() {
		resp.Diagnostics.AddAttributeError(path.Root("created_to"), "The period ends before it begins",
			"created_to must not be before created_from.")
	}
}

// Read lists the tasks.
func (d *outboundTasksDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m outboundTasksModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	tasks, more, err := d.runner.Search(ctx, campaign.Search{
		Name:         m.Name.ValueString(),
		Status:       taskStatuses[m.Status.ValueString()],
		Agent:        m.AssignAgent.ValueString(),
		CustomTaskID: m.CustomTaskID.ValueString(),
		CreatedFrom:  m.CreatedFrom.ValueString(),
		CreatedTo:    m.CreatedTo.ValueString(),
	}, limit(m.MaxItems))
	if err != nil {
		resp.Diagnostics.Append(explain("Listing tasks", err, onlyRead))
		return
	}
	if more {
		warnTruncated("tasks", m.MaxItems, &resp.Diagnostics)
	}
	// The server promises no order, and a list that comes in another one looks like a change.
	slices.SortFunc(tasks, func(a, b yccall.Task) int { return cmp.Compare(a.ID, b.ID) })
	m.IDs, m.Tasks = make([]types.String, 0, len(tasks)), make([]observedTaskModel, 0, len(tasks))
	for _, task := range tasks {
		row := observedTask(task)
		if row.CustomTaskID.IsNull() {
			// The search has proven it where the row is silent.
			row.CustomTaskID = m.CustomTaskID
		}
		m.IDs, m.Tasks = append(m.IDs, row.ID), append(m.Tasks, row)
	}
	m.Truncated = types.BoolValue(more)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}
