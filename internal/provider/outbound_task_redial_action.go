package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var (
	_ action.ActionWithConfigure      = (*redialAction)(nil)
	_ action.ActionWithValidateConfig = (*redialAction)(nil)
	_ action.ActionWithModifyPlan     = (*redialAction)(nil)
)

// redialAction is the action yccall_outbound_task_redial.
type redialAction struct{ *providerData }

func newRedialAction() action.Action { return &redialAction{} }

// redialModel is the config block of the action.
type redialModel struct {
	TaskID        types.String `tfsdk:"task_id"`
	AnswerType    types.String `tfsdk:"answer_type"`
	Start         types.Bool   `tfsdk:"start"`
	ScheduledTime types.String `tfsdk:"scheduled_time"`
	PausedTime    types.String `tfsdk:"paused_time"`
	OnlyIfEndedAt types.String `tfsdk:"only_if_ended_at"`
}

// Metadata names the action.
func (a *redialAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_outbound_task_redial"
}

// Configure takes what the configured provider hands on.
func (a *redialAction) Configure(_ context.Context, req action.ConfigureRequest, _ *action.ConfigureResponse) {
	a.providerData, _ = req.ProviderData.(*providerData)
}

// Schema describes the parameters of taskCall.
func (a *redialAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = redialSchema()
}

func redialSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Has a task call people again who were called already (`App.Sip_Yccall.taskCall`). " +
			"It is sent once, whatever becomes of the answer: a redial whose result is unknown is looked for and never sent a second time.",
		Attributes: map[string]schema.Attribute{
			"task_id": schema.StringAttribute{
				MarkdownDescription: "Task id of the platform (`taskid`), as the attribute `id` of the resource has it.",
				Required:            true,
				Validators:          []validator.String{taskIDValidator()},
			},
			"answer_type": schema.StringAttribute{
				MarkdownDescription: "Whom to call again (`answertype`): `all` who were called, `caller` (those whose call the agent did not answer), " +
					"`callee` (those who did not answer themselves) or `connected` (those who were spoken to). Default `all`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf("all", "caller", "callee", "connected")},
			},
			"start": schema.BoolAttribute{
				MarkdownDescription: "Whether the task runs at once, or at `scheduled_time` (`status`: 1 or 0). Default `true`.",
				Optional:            true,
			},
			"scheduled_time": schema.StringAttribute{
				MarkdownDescription: "When a started task begins to call (`scheduledtime`), as `yyyy-mm-dd hh:mm:ss` of the platform's wall clock, passed on as written. " +
					"The function `platform_time` makes it from a time with a zone.",
				Optional:   true,
				Validators: []validator.String{platformTimeValidator{}},
			},
			"paused_time": schema.StringAttribute{
				MarkdownDescription: "When a started task stops calling (`pausedtime`), in the form of `scheduled_time` and after it.",
				Optional:            true,
				Validators:          []validator.String{platformTimeValidator{}},
			},
			"only_if_ended_at": schema.StringAttribute{
				MarkdownDescription: "Redials only if the task ended at this time (`endtime` of `App.Sip_Yccall.TaskList`), as `ended_at` of the data sources has it. " +
					"A redial brings the task back from its end, so the same action does not call people a second time. No API field. Older servers do not show the time; there it is an error.",
				Optional:   true,
				Validators: []validator.String{platformTimeValidator{}},
			},
		},
	}
}

// ValidateConfig checks what several attributes say together.
func (a *redialAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var config redialModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(config.checkSchedule()...)
}

// checkSchedule checks what start and the times say together.
func (m redialModel) checkSchedule() diag.Diagnostics {
	var diags diag.Diagnostics
	// The form is fixed, so the later time is the greater text. Unknown values read as "".
	from, to := m.ScheduledTime.ValueString(), m.PausedTime.ValueString()
	if from != "" && to != "" && to <= from {
		diags.AddAttributeError(path.Root("paused_time"), "The task would stop before it starts",
			"paused_time must be after scheduled_time.")
	}
	stays := !m.Start.IsNull() && !m.Start.IsUnknown() && !m.Start.ValueBool()
	if stays && (from != "" || to != "") {
		diags.AddAttributeWarning(path.Root("start"), "The schedule has no effect",
			"scheduled_time and paused_time only work on a task that is started, and start is false.")
	}
	return diags
}

// config reads the configuration and checks it with the values that are known by now.
func (a *redialAction) config(ctx context.Context, from tfsdk.Config) (redialModel, diag.Diagnostics) {
	var m redialModel
	diags := from.Get(ctx, &m)
	if !diags.HasError() {
		diags.Append(checkActionConfig(ctx, redialSchema(), from)...)
		diags.Append(m.checkSchedule()...)
	}
	return m, diags
}

// ModifyPlan announces whom the action calls again, as far as that can be told while planning: the
// task may be made, or go on calling, before the action runs.
func (a *redialAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	config, diags := a.config(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || a.providerData == nil || config.TaskID.IsUnknown() || config.AnswerType.IsUnknown() {
		return
	}
	if resp.Diagnostics.Append(a.checkEnd(ctx, config)...); resp.Diagnostics.HasError() {
		return
	}
	redial := config.redial()
	plan, err := a.runner.PlanRedial(ctx, redial.TaskID, redial.AnswerType)
	var notListed *campaign.NotListedError
	switch {
	case errors.As(err, &notListed):
		resp.Diagnostics.Append(noTaskToActOn(redial.TaskID))
	case err != nil:
		resp.Diagnostics.AddWarning("Calling people again", fmt.Sprintf(
			"The action has task %s call people again. How many could not be read: %s", redial.TaskID, sentence(err)))
	case plan.Again == 0:
		resp.Diagnostics.Append(nobodyAgain(redial))
	default:
		resp.Diagnostics.AddWarning("Calling people again", announcement(redial, plan))
	}
}

// checkEnd refuses a redial of a task that did not end at the time that it is bound to.
func (a *redialAction) checkEnd(ctx context.Context, config redialModel) diag.Diagnostics {
	if !isSet(config.OnlyIfEndedAt) {
		return nil
	}
	id, wanted := config.TaskID.ValueString(), config.OnlyIfEndedAt.ValueString()
	tasks, _, err := a.runner.Search(ctx, campaign.Search{TaskID: id}, 1)
	at := path.Root("only_if_ended_at")
	switch {
	case err != nil:
		return diag.Diagnostics{explain("Reading task "+id, err, "The redial was not sent, so it calls nobody.")}
	case len(tasks) == 0:
		return diag.Diagnostics{noTaskToActOn(id)}
	case tasks[0].Status != yccall.StatusEnded:
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "The task has not ended, or was redialled already", fmt.Sprintf(
			"The redial is bound to the end of task %s at %s, and the task is %s. A redial that was sent before brings a task back from its end. "+
				"Nothing was sent.\n\nTo redial once more when it has ended again, give the new time.", id, wanted, tasks[0].StatusText()))}
	case tasks[0].EndedAt == "":
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "The platform does not tell when the task ended", fmt.Sprintf(
			"This version of the platform has no end time in its rows, so a redial of task %s cannot be bound to one. Nothing was sent.\n\nLeave only_if_ended_at out.", id))}
	case tasks[0].EndedAt != wanted:
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, "The task ended at another time", fmt.Sprintf(
			"The redial is bound to the end of task %s at %s, and it ended at %s: it was perhaps redialled already, and has ended again. "+
				"Nothing was sent.\n\nTo redial once more, give the new time.", id, wanted, tasks[0].EndedAt))}
	}
	return nil
}

// Invoke looks whom the redial concerns, sends it once, and looks what became of it if no answer comes. What is a warning
// is reported as progress, too: Terraform does not show the warnings of an action that something has triggered.
func (a *redialAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	config, diags := a.config(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	report := func(text string) { resp.SendProgress(action.InvokeProgressEvent{Message: text}) }
	for _, d := range diags.Warnings() {
		report(d.Summary() + ": " + d.Detail())
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if resp.Diagnostics.Append(a.checkEnd(ctx, config)...); resp.Diagnostics.HasError() {
		return
	}
	redial := config.redial()
	err := a.runner.Redial(ctx, redial, func(plan campaign.RedialPlan) {
		report(announcement(redial, plan))
		report("It is sent now, once. If this run ends without another word, look at the task before you run the action again.")
	})
	var notListed *campaign.NotListedError
	var unknown *campaign.RedialUnknownError
	switch {
	case err == nil && config.starts():
		report(fmt.Sprintf("The platform took it: task %s calls again, now or at its scheduled time.", redial.TaskID))
	case err == nil:
		report(fmt.Sprintf("The platform took it: task %s calls again as soon as it is started.", redial.TaskID))
	case errors.Is(err, campaign.ErrNobodyToRedial):
		nobody := nobodyAgain(redial)
		report(nobody.Summary() + ": " + nobody.Detail())
		resp.Diagnostics.Append(nobody)
	case errors.As(err, &notListed):
		resp.Diagnostics.Append(noTaskToActOn(redial.TaskID))
	case errors.As(err, &unknown):
		resp.Diagnostics.Append(redialUnknown(unknown))
	default:
		resp.Diagnostics.Append(explain("Calling people of task "+redial.TaskID+" again", err, "The redial was not run, so it calls nobody."))
	}
}

// redial maps the model to taskCall's parameters. What is not set is left out.
func (m redialModel) redial() yccall.Redial {
	return yccall.Redial{
		TaskID: m.TaskID.ValueString(), AnswerType: m.AnswerType.ValueString(), Start: m.Start.ValueBoolPointer(),
		ScheduledTime: m.ScheduledTime.ValueString(), PausedTime: m.PausedTime.ValueString(),
	}
}

// starts reports whether the task is started, which is the platform's default.
func (m redialModel) starts() bool { return m.Start.IsNull() || m.Start.ValueBool() }

// answerTypes say in words who is called again.
var answerTypes = map[string]string{
	"caller":    "whose call the agent did not answer",
	"callee":    "who did not answer",
	"connected": "who were spoken to",
}

// whom describes the people that a redial concerns.
func whom(redial yccall.Redial) string {
	if words, ok := answerTypes[redial.AnswerType]; ok {
		return "people " + words
	}
	return "people who were called"
}

// announcement tells how many people a redial calls again.
func announcement(redial yccall.Redial, plan campaign.RedialPlan) string {
	return fmt.Sprintf("Task %s (%s) calls %s again, of %s.", redial.TaskID, plan.Before, phoneNumbers(plan.Again), whom(redial))
}

// nobodyAgain is the warning for a redial that is not sent, since it would call nobody.
func nobodyAgain(redial yccall.Redial) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("answer_type"), "Nobody to call again", fmt.Sprintf(
		"Task %s has no numbers of %s, so a redial is not sent. Numbers that were not called yet are called when the task runs.", redial.TaskID, whom(redial)))
}

// redialUnknown is the error for a redial that may or may not call people again.
func redialUnknown(e *campaign.RedialUnknownError) diag.Diagnostic {
	seen := "Afterwards the task could not be read."
	if e.After != nil {
		seen = fmt.Sprintf("When it was last looked at, it was %s, which does not tell.", *e.After)
	}
	return diag.NewErrorDiagnostic("Whether people are called again is unknown", strings.Join([]string{
		fmt.Sprintf("taskCall was sent once for task %s, and its result is unknown: %s", e.TaskID, sentence(e.Cause)),
		fmt.Sprintf("People may be called again, now or a little later. Before, the task was %s. %s It was not sent a second time.", e.Before, seen),
		"Do not simply run the action again: that could call the same people twice. Look at the task in the platform's console, or with " +
			"App.Sip_Yccall.TaskList and TaskInfo, and wait some minutes. If it has come back from its end, runs, or counts fewer numbers as called " +
			"than before, the redial took effect. Run the action again only if the task stays as it was.",
	}, "\n\n"))
}
