package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Calling people again has to be said. This file asks, for a plan that makes a new task, whom earlier tasks of the
// campaign have called, and refuses the plan if the configuration does not say that these people may be called again.
// Creating asks the same once more.

// campaign is what earlier tasks are recognised by. A task whose custom task id is derived may be on the platform under
// the one that the first version derived.
func (m outboundTaskModel) campaign(ctx context.Context, replaces string) campaign.Campaign {
	c := campaign.Campaign{CustomTaskID: m.CustomTaskID.ValueString(), Name: m.Name.ValueString(), Replaces: replaces}
	derived := m
	if diags := derived.deriveTaskID(ctx); !diags.HasError() && derived.CustomTaskID.Equal(m.CustomTaskID) {
		c.OtherIDs = []string{m.firstVersionTaskID()}
	}
	return c
}

// consent is what the configuration says about calling people again.
func (m outboundTaskModel) consent() campaign.Consent { return campaign.Consent{} }

// checkEarlier looks for earlier tasks of a campaign that is to be created. list is nil where it is not known yet.
func (r *outboundTaskResource) checkEarlier(ctx context.Context, plan outboundTaskModel, list *numberlist.List, diags *diag.Diagnostics) {
	if !isSet(plan.CustomTaskID) {
		return
	}
	earlier, err := r.runner.FindEarlier(ctx, plan.campaign(ctx, ""))
	for _, e := range earlier {
		if err == nil {
			err = r.runner.Refusal(ctx, e, plan.consent(), list)
		}
		var unstarted *campaign.UnstartedError
		if errors.As(err, &unstarted) {
			diags.Append(warnUnstarted(unstarted.Task))
			err = nil
		}
	}
	switch {
	case err == nil:
	case isRefusal(err), errors.Is(err, yccall.ErrNotAuthorised), errors.Is(err, yccall.ErrTokenInvalid):
		diags.Append(explain("Looking for earlier tasks of the campaign", err, "Nothing was sent."))
	default:
		diags.AddWarning("Earlier tasks of the campaign could not be looked for", sentence(err)+
			"\n\nThis plan does not know whether people on the list were called before. Applying it looks again, and creates nothing where it cannot look.")
	}
}

// isRefusal reports whether an error says that an earlier task forbids a new one.
func isRefusal(err error) bool {
	var runs *campaign.RunsAlreadyError
	var called *campaign.CalledBeforeError
	return errors.As(err, &runs) || errors.As(err, &called)
}

// warnUnstarted tells of an earlier task that has called nobody. If this plan replaces it, it is ended first.
func warnUnstarted(task yccall.Task) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("name"), "A task of the same campaign was never started", fmt.Sprintf(
		"Task %s has the same name or custom_task_id, was never started and has not ended. If this plan replaces it, it is ended first, and nobody is called twice.\n\n"+
			"If it does not, because an apply was interrupted for example, the apply creates nothing while that task has not ended. Import it, or end it in the platform's console:\n  %s",
		task.ID, importCommand(task.ID)))
}

// explainRefusal says why an earlier task forbids a new one. ok is false for any other error.
func explainRefusal(err error) (d diag.Diagnostic, ok bool) {
	var unstarted *campaign.UnstartedError
	var runs *campaign.RunsAlreadyError
	var called *campaign.CalledBeforeError
	switch {
	case errors.As(err, &unstarted):
		return diag.NewAttributeErrorDiagnostic(path.Root("custom_task_id"), "The campaign exists already",
			fmt.Sprintf("Task %s has the same name or custom_task_id, was never started and has not ended.\n\n"+
				"Nothing was created: somebody may start that task, and both would call the same people. It may come from an apply that was interrupted, "+
				"or from another resource or workspace that declares the same campaign.\n\n"+
				"If it is this campaign, import it:\n  %s\nIf it is not needed, end it in the platform's console.", unstarted.Task.ID, importCommand(unstarted.Task.ID))), true
	case errors.As(err, &runs):
		return diag.NewAttributeErrorDiagnostic(path.Root("custom_task_id"), "The campaign runs already", fmt.Sprintf(
			"It runs already, as task %s, which is %s.\n\nNothing was created: another task would call the same people again.\n\n%s\n\n%s",
			runs.Task.ID, runs.Task.StatusText(), leaveAdvice(runs.Task.ID), stopAdvice)), true
	case errors.As(err, &called):
		whom := "people, and who of them is on the list is not known"
		if called.Again > 0 {
			whom = phoneNumbers(called.Again) + " of the list"
		}
		return diag.NewAttributeErrorDiagnostic(path.Root("custom_task_id"), "The campaign was called before", fmt.Sprintf(
			"It was called before, by task %s, which has ended and has called %s.\n\nNothing was created: another task would call them again.\n\n%s\n\n%s",
			called.Task.ID, whom, leaveAdvice(called.Task.ID), stopAdvice)), true
	}
	return nil, false
}

// leaveAdvice says how to leave a campaign as it is when Terraform wants to make it anew. The provider is not told why
// Terraform does.
func leaveAdvice(taskID string) string {
	return "To leave the campaign as it is:\n" +
		"  - if the resource is tainted (terraform taint, a failed provisioner): terraform untaint ADDRESS\n" +
		"  - if -replace is on the command line, or replace_triggered_by in the configuration: leave it out\n" +
		"  - if the resource was renamed or moved: write a moved block\n" +
		"  - if no state holds the task: " + importCommand(taskID)
}

// warnReplacement announces whom a replacement calls again.
func (r *outboundTaskResource) warnReplacement(ctx context.Context, state outboundTaskModel, diags *diag.Diagnostics) {
	id := state.ID.ValueString()
	called := "how many people it has called could not be read"
	if n, err := r.runner.Called(ctx, id); err == nil {
		called = fmt.Sprintf("it has called %s already", phoneNumbers(n))
	}
	diags.AddWarning("Replacing a task calls people again", fmt.Sprintf(
		"The platform cannot change this, so task %s will be ended and a new task made; %s. "+
			"Everybody on the new list will be called, whether called before or not.\n\n"+
			"To call only people who were not called yet, take the others off the list first.", id, called))
}
