package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
)

// A creation whose TaskCreat was not answered may have left a task that nobody can tell of yet. It stands in state as a
// tainted object without a task id: the next apply, and a destroy, look for the task and end it.

// undecidedCreation is what such a task is told by.
type undecidedCreation struct {
	CustomTaskID string `json:"custom_task_id"`
	// Before are the tasks of that id that were there before.
	Before []string `json:"before,omitempty"`
}

// keepUndecided puts a creation into state of which it is not known whether it made a task.
func (r *outboundTaskResource) keepUndecided(ctx context.Context, err error, plan outboundTaskModel, private taskPrivate, resp *resource.CreateResponse) {
	var undecided *campaign.UndecidedError
	if !errors.As(err, &undecided) || undecided.Refused() {
		return
	}
	private.Place = r.here()
	private.Undecided = &undecidedCreation{CustomTaskID: undecided.CustomTaskID, Before: undecided.Before}
	plan.ID = types.StringValue("unknown-" + undecided.CustomTaskID)
	plan.Status, plan.DesiredStatus, plan.NumbersSHA = types.StringValue(statusNotFound), types.StringNull(), types.StringNull()
	plan.resolveUnknowns()
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(setIdentity(ctx, resp.Identity, plan.ID)...)
	resp.Diagnostics.Append(private.write(ctx, resp.Private)...)
}

// warnUndecided tells of a creation of which it is not known whether it made a task.
func warnUndecided() diag.Diagnostic {
	return diag.NewWarningDiagnostic("The task is not listed", "The creation of the task was not answered, and it was not seen. "+
		"The resource is tainted: the next apply looks for the task, ends it if it is there, and creates the campaign anew. Nobody was called.")
}
