package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
)

// A digest tells that a list has changed, and nothing else. Whoever reads a plan in CI has to see what the change does to
// the people on it: a wrong export of the same length looks like one correction otherwise.

// warnListChanges says how many people a changed list adds and takes off, and how many of those were called already.
func (r *outboundTaskResource) warnListChanges(
	ctx context.Context, plan, state outboundTaskModel, private taskPrivate, list *numberlist.List, diags *diag.Diagnostics,
) {
	if list == nil {
		return
	}
	id := state.ID.ValueString()
	preview, known, err := r.runner.Preview(ctx, r.updateOf(state, private, list))
	switch {
	case err != nil:
		diags.Append(plan.listWarning("What the changed list does is not known", "Task "+id+" could not be listed: "+sentence(err)))
	case known:
		text := fmt.Sprintf("Task %s: %s.", id, previewText(preview))
		if state.Status.ValueString() == statusRunning && plan.DesiredStatus.ValueString() != statusPaused && needsRest(preview, state, private) {
			text += " The task is running: it is paused for this until no call is going on, which may take a few minutes, and resumed afterwards."
		}
		diags.Append(plan.listWarning("The list changes", text))
	case !state.NumberCount.IsNull():
		diags.Append(plan.listWarning("The list changes", fmt.Sprintf(
			"The list had %s and has %s now. Task %s holds too many to compare them while planning: how many are added and withdrawn is known after the apply.",
			phoneNumbers(state.NumberCount.ValueInt64()), phoneNumbers(int64(list.Count)), id)))
	}
}

// needsRest reports whether the task must not call while its numbers change. While it is not known to hold what was last
// written, after an import for example, a number that is missing may have been sent.
func needsRest(p campaign.Preview, state outboundTaskModel, private taskPrivate) bool {
	return p.Withdrawn+p.Changed > 0 || p.Added > 0 && private.heldWhenInSync(state) == nil
}

// previewText is what an update would change, in words.
func previewText(p campaign.Preview) string {
	parts := []string{fmt.Sprintf("%d added", p.Added), fmt.Sprintf("%d withdrawn", p.Withdrawn)}
	if p.Changed > 0 {
		parts = append(parts, fmt.Sprintf("%d changed", p.Changed))
	}
	text := strings.Join(parts, ", ")
	if p.Called > 0 {
		text += fmt.Sprintf("; %d more are no longer on the list or have other fields, but were called already, and stay as they are", p.Called)
	}
	return text
}

// updateOf is what is known of a task whose numbers change.
func (r *outboundTaskResource) updateOf(state outboundTaskModel, private taskPrivate, list *numberlist.List) campaign.Update {
	return campaign.Update{
		TaskID: state.ID.ValueString(), List: list, Rejected: state.rejected(), Held: private.heldWhenInSync(state),
		AppendedTo: private.appendedTo(state, r.stored(list.PrefixSHA256)), ToldToRun: private.ToldToRun, Knowledge: private.Knowledge,
		Sketch: private.Sketch, ReplaceAll: private.HalfWritten != "" && private.HalfWritten != r.stored(list.SHA256),
	}
}

// withWriteOnly is the list that is wanted: that of the plan, since ignore_changes is not told at apply, with the
// write-only text, which only the configuration has.
func (m outboundTaskModel) withWriteOnly(config outboundTaskModel) outboundTaskModel {
	m.NumbersWO = config.NumbersWO
	return m
}

// hasList reports whether any source of numbers is given. None is where ignore_changes hides numbers_wo.
func (m outboundTaskModel) hasList() bool {
	return !m.Numbers.IsNull() || !m.NumbersFile.IsNull() || !m.NumbersWO.IsNull()
}
