package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// The platform cannot change a task except for its numbers and its run state: everything else needs a new task, and a new
// task calls people again. This file decides whether a change may make one.
//
//	                                  │ never started │ started, not ended │ has ended by itself
//	 settings changed                 │ new task      │ refused            │ stored, a warning
//	 call_again has another value     │ new task      │ new task           │ new task
//	 skip_called_by has its own id    │ new task      │ new task           │ new task
//
// The last two are the consent of the configuration. A new task of a started one needs a custom_task_id that is not the
// old one's, and the ids in skip_called_by may only grow.

// change is what a plan asks of a task that exists, as far as it may need a new one.
type change struct {
	settings []string // names of the changed attributes that the platform cannot change
	again    bool     // call_again has another value
	skipsOwn bool     // skip_called_by has the task's own id
	started  bool
	ended    bool
	unlisted bool
	keepsID  bool     // the configuration's own custom_task_id is that of the task
	forgets  []string // ids whose people were skipped, and that skip_called_by does not have any more
}

// verdict is what is done about a change.
type verdict int

const (
	changeInPlace    verdict = iota
	storeOnly                // the task has ended: the settings are stored and nothing is sent
	makeNewTask              // the task is ended and a new one made
	refuseUnlisted           // the platform does not list the task, so it cannot be ended
	refuseSameID             // a new task would have the same custom_task_id of the configuration
	refuseForgetting         // people who were skipped would be called
	refuseCalling            // people would be called again, and the configuration does not say so
)

// verdict decides by the table above.
func (c change) verdict() verdict {
	consent := c.again || c.skipsOwn
	switch {
	case len(c.settings) == 0 && !consent:
		return changeInPlace
	case c.ended && !consent:
		return storeOnly
	case c.unlisted:
		return refuseUnlisted
	case c.started && !consent:
		return refuseCalling
	case c.started && c.keepsID:
		return refuseSameID
	case len(c.forgets) > 0 && !c.again:
		return refuseForgetting
	default:
		return makeNewTask
	}
}

// changeOf collects what the decision needs.
func (m outboundTaskModel) changeOf(ctx context.Context, state, config outboundTaskModel, p taskPrivate, started bool) change {
	c := change{
		again: m.callsAgain(p), skipsOwn: slices.Contains(m.skipIDs(), state.ID.ValueString()),
		started: started, ended: state.Status.ValueString() == statusEnded, unlisted: state.Status.ValueString() == statusNotFound,
		keepsID: isSet(config.CustomTaskID) && config.CustomTaskID.Equal(state.CustomTaskID),
	}
	for _, at := range m.replaced(ctx, state, p.Imported) {
		c.settings = append(c.settings, at.String())
	}
	c.forgets = m.forgets(p)
	return c
}

// forgets are the tasks whose people were skipped, and that skip_called_by does not have any more.
func (m outboundTaskModel) forgets(p taskPrivate) (ids []string) {
	for _, id := range p.Skipped {
		if !m.SkipCalledBy.IsUnknown() && !slices.Contains(m.skipIDs(), id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// paths are the attributes that a new task is needed for.
func (c change) paths() path.Paths {
	var paths path.Paths
	for _, name := range c.settings {
		paths = append(paths, path.Root(name))
	}
	if c.again {
		paths = append(paths, path.Root("call_again"))
	}
	if c.skipsOwn {
		paths = append(paths, path.Root("skip_called_by"))
	}
	return paths
}

// standing is how a task stands, in numbers, for the words of a refusal.
type standing struct {
	task     yccall.Task
	known    bool  // whether the task's row could be read
	wanted   int64 // people on the list; -1 if not known
	rejected int64
	skipped  []string // the ids in skip_called_by so far
	unlisted string   // what to do if it is not listed
}

// standingOf reads how a task stands.
func (r *outboundTaskResource) standingOf(ctx context.Context, plan, state outboundTaskModel, p taskPrivate) standing {
	s := standing{unlisted: r.notFoundAdviceFor(p), wanted: -1, rejected: state.InvalidCount.ValueInt64(), skipped: p.Skipped, task: yccall.Task{ID: state.ID.ValueString()}}
	for _, count := range []interface {
		IsNull() bool
		IsUnknown() bool
		ValueInt64() int64
	}{plan.NumberCount, state.NumberCount} {
		if s.wanted < 0 && !count.IsNull() && !count.IsUnknown() {
			s.wanted = count.ValueInt64()
		}
	}
	if o, err := r.runner.Observe(ctx, s.task.ID, p.Knowledge); err == nil && o.Found {
		s.task, s.known = o.Task, true
	}
	return s
}

// called says how many people the task has called.
func (s standing) called() string {
	switch {
	case !s.known || s.task.Called == nil:
		return "has called people"
	case s.wanted >= 0:
		return fmt.Sprintf("has called %d of %s", *s.task.Called, phoneNumbers(s.wanted))
	default:
		return "has called " + phoneNumbers(*s.task.Called)
	}
}

// waysOn are the two lines that say who is to be called by a new task, ready to paste.
func (s standing) waysOn(today string) string {
	ids := append(slices.Clone(s.skipped), s.task.ID)
	others, all := "the others", "everybody"
	if s.known && s.task.Called != nil && s.wanted >= 0 {
		others = fmt.Sprintf("the %d others", max(s.wanted-*s.task.Called, 0))
		all = fmt.Sprintf("all %d", s.wanted)
	}
	if s.known && s.task.Answered != nil && s.task.Unanswered != nil {
		others += fmt.Sprintf("; of the called, %d answered, and %d did not and are not called again", *s.task.Answered, *s.task.Unanswered)
	}
	if s.rejected > 0 {
		others += fmt.Sprintf("; %d were rejected and are tried again", s.rejected)
	}
	return waysOn(ids, others, today, all)
}

// refuseChange says why a change is refused: first how to leave things as they are, then the ways on. How to stop is added to
// every error of a plan.
func refuseChange(v verdict, c change, s standing, today string) diag.Diagnostic {
	names := strings.Join(c.settings, ", ")
	switch v {
	case refuseUnlisted:
		return diag.NewAttributeErrorDiagnostic(path.Root("id"), "The task is not listed", fmt.Sprintf(
			"This needs a new task, but the platform does not list task %s, so it cannot be ended: if it is there after all, under another account or endpoint, "+
				"both would call the same people. Nothing was sent.\n\n%s", s.task.ID, s.unlisted))
	case refuseSameID:
		return diag.NewAttributeErrorDiagnostic(path.Root("custom_task_id"), "A new task needs a new custom_task_id", fmt.Sprintf(
			"Your own custom_task_id names one campaign for ever, and task %s has it already and %s. Nothing was sent.\n\n"+
				"To leave the campaign as it is, undo the change. To go on with a new task, give it another custom_task_id as well.",
			s.task.ID, s.called()))
	case refuseForgetting:
		return diag.NewAttributeErrorDiagnostic(path.Root("skip_called_by"), "People who were left out would be called", fmt.Sprintf(
			"This needs a new task. Whom the tasks %s have called was left out of task %s, and skip_called_by does not name them any more. Nothing was sent.\n\n"+
				"To leave the campaign as it is, undo the change, or leave -replace and replace_triggered_by out. To go on with a new task, name all of them, or say that everybody is called again:\n\n%s",
			strings.Join(c.forgets, ", "), s.task.ID, s.waysOn(today)))
	default:
		return diag.NewAttributeErrorDiagnostic(c.paths()[0], "This change needs a new task, which would call people again", fmt.Sprintf(
			"The platform cannot change %s of task %s, which is %s and %s. Nothing was sent.\n\n"+
				"To leave the campaign as it is, set %s back to what it was, or write it into ignore_changes.\n\n"+
				"To end this task and go on with a new one, add one of these lines, which say who is called by it:\n\n%s",
			names, s.task.ID, s.task.StatusText(), s.called(), names, s.waysOn(today)))
	}
}

// warnNewTask announces a new task and whom it calls.
func warnNewTask(c change, s standing) diag.Diagnostic {
	old := fmt.Sprintf("Task %s %s. It is paused, its last calls are waited for, and it is ended.", s.task.ID, s.called())
	if c.ended {
		old = fmt.Sprintf("Task %s %s, and has ended.", s.task.ID, s.called())
	}
	switch {
	case !c.started:
		return diag.NewWarningDiagnostic("The task is ended and made anew", fmt.Sprintf(
			"Task %s was never started and has called nobody. It is ended, and a new task is made.", s.task.ID))
	case c.skipsOwn:
		return diag.NewWarningDiagnostic("The campaign goes on with a new task",
			old+" The new task calls the others. How many these are is known when it is made.")
	default:
		return diag.NewWarningDiagnostic("Everybody on the list is called again",
			old+" The new task calls everybody on the list, whether called before or not, because call_again says so.")
	}
}

// warnStoredOnly says that settings of a task that has ended change in state alone.
func warnStoredOnly(c change, s standing) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(c.paths()[0], "The task has ended, and this has no effect", fmt.Sprintf(
		"%s changed, but task %s has ended: the new values are stored, and nothing is sent. To call people with them, declare another task, or add one of these lines:\n\n%s",
		strings.Join(c.settings, ", "), s.task.ID, waysOn(append(slices.Clone(s.skipped), s.task.ID), "only people whom it has not called", "...", "everybody on the list")))
}
