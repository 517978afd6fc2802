package provider

import (
	"context"
	"errors"
	"strings"

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

// undecidedPrefix stands in front of the custom task id in the id of such an object.
const undecidedPrefix = "unknown-"

// undecidedOf returns what the task of an undecided creation is told by; nil for a task that has an id. Terraform destroys a
// tainted object without its private state: then its id tells, and no earlier task of that id is left out, since none was
// created beside one that has not ended.
func undecidedOf(id string, p taskPrivate) *undecidedCreation {
	if customTaskID, found := strings.CutPrefix(id, undecidedPrefix); found && p.Undecided == nil {
		return &undecidedCreation{CustomTaskID: customTaskID}
	}
	return p.Undecided
}

// keepUndecided puts a creation into state of which it is not known whether it made a task.
func (r *outboundTaskResource) keepUndecided(ctx context.Context, err error, plan outboundTaskModel, private taskPrivate, resp *resource.CreateResponse) {
	var undecided *campaign.UndecidedError
	if !errors.As(err, &undecided) || undecided.Refused() {
		return
	}
	private.Place = r.here()
	private.Undecided = &undecidedCreation{CustomTaskID: undecided.CustomTaskID, Before: undecided.Before}
	plan.ID = types.StringValue(undecidedPrefix + undecided.CustomTaskID)
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
