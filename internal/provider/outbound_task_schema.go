package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// replaces ends the description of an attribute that the platform cannot change.
const replaces = " Replaces the task."

// Schema describes yccall_outbound_task.
func (r *outboundTaskResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: stateVersion,
		MarkdownDescription: "A predictive outbound-call campaign: a task of the Yccall platform (`App.Sip_Yccall.TaskCreat`).\n\n" +
			"The task is created not started, receives all its numbers, and is started last, so that a creation that fails has called nobody. " +
			"After that only the number list and the run state change in place. Every other change needs a new task, which is refused once the task was started, " +
			"unless `call_again` or `skip_called_by` says [who is called by it](../guides/changing-a-running-campaign.md). Destroying it ends it: the platform has no delete.\n\n" +
			"~> With `create_before_destroy` the new task is refused while the old one has not ended.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "Task id of the platform (`taskid`), about 20 digits. A string, since it is larger than any number type.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"assign_type": schema.StringAttribute{
				MarkdownDescription: "Who takes the answered calls (`assigntype`): `extension` (1), `queue` (2) or `extension_group` (3)." + replaces,
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(words(assignTypes)...)},
			},
			"assign_agent": schema.StringAttribute{
				MarkdownDescription: "The extension's number, or the name of the queue or extension group (`assignagent`)." + replaces,
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"task_scale": schema.StringAttribute{
				MarkdownDescription: "Ratio of idle agents to calls (`taskscale`), written `A:B` with two positive whole numbers: `1:2` makes two calls for each idle agent." + replaces,
				Required:            true,
				Validators:          []validator.String{taskScaleValidator()},
			},
			"numbers":      numbersAttribute(),
			"numbers_file": numbersFileAttribute(),
			"numbers_wo": schema.StringAttribute{
				MarkdownDescription: "The numbers to call (`telphone`) as CSV or JSON text, for lists that expressions or ephemeral values make. " +
					"Write-only: it reaches neither plan nor state, and a change is noticed by its digest. Needs Terraform or OpenTofu 1.11. Changed in place, as `numbers` is.",
				Optional:  true,
				Sensitive: true,
				WriteOnly: true,
			},
			"do_not_call_file":   doNotCallFileAttribute(),
			"numbers_format":     formatAttribute("the list in `numbers_file` or `numbers_wo`", `{ columns = { phone = "mobile" }, encoding = "gb18030" }`),
			"do_not_call_format": formatAttribute("the lists in `do_not_call_file`", `{ columns = { phone = "number" } }`),
			"calling_code":       callingCodeAttribute(),
			"on_bad_rows":        onBadRowsAttribute(),
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the task (`taskname`). The platform uses the task id when it is unset." + replaces,
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"concurrent": schema.Int64Attribute{
				MarkdownDescription: "Most calls at the same time (`concurrent`), at least 1. The platform's default is 100." + replaces,
				Optional:            true,
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"scale_mode": schema.StringAttribute{
				MarkdownDescription: "Whether the platform computes the ratio while the task runs (`auto`) or keeps to `task_scale` (`manual`) (`isscale`). " +
					"The platform does not name a default." + replaces,
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf("auto", "manual")},
			},
			"caller_numbers": schema.ListAttribute{
				MarkdownDescription: "Numbers shown to the people called (`disnumber`, joined by commas): at least one, each of 3 to 20 digits with or without a leading `+`, " +
					"without spaces, and each once. When unset, the platform picks one at random for each call." + replaces,
				ElementType: types.StringType,
				Optional:    true,
				Validators: []validator.List{
					listvalidator.SizeAtLeast(1),
					callerNumbersValidator{},
				},
			},
			"scheduled_time": schema.StringAttribute{
				MarkdownDescription: "When a started task begins to call (`scheduledtime`), as `yyyy-mm-dd hh:mm:ss` of the platform's wall clock, passed on as written. " +
					"It has an effect only with `desired_status = \"running\"`." + replaces,
				Optional:   true,
				Validators: []validator.String{platformTimeValidator{}},
			},
			"paused_time": schema.StringAttribute{
				MarkdownDescription: "When a started task stops calling (`pausedtime`), in the form of `scheduled_time` and after it. " +
					"It has an effect only with `desired_status = \"running\"`." + replaces,
				Optional:   true,
				Validators: []validator.String{platformTimeValidator{}},
			},
			"desired_status": schema.StringAttribute{
				MarkdownDescription: "The wanted run state: `not_started`, `started`, `running`, `paused` or `ended` (`status` of TaskCreat, `taskstatus` of `App.Sip_Yccall.TaskSet`). " +
					"When unset, the task is created not started and its run state is left alone. `started` starts it once and leaves it to the operators then; " +
					"`running` resumes it when somebody paused it; `ended` archives it. A new task cannot be `paused` or `ended`. Changed in place, but never back to `not_started` or out of `ended`.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(statusNotStarted, statusStarted, statusRunning, statusPaused, statusEnded)},
			},
			"custom_task_id": schema.StringAttribute{
				MarkdownDescription: "Your own id of the task (`customtaskid`), 1 to 64 characters (better 32 at most, since some platforms cut longer ones), by which it is found again when the reply to its creation is lost. " +
					"When unset, the provider derives one. Known already in the plan." + replaces,
				Optional:      true,
				Computed:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				Validators:    []validator.String{stringvalidator.UTF8LengthBetween(1, 64)},
			},
			"call_again": schema.StringAttribute{
				MarkdownDescription: "Says that everybody on the list may be called again: any text but true, false, yes and no, for example the date. " +
					"A value that the task was not made with ends it and makes a new one. " +
					"Taking it out changes nothing, nor does its first value after an import.",
				Optional:   true,
				Validators: []validator.String{callAgainValidator{}},
			},
			"skip_called_by": schema.ListAttribute{
				MarkdownDescription: "Ids of tasks: whomever they have called is not called by this one, in whatever format the number is written. " +
					"The id of the resource's own task ends it and makes a new one, which goes on with the others. The other tasks must have ended. " +
					"Ids can be added in place. One that is taken away is kept, with a warning, until a new `call_again`.",
				ElementType: types.StringType,
				Optional:    true,
				Validators:  []validator.List{listvalidator.SizeAtLeast(1), listvalidator.UniqueValues(), listvalidator.ValueStringsAre(taskIDValidator())},
			},
			"multi_call": multiCallAttribute(),
			"timeouts":   timeoutsAttribute(ctx),

			"status": schema.StringAttribute{
				MarkdownDescription: "The run state that the platform reports (`status` of `App.Sip_Yccall.TaskList`): `not_started` (1025), `running` (1026), " +
					"`paused` (1027), `ended` (1028), any other code as it is, or `not_found` when the platform does not list the task.",
				Computed: true,
			},
			"invalid_data": schema.ListAttribute{
				MarkdownDescription: "What the platform rejected (`invaliddata` of TaskCreat and of every TaskAdd): the phone number of each, " +
					"or the entry's JSON where no number can be made out. Personal data, therefore sensitive.",
				ElementType: types.StringType,
				Computed:    true,
				Sensitive:   true,
			},
			"invalid_count": schema.Int64Attribute{
				MarkdownDescription: "How many entries the platform rejected. Not sensitive, for outputs and `check` blocks.",
				Computed:            true,
			},
			"number_count": schema.Int64Attribute{
				MarkdownDescription: "How many distinct numbers are wanted, without those that `do_not_call_file` and `skip_called_by` leave out. Known already in the plan.",
				Computed:            true,
			},
			"excluded_count": schema.Int64Attribute{
				MarkdownDescription: "How many numbers of the list `do_not_call_file` leaves out. Known already in the plan.",
				Computed:            true,
			},
			"skipped_count": schema.Int64Attribute{
				MarkdownDescription: "How many numbers of the list `skip_called_by` has left out.",
				Computed:            true,
			},
			"bad_row_count": schema.Int64Attribute{
				MarkdownDescription: "How many rows of the list `on_bad_rows` has left out. Known already in the plan.",
				Computed:            true,
			},
			"numbers_sha256": schema.StringAttribute{
				MarkdownDescription: "Digest of the list, whatever its order and format (Argon2id over SHA-256, so that no short list is found by trying numbers out). " +
					"Null while the task does not hold what it should, so that the next plan shows a change that puts it right.",
				Computed: true,
			},
			"created_at": schema.StringAttribute{
				MarkdownDescription: "When the task was created (`createtime`), as the platform writes it: wall clock without a zone.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

func numbersAttribute() schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "The numbers to call (`telphone`), written out: 1 to 500 entries, for hand-written campaigns. They stand in the state. " +
			"Longer lists belong into `numbers_file`. Exactly one of `numbers`, `numbers_file` and `numbers_wo` is required. " +
			"Changed in place: numbers that were added are appended, numbers that were removed are withdrawn if they were not called yet.",
		Optional:  true,
		Sensitive: true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"phone": schema.StringAttribute{
				MarkdownDescription: "Phone number (`phone`), in quotes: 5 to 18 digits, with or without a leading `+`. Without quotes HCL takes a number, and its leading zeros are lost.",
				Required:            true,
				Sensitive:           true,
			},
			"time": schema.Int64Attribute{
				MarkdownDescription: "Unix time in seconds after which the number is not called (`time`), 1 to 9,999,999,999. Left out, there is no limit.",
				Optional:            true,
				Sensitive:           true,
			},
			"user_id": schema.StringAttribute{
				MarkdownDescription: "Your id of the person (`userid`), echoed by the platform. Up to 4,096 bytes.",
				Optional:            true,
				Sensitive:           true,
			},
			"member_id": schema.StringAttribute{
				MarkdownDescription: "Your id of the membership (`memberid`), echoed by the platform. Up to 4,096 bytes.",
				Optional:            true,
				Sensitive:           true,
			},
			"custom_uuid": schema.StringAttribute{
				MarkdownDescription: "Your id of the call (`customuuid`), echoed in results and bills. Up to 4,096 bytes.",
				Optional:            true,
				Sensitive:           true,
			},
			"ext": schema.StringAttribute{
				MarkdownDescription: "Extra data (`ext`), handed to callbacks. Up to 4,096 bytes.",
				Optional:            true,
				Sensitive:           true,
			},
		}},
	}
}

func numbersFileAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Path of a file with the numbers to call (`telphone`), any number of them: `.csv` or `.tsv`, `.xlsx`, `.txt` with one in each line, " +
			"`.json` (an array of objects) or `.jsonl`, each also with `.gz`. Columns: `phone` (required), `time`, `user_id`, `member_id`, `custom_uuid`, `ext`; `numbers_format` takes others. " +
			"The state keeps only digest and counts. Changed in place, as `numbers` is.",
		Optional:   true,
		Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
	}
}

func multiCallAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "Calls people again in further rounds (`is_multi_call` = 1). Without it everybody is called in one round. " +
			"A number that was called stays on the task, and a later round may call it, even when it was taken off the list." + replaces,
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"type": schema.StringAttribute{
				MarkdownDescription: "Who is called again (`multi_call_type`): `all` (1) or `unanswered` (2). The platform's default is `unanswered`.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(words(multiCallTypes)...)},
			},
			"max_rounds": schema.Int64Attribute{
				MarkdownDescription: "Most rounds of calling again (`multi_call_max_rounds`), at least 1. The platform's default is 1.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.AtLeast(1)},
			},
			"interval": schema.Int64Attribute{
				MarkdownDescription: "Seconds between rounds (`multi_call_interval`), at least 0. The platform's default is 3600.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.AtLeast(0)},
			},
		},
	}
}
