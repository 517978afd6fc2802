package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// noteUnlisted remembers, for the plans of this process, a task that is not listed, or is listed elsewhere. One that was never
// started has called nobody; what is not remembered of a task proves nothing. One that has ended calls nobody any more, and may
// have called people.
func (r *outboundTaskResource) noteUnlisted(state outboundTaskModel, p taskPrivate) {
	t := absentTask{plannedTask: plannedTask{
		id: state.ID.ValueString(), name: state.Name.ValueString(), listDigest: state.NumbersSHA.ValueString(), consent: p.consent(),
	}}
	switch {
	case p.Place.other(r.here()):
		t.why = elsewhere
	case p.TaskID != "" && !state.runStateOf(state, p, r.now()).started():
		return
	case state.Status.ValueString() == statusEnded:
		t.why = past
	default:
		t.why = unlisted
	}
	r.pairs.isAbsent(t)
}

// takeRow takes over what a look at the task tells, and says what differs from what is known of it.
func (m *outboundTaskModel) takeRow(ctx context.Context, o campaign.Observation, p *taskPrivate, ifNotFound string) (diags diag.Diagnostics) {
	id := m.ID.ValueString()
	switch {
	case !o.Found && m.Status.ValueString() != statusEnded:
		diags.AddAttributeWarning(path.Root("id"), "The task is not listed", fmt.Sprintf(
			"The platform does not list task %s. Terraform keeps it in state and does not create the campaign anew by itself, which would call everybody a second time. %s",
			id, ifNotFound))
	case o.Found && p.Imported:
		diags.Append(m.fillEchoed(ctx, o.Task)...)
		p.ScheduledTime, p.PausedTime = m.ScheduledTime.ValueString(), m.PausedTime.ValueString()
	case o.Found:
		// Settings of a task that has ended change in state alone, which is no change outside.
		if names := m.drift(o.Task); len(names) > 0 && o.Task.Status != yccall.StatusEnded {
			diags.AddAttributeWarning(path.Root("id"), "The task was changed outside Terraform", fmt.Sprintf(
				"The platform reports another value than the configuration for %s of task %s. The provider leaves this alone: "+
					"the platform cannot change it back, and a new task would call everybody again.", strings.Join(names, ", "), id))
		}
		if o.Held >= 0 && p.Held != nil && o.Held != *p.Held && !m.NumbersSHA.IsNull() {
			m.NumbersSHA = types.StringNull()
			diags.Append(m.listWarning("The task holds other numbers than Terraform left", fmt.Sprintf(
				"Task %s holds %s, and held %d after the last apply. The next apply compares them with the list and puts them right.",
				id, phoneNumbers(o.Held), *p.Held)))
		}
	}
	return diags
}
