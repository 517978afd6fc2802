package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

const taskType = "yccall_outbound_task"

// explain turns an error of the client or of a campaign into one diagnostic: what happened, what it
// means for the campaign (meaning, a full sentence), and what to do next.
func explain(action string, err error, meaning string) diag.Diagnostic {
	var overtaken *campaign.OvertakenError
	var undecided *campaign.UndecidedError
	var reused *campaign.ReusedTaskError
	var unparsable *campaign.UnparsableNumbersError
	var ended *campaign.EndedError
	var notListed *campaign.NotListedError
	var twice *campaign.CalledAndWaitingError
	var unproven *campaign.UnprovenError
	if d, ok := explainRefusal(err); ok {
		return d
	}
	paragraphs := func(parts ...string) string {
		return strings.Join(parts, "\n\n")
	}
	switch {
	case errors.As(err, &overtaken):
		return diag.NewAttributeErrorDiagnostic(path.Root("custom_task_id"), "The campaign was created twice at the same time", paragraphs(
			fmt.Sprintf("Another run has created task %s with custom_task_id %q at the same time.", overtaken.TaskID, overtaken.CustomTaskID),
			"The task of this run was not started and calls nobody. Terraform marks it as tainted.",
			"Let one run at a time work on a campaign. The next apply ends the task of this run and refuses to make another one while that of the other run has not ended. "+
				"If this state is to have it, import it then:\n  "+importCommand(overtaken.TaskID)))
	case errors.As(err, &undecided):
		text := fmt.Sprintf("TaskCreat was sent and its result is unknown: %s", sentence(undecided.Cause))
		meaning := fmt.Sprintf("A task with custom_task_id %q may exist. It was not started, so nobody is called. "+
			"It was looked for and could not be decided, and nothing was sent a second time.", undecided.CustomTaskID)
		next := "Apply again: the resource is tainted, so that the apply looks for the task once more, ends it if it is there, and creates the campaign anew. " +
			"\"terraform destroy\" looks for it and ends it as well."
		if undecided.Candidate != "" {
			next = fmt.Sprintf("Task %s was made at that time and looks like it, but the platform does not say so for certain. Compare it in the console. %s\nIf it is not, apply again.",
				undecided.Candidate, importAdvice(undecided.Candidate))
		}
		if undecided.Refused() {
			next = "The platform says that it did not do it: correct what it names, and apply again. If it names nothing, ask the platform's operator with the code. " +
				"Should the task turn up all the same, that apply finds it and creates nothing."
		}
		return diag.NewErrorDiagnostic("Whether the task was created is unknown", paragraphs(text, meaning, next))
	case errors.As(err, &reused):
		return diag.NewAttributeErrorDiagnostic(path.Root("custom_task_id"), "The platform did not make a new task", paragraphs(
			fmt.Sprintf("TaskCreat answered with task %s, which existed before: the platform does not take custom_task_id %q a second time.", reused.TaskID, reused.CustomTaskID),
			"Nothing was created and nobody is called.",
			"Give the resource a custom_task_id that was never used."))
	case errors.As(err, &unparsable):
		return diag.NewErrorDiagnostic("The task's numbers cannot be compared", paragraphs(
			fmt.Sprintf("The platform lists %s of task %s in a form that cannot be matched with the list: masked, or in a spelling that fits several numbers.",
				phoneNumbers(unparsable.Count), unparsable.TaskID),
			meaning,
			"Nothing more is sent while it cannot be told who is on the task already. Compare the task in the console; "+
				"to start over, give call_again a new value, which ends it and calls everybody on the list again."))
	case errors.As(err, &ended):
		return diag.NewErrorDiagnostic("The task has ended", paragraphs(
			fmt.Sprintf("Task %s has ended, so its numbers and its run state cannot change any more.", ended.TaskID),
			meaning, endedAdvice))
	case errors.As(err, &twice):
		return diag.NewErrorDiagnostic("People are about to be called twice", paragraphs(
			fmt.Sprintf("Called already, and waiting on task %s once more: %s.", twice.TaskID, phoneNumbers(twice.Count)), meaning))
	case errors.As(err, &notListed):
		return diag.NewErrorDiagnostic("The task is not listed", paragraphs(
			fmt.Sprintf("The platform does not list task %s.", notListed.TaskID), meaning, notFoundAdvice))
	case errors.As(err, &unproven):
		return diag.NewAttributeErrorDiagnostic(path.Root("custom_task_id"), "The platform does not tell custom task ids", paragraphs(
			fmt.Sprintf("This version of the platform ignores the filter customtaskid and does not show the id in its rows, so a task with %q cannot be told from the others.",
				unproven.CustomTaskID),
			meaning,
			"Look the task up by its id or its name instead."))
	}
	summary, advice := advise(err)
	return diag.NewErrorDiagnostic(action+" failed: "+summary, paragraphs(sentence(err), meaning, advice))
}

// kinds has what each kind of failure of the client is called, with %s for the service, and what to do about it. The first
// kind that fits counts.
var kinds = []struct {
	kind            error
	summary, advice string
}{
	{yccall.ErrTokenInvalid, "the token is not valid",
		"Check token (or YCCALL_TOKEN), or set app_id and access_key so that the provider can log in by itself. " +
			"Another run that logs in with the same application id can end this one's token."},
	{yccall.ErrNotAuthorised, "not authorised",
		"Check app_id and access_key. ret 604 means that the address of this machine is not on the platform's whitelist; " +
			"601 to 603 mean that the account lacks the right, or that it ran out: ask the platform's operator."},
	{yccall.ErrUnreachable, "the platform cannot be reached",
		"Check endpoint (or YCCALL_ENDPOINT), and whether this machine may connect to it."},
	{yccall.ErrRedirected, "the endpoint redirects",
		"Redirects are not followed, since they would take credentials and numbers to another address. Set endpoint to where the platform really is."},
	{yccall.ErrTooLarge, "the request is larger than the server takes",
		"The server drops bodies over its post_max_size. Shorten the ext fields, or have the limit raised to 8 MiB."},
	{yccall.ErrRefused, "%s was refused",
		"The platform says why it did not do it. Correct what it names; if it names nothing, ask the platform's operator with the code."},
	{yccall.ErrRejected, "%s was rejected",
		"The request was turned away. Compare endpoint and the values of the resource with the message."},
	{yccall.ErrRateLimited, "%s was not taken",
		"The platform takes no more requests at the moment (HTTP 429), and nothing was run. Run the command again later; " +
			"fewer runs at the same time, or a lower -parallelism, send fewer requests."},
	{yccall.ErrMayHaveRun, "the result of %s is unknown",
		"Run the command again: it looks at what the platform holds before it sends anything."},
	{yccall.ErrServerFault, "%s did not succeed",
		"Run the command again later; if it persists, ask the platform's operator."},
	{yccall.ErrNoReply, "%s did not succeed",
		"Run the command again later; if it persists, ask the platform's operator."},
	{yccall.ErrMalformedReply, "%s answered something else",
		"What answers at endpoint (or YCCALL_ENDPOINT) may not be the platform but a proxy or a login page. Check the URL."},
	{yccall.ErrUnstableListing, "the list kept changing",
		"The platform's list changed while it was read, each time. Run the command again."},
}

// advise names what kind of failure a client error is, and what to do about it.
func advise(err error) (summary, advice string) {
	switch {
	case errors.Is(err, context.Canceled):
		return "interrupted", "Run the same command again to go on."
	case errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, yccall.ErrNoReply):
		return "out of time", "The time set in the timeouts attribute is over. Raise it, or look whether the platform is slow, and run the command again."
	}
	service := "The platform"
	if apiErr := new(yccall.Error); errors.As(err, &apiErr) {
		service = apiErr.Service
	}
	for _, k := range kinds {
		if errors.Is(err, k.kind) {
			return strings.ReplaceAll(k.summary, "%s", service), k.advice
		}
	}
	return "see below", "Run the command again; it goes on from where the platform stands."
}

// sentence makes an error text a sentence.
func sentence(err error) string {
	text := strings.TrimSpace(err.Error())
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}

// phoneNumbers writes how many phone numbers.
func phoneNumbers(n int64) string {
	if n == 1 {
		return "1 number"
	}
	return fmt.Sprintf("%d numbers", n)
}

// noTaskToActOn is the error for a task that is not listed.
func noTaskToActOn(taskID string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("task_id"), "No such task", fmt.Sprintf(
		"The platform does not list task %s. Nothing was sent. Compare the id, the endpoint and the account; the record of an old task may have been purged.", taskID))
}
