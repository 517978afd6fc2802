package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
)

// No called number is stored: whom the tasks of skip_called_by have called is listed when the list is new or has changed.

// planSkipped plans the counts and the digest of a list without the people whom other tasks have called. state is nil for
// a new task.
func (r *outboundTaskResource) planSkipped(
	ctx context.Context, plan *outboundTaskModel, state *outboundTaskModel, whole *numberlist.List, p taskPrivate, diags *diag.Diagnostics,
) *numberlist.List {
	ids := plan.skipped(p)
	switch {
	case plan.SkipCalledBy.IsUnknown() || len(plan.skipIDs()) != len(plan.SkipCalledBy.Elements()),
		p.TaskID != "" && slices.Contains(plan.skipIDs(), p.TaskID):
		// Whom the task itself has called is known when it has ended.
		return nil
	case len(ids) == 0:
		plan.take(whole, r.stored(whole.SHA256))
		return whole
	case state != nil && !state.NumbersSHA.IsNull() && p.ListDigest == r.stored(whole.SHA256) && slices.Equal(ids, slices.Sorted(slices.Values(p.Skipped))):
		plan.NumberCount, plan.SkippedCount, plan.NumbersSHA = state.NumberCount, state.SkippedCount, state.NumbersSHA
		return whole
	}
	list := r.withoutSkipped(ctx, whole, ids, diags)
	if list != nil {
		plan.take(list, r.stored(list.SHA256))
		warnAlike(list, diags)
	}
	return list
}

// warnAlike says how many people are left out although they may be others than those who were called.
func warnAlike(list *numberlist.List, diags *diag.Diagnostics) {
	if n := int64(list.SkippedLookalikes); n > 0 {
		diags.AddAttributeWarning(path.Root("skip_called_by"), "People are left out who may be others", fmt.Sprintf(
			"Of %s that skip_called_by leaves out, %d may be the same phone as a number that was called, written with another prefix, and need not be. "+
				"They are not called. If that is wrong, set calling_code, with which numbers are compared exactly.", phoneNumbers(int64(list.Skipped)), n))
	}
}

// take plans what is known of a list, with what is stored of its digest.
func (m *outboundTaskModel) take(list *numberlist.List, digest string) {
	m.NumberCount, m.ExcludedCount = types.Int64Value(int64(list.Count)), types.Int64Value(int64(list.Excluded))
	m.SkippedCount, m.NumbersSHA = types.Int64Value(int64(list.Skipped)), types.StringValue(digest)
}

// withoutSkipped returns the list without the people whom tasks have called, or nil where that cannot be told.
func (r *outboundTaskResource) withoutSkipped(ctx context.Context, whole *numberlist.List, ids []string, diags *diag.Diagnostics) *numberlist.List {
	if len(ids) == 0 {
		return whole
	}
	people, err := r.runner.PeopleCalledBy(ctx, ids)
	if err == nil {
		return whole.Without(people)
	}
	at := path.Root("skip_called_by")
	var notEnded *campaign.NotEndedError
	var notListed *campaign.NotListedError
	switch {
	case errors.As(err, &notEnded):
		diags.AddAttributeError(at, "Whom a running task calls is not known yet", fmt.Sprintf(
			"Task %s in skip_called_by is %s and may go on calling. Nothing was sent.\n\nEnd it first (desired_status = \"ended\" in its resource, or in the "+
				"platform's console), or take it out of skip_called_by. If create_before_destroy has put the task aside (deposed): take that line out, "+
				"run \"terraform state rm ADDRESS\", and import the task:\n  %s", notEnded.TaskID, notEnded.Status, importCommand(notEnded.TaskID)))
	case errors.As(err, &notListed):
		diags.AddAttributeError(at, "A task to be skipped is not listed", fmt.Sprintf(
			"The platform does not list task %s of skip_called_by, so it is not known whom it has called. Nothing was sent.\n\n"+
				"Compare the id, the endpoint and the account.", notListed.TaskID))
	default:
		diags.Append(explain("Listing whom the tasks of skip_called_by have called", err, "Nothing was sent."))
	}
	return nil
}

// warnKept tells of ids that were taken out of skip_called_by and are kept all the same.
func (m outboundTaskModel) warnKept(p taskPrivate, diags *diag.Diagnostics) {
	if kept := m.forgets(p); len(kept) > 0 && !m.callsAgain(p) {
		diags.AddAttributeWarning(path.Root("skip_called_by"), "People who were left out stay left out", fmt.Sprintf(
			"skip_called_by does not name %s any more. Whom these tasks have called is not called by this one all the same, until call_again has a new value. "+
				"Writing them there again takes this warning away.", strings.Join(kept, ", ")))
	}
}
