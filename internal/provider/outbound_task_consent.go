package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Calling people again has to be said. This file asks, for a plan that makes a new task, whom previous tasks of the
// campaign have called, and refuses the plan if the configuration does not say that these people may be called again.
// Creating asks the same once more.

// campaign is what previous tasks are recognised by. A task whose custom task id is derived may be on the platform under
// the one that the first version derived. list is nil where it is not known yet.
func (m outboundTaskModel) campaign(ctx context.Context, replaces string, list *numberlist.List) campaign.Campaign {
	c := campaign.Campaign{CustomTaskID: m.CustomTaskID.ValueString(), Name: m.Name.ValueString(), Except: replaces}
	derived := m
	if diags := derived.deriveTaskID(ctx); !diags.HasError() && derived.CustomTaskID.Equal(m.CustomTaskID) {
		quick := ""
		if list != nil {
			quick = list.SHA256
		}
		c.OtherIDs = []string{m.firstVersionTaskID(quick)}
	}
	return c
}

// consent is what the configuration says about calling people again.
func (m outboundTaskModel) consent() campaign.Consent {
	return campaign.Consent{Again: isSet(m.CallAgain), Skipped: m.skipIDs()}
}

// Platforms have names that were used a thousand times, and hostile ones a million. Whom so many previous tasks have called
// is not counted once the plan is refused anyhow, and not so many are named.
const (
	mostCompared = 20
	mostShown    = 10
	mostPasted   = 100
)

// checkPrevious looks for previous tasks of a campaign that is to be created. old is what is remembered of the task that is
// replaced, nothing if there is none or Terraform does not tell; allowed is true if the configuration says who is called by
// the new one. list is nil where it is not known yet.
func (r *outboundTaskResource) checkPrevious(
	ctx context.Context, plan outboundTaskModel, old taskPrivate, allowed bool, list *numberlist.List, diags *diag.Diagnostics,
) {
	if !isSet(plan.CustomTaskID) {
		return
	}
	except := ""
	if allowed {
		except = old.TaskID
	}
	previous, err := r.findPrevious(ctx, plan, except, list)
	var before []*campaign.CalledBeforeError
	for _, e := range previous {
		if len(before) == mostCompared {
			list = nil
		}
		if err == nil {
			err = r.refusal(ctx, e, old, plan.consent(), list)
		}
		var unstarted *campaign.UnstartedError
		var called *campaign.CalledBeforeError
		switch {
		case errors.As(err, &unstarted) && old.TaskID != "" && old.TaskID != unstarted.Task.ID:
			// Nothing is created beside it, and the old task would have ended by then.
		case errors.As(err, &unstarted):
			diags.Append(warnUnstarted(unstarted.Task))
			err = nil
		case errors.As(err, &called):
			before, err = append(before, called), nil
		}
	}
	switch {
	case len(before) > 0:
		diags.Append(refuseCalledBefore(plan.skipIDs(), before...))
	case err == nil:
	case isRefusal(err), errors.Is(err, yccall.ErrNotAuthorised), errors.Is(err, yccall.ErrTokenInvalid):
		diags.Append(explain("Looking for previous tasks of the campaign", err, "Nothing was sent."))
	default:
		diags.AddWarning("Previous tasks of the campaign could not be looked for", sentence(err)+
			"\n\nThis plan does not know whether people on the list were called before. Applying it looks again, and creates nothing where it cannot look.")
	}
}

// checkAdded refuses to put people on the list of a task whom previous tasks of its campaign have called. Creating the task
// was allowed because nobody of them was on the list.
func (r *outboundTaskResource) checkAdded(
	ctx context.Context, plan outboundTaskModel, id string, p taskPrivate, list *numberlist.List,
) (diags diag.Diagnostics) {
	if list == nil {
		return nil
	}
	before, err := r.calledBefore(ctx, plan, id, p, list)
	switch {
	case err != nil:
		diags.Append(explain("Looking whom previous tasks of the campaign have called", err, "Nothing was sent."))
	case len(before) > 0:
		ids, by := calledBy(plan.skipIDs(), before)
		diags.Append(plan.listError("People on the list were called before", fmt.Sprintf(
			"They were called before, %s. Nothing was sent: this task would call them again.\n\n"+
				"To leave the campaign as it is, use the list as it was. To change it, add one of these lines, which say who is called: "+
				"the first leaves these people out, the second makes a new task.\n\n%s",
			by, waysOn(ids, "only the others", "...", "everybody on the list"))))
	}
	return diags
}

// calledBefore asks previous tasks whether they have called people on a list. Which tasks these are the creation has
// remembered. For a task that was imported, or made by the first version, they are looked for, and asked only for people whom
// it does not hold yet: it was taken over as it is.
func (r *outboundTaskResource) calledBefore(
	ctx context.Context, plan outboundTaskModel, id string, p taskPrivate, list *numberlist.List,
) ([]*campaign.CalledBeforeError, error) {
	if p.KnowsPrevious {
		return r.runner.CalledBefore(ctx, p.Knowledge, list)
	}
	previous, err := r.previousOf(ctx, plan, id, list)
	if err != nil {
		return nil, err
	}
	knows := campaign.Knowledge{Previous: previous}
	before, err := r.runner.CalledBefore(ctx, knows, list)
	if err != nil || len(before) == 0 {
		return nil, err
	}
	added, known, err := r.runner.Added(ctx, id, list)
	if err != nil || !known {
		return before, err
	}
	return r.runner.CalledBefore(ctx, knows, added)
}

// previousOf are the previous tasks of a task's campaign that forbid to call people again whom they have called.
func (r *outboundTaskResource) previousOf(ctx context.Context, plan outboundTaskModel, id string, list *numberlist.List) (ids []string, err error) {
	if !isSet(plan.CustomTaskID) && (plan.deriveTaskID(ctx).HasError() || !isSet(plan.CustomTaskID)) {
		return nil, nil
	}
	previous, err := r.runner.FindPrevious(ctx, plan.campaign(ctx, id, list))
	for _, e := range previous {
		var called *campaign.CalledBeforeError
		if errors.As(r.runner.Refusal(ctx, e, plan.consent(), nil), &called) {
			ids = append(ids, e.Task.ID)
		}
	}
	return ids, err
}

// mayBeForced asks whether a task may be made anew that Terraform replaces although nothing in it needs that: -replace, or
// replace_triggered_by. A look that fails is no answer: the task would have ended before the creation looks again.
func (r *outboundTaskResource) mayBeForced(
	ctx context.Context, plan outboundTaskModel, p taskPrivate, list *numberlist.List, diags *diag.Diagnostics,
) bool {
	o, err := r.runner.Observe(ctx, p.TaskID, p.Knowledge)
	switch {
	case err == nil && !o.Found:
		diags.Append(refuseChange(refuseUnlisted, change{}, standing{task: yccall.Task{ID: p.TaskID}, unlisted: r.notFoundAdviceFor(p)}, ""))
		return false
	case err == nil:
		err = r.refusal(ctx, campaign.Previous{Task: o.Task, SameID: true}, p, campaign.Consent{}, list)
	}
	var unstarted *campaign.UnstartedError
	if err != nil && !errors.As(err, &unstarted) {
		diags.Append(explain("Looking at the task that is replaced", err, "Nothing was sent."))
		return false
	}
	if forgets := plan.forgets(p); len(forgets) > 0 && !plan.callsAgain(p) {
		diags.Append(refuseChange(refuseForgetting, change{forgets: forgets}, r.standingOf(ctx, plan, outboundTaskModel{ID: types.StringValue(p.TaskID)}, p), r.now().Format(time.DateOnly)))
		return false
	}
	return true
}

// warnNeverTheSame warns of a value of the configuration that is another one in each plan.
func (m outboundTaskModel) warnNeverTheSame(diags *diag.Diagnostics) {
	for _, a := range []struct {
		name  string
		value types.String
	}{{"call_again", m.CallAgain}, {"custom_task_id", m.CustomTaskID}} {
		if a.value.IsUnknown() {
			diags.AddAttributeWarning(path.Root(a.name), "The value is not known while planning", fmt.Sprintf(
				"If %s comes from timestamp() or uuid(), it is another one in each apply, and each of them makes a new task, or fails. "+
					"Use plantimestamp(), which is known in the plan, or a variable.", a.name))
		}
	}
}

// manyNumbers is up to how many numbers a campaign may have without a name.
const manyNumbers = 500

// warnNameless advises to name a campaign whose derived id changes with its list: nothing tells a previous task of it then.
func (m outboundTaskModel) warnNameless(config outboundTaskModel, diags *diag.Diagnostics) {
	if m.NumberCount.ValueInt64() > manyNumbers && config.Name.IsNull() && config.CustomTaskID.IsNull() {
		diags.AddAttributeWarning(path.Root("name"), "A large campaign without a name", fmt.Sprintf(
			"The list has %s, and neither name nor custom_task_id is set. With another list nothing tells this campaign from a new one: "+
				"if its state is lost, or the resource is made anew, people are called again without a question. Give it a name.", phoneNumbers(m.NumberCount.ValueInt64())))
	}
}

// keptIDLength is how many characters of a custom task id every platform keeps.
const keptIDLength = 32

// warnLongID warns of a custom task id of the configuration's own that some platforms cut. They do not find the task under
// it then.
func (m outboundTaskModel) warnLongID(config outboundTaskModel, diags *diag.Diagnostics) {
	if n := utf8.RuneCountInString(config.CustomTaskID.ValueString()); n > keptIDLength {
		diags.AddAttributeWarning(path.Root("custom_task_id"), "A long custom_task_id", fmt.Sprintf(
			"It has %d characters, and some platforms keep only %d. Such a platform does not find the task under it: if an apply is interrupted, "+
				"the next one cannot see what it has left. Give it at most %d characters.", n, keptIDLength, keptIDLength))
	}
}

// isRefusal reports whether an error says that a previous task forbids a new one.
func isRefusal(err error) bool {
	var unstarted *campaign.UnstartedError
	var runs *campaign.RunsAlreadyError
	var called *campaign.CalledBeforeError
	return errors.As(err, &unstarted) || errors.As(err, &runs) || errors.As(err, &called)
}

// warnUnstarted tells of a previous task that has called nobody. If this plan replaces it, it is ended first.
func warnUnstarted(task yccall.Task) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(path.Root("name"), "A task of the same campaign was never started", fmt.Sprintf(
		"Task %s has the same name or custom_task_id, was never started and has not ended. If this plan replaces it, it is ended first, and nobody is called twice.\n\n"+
			"If it does not, because an apply was interrupted for example, the apply creates nothing while that task has not ended. Import it, or end it in the platform's console:\n  %s",
		task.ID, importCommand(task.ID)))
}

// explainRefusal says why a previous task forbids a new one. ok is false for any other error.
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
				"%s\nIf it is not needed, end it in the platform's console. "+
				"If this is another campaign, give it a name or a custom_task_id of its own.", unstarted.Task.ID, importAdvice(unstarted.Task.ID))), true
	case errors.As(err, &runs):
		status := runs.Task.StatusText()
		if runs.Task.Status == yccall.StatusNotStarted {
			status = "told to run" // its row is behind
		}
		return diag.NewAttributeErrorDiagnostic(path.Root("custom_task_id"), "The campaign runs already", fmt.Sprintf(
			"It runs already, as task %s, which is %s.\n\nNothing was created: another task would call the same people again.\n\n%s\n\n%s",
			runs.Task.ID, status, leaveAdvice(runs.Task.ID), stopFoundAdvice)), true
	case errors.As(err, &called):
		return refuseCalledBefore(nil, called), true
	}
	return nil, false
}

// refuseCalledBefore says that previous tasks have called people on the list, and shows the lines that say who is called
// all the same. skipped are the tasks that skip_called_by names already.
func refuseCalledBefore(skipped []string, before ...*campaign.CalledBeforeError) diag.Diagnostic {
	ids, by := calledBy(skipped, before)
	return diag.NewAttributeErrorDiagnostic(path.Root("custom_task_id"), "The campaign was called before", fmt.Sprintf(
		"It was called before, %s.\n\nNothing was created: another task would call them again.\n\n%s\n\n"+
			"To make a new task all the same, add one of these lines, which say who is called by it. A custom_task_id of your own names one campaign "+
			"for ever, and has to be another one then:\n\n%s\n\n%s",
		by, leaveAdvice(before[0].Task.ID), waysOn(ids, "only the others", "...", "everybody on the list"), stopAdvice))
}

// calledBy says which tasks have called how many people of a list. ids are what skip_called_by has to name.
func calledBy(skipped []string, before []*campaign.CalledBeforeError) (ids []string, by string) {
	ids, texts := slices.Clone(skipped), []string(nil)
	for i, e := range before {
		ids = append(ids, e.Task.ID)
		if i >= mostShown {
			continue
		}
		whom := "people, and who of them is on the list is not known"
		if e.Again > 0 {
			whom = phoneNumbers(e.Again) + " of the list"
		}
		texts = append(texts, fmt.Sprintf("by task %s, which has ended and has called %s", e.Task.ID, whom))
	}
	if more := len(before) - len(texts); more > 0 {
		texts = append(texts, fmt.Sprintf("by %d more tasks", more))
	}
	return ids, strings.Join(texts, ", and ")
}
