package campaign

import (
	"context"
	"errors"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// removeBatch is how many phones go into one taskDelPhone; the platform names no limit.
const removeBatch = 1000

// syncer brings one task to hold the numbers of a list. It does what decide says, one request a step.
type syncer struct {
	runner *Runner
	taskID string
	list   *numberlist.List

	memory memory
	seen   seen
	// observed is what seen was made of.
	observed Observation
	// compared is what the latest listing says.
	compared *comparison

	ledger   ledger
	knows    Knowledge
	unechoed unechoed
	// cause is the latest request of unknown result; nil if there is none.
	cause *StepError

	progress Progress
}

func newSyncer(r *Runner, taskID string, list *numberlist.List) *syncer {
	return &syncer{
		runner: r, taskID: taskID, list: list,
		seen:     seen{stale: true, count: unknown, calls: unknown},
		observed: Observation{Held: unknown},
		progress: Progress{TaskID: taskID, Listed: list.Count},
	}
}

// run works until the task holds exactly the wanted numbers that the platform accepts, or the work has to stop.
func (s *syncer) run(ctx context.Context) error {
	err := s.steps(ctx)
	s.ledger.queue.close()
	if err == nil || !s.memory.pausing {
		return err
	}
	// The work has failed, and the task is paused for it.
	if s.memory.mayResume(s.seen) && s.runner.SetStatus(ctx, s.taskID, yccall.CommandRun) == nil {
		s.memory.pausing, s.observed = false, Observation{Held: unknown}
		return err
	}
	var step *StepError
	if errors.As(err, &step) {
		step.LeftPaused = true
	}
	return err
}

func (s *syncer) steps(ctx context.Context) error {
	for {
		next, m := decide(s.seen, s.memory)
		s.memory = m
		var err error
		switch next {
		case stepLook:
			err = s.look(ctx)
		case stepWait:
			err = s.wait(ctx)
		case stepList:
			err = s.compare(ctx)
		case stepPause:
			err = s.pause(ctx)
		case stepRemove:
			err = s.removeNext(ctx)
		case stepAdd:
			err = s.addNext(ctx)
		case stepResume:
			err = s.resume(ctx)
		case stepFinish:
			return nil
		default:
			err = s.stopped(next)
		}
		if err != nil {
			return err
		}
	}
}

// look reads the task's row and its count. While a request may still have an effect, a platform that cannot be read for
// a moment is looked at again.
func (s *syncer) look(ctx context.Context) error {
	var o Observation
	var err error
	for attempt := range lookTries {
		if attempt > 0 {
			if err := s.runner.pause(ctx, attempt); err != nil {
				return s.failed("waiting for the platform", err)
			}
		}
		o, err = s.runner.observe(ctx, s.taskID, s.memory.byListing)
		if err == nil || !s.memory.mayAct || ctx.Err() != nil {
			break
		}
	}
	if err != nil {
		return s.failed("reading the task", err)
	}
	s.seen = s.seen.looked(o.seen(), sameCount(o.Task.Called, s.observed.Task.Called))
	s.observed = o
	return nil
}

// wait lets some time pass, and looks.
func (s *syncer) wait(ctx context.Context) error {
	quiet, err := s.runner.linger(ctx, s.seen.quiet)
	if err != nil {
		return s.failed("waiting for the platform", err)
	}
	s.seen = s.seen.waited(quiet - s.seen.quiet)
	return s.look(ctx)
}

// standStill waits until the count has stood still for the whole patience. It fails if the count moves: somebody else is at
// work on the numbers.
func (s *syncer) standStill(ctx context.Context) error {
	held := s.seen.count
	for s.seen.quiet < patience {
		if err := s.wait(ctx); err != nil {
			return err
		}
		if s.seen.count != held {
			return s.stopped(stopMoving)
		}
	}
	return nil
}

func (s *syncer) compare(ctx context.Context) error {
	c, err := s.comparison(ctx)
	if err != nil {
		return s.failed("listing the task's numbers", err)
	}
	for _, n := range c.silent {
		// Taken twice without a complaint and still not there: the platform dropped it silently.
		s.ledger.rejected.addNumber(n, n.String())
	}
	f := c.findings
	if !f.short {
		s.ledger.rejected.forgetNameless()
	}
	s.ledger.called = c.called
	s.compared, s.seen = c, s.seen.listed(f)
	s.ledger.queue.replace(nil)
	if f.absent+f.again > 0 {
		wanted := c.send
		set := s.list.Set()
		s.ledger.queue.replace(s.list.Batches(ctx, func(_ int, n phone.Number) bool {
			index, ok := set.Find(n)
			return ok && wanted[index]
		}))
	}
	return nil
}

// changed notes that something was sent.
func (s *syncer) changed() { s.seen = s.seen.changed() }

func (s *syncer) pause(ctx context.Context) error {
	// Somebody may have paused it meanwhile, and then it is not ours to resume.
	if err := s.look(ctx); err != nil || s.seen.state != active {
		s.memory.pausing = false
		return err
	}
	s.changed()
	err := s.runner.SetStatus(ctx, s.taskID, yccall.CommandPause)
	var unconfirmed *UnconfirmedError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &unconfirmed):
		// Paused or not, the task is to run again. The looks that follow tell.
		s.cause = &StepError{TaskID: s.taskID, Step: "pausing the task to change its numbers", Err: err}
		if ctx.Err() != nil {
			return s.failed(s.cause.Step, ctx.Err())
		}
		return nil
	default:
		s.memory.pausing = false
		return s.failed("pausing the task to change its numbers", err)
	}
}

func (s *syncer) resume(ctx context.Context) error {
	s.changed()
	if err := s.runner.SetStatus(ctx, s.taskID, yccall.CommandRun); err != nil {
		return &StepError{TaskID: s.taskID, Step: "resuming the task after its numbers were changed", LeftPaused: true, Err: err}
	}
	// What was seen before is not how the task stands now.
	s.observed = Observation{Held: s.observed.Held}
	s.seen.stale = false
	return nil
}

// removeNext withdraws the next numbers that the listing names.
func (s *syncer) removeNext(ctx context.Context) error {
	batch, rows := s.compared.nextRemoval(removeBatch)
	phones := make([]string, len(batch))
	for i, n := range batch {
		phones[i] = n.String()
	}
	s.changed()
	err := s.runner.platform.RemoveNumbers(ctx, s.taskID, phones)
	switch {
	case err == nil:
		s.memory = s.memory.removed(int64(len(batch)), rows)
		s.ledger.sent.add(sentBatch{numbers: batch, removed: true})
		return nil
	case errors.Is(err, yccall.ErrMayHaveRun):
		return s.inDoubt(ctx, -rows, "removing numbers", err)
	default:
		return s.failed("removing numbers", err)
	}
}

// addNext sends the next batch of what is unsent, once.
func (s *syncer) addNext(ctx context.Context) error {
	batch, err := s.ledger.queue.next()
	switch {
	case err != nil:
		return s.failed("reading the number list", err)
	case batch == nil:
		s.memory.unsent = 0
		return nil
	}
	s.changed()
	reply, err := s.runner.platform.AddNumbers(ctx, s.taskID, batch.JSON())
	switch {
	case err == nil:
		s.taken(ctx, batch, reply.Success, reply.Invalid)
		return nil
	case errors.Is(err, yccall.ErrTooLarge) && s.ledger.queue.halve(batch) && !errors.Is(err, yccall.ErrMayHaveRun):
		s.ledger.queue.again(batch)
		return nil
	case errors.Is(err, yccall.ErrMayHaveRun):
		s.ledger.sent.add(sentBatch{numbers: batch.Numbers()})
		return s.inDoubt(ctx, int64(batch.Count()), "adding numbers", err)
	default:
		return s.failed("adding numbers", err)
	}
}

// taken records what the platform made of a batch. success is how many numbers it says that it took; nil if it does not say.
func (s *syncer) taken(ctx context.Context, batch *numberlist.Batch, success *int64, invalid []yccall.InvalidItem) {
	nameless := s.ledger.rejected.add(invalid)
	accepted := max(int64(batch.Count()-len(invalid)), 0)
	dropped := success != nil && *success < accepted
	if dropped {
		accepted = max(*success, 0)
	}
	s.ledger.sent.add(sentBatch{numbers: batch.Numbers(), confirmed: true, dropped: dropped || nameless})
	s.memory = s.memory.added(int64(batch.Count()), accepted, dropped)
	s.progress.Batches++
	s.progress.Accepted += int(accepted)
	s.progress.Rejected += len(invalid)
	s.runner.progress(ctx, s.progress)
}

// inDoubt remembers a request of unknown result. The work goes on with looking, unless it was interrupted.
func (s *syncer) inDoubt(ctx context.Context, arriving int64, step string, err error) error {
	s.cause = &StepError{TaskID: s.taskID, Step: step, Err: err}
	s.memory = s.memory.failed(arriving, answered(err))
	if ctx.Err() != nil {
		return s.failed(step, errors.Join(ctx.Err(), err))
	}
	return nil
}

func (s *syncer) failed(step string, err error) error {
	if s.cause != nil && !errors.Is(err, s.cause.Err) {
		err = errors.Join(err, s.cause.Err)
	}
	return &StepError{TaskID: s.taskID, Step: step, Err: err}
}

// stopped explains why the work stops.
func (s *syncer) stopped(why step) error {
	const checking = "checking the task's numbers"
	switch why {
	case stopEnded:
		return s.failed(checking, &EndedError{TaskID: s.taskID})
	case stopUnlisted:
		return s.failed(checking, &NotListedError{TaskID: s.taskID})
	case stopFailing:
		return s.cause
	case stopShort:
		return s.failed(checking, ErrShortListing)
	case stopUnseen:
		return s.failed(checking, ErrNotShown)
	case stopCalling:
		return s.failed("waiting for the task to rest", ErrNotResting)
	case stopTwice:
		return s.failed(checking, &CalledAndWaitingError{TaskID: s.taskID, Count: s.seen.listing.twice})
	default:
		return s.failed(checking, ErrOutOfSync)
	}
}

// report tells how the task stands.
func (s *syncer) report(out *Result, err error) {
	out.TaskID = s.taskID
	out.Rejected = s.ledger.rejected.all()
	out.InSync = err == nil || s.inSync()
	out.Held = unknown
	if out.InSync {
		out.Held, out.Sketch = s.observed.Held, s.runner.Sketch(s.list)
	}
	out.Task, out.Seen = s.observed.Task, s.observed.Found
	out.Knowledge = s.knows
	out.Knowledge.CountByListing = s.memory.byListing
	out.UnechoedDoubt = !out.InSync && (s.unechoed.doubt || s.ledger.sent.any() && (s.list.HasUnechoed || s.unechoed.had))
	out.Called = s.ledger.called
}

// inSync reports whether the task holds what is wanted although the work has failed: all that did is to start or resume it.
func (s *syncer) inSync() bool {
	m := s.memory
	return !m.mayAct && m.compare == byCount && m.unsent+m.unremoved == 0 && m.expected != unknown && s.seen.count == m.expected
}

func sameCount(a, b *int64) bool { return a == b || a != nil && b != nil && *a == *b }
