package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// This file has what a person can do, in words that several messages share: to leave a campaign as it is, to go on with it,
// and to stop it.

const (
	endedAdvice = "To call more people, declare another task (a new resource with its own name and list), or let a new one take over from this one: " +
		"skip_called_by with its id calls only people whom it has not called, and a new value of call_again calls everybody on the list again. " +
		"To remove it from state all the same, take the resource out of the configuration and apply."
	stopAdvice = "To end the task instead, set desired_status to ended and leave the rest as it was, or take the resource out of the configuration, or run \"terraform destroy -refresh=false\"."
	// Terraform plans a tainted resource like one that does not exist.
	taintedAdvice = "If the resource is tainted, its task is still there, and \"terraform untaint ADDRESS\" keeps it. " +
		"To end the task instead, take the resource out of the configuration, or run \"terraform destroy -refresh=false\"."
	// A task that was found on the platform may be held under this address, tainted, under another one, or by no state.
	stopFoundAdvice = "Terraform ends only a task that a state holds, and desired_status only one that is not tainted: import or untaint it first. " + stopAdvice
	notFoundAdvice  = "It may belong to another account or endpoint, or its record was purged: compare these first. If it is gone for good, " +
		"take the resource out of the configuration and forget the task with \"terraform state rm\". With the resource still there, " +
		"the next apply creates the campaign anew and calls everybody on the list again."
)

// withStopAdvice ends every error with how to stop, which is one of the texts above. Terraform plans a change before it plans
// to destroy, so that any error of a plan stands in the way of stopping a campaign.
func withStopAdvice(diags diag.Diagnostics, advice string) diag.Diagnostics {
	advised := slices.Clone(diags)
	for i, d := range diags {
		if d.Severity() != diag.SeverityError || strings.HasSuffix(d.Detail(), stopAdvice) || strings.HasSuffix(d.Detail(), advice) {
			continue
		}
		advised[i] = diag.NewErrorDiagnostic(d.Summary(), d.Detail()+"\n\n"+advice)
		if at, ok := d.(diag.DiagnosticWithPath); ok {
			advised[i] = diag.WithPath(at.Path(), advised[i])
		}
	}
	return advised
}

// leaveAdvice says how to leave a campaign as it is when Terraform wants to make it anew. The provider is not told why
// Terraform does.
func leaveAdvice(taskID string) string {
	return "To leave the campaign as it is:\n" +
		"  - if the resource is tainted (terraform taint, a failed provisioner): terraform untaint ADDRESS\n" +
		"  - if -replace is on the command line, or replace_triggered_by in the configuration: leave it out\n" +
		"  - if the resource was renamed or moved: write a moved block\n" +
		"  - if create_before_destroy has put the task aside (deposed): terraform state rm ADDRESS, and the import below\n" +
		"  - if no state holds the task: " + importCommand(taskID) + "\n" +
		"  - if this is another campaign: give it a name of its own"
}

// waysOn are the two lines that say who is called by a new task, ready to paste: the others than those whom tasks have
// called, or everybody. today is the value of call_again.
func waysOn(skip []string, others, today, everybody string) string {
	skipping := fmt.Sprintf("skip_called_by = [%s] # calls %s", quoted(skip), others)
	if len(skip) > mostPasted {
		skipping = fmt.Sprintf("# skip_called_by with the ids of all %d tasks calls %s", len(skip), others)
	}
	return fmt.Sprintf("  %s\n  call_again = %q # calls %s again", skipping, today, everybody)
}

// quoted writes texts as the elements of a list in HCL.
func quoted(texts []string) string {
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = fmt.Sprintf("%q", text)
	}
	return strings.Join(list, ", ")
}

// importAdvice says what to do about a task that may be the campaign.
func importAdvice(taskID string) string {
	return "If it is this campaign, import it:\n  " + importCommand(taskID)
}

// importCommand is the command that imports a task. The provider is not told the resource's name.
func importCommand(taskID string) string {
	return "terraform import " + taskType + ".NAME " + taskID
}
