package provider

import (
	"cmp"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// runStateCommand returns the command (TaskSet) that brings a task from the run state it was last
// seen in to the desired one. ok is false when nothing is to be done, which includes everything that
// a campaign does by itself once it was told to run: finishing, waiting for its scheduled time, and
// pausing at its paused time.
func (m outboundTaskModel) runStateCommand(state outboundTaskModel, p taskPrivate, now time.Time) (command yccall.TaskCommand, ok bool) {
	observed := state.Status.ValueString()
	if observed == statusEnded || observed == statusNotFound {
		return 0, false
	}
	wasToRun := state.DesiredStatus.ValueString() == statusRunning
	switch m.DesiredStatus.ValueString() {
	case statusRunning:
		switch observed {
		case statusNotStarted:
			return yccall.CommandRun, !wasToRun || !m.scheduleAhead(p, now) || p.StartUnconfirmed
		case statusPaused:
			// After an import it is not known whether the task paused by itself, and calling nobody is
			// the safe side.
			return yccall.CommandRun, !wasToRun && !p.Imported || !m.deadlinePassed(p, now)
		}
		// It runs, or its status is a code that this provider does not know and leaves to the platform.
		return 0, false
	case statusPaused:
		return yccall.CommandPause, observed != statusPaused
	case statusEnded:
		return yccall.CommandEnd, true
	case "", statusNotStarted:
		// The run state is left alone, except for a pause of the provider's own that it could not undo.
		return yccall.CommandRun, p.LeftPaused && observed == statusPaused && !m.deadlinePassed(p, now)
	}
	return 0, false
}

// scheduleAhead reports whether the task has a scheduled time that is still to come: told to run, it starts by itself then.
func (m outboundTaskModel) scheduleAhead(p taskPrivate, now time.Time) bool {
	scheduled := cmp.Or(m.ScheduledTime.ValueString(), p.ScheduledTime)
	return scheduled != "" && !p.passed(scheduled, now, everywhere)
}

// deadlinePassed reports whether the task's paused time is over: nobody is called after it, whoever paused the task.
func (m outboundTaskModel) deadlinePassed(p taskPrivate, now time.Time) bool {
	paused := cmp.Or(m.PausedTime.ValueString(), p.PausedTime)
	return paused != "" && p.passed(paused, now, anywhere)
}
