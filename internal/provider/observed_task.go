package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// observedTaskModel is a task as the platform lists it. Attributes are null where the server's
// version is silent.
type observedTaskModel struct {
	ID            types.String   `tfsdk:"id"`
	CustomTaskID  types.String   `tfsdk:"custom_task_id"`
	Name          types.String   `tfsdk:"name"`
	Status        types.String   `tfsdk:"status"`
	AssignType    types.String   `tfsdk:"assign_type"`
	AssignAgent   types.String   `tfsdk:"assign_agent"`
	TaskScale     types.String   `tfsdk:"task_scale"`
	CurrentScale  types.String   `tfsdk:"current_scale"`
	ScaleMode     types.String   `tfsdk:"scale_mode"`
	CallerNumbers []types.String `tfsdk:"caller_numbers"`

	CreatedAt     types.String `tfsdk:"created_at"`
	StartedAt     types.String `tfsdk:"started_at"`
	EndedAt       types.String `tfsdk:"ended_at"`
	ScheduledTime types.String `tfsdk:"scheduled_time"`
	PausedTime    types.String `tfsdk:"paused_time"`
	RunTime       types.String `tfsdk:"run_time"`

	Concurrent        types.Int64 `tfsdk:"concurrent"`
	CurrentConcurrent types.Int64 `tfsdk:"current_concurrent"`
	Total             types.Int64 `tfsdk:"total"`
	Called            types.Int64 `tfsdk:"called"`
	Uncalled          types.Int64 `tfsdk:"uncalled"`
	Answered          types.Int64 `tfsdk:"answered"`
	Unanswered        types.Int64 `tfsdk:"unanswered"`
}

// observedTask maps a row of TaskList.
func observedTask(task yccall.Task) observedTaskModel {
	return observedTaskModel{
		ID:            orNull(task.ID),
		CustomTaskID:  textOrNull(task.CustomTaskID),
		Name:          orNull(task.Name),
		Status:        types.StringValue(task.StatusText()),
		AssignType:    orNull(assignTypeOf(task.TaskType)),
		AssignAgent:   orNull(task.Agent),
		TaskScale:     orNull(task.Scale),
		CurrentScale:  orNull(task.NowScale),
		ScaleMode:     textOrNull(task.ScaleMode),
		CallerNumbers: splitNumbers(task.CallerNumbers),

		CreatedAt:     orNull(task.CreatedAt),
		StartedAt:     orNull(task.StartedAt),
		EndedAt:       orNull(task.EndedAt),
		ScheduledTime: textOrNull(task.ScheduledTime),
		PausedTime:    textOrNull(task.PausedTime),
		RunTime:       textOrNull(task.RunTime),

		Concurrent:        types.Int64PointerValue(task.Concurrent),
		CurrentConcurrent: types.Int64PointerValue(task.CurrentConcurrent),
		Total:             types.Int64PointerValue(task.Total),
		Called:            types.Int64PointerValue(task.Called),
		Uncalled:          types.Int64PointerValue(task.Uncalled),
		Answered:          types.Int64PointerValue(task.Answered),
		Unanswered:        types.Int64PointerValue(task.Unanswered),
	}
}

// observedTaskAttributes describe a row of TaskList.
func observedTaskAttributes() map[string]schema.Attribute {
	const row = "` of `App.Sip_Yccall.TaskList`"
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	count := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
	}
	return map[string]schema.Attribute{
		"id":             text("Task id of the platform (`taskid" + row + "), about 20 digits, as a string."),
		"custom_task_id": text("Your own id of the task (`customtaskid" + row + "); null where the server does not show it."),
		"name":           text("Name of the task (`taskname" + row + "). It is the task id if none was given."),
		"status": text("Run state (`status" + row + "): `not_started` (1025), `running` (1026), `paused` (1027), `ended` (1028), " +
			"or any other code as it is."),
		"assign_type": text("Who takes the answered calls (`tasktype" + row + "): `extension` (`transfer`) or `extension_group` (`groups`); " +
			"null for others, and where the server does not tell."),
		"assign_agent":  text("The extension's number, or the name of the queue or extension group (`taskassign" + row + ")."),
		"task_scale":    text("Ratio of idle agents to calls that was asked for (`taskscale" + row + "), as `A:B`."),
		"current_scale": text("Ratio of idle agents to calls right now (`nowscale" + row + "); null while there is none."),
		"scale_mode":    text("Whether the ratio is computed (`auto`) or kept (`manual`) (`isscale" + row + "); null on older servers."),
		"caller_numbers": schema.ListAttribute{
			MarkdownDescription: "Numbers shown to the people called (`disnumber" + row + "). Your own numbers, therefore not sensitive; null if the platform picks one at random.",
			ElementType:         types.StringType,
			Computed:            true,
		},
		"created_at":         text("When the task was created (`createtime" + row + "), as the platform writes it: wall clock without a zone."),
		"started_at":         text("When the task was started (`starttime" + row + "), as the platform writes it: wall clock without a zone; null before."),
		"ended_at":           text("When the task ended (`endtime" + row + "), as the platform writes it: wall clock without a zone; null before, and on older servers."),
		"scheduled_time":     text("When a started task begins to call (`scheduledtime" + row + "); null if not set or not shown."),
		"paused_time":        text("When a started task stops calling (`pausedtime" + row + "); null if not set, and on older servers."),
		"run_time":           text("How long the task has run (`runtime" + row + "), as the platform writes it; null on older servers."),
		"concurrent":         count("Most calls at the same time (`concurrent" + row + "); null on older servers."),
		"current_concurrent": count("Calls at this moment (`currentconcurrent" + row + "); null on older servers."),
		"total":              count("How many numbers the task holds (`total" + row + " or a field of a similar name); null where the server has none."),
		"called":             count("How many numbers of the task were called (`called" + row + " or a field of a similar name); null where the server has none."),
		"uncalled":           count("How many numbers of the task were not called yet (`uncalled" + row + " or a field of a similar name); null where the server has none."),
		"answered":           count("How many calls were answered (`answer" + row + "); null on older servers."),
		"unanswered":         count("How many calls were not answered (`noanswer" + row + "); null on older servers."),
	}
}
