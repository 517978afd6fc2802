package core

import (
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// newDialect makes a random server.
func (w *world) newDialect() yccalltest.Dialect {
	var d yccalltest.Dialect
	if !w.chance(0.35) {
		for _, habit := range []yccalltest.Habit{
			yccalltest.IgnoreTaskIDFilter, yccalltest.IgnoreCustomIDFilter, yccalltest.NoCustomIDEcho, yccalltest.OldRows,
			yccalltest.NoCounts, yccalltest.UnknownTaskIsError, yccalltest.SilentDedupe, yccalltest.NormaliseNumbers,
			yccalltest.OmitInvalidData, yccalltest.DropsCountAsSuccess, yccalltest.CutCustomIDs, yccalltest.TrimCustomIDs,
			yccalltest.FoldCustomIDs, yccalltest.RefuseLongCustomIDs, yccalltest.RandomTaskIDs, yccalltest.TotalWithRejected,
			yccalltest.TotalWaiting, yccalltest.EmptyListIsError, yccalltest.InfoUncalledOnly, yccalltest.NoCurrentCalls,
			yccalltest.RefuseRemovalOfCalled, yccalltest.UnknownStatus, yccalltest.DropsKeptConnections,
			yccalltest.PHPWarnings, yccalltest.ZeroTimes, yccalltest.CalledIsNow, yccalltest.SwapNumberFilter, yccalltest.TotalOfPage,
		} {
			if w.chance(0.08) {
				d.Habits |= habit
			}
		}
		d.MaxPageSize = pick(w, 0, 0, 3, 7)
	}
	if d.Habits&(yccalltest.NoCounts|yccalltest.OldRows|yccalltest.TotalWithRejected|yccalltest.TotalWaiting|yccalltest.UnknownTaskIsError) != 0 {
		// Numbers are counted by TaskInfo there, or tasks are refused in other words: a refusal may mean anything.
		d.Habits &^= yccalltest.EmptyListIsError
	}
	if d.Habits&yccalltest.SwapNumberFilter != 0 {
		d.Habits &^= yccalltest.InfoUncalledOnly // nothing lists the called ones there
	}
	if !w.namesTasks(d) {
		// What a killed run has left cannot be found there, and nobody can be promised anything.
		d.Habits &^= yccalltest.NoCustomIDEcho | yccalltest.OldRows
	}
	if w.chance(0.3) {
		d.Lag = yccalltest.Lag{Tasks: w.lag(), Numbers: w.lag(), RunStates: w.lag()}
	}
	if w.chance(0.4) {
		d.Timings = append(d.Timings, yccalltest.ServiceTiming{Service: "*", Timing: yccalltest.Timing{ReplyAfter: w.between(0, 20*time.Second)}})
	}
	if w.chance(0.3) {
		d.Timings = append(d.Timings, yccalltest.ServiceTiming{Service: pick(w, "TaskAdd", "TaskCreat", "taskDelPhone"), Timing: w.slow()})
	}
	if w.profile.lag {
		d.Lag = yccalltest.Lag{Tasks: time.Second, Numbers: w.between(time.Second, 3*time.Second), RunStates: w.between(time.Second, 3*time.Second)}
	}
	if w.profile.slow {
		d.Timings = append(d.Timings, yccalltest.ServiceTiming{Service: "TaskAdd", Timing: w.slow()})
	}
	if w.profile.lateTasks {
		late := yccalltest.Timing{ReplyAfter: w.between(0, 5*time.Second), EffectAfter: w.between(0, 45*time.Second)}
		d.Timings = append(d.Timings, yccalltest.ServiceTiming{Service: "TaskCreat", Timing: late})
	}
	if d.Habits&yccalltest.TotalWithRejected != 0 {
		// Where the count has the rejected in it, it may look right before the last number has come.
		for i := range d.Timings {
			d.Timings[i].EffectAfter, d.Timings[i].Over = 0, 0
		}
	}
	return d
}

// namesTasks reports whether the platform lets a task be found by its custom task id.
func (w *world) namesTasks(d yccalltest.Dialect) bool {
	return d.Habits&(yccalltest.OldRows|yccalltest.NoCustomIDEcho) == 0 || d.Habits&yccalltest.IgnoreCustomIDFilter == 0
}

func (w *world) lag() time.Duration {
	return pick(w, 0, w.between(0, 3*time.Second), w.between(0, 3*time.Second))
}

// slow is a request whose effect comes late, perhaps piece by piece, and perhaps after the reply.
func (w *world) slow() yccalltest.Timing {
	t := yccalltest.Timing{ReplyAfter: w.between(0, 40*time.Second), EffectAfter: w.between(0, 45*time.Second)}
	if w.chance(0.5) {
		t.Over, t.Pieces = w.between(time.Second, time.Minute), pick(w, 0, 0, 2, 3)
	}
	return t
}

// newDialer makes the pace at which running tasks call.
func (w *world) newDialer() yccalltest.Dialer {
	d := yccalltest.Dialer{AtOnce: pick(w, 1, 1, 2, 5), Shortest: 20 * time.Second, Longest: time.Minute}
	if w.profile.atOnce > 0 {
		d.AtOnce = w.profile.atOnce
	}
	if w.chance(0.2) {
		d.Shortest, d.Longest = time.Second, 10*time.Second
	}
	return d
}

func habitNames(set yccalltest.Habit) (names []string) {
	for _, habit := range yccalltest.Habits() {
		if set&habit != 0 {
			names = append(names, habit.String())
		}
	}
	return names
}
