package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// A plan that calls people who may have been called before says so: this file has what it says.

// warnPrevious tells of previous tasks on the platform, whose people this one would call again. Creating looks again, and stops where it
// cannot look; a plan is not refused for that, so that the first look that fails is the last one.
func (r *outboundTaskResource) warnPrevious(ctx context.Context, plan, config outboundTaskModel, diags *diag.Diagnostics) {
	if err := r.warnCalledBefore(ctx, plan, config, diags); err == nil {
		r.warnUnendedByName(ctx, plan, diags)
	}
}

// warnCalledBefore tells when the same campaign has called people already: in a task that was destroyed,
// which may be just what is wanted; in one whose apply was killed before Terraform could save it; or in
// one that is tainted and replaced, of which the provider is not told. (A replacement that -replace asks
// for is not told, either, and there Terraform shows warnings of the apply only.)
func (r *outboundTaskResource) warnCalledBefore(ctx context.Context, plan, config outboundTaskModel, diags *diag.Diagnostics) error {
	if !isSet(plan.CustomTaskID) {
		return nil
	}
	task, called, err := r.runner.CalledBefore(ctx, plan.CustomTaskID.ValueString())
	if err != nil || called == 0 {
		return err
	}
	detail := fmt.Sprintf("Task %s with the same custom_task_id is %s and has called %s.", task.ID, task.StatusText(), phoneNumbers(called))
	if task.Status == yccall.StatusEnded && !config.CustomTaskID.IsNull() {
		detail += " This plan makes a new task, which calls everybody on the list, whether called before or not.\n\n" +
			"If that is not meant, because a previous apply was interrupted for example, import the ended task instead:\n  " + importCommand(task.ID)
	} else {
		detail += " If this plan replaces that task, it is ended first, and everybody on the list is called, whether called before or not. " +
			"If the resource was only renamed or moved, do not apply this plan, and write a moved block.\n\n" +
			"If this plan does not replace it, the apply refuses to make a second one. Import it instead:\n  " + importCommand(task.ID)
	}
	diags.AddAttributeWarning(path.Root("custom_task_id"), "The same campaign was called before", detail)
	return nil
}

// warnUnendedByName tells of a task with the same name that has not ended and is no obstacle to this one. It may be what an
// apply has left that was killed before Terraform could save it, if the list or a setting was changed since: then its
// custom task id is another one, and both would call the same people.
func (r *outboundTaskResource) warnUnendedByName(ctx context.Context, plan outboundTaskModel, diags *diag.Diagnostics) {
	task, found, err := r.runner.UnendedByName(ctx, plan.Name.ValueString(), plan.CustomTaskID.ValueString())
	if err != nil || !found {
		return
	}
	diags.AddAttributeWarning(path.Root("name"), "A campaign of this name has not ended", fmt.Sprintf(
		"Task %s is named %q as well and is %s. If this plan replaces it, it is ended first; if it is another campaign, nothing needs to be done.\n\n"+
			"If an apply that was interrupted has made it, do not apply this plan, which calls its people a second time. Import it:\n  %s",
		task.ID, task.Name, task.StatusText(), importCommand(task.ID)))
}

// warnReplacement announces whom a replacement calls again.
func (r *outboundTaskResource) warnReplacement(ctx context.Context, state outboundTaskModel, diags *diag.Diagnostics) {
	id := state.ID.ValueString()
	list := "its list"
	if !state.NumberCount.IsNull() {
		list = "its list of " + phoneNumbers(state.NumberCount.ValueInt64())
	}
	called := "how many people it has called could not be read"
	if n, err := r.runner.Called(ctx, id); err == nil {
		called = fmt.Sprintf("it has called %s already", phoneNumbers(n))
	}
	diags.AddWarning("Replacing a task calls people again", fmt.Sprintf(
		"The platform cannot change this, so task %s with %s will be ended and a new task made; %s. "+
			"Everybody on the new list will be called, whether called before or not.\n\n"+
			"To call only people who were not called yet, take the others off the list first.", id, list, called))
}
