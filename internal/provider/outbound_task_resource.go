package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var (
	_ resource.Resource                   = (*outboundTaskResource)(nil)
	_ resource.ResourceWithConfigure      = (*outboundTaskResource)(nil)
	_ resource.ResourceWithValidateConfig = (*outboundTaskResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*outboundTaskResource)(nil)
	_ resource.ResourceWithImportState    = (*outboundTaskResource)(nil)
	_ resource.ResourceWithIdentity       = (*outboundTaskResource)(nil)
	_ resource.ResourceWithUpgradeState   = (*outboundTaskResource)(nil)
)

// outboundTaskResource is yccall_outbound_task.
type outboundTaskResource struct{ *providerData }

func newOutboundTaskResource() resource.Resource { return &outboundTaskResource{} }

// Metadata names the resource type.
func (r *outboundTaskResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_outbound_task"
}

// Configure takes what the configured provider hands on.
func (r *outboundTaskResource) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.providerData, _ = req.ProviderData.(*providerData)
}

// Create creates the task, adds its numbers and starts it last.
func (r *outboundTaskResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	defer reportCrash(&resp.Diagnostics)
	var plan, config outboundTaskModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, plan.Timeouts.Create, defaultCreateTimeout, &resp.Diagnostics)
	defer cancel()

	// 1. The list must be the one that was planned, before anything is sent.
	whole, list := r.plannedList(ctx, plan, config, taskPrivate{}, &resp.Diagnostics)
	task, diags := plan.createTask(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.CustomTaskID.IsUnknown() {
		plan.NumbersSHA = types.StringValue(r.stored(list.SHA256))
		resp.Diagnostics.Append(plan.deriveTaskID(ctx)...)
		task.CustomTaskID = plan.CustomTaskID.ValueString()
	}

	// 2. The id goes into state at once, before anything else can fail: a task that Terraform does
	// not know of would be made a second time. Until its numbers are all there it counts as not in sync.
	private := taskPrivate{origin: origin{CallAgain: plan.CallAgain.ValueString(), Skipped: plan.skipIDs(), ListDigest: r.stored(whole.SHA256), KnowsPrevious: true}}
	created := func(c campaign.NewTask) {
		private.UTCOffset, private.TaskID, private.Place = offsetSeconds(c.UTCOffset), c.TaskID, r.here()
		plan.ID = types.StringValue(c.TaskID)
		state := plan
		state.NumbersSHA = types.StringNull()
		state.Status = types.StringValue(statusNotStarted)
		state.resolveUnknowns()
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
		resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, plan.ID)...)
		resp.Diagnostics.Append(private.write(ctx, resp.Private)...)
	}
	result, err := r.runner.Create(ctx, campaign.Spec{
		Task: task, List: list, Start: plan.startsAtOnce(),
		Campaign: plan.campaign(ctx, "", list), Consent: plan.consent(),
	}, created)
	if result.TaskID == "" {
		resp.Diagnostics.Append(explain("Creating the task", err, "Nothing was created and nobody is called."))
		r.keepUndecided(ctx, err, plan, private, resp)
		return
	}

	// 3. What was done stands in state, also when it is not all.
	plan.Status = types.StringValue(statusNotStarted)
	plan.record(result, list, r.digests, &private)
	private.StartUnconfirmed = result.StartUnconfirmed
	private.ToldToRun = err == nil && plan.startsAtOnce()
	if result.Seen {
		private.note(result.Task)
		private.WasRunning = result.Task.Status == yccall.StatusRunning
	}
	if err != nil {
		// The task was not told to run, whatever is wanted: who untaints it has it started by the next apply.
		plan.DesiredStatus = types.StringNull()
	}
	plan.resolveUnknowns()
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(private.write(ctx, resp.Private)...)
	if err != nil {
		resp.Diagnostics.Append(explain("Creating the task", err, fmt.Sprintf(
			"Task %s exists, was not started and calls nobody. Terraform marks it as tainted: the next apply ends it and creates the campaign anew.", result.TaskID)))
		return
	}
	warnResult(result, &resp.Diagnostics)
}

// Read refreshes what the platform says of the task.
func (r *outboundTaskResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	defer reportCrash(&resp.Diagnostics)
	var state outboundTaskModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	private, diags := r.readPrivate(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, state.Timeouts.Read, defaultReadTimeout, &resp.Diagnostics)
	defer cancel()

	id := state.ID.ValueString()
	r.read.Store(id, seenTask{isTask: true, name: state.Name.ValueString()})
	if undecidedOf(id, private) != nil {
		resp.Diagnostics.Append(warnUndecided())
		resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, state.ID)...) // a CLI without identities gives none
		return
	}
	o, err := r.runner.Observe(ctx, id, private.Knowledge)
	if err != nil {
		resp.Diagnostics.Append(explain("Reading task "+id, err, "Nothing was changed; Terraform keeps what it knew of the task."))
		return
	}
	if !o.Found && private.Imported && state.Status.IsNull() {
		resp.Diagnostics.AddError("No such task", fmt.Sprintf(
			"The platform does not list task %s, so there is nothing to import. Compare the id, the endpoint and the account.", id))
		return
	}
	if !r.sameTask(state, private, o) {
		o = campaign.Observation{}
		r.noteUnlisted(state, private)
	}
	private.recall(state)
	state.observe(o)
	resp.Diagnostics.Append(state.takeRow(ctx, o, &private, r.notFoundAdviceFor(private))...)
	if o.Found {
		private.see(state.Status.ValueString())
		private.note(o.Task)
		private.Place = r.here()
		r.read.Store(id, state.seenAs(private, r.now()))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, state.ID)...)
	resp.Diagnostics.Append(private.write(ctx, resp.Private)...)
}

// Update changes the numbers and the run state in place.
func (r *outboundTaskResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	defer reportCrash(&resp.Diagnostics)
	var plan, config, state outboundTaskModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	private, diags := r.readPrivate(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, plan.Timeouts.Update, defaultUpdateTimeout, &resp.Diagnostics)
	defer cancel()

	if resp.Diagnostics.Append(r.refuseElsewhere(ctx, state, private)...); resp.Diagnostics.HasError() {
		return
	}
	private.recall(state)
	u := update{r: r, plan: plan, state: state, private: private, diags: &resp.Diagnostics}
	u.command, u.commanded = plan.runStateOf(state, private, r.now()).command()

	// 1. The list must be the one that was planned, before anything is sent. Stopping needs none.
	if u.changesNumbers(ctx) {
		u.whole, u.list = r.plannedList(ctx, plan, config, private, &resp.Diagnostics)
		if resp.Diagnostics.Append(r.checkAdded(ctx, plan, state.ID.ValueString(), private, u.list)...); resp.Diagnostics.HasError() {
			return
		}
	}

	// What was not done yet stays in state as it was, so that a failure shows as a change in the next plan.
	u.done = plan
	u.done.keepNumbers(state)
	u.done.DesiredStatus, u.done.Status, u.done.CreatedAt = state.DesiredStatus, state.Status, state.CreatedAt
	u.run(ctx)
	u.done.resolveUnknowns()
	u.private.WasRunning = u.done.Status.ValueString() == statusRunning
	resp.Diagnostics.Append(resp.State.Set(ctx, u.done)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, state.ID)...)
	resp.Diagnostics.Append(u.private.write(ctx, resp.Private)...)
}

// Delete ends the task; the platform keeps its record.
func (r *outboundTaskResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	defer reportCrash(&resp.Diagnostics)
	var state outboundTaskModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	private, diags := r.readPrivate(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, state.Timeouts.Delete, defaultDeleteTimeout, &resp.Diagnostics)
	defer cancel()
	if state.Status.ValueString() != statusEnded {
		if resp.Diagnostics.Append(r.refuseElsewhere(ctx, state, private)...); resp.Diagnostics.HasError() {
			return
		}
	}

	id := state.ID.ValueString()
	if u := undecidedOf(id, private); u != nil {
		if err := r.runner.EndUndecided(ctx, u.CustomTaskID, u.Before); err != nil {
			resp.Diagnostics.Append(explain("Looking for the task of a creation that was not answered", err, "It was not started, so nobody is called. Run the command again."))
		}
		return
	}
	found, err := r.runner.End(ctx, id)
	if err == nil {
		gone := state.seenAs(private, r.now())
		gone.ended = true
		r.gone.Store(id, gone)
	}
	switch {
	case err != nil:
		resp.Diagnostics.Append(explain("Ending task "+id, err,
			"The task may still be calling people, and stays in state. Run the command again, or end it in the platform's console."))
	case !found && !r.mayForget(state, private):
		resp.Diagnostics.AddError("The task is not listed", fmt.Sprintf(
			"The platform does not list task %s. It was told to end all the same, but whether it did cannot be seen: it may still be calling people, and stays in state.\n\n%s",
			id, r.notFoundAdviceFor(private)))
	case !found:
		resp.Diagnostics.AddWarning("The task was not listed", fmt.Sprintf(
			"The platform does not list task %s. It was told to end all the same, and was removed from state.", id))
	}
}

// ImportState takes a task id, as such or as an identity. What the server echoes is read next; the
// rest is taken over from the configuration by the first apply.
func (r *outboundTaskResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, diags := importedTaskID(ctx, req)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if !yccall.TaskIDPattern.MatchString(id) {
		resp.Diagnostics.AddError("Malformed task id",
			"Import takes the platform's task id, about 20 digits, as the console and the id attribute show it. Nothing was imported.")
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, types.StringValue(id))...)
	resp.Diagnostics.Append(taskPrivate{Imported: true}.write(ctx, resp.Private)...)
}

// plannedList checks the wanted numbers again and refuses a list that is not the one that was planned. whole is the list
// with the people whom other tasks have called, list the one without them.
func (r *outboundTaskResource) plannedList(ctx context.Context, plan, config outboundTaskModel, private taskPrivate, diags *diag.Diagnostics) (whole, list *numberlist.List) {
	config = plan.withWriteOnly(config)
	whole, d := config.checkList(ctx, r.lists, r.now(), private.Listed)
	diags.Append(d...)
	if whole == nil {
		return nil, nil
	}
	if list = r.withoutSkipped(ctx, whole, plan.skipped(private), diags); list == nil {
		return nil, nil
	}
	// It is null where the numbers are left as they are, on a task that is not listed.
	if isSet(plan.NumbersSHA) && r.stored(list.SHA256) != plan.NumbersSHA.ValueString() {
		diags.Append(config.listError("The number list changed since it was planned",
			"The list that the plan was made from is not the one that is there now. Nothing was sent.\n\nPlan again, look at the plan, and apply that."))
		return nil, nil
	}
	return whole, list
}
