package provider

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// This file refuses what one plan does to several tasks at once, as planned_pairs.go notices it.

// planDestroy refuses to end a task that another address keeps, and a started one whose people another resource of this plan
// would call again.
func (r *outboundTaskResource) planDestroy(state outboundTaskModel, private taskPrivate, diags *diag.Diagnostics) {
	t := plannedTask{id: state.ID.ValueString(), consent: private.consent()}
	if state.runStateOf(state, private, r.now()).started() {
		t.name, t.listDigest = state.Name.ValueString(), state.NumbersSHA.ValueString()
	}
	pair, shared := r.pairs.destroys(t)
	if pair {
		diags.Append(refusePair(t.id))
	}
	if shared && state.Status.ValueString() != statusEnded {
		diags.Append(refuseShared(t.id))
	}
}

// checkShared looks whether another address has the task that this one keeps: a task that was imported twice.
func (r *outboundTaskResource) checkShared(id string, diags *diag.Diagnostics) {
	switch twice, ends := r.pairs.keeps(id); {
	case ends:
		diags.Append(refuseShared(id))
	case twice:
		diags.Append(warnShared(id))
	}
}

// checkPair refuses to create or change a task whose people a task that goes away in this plan, or gets another list, has
// called, unless the configuration says who of them is called again.
func (r *outboundTaskResource) checkPair(t plannedTask, diags *diag.Diagnostics) {
	switch goesAway, givesUp := r.pairs.wants(t); {
	case goesAway != "":
		diags.Append(refusePair(goesAway))
	case givesUp != "":
		diags.Append(refuseListMoved(givesUp))
	}
}

// refusePair says that one campaign would be ended and made again under another address.
func refusePair(destroyed string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("A campaign would be ended and called again under another address", fmt.Sprintf(
		"Task %s goes away in this plan, and another resource with the same name or the same list is created or changed. To the people it is one campaign, "+
			"which would call them a second time. Nothing was sent.\n\n"+
			"If the resource was renamed or its index has shifted, write a moved block, which moves the task along:\n"+
			"  moved {\n    from = %s.OLD\n    to   = %s.NEW\n  }\n\n"+
			"If they are two campaigns, make two plans of it: end the first one, and then create the other with skip_called_by = [%q] or a new call_again.\n\n%s",
		destroyed, taskType, taskType, destroyed, stopAdvice))
}

// refuseListMoved says that one campaign's list would move to another task of the same plan.
func refuseListMoved(from string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("A list would move to another task", fmt.Sprintf(
		"Task %s gets another list in this plan, and another resource gets the list that it has. Whom the task has called would be called a second time. Nothing was sent.\n\n"+
			"To leave the campaigns as they are, let each have its own list: put a new one at the end of a count, or better, use for_each, with a moved block for each campaign:\n"+
			"  moved {\n    from = %s.NAME[0]\n    to   = %s.NAME[\"KEY\"]\n  }\n\n"+
			"If the lists are to move all the same, change this task first (-target), and the other in a second plan.\n\n%s",
		from, taskType, taskType, stopAdvice))
}

// refuseNewUnlisted says that a campaign would be made anew whose task is not listed and may go on calling.
func refuseNewUnlisted(taskID string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("The task is not listed", fmt.Sprintf(
		"Task %s of the same campaign is in state, and the platform does not list it: it may have called people, and go on calling. A new task would call them again. "+
			"Nothing was sent.\n\nIf the resource is tainted, \"terraform untaint\" keeps the task. %s\n\n%s", taskID, notFoundAdvice, stopAdvice))
}

// refuseShared says that a task would be ended that another address keeps.
func refuseShared(id string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("A task would be ended that another address keeps", fmt.Sprintf(
		"Two addresses hold task %s. One of them goes away in this plan, which ends the task, and the other keeps it. Nothing was sent.\n\n"+
			"To leave the campaign as it is, forget the address that goes away: terraform state rm ADDRESS.\n\n%s", id, stopAdvice))
}

// warnShared says that two addresses hold one task.
func warnShared(id string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Two addresses hold one task", fmt.Sprintf(
		"Task %s was imported twice. Each address changes it to what it wants, and ends it when it goes away. Keep one of them, and forget the other: "+
			"terraform state rm ADDRESS.", id))
}
