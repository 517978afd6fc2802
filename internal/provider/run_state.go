package provider

import (
	"cmp"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// This file has the rules of the run state. They are those of the table in templates/guides/run-state.md.tmpl, in its
// order; a test reads the table and compares every row with them.

// runState is everything that the rules look at.
type runState struct {
	desired  string // desired_status as it is wanted now
	previous string // desired_status of the last apply
	observed string // status as it was last seen
	// scheduleAhead is true while scheduled_time is still to come: told to run, the task starts by itself then.
	scheduleAhead bool
	// deadlinePassed is true once paused_time is over: nobody is called after it, whoever paused the task.
	deadlinePassed bool
	// remembered is what earlier runs of the provider know of the task.
	remembered taskPrivate
}

// runStateOf collects what the rules look at. The times are those that the task was made with, whatever is planned for a new
// one; after an import the configuration may tell those that the platform does not.
func (m outboundTaskModel) runStateOf(state outboundTaskModel, p taskPrivate, now time.Time) runState {
	var adopted outboundTaskModel
	if p.Imported {
		adopted = m
	}
	scheduled := cmp.Or(state.ScheduledTime.ValueString(), p.ScheduledTime, adopted.ScheduledTime.ValueString())
	paused := cmp.Or(state.PausedTime.ValueString(), p.PausedTime, adopted.PausedTime.ValueString())
	return runState{
		desired: m.DesiredStatus.ValueString(), previous: state.DesiredStatus.ValueString(), observed: state.Status.ValueString(),
		scheduleAhead:  scheduled != "" && !platformTimePassed(scheduled, p.UTCOffset, now, everywhere),
		deadlinePassed: paused != "" && platformTimePassed(paused, p.UTCOffset, now, anywhere),
		remembered:     p,
	}
}

// command returns what the task is to be told (TaskSet). ok is false when nothing is to be done, which includes
// everything that a campaign does by itself once it was told to run: finishing, waiting for its scheduled time, and
// pausing at its paused time.
func (s runState) command() (command yccall.TaskCommand, ok bool) {
	switch {
	case s.observed == statusNotFound, s.observed == statusEnded:
		return 0, false
	case s.desired == statusRunning:
		return yccall.CommandRun, s.observed == statusNotStarted && s.starts() || s.observed == statusPaused && s.resumes()
	case s.desired == statusStarted && !s.leftPaused():
		return yccall.CommandRun, s.observed == statusNotStarted && (!s.remembered.Started && !s.remembered.ToldToRun || s.remembered.StartUnconfirmed)
	case s.desired == statusPaused:
		return yccall.CommandPause, s.observed != statusPaused
	case s.desired == statusEnded:
		return yccall.CommandEnd, true
	default:
		// The run state is left alone, except for a pause of the provider's own that it could not undo.
		return yccall.CommandRun, s.leftPaused()
	}
}

// leftPaused reports whether the task has a pause of the provider's own that it could not undo.
func (s runState) leftPaused() bool {
	return s.remembered.LeftPaused && s.observed == statusPaused && !s.deadlinePassed
}

// startsAtOnce reports whether a new task is to be started once all its numbers are in.
func (m outboundTaskModel) startsAtOnce() bool {
	return m.DesiredStatus.ValueString() == statusRunning || m.DesiredStatus.ValueString() == statusStarted
}

// starts reports whether a task that has not started is told to run. One that was told already waits for its time,
// unless the platform never confirmed it.
func (s runState) starts() bool {
	return s.previous != statusRunning || s.remembered.StartUnconfirmed || !s.scheduleAhead
}

// resumes reports whether a paused task is told to run. After its time it stays paused, unless this plan asks for it.
// After an import it is not known whether the task paused by itself, and calling nobody is the safe side.
func (s runState) resumes() bool {
	return s.previous != statusRunning && !s.remembered.Imported || !s.deadlinePassed
}

// started reports whether the task may have called anybody: it was told to run and its time is not certainly ahead, or was
// seen in any state but not started. A called count of 0 proves nothing, since a call counts when it ends.
func (s runState) started() bool {
	told := s.remembered.ToldToRun && !s.scheduleAhead
	quiet := s.observed == statusNotStarted || s.observed == statusNotFound || s.observed == ""
	return s.remembered.Started || told || !quiet
}

// archived reports whether a task has ended and is wanted so: neither list nor settings are looked at any more.
func (s runState) archived() bool {
	return s.desired == statusEnded && s.previous == statusEnded && s.observed == statusEnded
}

// stopped reports whether the task ran at the end of the last apply, is paused now, and nothing in the configuration asks
// for that or would resume it: an apply that was killed may have left its own pause behind.
func (s runState) stopped() bool {
	leftAlone := s.desired == s.previous && (s.desired == "" || s.desired == statusStarted)
	return leftAlone && s.observed == statusPaused && s.remembered.WasRunning && !s.deadlinePassed && !s.remembered.LeftPaused
}

// startedOutside reports whether somebody started a task that is wanted not started.
func (s runState) startedOutside() bool {
	return s.desired == statusNotStarted && s.previous == statusNotStarted && s.observed != statusNotStarted && s.observed != statusNotFound
}

// checkRunState refuses run states that cannot be reached from where the task is, and warns of those that nobody asked for.
func (m outboundTaskModel) checkRunState(state outboundTaskModel, s runState, diags *diag.Diagnostics) {
	at, id := path.Root("desired_status"), state.ID.ValueString()
	const stopIt = "Set desired_status to paused to stop it calling, or to ended."
	switch {
	case s.stopped():
		diags.AddAttributeWarning(at, "The task was running, and is paused", fmt.Sprintf(
			"Task %s ran at the end of the last apply and is paused now. Somebody has paused it in the console, or an apply was killed while it had the task paused. "+
				"Nothing resumes it by itself. To have it run, set desired_status to running, or resume it in the console.", id))
	case s.startedOutside():
		diags.AddAttributeWarning(at, "The task was started outside Terraform", fmt.Sprintf(
			"Task %s is %s, and the platform cannot bring it back to not_started. ", id, s.observed)+stopIt)
	case m.DesiredStatus.IsUnknown() || m.DesiredStatus.IsNull() || m.DesiredStatus.Equal(state.DesiredStatus),
		s.remembered.Imported && state.DesiredStatus.IsNull() && s.observed == statusEnded:
		// Nothing is wanted, or nothing else; it is not known yet; or an ended campaign that was imported is taken over as it is.
	case s.desired == statusNotStarted:
		s.refuseNotStarted(id, stopIt, diags)
	case s.observed == statusEnded && s.desired != statusEnded && s.desired != statusStarted:
		diags.AddAttributeError(at, "The task has ended", fmt.Sprintf(
			"Task %s has ended and cannot be %s again. Nothing was sent.\n\n%s", id, s.desired, endedAdvice))
	}
}

// refuseNotStarted refuses to bring a task back to not started.
func (s runState) refuseNotStarted(id, stopIt string, diags *diag.Diagnostics) {
	const summary = "A task cannot go back to not_started"
	switch {
	case s.observed == statusNotStarted && s.remembered.ToldToRun && s.scheduleAhead:
		diags.AddAttributeError(path.Root("desired_status"), summary, fmt.Sprintf(
			"Task %s was told to run and waits for its time. The platform cannot take that back, so the task would start all the same. Nothing was sent.\n\n"+
				"Set desired_status to paused to stop it, or to ended.", id))
	case s.observed != statusNotStarted && s.observed != statusNotFound:
		diags.AddAttributeError(path.Root("desired_status"), summary, fmt.Sprintf(
			"Task %s is %s, and the platform cannot bring it back to not_started. Nothing was sent.\n\n%s", id, s.observed, stopIt))
	}
}
