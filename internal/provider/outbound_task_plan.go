package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
)

// ModifyPlan checks the numbers and decides between no change, a change in place and a replacement.
//
// Terraform plans twice, once for the plan and once more while it applies, and both must come to the
// same values: everything here follows from the configuration, the state and the number list alone.
func (r *outboundTaskResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var plan, config outboundTaskModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	private, diags := readPrivate(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || r.providerData == nil {
		return
	}
	list := r.planNumbers(ctx, &plan, config, private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	plan.warnSchedule(private, &resp.Diagnostics)
	if req.State.Raw.IsNull() {
		plan.planCreate(ctx, config, &resp.Diagnostics)
		if !resp.Diagnostics.HasError() {
			r.checkEarlier(ctx, plan, list, &resp.Diagnostics)
		}
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
		return
	}

	var state outboundTaskModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if replaced := plan.replaced(ctx, state, private.Imported); len(replaced) > 0 {
		if !r.wasRead(state.ID.ValueString()) {
			resp.Diagnostics.Append(knownTooLate(state.ID.ValueString(), replaced))
			return
		}
		if state.Status.ValueString() == statusNotFound {
			resp.Diagnostics.AddAttributeError(path.Root("id"), "The task is not listed", fmt.Sprintf(
				"This needs a new task, but the platform does not list task %s, so it cannot be ended: if it is there after all, under another account or endpoint, "+
					"both would call the same people. Nothing was sent.\n\n%s", state.ID.ValueString(), notFoundAdvice))
			return
		}
		resp.RequiresReplace = replaced
		r.warnReplacement(ctx, state, &resp.Diagnostics)
		return
	}
	changed := !req.Plan.Raw.Equal(req.State.Raw)
	r.planUpdate(ctx, &plan, state, private, changed, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
}

// planNumbers checks the list and plans its counts and digest, so that a plan shows whether it changed.
func (r *outboundTaskResource) planNumbers(ctx context.Context, plan *outboundTaskModel, config outboundTaskModel, private taskPrivate, diags *diag.Diagnostics) *numberlist.List {
	plan.NumberCount, plan.ExcludedCount, plan.NumbersSHA = types.Int64Unknown(), types.Int64Unknown(), types.StringUnknown()
	if !config.listKnown(ctx) {
		return nil
	}
	list, d := config.checkList(ctx, r.lists, r.now(), private.Listed)
	diags.Append(d...)
	if list == nil {
		return nil
	}
	config.warnPastTimes(list, diags)
	config.warnLookalikes(list, diags)
	plan.NumberCount, plan.ExcludedCount = types.Int64Value(int64(list.Count)), types.Int64Value(int64(list.Excluded))
	plan.NumbersSHA = types.StringValue(list.SHA256)
	return list
}

// planCreate plans a new task.
func (m *outboundTaskModel) planCreate(ctx context.Context, config outboundTaskModel, diags *diag.Diagnostics) {
	if s := m.DesiredStatus.ValueString(); s == statusPaused || s == statusEnded {
		diags.AddAttributeError(path.Root("desired_status"), "A new task cannot be "+s, fmt.Sprintf(
			"The task does not exist yet, and the platform creates tasks not started or running. Nothing was sent.\n\n"+
				"Set desired_status to not_started or running, or leave it out; set it to %s later.", s))
	}
	if !m.NumberCount.IsUnknown() && m.NumberCount.ValueInt64() == 0 {
		diags.AddAttributeError(path.Root("do_not_call_file"), "Nobody to call",
			"Every number of the list is on the do-not-call list. Nothing was sent.\n\nGive a list with somebody who may be called.")
	}
	if m.CustomTaskID.IsUnknown() && config.CustomTaskID.IsNull() {
		diags.Append(m.deriveTaskID(ctx)...)
	}
	// A replacement plans from a null state: nothing of the old task may shine through.
	m.ID, m.Status, m.CreatedAt = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
	m.InvalidData, m.InvalidCount = types.ListUnknown(types.StringType), types.Int64Unknown()
}

// warnSchedule tells of times that have no effect on a task that was not told to run yet.
func (m outboundTaskModel) warnSchedule(private taskPrivate, diags *diag.Diagnostics) {
	if private.ToldToRun || !m.DesiredStatus.IsNull() && m.DesiredStatus.ValueString() != statusNotStarted {
		return
	}
	for _, at := range []struct {
		name  string
		value types.String
	}{{"scheduled_time", m.ScheduledTime}, {"paused_time", m.PausedTime}} {
		if isSet(at.value) {
			diags.AddAttributeWarning(path.Root(at.name), "The schedule has no effect yet", at.name+
				" only works on a task that is started. Set desired_status to running to have the schedule start and stop the campaign; it then calls nobody before scheduled_time.")
		}
	}
}

// changesNumbers reports whether the numbers are to change, or have to be put right.
func (m outboundTaskModel) changesNumbers(ctx context.Context, state outboundTaskModel) bool {
	return differs(ctx, m.NumbersSHA, state.NumbersSHA)
}

// planUpdate plans a change in place, or none.
func (r *outboundTaskResource) planUpdate(ctx context.Context, plan *outboundTaskModel, state outboundTaskModel, private taskPrivate, changed bool, diags *diag.Diagnostics) {
	id := state.ID.ValueString()
	// What is not known yet is decided when it is: neither is it a change now, nor is it none.
	undecided := plan.NumbersSHA.IsUnknown() || plan.DesiredStatus.IsUnknown()
	numbersChange := plan.changesNumbers(ctx, state)
	statusChange := differs(ctx, plan.DesiredStatus, state.DesiredStatus)
	observed := state.Status.ValueString()

	plan.ID, plan.CreatedAt = state.ID, state.CreatedAt
	plan.Status, plan.InvalidData, plan.InvalidCount = state.Status, state.InvalidData, state.InvalidCount

	// A null digest means that the task is not what was last written (or was just imported); if it
	// has ended meanwhile, there is nothing left to put right.
	if numbersChange && observed == statusEnded && !state.NumbersSHA.IsNull() {
		diags.Append(plan.listError("The task has ended", fmt.Sprintf(
			"The number list changed, but task %s has ended and takes no numbers any more. Nothing was sent.\n\n%s", id, endedAdvice)))
	}
	if numbersChange && observed == statusEnded && state.NumbersSHA.IsNull() && !private.Imported {
		diags.Append(plan.listWarning("The task ended before its numbers were put right", fmt.Sprintf(
			"Task %s has ended and takes no numbers any more. What the last apply did not finish, or somebody changed, stays as it is: "+
				"numbers of the list may never have reached the task. Applying this only takes the list over into state.\n\n"+
				"The data source yccall_outbound_task_calls shows whom the task holds. %s", id, endedAdvice)))
	}
	if observed == statusNotFound && (numbersChange && !state.NumbersSHA.IsNull() || statusChange) {
		diags.AddAttributeError(path.Root("id"), "The task is not listed", fmt.Sprintf(
			"The platform does not list task %s, so it cannot be changed. Nothing was sent.\n\n%s", id, notFoundAdvice))
	}
	if observed == statusNotFound && numbersChange {
		// Whatever it holds cannot be put right now.
		plan.NumbersSHA, plan.NumberCount, plan.ExcludedCount = state.NumbersSHA, state.NumberCount, state.ExcludedCount
		numbersChange = false
	}
	changed = changed || undecided || !plan.ExcludedCount.Equal(state.ExcludedCount) || !plan.NumberCount.Equal(state.NumberCount)
	runState := plan.runStateOf(state, private, r.now())
	plan.checkRunState(state, runState, numbersChange, diags)
	if diags.HasError() {
		return
	}

	_, command := runState.command()
	if numbersChange || plan.NumbersSHA.IsUnknown() {
		plan.InvalidData, plan.InvalidCount = types.ListUnknown(types.StringType), types.Int64Unknown()
	}
	if numbersChange || command || statusChange || changed {
		plan.Status = types.StringUnknown()
		if state.CreatedAt.IsNull() {
			plan.CreatedAt = types.StringUnknown()
		}
	}
}
