package campaign

import (
	"context"
	"errors"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
	"github.com/yccall/terraform-provider-yccall/internal/sketch"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

const (
	// settleRounds bounds how often a task's numbers are compared with the wanted list in one piece
	// of work. Two rounds finish every ordinary case; more are needed only while calls keep failing
	// or somebody else keeps changing the task.
	settleRounds = 8
	// removeBatch is how many phones go into one taskDelPhone; the platform names no limit.
	removeBatch = 1000
)

// ErrOutOfSync says that a task's numbers could not be brought in line with the wanted list, because
// what the platform holds kept differing from what it had confirmed.
var ErrOutOfSync = errors.New("the numbers that the platform holds keep differing from what it confirmed")

// work is work on the numbers of one task that exists.
type work struct {
	runner *Runner
	taskID string
	list   *numberlist.List

	// rejected is what the platform did not accept, in the spec in which it said so.
	rejected     []string
	rejectedKeys map[phone.Number]bool
	// unreadable is what an earlier reply rejected in a form that names no number. A comparison with the
	// task finds out anew what that was.
	unreadable []string
	// rejectedGone were rejected earlier and have left the list since.
	rejectedGone []phone.Number
	// expected is how many numbers the task holds if every reply so far told the truth.
	expected int64
	// doubt is true when the outcome of a call is unknown or a count does not fit: nothing may be
	// sent before the task's numbers have been listed.
	doubt bool
	// cause is the last error of a call of unknown outcome.
	cause error
	// lost is true after a TaskAdd or a taskDelPhone of unknown outcome, until it has been waited for;
	// heldBefore is how many numbers the task held before that call.
	lost       bool
	heldBefore int64
	// resends is true once numbers that were sent may show late, until what is missing of them has been
	// sent again. awaited is true once the platform was given time to show what it had accepted.
	resends, awaited bool

	// confirmed counts, by index in the list's set, how often a reconciliation has sent a number
	// without the platform complaining of it, since the number was last seen on the task.
	confirmed []uint8
	// before is the sketch of the list as last written; zero when it is not known, or was looked at already.
	before sketch.Sketch
	// hadHidden is true when the list that was written before has hidden fields.
	hadHidden bool
	// hiddenDoubt is true when it is not known which hidden fields the numbers of the task have, and
	// renewAll until all that were not called are therefore taken for stale.
	hiddenDoubt, renewAll bool
	// stale are numbers, by index in the list's set, that have to be removed and added again because
	// their hidden fields changed.
	stale map[int]bool

	// trials tell by which prefixes the platform respells numbers, and withdrawn has the numbers, by
	// index in the list's set, that were removed to find out: true once they were seen to be gone.
	trials    map[phone.Prefix]*trial
	withdrawn map[int]bool

	progress      Progress
	seen          Observation
	settled       bool
	paused        bool // by us, and to be resumed
	calledExtra   int
	calledChanged int
	doubled       int
}

func newWork(r *Runner, taskID string, list *numberlist.List) *work {
	return &work{
		runner: r, taskID: taskID, list: list,
		rejectedKeys: map[phone.Number]bool{}, stale: map[int]bool{},
		trials: map[phone.Prefix]*trial{}, withdrawn: map[int]bool{},
		progress: Progress{TaskID: taskID, Listed: list.Count},
		seen:     Observation{Held: -1},
	}
}

// report fills in how the task stands.
func (w *work) report(out *Result) {
	out.TaskID = w.taskID
	out.Rejected = slices.Concat(w.unreadable, w.rejected)
	out.InSync = w.settled
	out.Held = -1
	if w.settled {
		out.Held, out.Sketch = w.expected, w.runner.Sketch(w.list)
	}
	out.Task, out.Seen = w.seen.Task, w.seen.Found
	out.UnechoedDoubt = w.hiddenDoubt && !w.settled
	out.CalledExtra, out.CalledChanged, out.Doubled = w.calledExtra, w.calledChanged, w.doubled
}

// reject records what a reply names as invalid.
func (w *work) reject(items []yccall.InvalidItem) {
	for _, item := range items {
		key, err := phone.Parse(item.Phone)
		switch {
		case item.Phone == "":
			w.rejected = append(w.rejected, item.JSON)
		case err != nil:
			w.rejected = append(w.rejected, item.Phone)
		default:
			w.rejectKey(key, item.Phone)
		}
	}
}

// rejectedBefore takes over what an earlier reply named as invalid, as far as it is still wanted.
func (w *work) rejectedBefore(phones []string) {
	set := w.list.Set()
	for _, text := range phones {
		key, err := phone.Parse(text)
		switch {
		case err != nil:
			w.unreadable = append(w.unreadable, text)
		case set.Contains(key):
			w.rejectKey(key, text)
		default:
			w.rejectedGone = append(w.rejectedGone, key)
		}
	}
}

func (w *work) rejectKey(key phone.Number, text string) {
	if !w.rejectedKeys[key] {
		w.rejectedKeys[key] = true
		w.rejected = append(w.rejected, text)
	}
}

// accepted records a reply to a part.
func (w *work) accepted(ctx context.Context, part *numberlist.Batch, invalid []yccall.InvalidItem) {
	w.reject(invalid)
	w.expected += int64(part.Count() - len(invalid))
	w.progress.Parts++
	w.progress.Accepted += part.Count() - len(invalid)
	w.progress.Rejected += len(invalid)
	w.runner.progress(ctx, w.progress)
}

// add sends one part once. An unknown outcome is no error but a doubt: what the task holds then
// decides what is sent next.
func (w *work) add(ctx context.Context, part *numberlist.Batch) error {
	// Should the work stop before it is settled, some numbers have the fields of this list and others
	// those of the one before.
	w.hiddenDoubt = w.hiddenDoubt || w.list.HasUnechoed || w.hadHidden
	reply, err := w.runner.platform.AddNumbers(ctx, w.taskID, part.JSON())
	switch {
	case err == nil:
		w.accepted(ctx, part, reply.Invalid)
		return nil
	case unanswered(err):
		w.doubt, w.lost, w.resends, w.cause, w.heldBefore = true, true, true, err, w.expected
		return ctx.Err()
	case errors.Is(err, yccall.ErrRefused):
		return w.explainRefusal(ctx, err)
	default:
		return err
	}
}

// explainRefusal looks whether a task takes no numbers because it has ended or is not there any more; the
// platform has no code for either.
func (w *work) explainRefusal(ctx context.Context, refusal error) error {
	task, found, err := w.runner.find(ctx, w.taskID)
	switch {
	case err != nil:
		return refusal
	case !found:
		return &NotListedError{TaskID: w.taskID}
	case task.Status == yccall.StatusEnded:
		return &EndedError{TaskID: w.taskID}
	default:
		return refusal
	}
}

// awaitLost waits for a call of unknown outcome to show in the count, as patiently as a lost TaskCreat
// is looked for: the request may take effect after its connection is gone. Numbers that were sent again
// by then would be there twice, and those that were removed and added again would be gone.
func (w *work) awaitLost(ctx context.Context) error {
	for attempt := range lookTries {
		if err := w.runner.wait(ctx, attempt); err != nil {
			return err
		}
		o, err := w.runner.Observe(ctx, w.taskID)
		if err == nil && o.Held != w.heldBefore {
			break
		}
	}
	w.lost = false
	return ctx.Err()
}

// counted reads how many numbers the task holds, and reports whether that is what the replies add up to.
func (w *work) counted(ctx context.Context) (bool, error) {
	o, err := w.runner.Observe(ctx, w.taskID)
	switch {
	case err != nil:
		return false, w.failed("counting the task's numbers", err)
	case !o.Found:
		return false, w.failed("counting the task's numbers", &NotListedError{TaskID: w.taskID})
	}
	w.seen = o
	if o.Ended() {
		return false, w.failed("counting the task's numbers", &EndedError{TaskID: w.taskID})
	}
	return o.Held == w.expected, nil
}

// awaitAccepted waits for numbers that the platform has accepted to show in the count: it may take a
// long list in and go through it later. They are as good as lost until then.
func (w *work) awaitAccepted(ctx context.Context) (shown bool, err error) {
	if w.seen.Held > w.expected {
		return false, nil
	}
	for attempt := range lookTries {
		if err := w.runner.wait(ctx, attempt); err != nil {
			return false, w.failed("waiting for the platform", err)
		}
		if shown, err := w.counted(ctx); shown || err != nil {
			return shown, err
		}
	}
	w.awaited, w.resends = true, true
	return false, nil
}

// settle brings the task to hold exactly the wanted numbers that the platform accepts, and checks it
// by count. It lists the task's numbers only when there is a doubt.
func (w *work) settle(ctx context.Context) (err error) {
	defer func() {
		if resumeErr := w.resume(ctx); err == nil && resumeErr != nil {
			err = &StepError{TaskID: w.taskID, Step: "resuming the task after its numbers were changed", LeftPaused: true, Err: resumeErr}
		}
		var step *StepError
		if w.paused && errors.As(err, &step) {
			step.LeftPaused = true
		}
	}()
	for round := 0; ; round++ {
		if !w.doubt {
			w.settled, err = w.counted(ctx)
			if !w.settled && err == nil && w.progress.Accepted > 0 && !w.awaited {
				w.settled, err = w.awaitAccepted(ctx)
			}
			if w.settled && w.trying() {
				w.settled, w.doubt = false, true // what is there is to be looked at all the same
			}
			if w.settled || err != nil {
				return err
			}
		}
		if round == settleRounds {
			if w.cause != nil {
				return w.failed("adding numbers", w.cause)
			}
			return w.failed("checking the task's numbers", ErrOutOfSync)
		}
		switch {
		case w.lost:
			err = w.awaitLost(ctx)
		case w.cause != nil || !w.doubt:
			// A call of unknown outcome may take effect a little later, and a count may lag behind.
			err = w.runner.wait(ctx, round)
		}
		if err != nil {
			return w.failed("waiting for the platform", errors.Join(err, w.cause))
		}
		w.doubt, w.cause = false, nil
		if err := w.reconcile(ctx); err != nil {
			return err
		}
	}
}

func (w *work) failed(step string, err error) error {
	return &StepError{TaskID: w.taskID, Step: step, Err: err}
}

// resume runs a task again that was paused for the work, also after a failure.
func (w *work) resume(ctx context.Context) error {
	if !w.paused {
		return nil
	}
	if err := w.runner.SetStatus(ctx, w.taskID, yccall.CommandRun); err != nil {
		return err
	}
	// What was seen before is not how the task stands now.
	w.paused, w.seen = false, Observation{Held: -1}
	return nil
}
