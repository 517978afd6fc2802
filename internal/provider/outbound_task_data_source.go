package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var (
	_ datasource.DataSourceWithConfigure        = (*outboundTaskDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*outboundTaskDataSource)(nil)
)

// namedTasks is how many tasks an error names that says that there are several.
const namedTasks = 20

// outboundTaskDataSource is the data source yccall_outbound_task.
type outboundTaskDataSource struct{ dataSource }

func newOutboundTaskDataSource() datasource.DataSource { return &outboundTaskDataSource{} }

// Metadata names the data source.
func (d *outboundTaskDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_outbound_task"
}

// Schema describes the data source.
func (d *outboundTaskDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := observedTaskAttributes()
	for name, description := range map[string]string{
		"id": "Task id of the platform (`taskid` of `App.Sip_Yccall.TaskList`), about 20 digits, as a string. " +
			"Exactly one of `id`, `custom_task_id` and `name` is required.",
		"custom_task_id": "Your own id of the task (`customtaskid` of `App.Sip_Yccall.TaskList`). A server that ignores the filter is noticed: " +
			"the task is taken only if its row names the id, or if the filter is shown to work. Null where the server does not show it.",
		"name": "Name of the task, as a whole (`taskname` of `App.Sip_Yccall.TaskList`). It is the task id if none was given.",
	} {
		var check validator.String = stringvalidator.LengthAtLeast(1)
		if name == "id" {
			check = taskIDValidator()
		}
		attributes[name] = schema.StringAttribute{
			MarkdownDescription: description, Optional: true, Computed: true, Validators: []validator.String{check},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "One task as the platform has it right now (`App.Sip_Yccall.TaskList`), whoever made it: its parameters, its run state and its counts. " +
			"It is an error if no task fits, or several do.",
		Attributes: attributes,
	}
}

// ConfigValidators see to it that it is clear which task is meant.
func (d *outboundTaskDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("custom_task_id"), path.MatchRoot("name")),
	}
}

// Read looks the task up.
func (d *outboundTaskDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config observedTaskModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	search := campaign.Search{
		TaskID: config.ID.ValueString(), CustomTaskID: config.CustomTaskID.ValueString(), Name: config.Name.ValueString(),
	}
	tasks, more, err := d.runner.Search(ctx, search, namedTasks)
	if err != nil {
		resp.Diagnostics.Append(explain("Reading the task", err, onlyRead))
		return
	}
	if len(tasks) != 1 {
		resp.Diagnostics.Append(notOneTask(search, tasks, more))
		return
	}
	state := observedTask(tasks[0])
	if state.CustomTaskID.IsNull() {
		// The search has proven it where the row is silent.
		state.CustomTaskID = config.CustomTaskID
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// notOneTask is the error for a search that should have found one task and found none, or several.
func notOneTask(search campaign.Search, tasks []yccall.Task, more bool) diag.Diagnostic {
	attribute, value := "name", search.Name
	switch {
	case search.TaskID != "":
		attribute, value = "id", search.TaskID
	case search.CustomTaskID != "":
		attribute, value = "custom_task_id", search.CustomTaskID
	}
	if len(tasks) == 0 {
		return diag.NewAttributeErrorDiagnostic(path.Root(attribute), "No such task", fmt.Sprintf(
			"The platform lists no task with %s %q. Compare the value, the endpoint and the account; the record of an old task may have been purged.", attribute, value))
	}
	count := fmt.Sprintf("%d tasks", len(tasks))
	if more {
		count = fmt.Sprintf("more than %d tasks", len(tasks))
	}
	lines := make([]string, 0, len(tasks))
	for _, task := range tasks {
		lines = append(lines, fmt.Sprintf("  %s (%s, created %s)", task.ID, task.StatusText(), task.CreatedAt))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), "More than one task", fmt.Sprintf(
		"The platform lists %s with %s %q:\n%s\n\nSay which is meant with id, or list them with the data source yccall_outbound_tasks.",
		count, attribute, value, strings.Join(lines, "\n")))
}
