package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// outboundTaskModel is yccall_outbound_task in configuration, plan and state.
type outboundTaskModel struct {
	ID              types.String   `tfsdk:"id"`
	AssignType      types.String   `tfsdk:"assign_type"`
	AssignAgent     types.String   `tfsdk:"assign_agent"`
	TaskScale       types.String   `tfsdk:"task_scale"`
	Numbers         types.List     `tfsdk:"numbers"`
	NumbersFile     types.String   `tfsdk:"numbers_file"`
	NumbersWO       types.String   `tfsdk:"numbers_wo"`
	DoNotCallFile   types.Dynamic  `tfsdk:"do_not_call_file"`
	NumbersFormat   types.Object   `tfsdk:"numbers_format"`
	DoNotCallFormat types.Object   `tfsdk:"do_not_call_format"`
	CallingCode     types.String   `tfsdk:"calling_code"`
	OnBadRows       types.String   `tfsdk:"on_bad_rows"`
	Name            types.String   `tfsdk:"name"`
	Concurrent      types.Int64    `tfsdk:"concurrent"`
	ScaleMode       types.String   `tfsdk:"scale_mode"`
	CallerNumbers   types.List     `tfsdk:"caller_numbers"`
	ScheduledTime   types.String   `tfsdk:"scheduled_time"`
	PausedTime      types.String   `tfsdk:"paused_time"`
	DesiredStatus   types.String   `tfsdk:"desired_status"`
	CustomTaskID    types.String   `tfsdk:"custom_task_id"`
	CallAgain       types.String   `tfsdk:"call_again"`
	SkipCalledBy    types.List     `tfsdk:"skip_called_by"`
	MultiCall       types.Object   `tfsdk:"multi_call"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`

	Status        types.String `tfsdk:"status"`
	InvalidData   types.List   `tfsdk:"invalid_data"`
	InvalidCount  types.Int64  `tfsdk:"invalid_count"`
	NumberCount   types.Int64  `tfsdk:"number_count"`
	ExcludedCount types.Int64  `tfsdk:"excluded_count"`
	SkippedCount  types.Int64  `tfsdk:"skipped_count"`
	BadRowCount   types.Int64  `tfsdk:"bad_row_count"`
	NumbersSHA    types.String `tfsdk:"numbers_sha256"`
	CreatedAt     types.String `tfsdk:"created_at"`
}

// numberModel is one element of numbers.
type numberModel struct {
	Phone      types.String `tfsdk:"phone"`
	Time       types.Int64  `tfsdk:"time"`
	UserID     types.String `tfsdk:"user_id"`
	MemberID   types.String `tfsdk:"member_id"`
	CustomUUID types.String `tfsdk:"custom_uuid"`
	Ext        types.String `tfsdk:"ext"`
}

// multiCallModel is the object multi_call.
type multiCallModel struct {
	Type      types.String `tfsdk:"type"`
	MaxRounds types.Int64  `tfsdk:"max_rounds"`
	Interval  types.Int64  `tfsdk:"interval"`
}

// createTask maps the model to TaskCreat's parameters. What is not set stays unset, so that it is
// left out of the request: the platform takes an empty parameter for a given one.
func (m outboundTaskModel) createTask(ctx context.Context) (yccall.CreateTask, diag.Diagnostics) {
	task := yccall.CreateTask{
		AssignType:    assignTypes[m.AssignType.ValueString()],
		AssignAgent:   m.AssignAgent.ValueString(),
		TaskScale:     m.TaskScale.ValueString(),
		Concurrent:    optionalInt(m.Concurrent),
		ScheduledTime: m.ScheduledTime.ValueString(),
		PausedTime:    m.PausedTime.ValueString(),
		ScaleMode:     m.ScaleMode.ValueString(),
		Name:          m.Name.ValueString(),
		CustomTaskID:  m.CustomTaskID.ValueString(),
	}
	var diags diag.Diagnostics
	if !m.CallerNumbers.IsNull() {
		var callers []string
		diags.Append(m.CallerNumbers.ElementsAs(ctx, &callers, false)...)
		task.CallerNumbers = callers
	}
	if !m.MultiCall.IsNull() {
		var multi multiCallModel
		diags.Append(m.MultiCall.As(ctx, &multi, basetypes.ObjectAsOptions{})...)
		task.MultiCall = &yccall.MultiCall{
			MaxRounds: optionalInt(multi.MaxRounds),
			Interval:  optionalInt(multi.Interval),
		}
		if !multi.Type.IsNull() {
			n := multiCallTypes[multi.Type.ValueString()]
			task.MultiCall.Type = &n
		}
	}
	return task, diags
}

// entries maps the inline list. It must be wholly known. What a file could not have either, a null
// element and a time of 0, is left to the check of the list, which names the place.
func (m outboundTaskModel) entries(ctx context.Context) ([]numberlist.Entry, diag.Diagnostics) {
	var elements []*numberModel
	diags := m.Numbers.ElementsAs(ctx, &elements, false)
	entries := make([]numberlist.Entry, 0, len(elements))
	for _, e := range elements {
		if e == nil {
			e = &numberModel{}
		}
		until := e.Time.ValueInt64()
		if until == 0 && !e.Time.IsNull() {
			until = numberlist.ZeroTime
		}
		entries = append(entries, numberlist.Entry{
			Phone: e.Phone.ValueString(), Time: until, UserID: e.UserID.ValueString(),
			MemberID: e.MemberID.ValueString(), CustomUUID: e.CustomUUID.ValueString(), Ext: e.Ext.ValueString(),
		})
	}
	return entries, diags
}

// observe takes over what the platform says of the task, and leaves what is configured alone.
func (m *outboundTaskModel) observe(o campaign.Observation) {
	if !o.Found {
		if m.Status.ValueString() != statusEnded {
			m.Status = types.StringValue(statusNotFound)
		}
		return
	}
	m.seen(o.Task)
}

// seen takes over a task's row.
func (m *outboundTaskModel) seen(task yccall.Task) {
	m.Status = types.StringValue(task.StatusText())
	if task.CreatedAt != "" {
		m.CreatedAt = types.StringValue(task.CreatedAt)
	}
}

// fillEchoed fills the attributes that a row echoes, after an import.
func (m *outboundTaskModel) fillEchoed(ctx context.Context, task yccall.Task) diag.Diagnostics {
	var diags diag.Diagnostics
	m.AssignAgent = orNull(task.Agent)
	m.TaskScale = orNull(task.Scale)
	if task.Name != task.ID {
		m.Name = orNull(task.Name)
	}
	if word := assignTypeOf(task.TaskType); word != "" {
		m.AssignType = types.StringValue(word)
	}
	if callers := splitNumbers(task.CallerNumbers); callers != nil {
		list, d := types.ListValueFrom(ctx, types.StringType, callers)
		diags.Append(d...)
		m.CallerNumbers = list
	}
	if task.Concurrent != nil {
		m.Concurrent = types.Int64Value(*task.Concurrent)
	}
	if task.ScaleMode != nil {
		m.ScaleMode = orNull(*task.ScaleMode)
	}
	m.ScheduledTime = textOrNull(task.ScheduledTime)
	m.PausedTime = textOrNull(task.PausedTime)
	if task.CustomTaskID != nil {
		m.CustomTaskID = orNull(*task.CustomTaskID)
	}
	return diags
}

// drift names the attributes whose configured value differs from what the row echoes. Attributes
// that are not set, and fields that the server does not echo, never differ.
func (m outboundTaskModel) drift(task yccall.Task) []string {
	var names []string
	differs := func(name string, configured types.String, echoed string) {
		if !configured.IsNull() && echoed != "" && configured.ValueString() != echoed {
			names = append(names, name)
		}
	}
	differs("name", m.Name, task.Name)
	differs("assign_agent", m.AssignAgent, task.Agent)
	differs("assign_type", m.AssignType, assignTypeOf(task.TaskType))
	differs("task_scale", m.TaskScale, task.Scale)
	differs("scheduled_time", m.ScheduledTime, textOrNull(task.ScheduledTime).ValueString())
	differs("paused_time", m.PausedTime, textOrNull(task.PausedTime).ValueString())
	if task.ScaleMode != nil {
		differs("scale_mode", m.ScaleMode, *task.ScaleMode)
	}
	if task.CustomTaskID != nil {
		differs("custom_task_id", m.CustomTaskID, *task.CustomTaskID)
	}
	if task.Concurrent != nil && !m.Concurrent.IsNull() && m.Concurrent.ValueInt64() != *task.Concurrent {
		names = append(names, "concurrent")
	}
	if callers := splitNumbers(task.CallerNumbers); !m.CallerNumbers.IsNull() && callers != nil && !slices.Equal(m.callers(), callers) {
		names = append(names, "caller_numbers")
	}
	return names
}

// callers are the elements of caller_numbers.
func (m outboundTaskModel) callers() []types.String { return stringElements(m.CallerNumbers) }

// setRejected records what the platform rejected.
func (m *outboundTaskModel) setRejected(rejected []string) {
	elements := make([]attr.Value, 0, len(rejected))
	for _, r := range rejected {
		elements = append(elements, types.StringValue(r))
	}
	m.InvalidData = types.ListValueMust(types.StringType, elements)
	m.InvalidCount = types.Int64Value(int64(len(rejected)))
}

// rejected returns what the platform is known to have rejected.
func (m outboundTaskModel) rejected() []string {
	var list []string
	for _, e := range m.InvalidData.Elements() {
		if s, ok := e.(types.String); ok {
			list = append(list, s.ValueString())
		}
	}
	return list
}

// countRejected tells how many of a list the platform has rejected before.
func (m outboundTaskModel) countRejected(list *numberlist.List) (count int) {
	for _, text := range m.rejected() {
		if number, err := phone.Parse(text); err == nil && list.Set().Contains(number) {
			count++
		}
	}
	return count
}

// keepNumbers takes everything about the numbers from another model.
func (m *outboundTaskModel) keepNumbers(of outboundTaskModel) {
	m.takeNumbers(of)
	m.InvalidData, m.InvalidCount = of.InvalidData, of.InvalidCount
}

// takeNumbers takes the wanted numbers from a plan whose numbers are on the platform now.
func (m *outboundTaskModel) takeNumbers(plan outboundTaskModel) {
	m.Numbers, m.NumbersFile, m.DoNotCallFile = plan.Numbers, plan.NumbersFile, plan.DoNotCallFile
	m.NumbersSHA, m.NumberCount = plan.NumbersSHA, plan.NumberCount
	m.NumbersFormat, m.DoNotCallFormat = plan.NumbersFormat, plan.DoNotCallFormat
	m.CallingCode, m.OnBadRows = plan.CallingCode, plan.OnBadRows
	m.ExcludedCount, m.SkippedCount, m.BadRowCount = plan.ExcludedCount, plan.SkippedCount, plan.BadRowCount
}

// resolveUnknowns turns computed attributes that nobody could fill into null: state must not hold unknown values.
func (m *outboundTaskModel) resolveUnknowns() {
	for _, s := range []*types.String{&m.ID, &m.Status, &m.CreatedAt, &m.NumbersSHA, &m.CustomTaskID} {
		if s.IsUnknown() {
			*s = types.StringNull()
		}
	}
	for _, n := range []*types.Int64{&m.InvalidCount, &m.NumberCount, &m.ExcludedCount, &m.SkippedCount, &m.BadRowCount} {
		if n.IsUnknown() {
			*n = types.Int64Null()
		}
	}
	if m.InvalidData.IsUnknown() {
		m.InvalidData = types.ListNull(types.StringType)
	}
}
