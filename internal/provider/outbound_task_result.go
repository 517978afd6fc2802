package provider

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
)

// This file has what work on a task's numbers leaves in state, and what the user is told of it.

// appendedTo tells how many entries a list had when it was last written, if it is that list with entries appended, whose
// beginning has a digest; 0 if it is not. A task that holds more than that list, because somebody was called before being taken off it, may hold an
// appended number already.
func (p taskPrivate) appendedTo(state outboundTaskModel, prefix string) int {
	if state.NumbersSHA.IsNull() || p.Held == nil || p.Listed == 0 || prefix != p.OrderDigest ||
		*p.Held != int64(p.Listed)-state.InvalidCount.ValueInt64() {
		return 0
	}
	return p.Listed
}

// heldWhenInSync is how many numbers the task held when all that was sent was confirmed, or nil.
func (p taskPrivate) heldWhenInSync(state outboundTaskModel) *int64 {
	if state.NumbersSHA.IsNull() {
		return nil
	}
	return p.Held
}

// record takes over how the task stands after work on its numbers.
func (m *outboundTaskModel) record(result campaign.Result, list *numberlist.List, digests *slowDigests, private *taskPrivate) {
	m.setRejected(result.Rejected)
	m.NumberCount, m.ExcludedCount = types.Int64Value(int64(list.Count)), types.Int64Value(int64(list.Excluded))
	if result.Seen {
		m.seen(result.Task)
	}
	private.Knowledge = result.Knowledge
	if !result.InSync {
		// The next plan shows a change, and the next apply goes on from what the task holds.
		m.NumbersSHA = types.StringNull()
		private.Held = nil
		switch {
		case !result.UnechoedDoubt:
		case private.HalfWritten == "" || private.HalfWritten == digests.of(list.SHA256):
			private.HalfWritten = digests.of(list.SHA256)
		default:
			private.HalfWritten = severalLists
		}
		return
	}
	m.NumbersSHA = types.StringValue(digests.of(list.SHA256))
	private.Held = &result.Held
	private.Sketch, private.HalfWritten = result.Sketch, ""
	private.Listed, private.OrderDigest = list.Count, digests.of(list.OrderSHA256)
}

// meaningOfPartialRevision tells how a change of numbers that stopped leaves the campaign, and
// remembers a task that the change left paused.
func meaningOfPartialRevision(err error, result campaign.Result, private *taskPrivate) string {
	text := "Some of the changes may have been made. State says that the numbers are not in sync with the list: the next plan shows a change, " +
		"and the next apply compares what the task holds with the list and sends only what is missing."
	var ended *campaign.EndedError
	var step *campaign.StepError
	var twice *campaign.CalledAndWaitingError
	switch {
	case result.InSync:
		text = "The numbers were changed, and the task holds those of the list."
	case errors.As(err, &ended):
		text = "Numbers of the list that had not reached the task by then are not called by it."
	}
	if errors.As(err, &step) && step.LeftPaused {
		private.LeftPaused = true
		text += " The task was paused for this change and is still paused"
		if errors.As(err, &twice) {
			text += ", so that nobody is called a second time. Remove the numbers that were called from the waiting ones in the " +
				"platform's console, and apply again: that resumes it. Or end it with desired_status = \"ended\"."
		} else {
			text += "; the next apply goes on and resumes it."
		}
	}
	return text
}

// warnResult tells what went well but not as one might expect.
func warnResult(o campaign.Result, diags *diag.Diagnostics) {
	if o.StartUnconfirmed {
		diags.AddAttributeWarning(path.Root("desired_status"), "Whether the task was started is unknown", fmt.Sprintf(
			"Task %s was created with all its numbers. It was told to start, but the platform neither confirmed that nor showed the task running. "+
				"It may be running, or start a little later. The next plan reads its status, and the next apply starts it if it is not running.", o.TaskID))
	}
	if o.Called.Unwanted > 0 {
		diags.AddAttributeWarning(path.Root("number_count"), "Numbers were called before they could be removed", fmt.Sprintf(
			"%s no longer on the list had been called already and stay on task %s. If the task calls in several rounds (multi_call), "+
				"a later round may call them again: whoever must not be called any more has to be removed in the platform's console.",
			phoneNumbers(int64(o.Called.Unwanted)), o.TaskID))
	}
	if o.Unfindable {
		diags.AddAttributeWarning(path.Root("custom_task_id"), "The platform does not find tasks by their custom id", fmt.Sprintf(
			"Task %s was created, and is not listed under its custom_task_id. If an apply is killed before Terraform can save its state, "+
				"the next one cannot find what it has left: look into the platform's console before you repeat an apply that was interrupted.", o.TaskID))
	}
	if n := o.Called.OtherFormat; n > 0 {
		diags.AddAttributeWarning(path.Root("number_count"), "Numbers were called under another prefix", fmt.Sprintf(
			"%s of the list differ only by a prefix from numbers that task %s has called. They are taken for these, so that nobody is called twice, "+
				"and are not called again. If they are other people, put them into a campaign of their own.", phoneNumbers(int64(n)), o.TaskID))
	}
	if o.Called.Changed > 0 {
		diags.AddAttributeWarning(path.Root("number_count"), "Numbers were called before they could be changed", fmt.Sprintf(
			"%s whose other fields changed had been called already and were left on task %s as they are.", phoneNumbers(int64(o.Called.Changed)), o.TaskID))
	}
}
