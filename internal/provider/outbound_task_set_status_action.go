package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var (
	_ action.ActionWithConfigure  = (*setStatusAction)(nil)
	_ action.ActionWithModifyPlan = (*setStatusAction)(nil)
)

// setStatusAction is the action yccall_outbound_task_set_status.
type setStatusAction struct{ *providerData }

func newSetStatusAction() action.Action { return &setStatusAction{} }

// setStatusModel is the config block of the action.
type setStatusModel struct {
	TaskID types.String `tfsdk:"task_id"`
	Status types.String `tfsdk:"status"`
}

// Metadata names the action.
func (a *setStatusAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_outbound_task_set_status"
}

// Configure takes what the configured provider hands on.
func (a *setStatusAction) Configure(_ context.Context, req action.ConfigureRequest, _ *action.ConfigureResponse) {
	a.providerData, _ = req.ProviderData.(*providerData)
}

// Schema describes the parameters of TaskSet.
func (a *setStatusAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = setStatusSchema()
}

func setStatusSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Runs, pauses or ends a task (`App.Sip_Yccall.TaskSet`). Nothing is sent to a task that is in the wanted run state already.",
		Attributes: map[string]schema.Attribute{
			"task_id": schema.StringAttribute{
				MarkdownDescription: "Task id of the platform (`taskid`), as the attribute `id` of the resource has it.",
				Required:            true,
				Validators:          []validator.String{taskIDValidator()},
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "The run state to bring the task to (`taskstatus`): `running` (1), `paused` (2) or `ended` (3). An ended task stays ended.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(words(taskCommands)...)},
			},
		},
	}
}

// ModifyPlan checks the values once more, when those that come from variables and resources are known.
func (a *setStatusAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	resp.Diagnostics.Append(checkActionConfig(ctx, setStatusSchema(), req.Config)...)
}

// Invoke sets the run state, unless the task is in it already, and reports what became of it.
func (a *setStatusAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var config setStatusModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(checkActionConfig(ctx, setStatusSchema(), req.Config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, wanted := config.TaskID.ValueString(), config.Status.ValueString()
	report := func(format string, values ...any) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf(format, values...)})
	}

	before, _, err := a.runner.Search(ctx, campaign.Search{TaskID: id}, 1)
	switch {
	case err != nil:
		resp.Diagnostics.Append(explain("Reading task "+id, err, "Nothing was sent."))
		return
	case len(before) == 0:
		resp.Diagnostics.Append(noTaskToActOn(id))
		return
	case before[0].StatusText() == wanted:
		report("Task %s is %s already. Nothing was sent.", id, wanted)
		return
	case before[0].Status == yccall.StatusEnded:
		resp.Diagnostics.AddAttributeError(path.Root("status"), "The task has ended", fmt.Sprintf(
			"Task %s has ended and cannot be %s again. Nothing was sent.\n\n"+
				"To have it call people again who were called already, use the action yccall_outbound_task_redial; to call others, declare another task.", id, wanted))
		return
	}

	report("Task %s is %s, and is told to be %s.", id, before[0].StatusText(), wanted)
	if err := a.runner.SetStatus(ctx, id, taskCommands[wanted]); err != nil {
		resp.Diagnostics.Append(explain("Setting the run state of task "+id, err, fmt.Sprintf(
			"The task may not be %s. Setting a run state twice does no harm: the action can be run again.", wanted)))
		return
	}
	// The platform has confirmed it. Not seeing it now does not undo that.
	after, _, err := a.runner.Search(ctx, campaign.Search{TaskID: id}, 1)
	switch {
	case err != nil || len(after) == 0:
		report("The platform took it.")
	case after[0].Status == yccall.StatusNotStarted:
		report("The platform took it: task %s starts at its scheduled time.", id)
	default:
		report("Task %s is %s.", id, after[0].StatusText())
	}
}
