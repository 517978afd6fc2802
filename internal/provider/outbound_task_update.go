package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// update is a change in place on its way.
type update struct {
	r           *outboundTaskResource
	plan, state outboundTaskModel
	// done is what stands in state afterwards: the old values, and the new ones as far as the work has come.
	done    outboundTaskModel
	private taskPrivate
	// whole is the list with the people whom other tasks have called, list the one without them.
	whole, list *numberlist.List
	command     yccall.TaskCommand
	commanded   bool
	diags       *diag.Diagnostics
}

// changesNumbers reports whether the task's numbers change. One that has ended, or is to end, takes none any more.
func (u *update) changesNumbers(ctx context.Context) bool {
	ending := u.commanded && u.command == yccall.CommandEnd
	return u.plan.changesNumbers(ctx, u.state) && u.state.Status.ValueString() != statusEnded && !ending
}

// run makes the change. Pausing and ending come before the numbers change, starting comes after.
func (u *update) run(ctx context.Context) {
	starts := u.commanded && u.command == yccall.CommandRun
	if u.commanded && !starts && !u.setRunState(ctx) {
		return
	}
	seen := false
	if u.list != nil {
		var ok bool
		if seen, ok = u.setNumbers(ctx); !ok {
			return
		}
	}
	u.done.takeNumbers(u.plan)
	if starts {
		if !u.setRunState(ctx) {
			return
		}
		seen = false
	}
	u.done.DesiredStatus = u.plan.DesiredStatus
	u.private.Skipped = u.plan.skipped(u.private)
	if u.private.Imported {
		u.private.CallAgain, u.private.Imported = u.plan.CallAgain.ValueString(), false
	}
	if s := u.plan.DesiredStatus.ValueString(); s == statusPaused || s == statusEnded {
		u.private.LeftPaused = false // it is what is wanted now
	}
	if seen {
		return
	}
	// What the platform says of it now. Not seeing it does not undo what was done.
	if o, err := u.r.runner.Observe(ctx, u.state.ID.ValueString(), u.private.Knowledge); err == nil {
		u.done.observe(o)
	}
}

// setNumbers brings the task in line with the list. seen is true when the task was seen after that.
func (u *update) setNumbers(ctx context.Context) (seen, ok bool) {
	result, err := u.r.runner.Update(ctx, u.r.updateOf(u.state, u.private, u.list))
	if result.Untouched {
		u.diags.Append(explain("Changing the numbers of task "+u.state.ID.ValueString(), err,
			"Nothing was sent, and the numbers are as they were. The next apply changes them."))
		return false, false
	}
	u.done.record(result, u.list, u.r.digests, &u.private)
	if u.private.ListDigest = ""; result.InSync {
		u.private.ListDigest = u.r.stored(u.whole.SHA256)
	}
	if err != nil {
		u.diags.Append(explain("Changing the numbers of task "+u.state.ID.ValueString(), err, meaningOfPartialRevision(err, result, &u.private)))
		return false, false
	}
	warnResult(result, u.diags)
	return result.Seen, true
}

// setRunState runs, pauses or ends the task. It reports whether that was done.
func (u *update) setRunState(ctx context.Context) bool {
	id := u.state.ID.ValueString()
	err := u.r.runner.SetRunState(ctx, id, u.command)
	var unconfirmed *campaign.UnconfirmedError
	if u.command == yccall.CommandRun && (err == nil || errors.As(err, &unconfirmed)) {
		u.private.ToldToRun = true
	}
	if err != nil {
		u.diags.Append(explain("Setting the run state of task "+id, err,
			"The state has what was done so far; the next apply sets the run state again."))
		return false
	}
	u.private.StartUnconfirmed, u.private.LeftPaused = false, false
	return true
}
