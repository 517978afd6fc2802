package provider

import (
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// runStateCommand returns the command (TaskSet) that brings a task from an observed run state to the
// desired one. ok is false when nothing is to be done, which includes everything a campaign does
// by itself: finishing, waiting for its scheduled time, and pausing at its paused time.
func (m outboundTaskModel) runStateCommand(observed string, p taskPrivate, now time.Time) (command yccall.TaskCommand, ok bool) {
	if observed == statusEnded || observed == statusNotFound {
		return 0, false
	}
	switch m.DesiredStatus.ValueString() {
	case statusRunning:
		switch observed {
		case statusRunning:
			return 0, false
		case statusNotStarted:
			waiting := !m.ScheduledTime.IsNull() && !p.passed(m.ScheduledTime.ValueString(), now)
			return yccall.CommandRun, !waiting || p.Restart
		case statusPaused:
			over := !m.PausedTime.IsNull() && p.passed(m.PausedTime.ValueString(), now)
			return yccall.CommandRun, !over || p.Restart
		}
		// A code that this provider does not know is left to the platform.
		return 0, false
	case statusPaused:
		return yccall.CommandPause, observed != statusPaused
	case statusEnded:
		return yccall.CommandEnd, true
	case "":
		// The run state is left alone, except for a pause of the provider's own that it could not undo.
		return yccall.CommandRun, p.Restart && observed == statusPaused
	}
	return 0, false
}
