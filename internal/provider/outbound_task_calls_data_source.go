package provider

import (
	"context"
	"fmt"

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
	_ datasource.DataSourceWithConfigure      = (*outboundTaskCallsDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*outboundTaskCallsDataSource)(nil)
)

// outboundTaskCallsDataSource is the data source yccall_outbound_task_calls.
type outboundTaskCallsDataSource struct{ dataSource }

func newOutboundTaskCallsDataSource() datasource.DataSource { return &outboundTaskCallsDataSource{} }

// outboundTaskCallsModel is yccall_outbound_task_calls in configuration and state.
type outboundTaskCallsModel struct {
	TaskID         types.String      `tfsdk:"task_id"`
	Called         types.Bool        `tfsdk:"called"`
	Answered       types.Bool        `tfsdk:"answered"`
	AnswerType     types.String      `tfsdk:"answer_type"`
	IncludeNumbers types.Bool        `tfsdk:"include_numbers"`
	MaxItems       types.Int64       `tfsdk:"max_items"`
	Summary        *callSummaryModel `tfsdk:"summary"`
	Calls          []callModel       `tfsdk:"calls"`
	Truncated      types.Bool        `tfsdk:"truncated"`
}

// callSummaryModel counts the numbers of a task by the result of their call.
type callSummaryModel struct {
	Total        types.Int64       `tfsdk:"total"`
	Called       types.Int64       `tfsdk:"called"`
	Uncalled     types.Int64       `tfsdk:"uncalled"`
	Answered     types.Int64       `tfsdk:"answered"`
	Unanswered   types.Int64       `tfsdk:"unanswered"`
	ByAnswerType *answerTypesModel `tfsdk:"by_answer_type"`
}

// answerTypesModel has the answer types in the platform's words.
type answerTypesModel struct {
	Connected types.Int64 `tfsdk:"connected"`
	Caller    types.Int64 `tfsdk:"caller"`
	Callee    types.Int64 `tfsdk:"callee"`
}

// callModel is a number of a task and what became of it: personal data.
type callModel struct {
	Phone      types.String `tfsdk:"phone"`
	Called     types.Bool   `tfsdk:"called"`
	Answered   types.Bool   `tfsdk:"answered"`
	AnswerType types.String `tfsdk:"answer_type"`
	Extension  types.String `tfsdk:"extension"`
	UserID     types.String `tfsdk:"user_id"`
	MemberID   types.String `tfsdk:"member_id"`
	CustomUUID types.String `tfsdk:"custom_uuid"`
	Ext        types.String `tfsdk:"ext"`
	Time       types.Int64  `tfsdk:"time"`
}

// Metadata names the data source.
func (d *outboundTaskCallsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_outbound_task_calls"
}

// Schema describes the data source.
func (d *outboundTaskCallsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What became of the numbers of a task (`App.Sip_Yccall.TaskInfo`): always a summary of the whole task, which takes a few small requests " +
			"however long its list is, and on request the numbers themselves, which then stand in the state.",
		Attributes: map[string]schema.Attribute{
			"task_id": schema.StringAttribute{
				MarkdownDescription: "Task id of the platform (`taskid`). It is an error if the platform does not list the task.",
				Required:            true,
				Validators:          []validator.String{taskIDValidator()},
			},
			"called": schema.BoolAttribute{
				MarkdownDescription: "Narrows `calls` to numbers that were called, or were not called yet (parameter `status`: 2, 1).",
				Optional:            true,
			},
			"answered": schema.BoolAttribute{
				MarkdownDescription: "Narrows `calls` to called numbers that answered, or did not (parameter `answered`: 1, 0).",
				Optional:            true,
			},
			"answer_type": schema.StringAttribute{
				MarkdownDescription: "Narrows `calls` to one result of a call (parameter `answertype`): `connected`, `caller` (the agent did not answer) or `callee` (the customer did not answer).",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf("connected", "caller", "callee")},
			},
			"include_numbers": schema.BoolAttribute{
				MarkdownDescription: "Whether `calls` is filled (no API field). Default `false`. The numbers of the people called then stand in the state, so keep it encrypted.",
				Optional:            true,
			},
			"max_items": maxItemsAttribute("numbers"),
			"summary":   callSummaryAttribute(),
			"calls":     callsAttribute(),
			"truncated": schema.BoolAttribute{
				MarkdownDescription: "Whether more numbers fit than `max_items` (no API field). Null without `include_numbers`.",
				Computed:            true,
			},
		},
	}
}

func callSummaryAttribute() schema.SingleNestedAttribute {
	count := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Counts of the whole task, whatever the filters say (`totalitems`, or the rows). " +
			"They are taken one after the other, so those of a running task may add up to a few less than the whole.",
		Computed: true,
		Attributes: map[string]schema.Attribute{
			"total":      count("How many numbers the task holds (`totalitems`)."),
			"called":     count("How many were called (`status` 1036)."),
			"uncalled":   count("How many were not called yet (`status` 1035)."),
			"answered":   count("How many were called and answered (`answered` 1); null where the server does not tell."),
			"unanswered": count("How many were called and did not answer (`answered` 0); null where the server does not tell."),
			"by_answer_type": schema.SingleNestedAttribute{
				MarkdownDescription: "Called numbers by the result of their call (`answertype`); the counts are null where the server does not tell.",
				Computed:            true,
				Attributes: map[string]schema.Attribute{
					"connected": count("Customer and agent were connected (`answertype` `connected`)."),
					"caller":    count("The agent did not answer (`answertype` `caller`)."),
					"callee":    count("The customer did not answer (`answertype` `callee`)."),
				},
			},
		},
	}
}

func callsAttribute() schema.ListNestedAttribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true, Sensitive: true}
	}
	return schema.ListNestedAttribute{
		MarkdownDescription: "The numbers that fit the filters (`result`), in the server's order, up to `max_items`. Personal data, therefore sensitive. Null without `include_numbers`.",
		Computed:            true,
		Sensitive:           true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"phone": text("Phone number (`telphone`), as the platform spells it."),
			"called": schema.BoolAttribute{
				MarkdownDescription: "Whether it was called (`status`: 1036 called, 1035 not called yet). A state that is not known counts as called.",
				Computed:            true,
				Sensitive:           true,
			},
			"answered": schema.BoolAttribute{
				MarkdownDescription: "Whether it answered (`answered`); null before a call.",
				Computed:            true,
				Sensitive:           true,
			},
			"answer_type": text("Result of the call (`answertype`): `connected`, `caller` (the agent did not answer) or `callee` (the customer did not answer); null before a call."),
			"extension":   text("Extension of the agent (`extnumber`); null before a call."),
			"user_id":     text("Your id of the person (`userid`)."),
			"member_id":   text("Your id of the membership (`memberid`)."),
			"custom_uuid": text("Your id of the call (`customuuid`)."),
			"ext":         text("Extra data (`ext`); null where the server does not show it."),
			"time": schema.Int64Attribute{
				MarkdownDescription: "Unix time in seconds after which it is not called (`time`); null where the server does not show it.",
				Computed:            true,
				Sensitive:           true,
			},
		}},
	}
}

// ValidateConfig warns of filters that filter nothing.
func (d *outboundTaskCallsDataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var config outboundTaskCallsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || config.IncludeNumbers.IsUnknown() || config.IncludeNumbers.ValueBool() {
		return
	}
	for _, filter := range []struct {
		name string
		set  bool
	}{
		{"called", !config.Called.IsNull()},
		{"answered", !config.Answered.IsNull()},
		{"answer_type", !config.AnswerType.IsNull()},
	} {
		if filter.set {
			resp.Diagnostics.AddAttributeWarning(path.Root(filter.name), "The filter has no effect",
				filter.name+" narrows calls, which is only filled with include_numbers = true. The summary counts the whole task by every result.")
		}
	}
}

// Read counts the numbers and, if they are asked for, lists them.
func (d *outboundTaskCallsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer reportCrash(&resp.Diagnostics)
	var m outboundTaskCallsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := m.TaskID.ValueString()
	failed := func(err error) {
		resp.Diagnostics.Append(explain("Reading the calls of task "+id, err, onlyRead))
	}

	// 1. A task that does not exist has no numbers either, and would pass for one that has called nobody.
	tasks, _, err := d.runner.Search(ctx, campaign.Search{TaskID: id}, 1)
	if err != nil {
		failed(err)
		return
	}
	if len(tasks) == 0 {
		resp.Diagnostics.AddAttributeError(path.Root("task_id"), "No such task", fmt.Sprintf(
			"The platform does not list task %s. Compare the id, the endpoint and the account; the record of an old task may have been purged.", id))
		return
	}

	// 2. The counts.
	results, err := d.client.CountCallResults(ctx, id)
	if err != nil {
		failed(err)
		return
	}
	m.Summary = callSummary(results)

	// 3. The numbers.
	if m.IncludeNumbers.ValueBool() {
		numbers, more, err := d.client.FirstTaskNumbers(ctx, yccall.NumberFilter{
			TaskID: id, Called: m.Called.ValueBoolPointer(), Answered: m.Answered.ValueBoolPointer(), AnswerType: m.AnswerType.ValueString(),
		}, limit(m.MaxItems))
		if err != nil {
			failed(err)
			return
		}
		if more {
			warnTruncated("numbers", m.MaxItems, &resp.Diagnostics)
		}
		m.Truncated = types.BoolValue(more)
		m.Calls = make([]callModel, 0, len(numbers))
		for _, number := range numbers {
			m.Calls = append(m.Calls, call(number))
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// callSummary maps the counts of a task.
func callSummary(r yccall.CallResults) *callSummaryModel {
	m := &callSummaryModel{
		Total:        types.Int64Value(r.Total),
		Called:       types.Int64Value(r.Called),
		Uncalled:     types.Int64Value(r.Uncalled),
		ByAnswerType: &answerTypesModel{},
	}
	if r.Answers != nil {
		m.Answered = types.Int64Value(r.Answers.Answered)
		m.Unanswered = types.Int64Value(r.Answers.Unanswered)
	}
	if r.AnswerTypes != nil {
		m.ByAnswerType.Connected = types.Int64Value(r.AnswerTypes.Connected)
		m.ByAnswerType.Caller = types.Int64Value(r.AnswerTypes.AgentMissed)
		m.ByAnswerType.Callee = types.Int64Value(r.AnswerTypes.CustomerMissed)
	}
	return m
}

// call maps a row of TaskInfo.
func call(n yccall.TaskNumber) callModel {
	return callModel{
		Phone:      orNull(n.Phone),
		Called:     types.BoolValue(n.Called),
		Answered:   types.BoolPointerValue(n.Answered),
		AnswerType: orNull(n.AnswerType),
		Extension:  orNull(n.Extension),
		UserID:     textOrNull(n.UserID),
		MemberID:   textOrNull(n.MemberID),
		CustomUUID: textOrNull(n.CustomUUID),
		Ext:        textOrNull(n.Ext),
		Time:       types.Int64PointerValue(n.Time),
	}
}
