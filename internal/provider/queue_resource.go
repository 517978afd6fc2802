package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/team"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var (
	_ resource.ResourceWithConfigure   = (*queueResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*queueResource)(nil)
	_ resource.ResourceWithImportState = (*queueResource)(nil)
	_ resource.ResourceWithIdentity    = (*queueResource)(nil)
)

// queueResource is yccall_queue.
type queueResource struct{ teamResource }

func newQueueResource() resource.Resource { return &queueResource{} }

// queueIdentity is what a queue is known by.
type queueIdentity struct {
	StoredName types.String `tfsdk:"stored_name"`
}

// Metadata names the resource type.
func (r *queueResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = queueType.resource
}

// IdentitySchema describes the identity.
func (r *queueResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"stored_name": identityschema.StringAttribute{Description: "Name of the queue as GetQueueList shows it (queuename).", RequiredForImport: true},
	}}
}

// Schema describes the resource.
func (r *queueResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	seconds := func(description, byDefault string) schema.Int64Attribute {
		return schema.Int64Attribute{
			MarkdownDescription: description + ", at least 0. " + unsetQueue(byDefault),
			Optional:            true,
			Validators:          []validator.Int64{int64validator.AtLeast(0)},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A queue, which takes the answered calls of tasks with `assign_type = \"queue\"` (`App.Sip_Queue.AddQueue`).\n\n" +
			"A queue of the name that is there already is an error that names the import command: it is never taken over. " +
			"A queue that a task uses which has not ended is not deleted: that is waited for, and is an error after `timeouts.delete`.\n\n" +
			"~> A setting that is unset is left out of what is sent, and what it is on the platform is no difference. " +
			"The platform may put it back to its default whenever another setting is changed.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the queue (`queuename` of AddQueue), with or without the prefix that the platform puts before it. A change makes the queue anew.",
				Required:            true,
				Validators:          []validator.String{teamName()},
			},
			"stored_name": computedText("Name of the queue as the platform shows it, for `assign_agent` of tasks: it puts `" + team.QueuePrefix + "` before the name of a queue that tasks can use."),
			"remark": schema.StringAttribute{
				MarkdownDescription: "Remark (`remark`), which the platform requires. Changed in place.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"autocall": schema.BoolAttribute{
				MarkdownDescription: "Whether predictive tasks can use the queue (`autocall`: `yes` or `no`). Default `true`. A change makes the queue anew.",
				Optional:            true,
				Computed:            true,
				Default:             booldefault.StaticBool(true),
			},
			"strategy": schema.StringAttribute{
				MarkdownDescription: "How calls are spread over the agents (`strategy`): `longest_idle` (1), `least_talk_time` (2), `ring_all` (3), `round_robin` (4), " +
					"`sequential` (5), `random` (6), `fewest_calls` (7) or `priority` (8). " + unsetQueue("`longest_idle`"),
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(words(queueStrategies)...)},
			},
			"announce_frequency":      seconds("How often those who wait hear the announcement (`announcefreq`)", "30"),
			"ring_delay":              seconds("Seconds between two attempts to ring agents (`ringdelay`)", "30"),
			"max_wait_time":           seconds("Most seconds somebody waits (`maxwaittime`), 0 for no limit", "0"),
			"with_no_agent_time":      seconds("The platform's `withnoagenttime`, which no page explains", "0"),
			"no_agent_rejoining_time": seconds("The platform's `noagentrejoiningtime`, which no page explains", "5"),
			"discard_time":            seconds("The platform's `discardtime`, which no page explains", "90"),
			"timeouts":                teamTimeouts(ctx, true, "deleting it, with the time that tasks take to end which use it"),
		},
	}
}

// unsetQueue ends the description of an optional setting.
func unsetQueue(byDefault string) string {
	return "The platform's default is " + byDefault + ". Changed in place (`App.Sip_Queue.EditQueue`)."
}

// ModifyPlan has a queue made anew where it cannot be changed.
func (r *queueResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	planAnew[queueResourceModel](ctx, r.providerData, req, resp)
}

// Create makes the queue, and changes what AddQueue does not take. Its name is known only when the platform shows it, so
// that it goes into state then.
func (r *queueResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan queueResourceModel
	if resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, plan.Timeouts.Create, defaultTeamTimeout, &resp.Diagnostics)
	defer cancel()
	queue, err := r.teams.CreateQueue(ctx, plan.newQueue())
	if err != nil {
		resp.Diagnostics.Append(queueType.explain("Making", "made", plan.Name.ValueString(), err))
		return
	}
	plan.StoredName = types.StringValue(queue.Name)
	made := plan
	made.queueTimesModel = queueTimesModel{}
	resp.Diagnostics.Append(resp.State.Set(ctx, made)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, queueIdentity{plan.StoredName})...)
	if plan.edits(made) {
		if err := r.teams.EditQueue(ctx, plan.edit()); err != nil {
			resp.Diagnostics.Append(queueType.explain("Changing", "changed", plan.StoredName.ValueString(), err))
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Read refreshes what the platform says of what is configured. A queue that is not listed any more is gone: the next apply
// makes it again.
func (r *queueResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state queueResourceModel
	if resp.Diagnostics.Append(req.State.Get(ctx, &state)...); resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, state.Timeouts.Read, defaultTeamTimeout, &resp.Diagnostics)
	defer cancel()
	queue, found, err := r.find(ctx, state)
	if err != nil {
		resp.Diagnostics.Append(explain("Reading the queue", err, onlyRead))
		return
	}
	if !found {
		resp.State.RemoveResource(ctx)
		return
	}
	if state.Remark.IsNull() { // imported
		state.fill(queue)
	}
	state.see(queue)
	r.noteRead(state.key())
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, queueIdentity{state.StoredName})...)
}

// find finds the queue of a state, and for an import the one of a name with or without the prefix.
func (r *queueResource) find(ctx context.Context, state queueResourceModel) (yccall.Queue, bool, error) {
	if state.StoredName.IsNull() {
		return r.teams.Queue(ctx, state.Name.ValueString())
	}
	return r.teams.StoredQueue(ctx, state.StoredName.ValueString())
}

// Update changes the settings in place.
func (r *queueResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state queueResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, plan.Timeouts.Update, defaultTeamTimeout, &resp.Diagnostics)
	defer cancel()
	stored := state.StoredName.ValueString()
	if changed := plan.changed(state); len(changed) > 0 {
		resp.Diagnostics.Append(teamKnownTooLate(fmt.Sprintf("queue %q", stored), changed))
		return
	}
	plan.StoredName = state.StoredName
	if plan.edits(state) {
		if err := r.teams.EditQueue(ctx, plan.edit()); err != nil {
			resp.Diagnostics.Append(queueType.explain("Changing", "changed", stored, err))
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete deletes the queue once no task uses it.
func (r *queueResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state queueResourceModel
	if resp.Diagnostics.Append(req.State.Get(ctx, &state)...); resp.Diagnostics.HasError() {
		return
	}
	limit, diags := state.Timeouts.Delete(ctx, defaultTeamTimeout)
	resp.Diagnostics.Append(diags...)
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	stored := state.StoredName.ValueString()
	if err := r.teams.DeleteQueue(ctx, stored, limit); err != nil {
		resp.Diagnostics.Append(queueType.explain("Deleting", "deleted", stored, err))
	}
}

// ImportState takes the name of a queue, with or without the prefix. What the platform shows is read next.
func (r *queueResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if req.ID != "" {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("name"), req.ID)...)
		return
	}
	var identity queueIdentity
	resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("stored_name"), identity.StoredName)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, identity)...)
}
