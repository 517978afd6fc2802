package provider

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// ModifyPlan checks the numbers and decides between no change, a change in place and a replacement.
//
// Terraform plans twice, once for the plan and once more while it applies, and both must come to the
// same values: everything here follows from the configuration, the state and the number list alone.
func (r *outboundTaskResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	defer reportCrash(&resp.Diagnostics)
	private, diags := r.readPrivate(ctx, req.Private)
	resp.Diagnostics.Append(diags...)
	if !req.State.Raw.IsNull() || private.TaskID != "" {
		defer func() { resp.Diagnostics = withStopAdvice(resp.Diagnostics, stopAdvice) }()
	}
	if resp.Diagnostics.HasError() || r.providerData == nil {
		return
	}
	var state outboundTaskModel
	if !req.State.Raw.IsNull() {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		r.planned.Store(state.ID.ValueString(), true)
	}
	if req.Plan.Raw.IsNull() {
		r.planDestroy(state, private, &resp.Diagnostics)
		return
	}
	var plan, config outboundTaskModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.deadline(ctx, config.Timeouts.Read, defaultReadTimeout, &resp.Diagnostics)
	defer cancel()
	config.warnNeverTheSame(&resp.Diagnostics)
	if req.State.Raw.IsNull() {
		r.planNew(ctx, &plan, config, private, &resp.Diagnostics)
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
		return
	}
	private.recall(state)
	if plan.runStateOf(state, private, r.now()).archived() {
		req.Plan.Raw = keepArchived(req.Plan.Raw, req.Config.Raw, req.State.Raw)
		if resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...); resp.Diagnostics.HasError() {
			return
		}
	}
	if resp.RequiresReplace = r.planChange(ctx, &plan, config, state, private, &resp.Diagnostics); len(resp.RequiresReplace) > 0 || resp.Diagnostics.HasError() {
		return
	}
	changed := !req.Plan.Raw.Equal(req.State.Raw)
	r.planUpdate(ctx, &plan, state, private, changed, &resp.Diagnostics)
	if resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...); !plan.Status.IsUnknown() && !resp.Plan.Raw.Equal(req.State.Raw) {
		// An update reads the run state anew, also one that only takes over what an earlier version did not count.
		plan.showChange(state)
		resp.Diagnostics.Append(resp.Plan.Set(ctx, plan)...)
	}
}

// keepArchived plans an archived campaign as it stands in state, whatever else the configuration says by now. Terraform takes
// an old value for a configured one, but not for one that was taken out.
func keepArchived(plan, config, state tftypes.Value) tftypes.Value {
	var planned, configured, stored map[string]tftypes.Value
	if plan.As(&planned) != nil || config.As(&configured) != nil || state.As(&stored) != nil {
		return plan
	}
	for name := range planned {
		computed := configured[name].IsNull() && !planned[name].IsKnown()
		if computed || !configured[name].IsNull() && !stored[name].IsNull() {
			planned[name] = stored[name]
		}
	}
	return tftypes.NewValue(plan.Type(), planned)
}

// planNew plans a new task. Terraform plans a replacement twice, with and without the state; private state is that of the
// old task both times.
func (r *outboundTaskResource) planNew(ctx context.Context, plan *outboundTaskModel, config outboundTaskModel, private taskPrivate, diags *diag.Diagnostics) {
	defer func() {
		if diags.HasError() && private.TaskID == "" && r.mayBeTainted(ctx, *plan) {
			*diags = withStopAdvice(*diags, taintedAdvice)
		}
	}()
	list := r.planNumbers(ctx, plan, config, nil, private, diags)
	if diags.HasError() {
		return
	}
	plan.warnSchedule(taskPrivate{}, diags)
	plan.warnNameless(config, diags)
	if plan.planCreate(ctx, config, diags); diags.HasError() {
		return
	}
	wanted := plannedTask{
		name: plan.Name.ValueString(), listDigest: plan.NumbersSHA.ValueString(),
		consent: consent{callAgain: plan.CallAgain.ValueString(), skips: plan.skipIDs()},
	}
	if id, found := r.pairs.foundAbsent(elsewhere, wanted); found {
		diags.Append(refuseNewElsewhere(id))
		return
	}
	if id, found := r.pairs.foundAbsent(unlisted, wanted); found {
		diags.Append(refuseNewUnlisted(id))
		return
	}
	if _, decided := r.replacing.Load(private.TaskID); decided {
		r.checkPrevious(ctx, *plan, private, true, list, diags)
		return
	}
	if private.TaskID != "" && !r.mayBeForced(ctx, *plan, private, list, diags) {
		return
	}
	if id, found := r.pairs.foundAbsent(past, wanted); found {
		diags.Append(refuseCalledBefore(nil, &campaign.CalledBeforeError{Task: yccall.Task{ID: id}, Again: -1}))
		return
	}
	r.checkPrevious(ctx, *plan, private, false, list, diags)
	r.checkPair(wanted, diags)
	if !diags.HasError() {
		diags.Append(r.checkHidden(ctx, list)...)
	}
}

// planChange decides whether a change needs a new task, and whether it may have one. It returns the attributes that a new
// task is needed for; none for a change in place.
func (r *outboundTaskResource) planChange(
	ctx context.Context, plan *outboundTaskModel, config, state outboundTaskModel, private taskPrivate, diags *diag.Diagnostics,
) path.Paths {
	id := state.ID.ValueString()
	runState := plan.runStateOf(state, private, r.now())
	c := plan.changeOf(ctx, state, config, private, runState.started())
	v := c.verdict()
	if runState.desired == statusEnded {
		v = changeInPlace // it is to end, or has ended: neither list nor settings are looked at any more
	}
	if v != changeInPlace && v != storeOnly && !r.wasRead(id) {
		diags.Append(knownTooLate(id, c.paths()))
		return nil
	}
	s := standing{}
	if v != changeInPlace {
		s = r.standingOf(ctx, *plan, state, private)
	}
	switch v {
	case changeInPlace:
	case storeOnly:
		diags.Append(warnStoredOnly(c, s))
	case makeNewTask:
		r.replacing.Store(id, true)
		diags.Append(warnNewTask(c, s))
		return c.paths()
	default:
		diags.Append(refuseChange(v, c, s, r.now().Format(time.DateOnly)))
		return nil
	}
	r.planInPlace(ctx, plan, config, state, private, diags)
	return nil
}

// planInPlace plans the numbers of a task that stays.
func (r *outboundTaskResource) planInPlace(
	ctx context.Context, plan *outboundTaskModel, config, state outboundTaskModel, private taskPrivate, diags *diag.Diagnostics,
) {
	id, observed := state.ID.ValueString(), state.Status.ValueString()
	if observed != statusEnded && plan.DesiredStatus.ValueString() != statusEnded {
		r.checkShared(id, diags)
	}
	list := r.planNumbers(ctx, plan, config, &state, private, diags)
	if diags.HasError() {
		return
	}
	plan.warnSchedule(private, diags)
	plan.warnKept(private, diags)
	if !plan.changesNumbers(ctx, state) {
		return
	}
	if observed == statusEnded && (!state.NumbersSHA.IsNull() || private.Imported) {
		r.checkEndedList(ctx, *plan, state, private, list, diags)
	}
	if r.wasRead(id) && observed != statusEnded && observed != statusNotFound {
		diags.Append(r.checkAdded(ctx, *plan, id, private, list)...)
		r.warnListChanges(ctx, *plan, state, private, list, diags)
	}
	if plan.runStateOf(state, private, r.now()).started() && r.pairs.givesUp(plannedTask{id: id, listDigest: state.NumbersSHA.ValueString()}) {
		diags.Append(refuseListMoved(id))
		return
	}
	r.checkPair(plannedTask{
		id: id, name: plan.Name.ValueString(), listDigest: plan.NumbersSHA.ValueString(), consent: consent{skips: plan.skipped(private)},
	}, diags)
}

// planNumbers checks the list and plans its counts and digest, so that a plan shows whether it changed. state is nil for a
// new task. Stopping needs no list.
func (r *outboundTaskResource) planNumbers(
	ctx context.Context, plan *outboundTaskModel, config outboundTaskModel, state *outboundTaskModel, private taskPrivate, diags *diag.Diagnostics,
) *numberlist.List {
	desired := plan.DesiredStatus.ValueString()
	config = plan.withWriteOnly(config)
	if state != nil && (desired == statusEnded || !config.hasList()) {
		plan.keepCounts(*state)
		return nil
	}
	plan.NumberCount, plan.ExcludedCount, plan.SkippedCount, plan.NumbersSHA = types.Int64Unknown(), types.Int64Unknown(), types.Int64Unknown(), types.StringUnknown()
	plan.BadRowCount = types.Int64Unknown()
	if !config.listKnown(ctx) {
		return nil
	}
	whole, d := config.checkList(ctx, r.lists, r.now(), private.Listed)
	stopped := state != nil && (desired == statusPaused || state.Status.ValueString() == statusEnded)
	if whole == nil && stopped {
		plan.keepCounts(*state)
		for _, problem := range d {
			diags.AddWarning("The number list was not looked at", problem.Summary()+". The task is stopped, or has ended, and needs no list for that: it keeps the numbers that it has.")
		}
		return nil
	}
	diags.Append(d...)
	if whole == nil {
		return nil
	}
	if config.checkTimes(whole, r.newPastTimes(whole, state == nil, private), diags); diags.HasError() {
		return nil
	}
	config.warnDoubts(whole, diags)
	plan.ExcludedCount, plan.BadRowCount = types.Int64Value(int64(whole.Excluded)), types.Int64Value(int64(whole.BadRows))
	if state != nil && state.BadRowCount.IsNull() && whole.BadRows == 0 {
		plan.BadRowCount = types.Int64Null() // of an earlier version: no change for that alone
	}
	return r.planSkipped(ctx, plan, state, whole, private, diags)
}

// keepCounts plans that the numbers of a task stay as they are.
func (m *outboundTaskModel) keepCounts(state outboundTaskModel) {
	m.NumberCount, m.ExcludedCount, m.SkippedCount, m.NumbersSHA = state.NumberCount, state.ExcludedCount, state.SkippedCount, state.NumbersSHA
	m.BadRowCount = state.BadRowCount
}

// checkEndedList refuses a list with people whom a task that has ended does not hold: nobody would call them. After an import
// it warns, since they may be numbers that the platform has rejected.
func (r *outboundTaskResource) checkEndedList(
	ctx context.Context, plan, state outboundTaskModel, private taskPrivate, list *numberlist.List, diags *diag.Diagnostics,
) {
	if list == nil {
		return
	}
	id := state.ID.ValueString()
	added, known, err := r.runner.Added(ctx, id, list)
	known = known && err == nil
	lacks := 0
	if known {
		lacks = added.Count - state.countRejected(added)
	}
	if known && lacks == 0 {
		if private.Imported {
			return
		}
		diags.Append(plan.listWarning("The list changed, and the task has ended", fmt.Sprintf(
			"Task %s has ended and takes no numbers any more. Everybody on the list was on it, so the list is only stored.", id)))
		return
	}
	whom := "people"
	if known {
		whom = phoneNumbers(int64(lacks))
	}
	const summary = "The task has ended, and the list has people whom it did not call"
	text := fmt.Sprintf("Task %s has ended and takes no numbers any more, and the list has %s that it does not hold.", id, whom)
	lines := fmt.Sprintf("To call the new ones in a new task, add this line:\n\n  skip_called_by = [%s]\n\n"+
		"If the campaign is over, say so, and the list is not looked at any more:\n\n  desired_status = \"ended\"",
		quoted(append(slices.Clone(private.Skipped), id)))
	if private.Imported {
		diags.Append(plan.listWarning(summary, text+" Applying this only stores the list.\n\n"+lines))
		return
	}
	diags.Append(plan.listError(summary, text+" Nothing was sent.\n\nTo leave the campaign as it is, use the list as it was.\n\n"+lines))
}

// planCreate plans a new task.
func (m *outboundTaskModel) planCreate(ctx context.Context, config outboundTaskModel, diags *diag.Diagnostics) {
	if s := m.DesiredStatus.ValueString(); s == statusPaused || s == statusEnded {
		diags.AddAttributeError(path.Root("desired_status"), "A new task cannot be "+s, fmt.Sprintf(
			"The task does not exist yet, and the platform creates tasks not started or running. Nothing was sent.\n\n"+
				"Set desired_status to not_started, started or running, or leave it out; set it to %s later.\n\n%s", s, taintedAdvice))
	}
	if !m.NumberCount.IsUnknown() && m.NumberCount.ValueInt64() == 0 {
		diags.Append(m.refuseNobody())
	}
	m.warnLongID(config, diags)
	if m.CustomTaskID.IsUnknown() && config.CustomTaskID.IsNull() {
		diags.Append(m.deriveTaskID(ctx)...)
	}
	// A replacement plans from a null state: nothing of the old task may shine through.
	m.ID, m.Status, m.CreatedAt = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
	m.InvalidData, m.InvalidCount = types.ListUnknown(types.StringType), types.Int64Unknown()
}

// refuseNobody says who left nobody to call on the list of a new task.
func (m outboundTaskModel) refuseNobody() diag.Diagnostic {
	at, by := "do_not_call_file", fmt.Sprintf("do_not_call_file leaves out %s", phoneNumbers(m.ExcludedCount.ValueInt64()))
	if skipped := m.SkippedCount.ValueInt64(); skipped > 0 {
		at, by = "skip_called_by", fmt.Sprintf("%s, and skip_called_by the other %d, whom its tasks have called", by, skipped)
		if m.ExcludedCount.ValueInt64() == 0 {
			by = fmt.Sprintf("skip_called_by leaves out all %s, whom its tasks have called", phoneNumbers(skipped))
		}
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(at), "Nobody to call", fmt.Sprintf(
		"Nobody on the list is left: %s. Nothing was sent.\n\n"+
			"Give a list with somebody who may be called. If the campaign is over, take the resource out of the configuration.", by))
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

	numbersChange = plan.checkUnlisted(state, numbersChange, statusChange, r.notFoundAdviceFor(private), diags)
	// A null digest means that the task is not what was last written (or was just imported); if it
	// has ended meanwhile, there is nothing left to put right.
	neverReached := observed == statusEnded && state.NumbersSHA.IsNull() && !private.Imported
	if numbersChange && neverReached {
		diags.Append(plan.listWarning("The task ended before its numbers were put right", fmt.Sprintf(
			"Task %s has ended and takes no numbers any more. What the last apply did not finish, or somebody changed, stays as it is: "+
				"numbers of the list may never have reached the task. Applying this only takes the list over into state.\n\n"+
				"The data source yccall_outbound_task_calls shows whom the task holds. To call people in a new task, add one of these lines before that:\n\n%s",
			id, waysOn(append(slices.Clone(private.Skipped), id), "only people whom it has not called", r.now().Format(time.DateOnly), "everybody on the list"))))
	}
	changed = changed || undecided || plan.changesCounts(state)
	runState := plan.runStateOf(state, private, r.now())
	plan.checkRunState(state, runState, diags)
	if diags.HasError() {
		return
	}

	_, command := runState.command()
	if numbersChange || plan.NumbersSHA.IsUnknown() {
		plan.InvalidData, plan.InvalidCount = types.ListUnknown(types.StringType), types.Int64Unknown()
	}
	if numbersChange || command || statusChange || changed {
		plan.showChange(state)
	}
}

// showChange plans what an update reads anew.
func (m *outboundTaskModel) showChange(state outboundTaskModel) {
	m.Status = types.StringUnknown()
	if state.CreatedAt.IsNull() {
		m.CreatedAt = types.StringUnknown()
	}
}

// checkUnlisted refuses to change a task that the platform does not list. It reports whether its numbers still change:
// whatever such a task holds cannot be put right now.
func (m *outboundTaskModel) checkUnlisted(state outboundTaskModel, numbersChange, statusChange bool, advice string, diags *diag.Diagnostics) bool {
	if state.Status.ValueString() != statusNotFound {
		return numbersChange
	}
	if numbersChange && !state.NumbersSHA.IsNull() || statusChange {
		diags.AddAttributeError(path.Root("id"), "The task is not listed", fmt.Sprintf(
			"The platform does not list task %s, so it cannot be changed. Nothing was sent.\n\n%s", state.ID.ValueString(), advice))
	}
	if numbersChange {
		m.keepCounts(state)
	}
	return false
}

// changesCounts reports whether a plan has other counts than the state. The first version did not count who was skipped.
func (m outboundTaskModel) changesCounts(state outboundTaskModel) bool {
	return !m.ExcludedCount.Equal(state.ExcludedCount) || !m.NumberCount.Equal(state.NumberCount) ||
		!state.SkippedCount.IsNull() && !m.SkippedCount.Equal(state.SkippedCount)
}
