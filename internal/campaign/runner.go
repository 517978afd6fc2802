package campaign

import (
	"context"
	"iter"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/sketch"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Platform is what a campaign asks of the Yccall API client; *yccall.Client implements it.
type Platform interface {
	// CreateTask creates a task (TaskCreat). It is sent once.
	CreateTask(ctx context.Context, task yccall.CreateTask) (yccall.CreatedTask, error)
	// AddNumbers appends one batch of numbers to a task (TaskAdd). It is sent once.
	AddNumbers(ctx context.Context, taskID string, telphone []byte) (yccall.AddedNumbers, error)
	// RemoveNumbers withdraws numbers that were not called yet (taskDelPhone). It is sent once.
	RemoveNumbers(ctx context.Context, taskID string, phones []string) error
	// SetTaskStatus runs, pauses or ends a task (TaskSet). It is sent once.
	SetTaskStatus(ctx context.Context, taskID string, command yccall.TaskCommand) error
	// RedialTask has a task call people again (taskCall). It is sent once.
	RedialTask(ctx context.Context, redial yccall.Redial) error
	// Task reads one task (TaskList).
	Task(ctx context.Context, taskID string) (yccall.Task, bool, error)
	// Tasks lists tasks (TaskList).
	Tasks(ctx context.Context, filter yccall.TaskFilter) iter.Seq2[yccall.Task, error]
	// TaskNumbers lists the numbers of a task (TaskInfo). A listing that was not complete ends with
	// yccall.ErrUnstableListing.
	TaskNumbers(ctx context.Context, filter yccall.NumberFilter) iter.Seq2[yccall.TaskNumber, error]
	// SomeTaskNumbers lists a few of the numbers of a task (TaskInfo).
	SomeTaskNumbers(ctx context.Context, taskID string) ([]yccall.TaskNumber, error)
	// CountTaskNumbers counts the numbers of a task (TaskInfo).
	CountTaskNumbers(ctx context.Context, filter yccall.NumberFilter) (int64, error)
}

// Runner carries campaigns out on a platform. It is safe for concurrent use: creations that share a
// custom task id and redials of one task are done one after the other, everything else goes on side by side.
type Runner struct {
	platform   Platform
	wait       func(ctx context.Context, d time.Duration) error
	progress   func(ctx context.Context, p Progress)
	sketcher   *sketch.Sketcher
	creating   keyedLock
	redialling keyedLock
	ended      sync.Map // ids of the tasks that End has ended: their rows may show it late
}

// endedRow is a row as it is known to be: of a task that this Runner has ended, it may not show that yet.
func (r *Runner) endedRow(task yccall.Task) yccall.Task {
	if _, ended := r.ended.Load(task.ID); ended {
		task.Status = yccall.StatusEnded
	}
	return task
}

// Progress is how far the numbers of a task have been sent in one piece of work.
type Progress struct {
	TaskID string
	// Batches is how many batches were answered.
	Batches int
	// Accepted and Rejected add up to the numbers in these batches.
	Accepted, Rejected int
	// Listed is how many numbers the whole list has.
	Listed int
}

// Option changes how a Runner works.
type Option func(*Runner)

// WithWait replaces how a Runner waits between looks at the platform. The function must return ctx.Err() as soon as ctx
// is done. What a Runner concludes from waiting goes by the times that it asks for.
func WithWait(wait func(ctx context.Context, d time.Duration) error) Option {
	return func(r *Runner) { r.wait = wait }
}

// WithProgress has a function called after every batch of numbers that the platform answered.
func WithProgress(progress func(ctx context.Context, p Progress)) Option {
	return func(r *Runner) { r.progress = progress }
}

// WithSketchSecret keys what is remembered of the fields that the platform does not echo. The secret must be hard to
// guess, and not be kept where the sketches are. Without one, all numbers that were not called are replaced when a list
// with such fields changes.
func WithSketchSecret(secret []byte) Option {
	return func(r *Runner) { r.sketcher = sketch.New(secret) }
}

// New returns a Runner for a platform.
func New(platform Platform, options ...Option) *Runner {
	r := &Runner{platform: platform, wait: sleep, progress: func(context.Context, Progress) {}}
	for _, option := range options {
		option(r)
	}
	return r
}

// pause waits for some seconds.
func (r *Runner) pause(ctx context.Context, seconds int) error {
	return r.wait(ctx, time.Duration(seconds)*time.Second)
}

// linger waits before another look, a second at first and longer the longer nothing has changed. It takes for how many
// seconds that is, and returns for how many it is then.
func (r *Runner) linger(ctx context.Context, quiet int) (int, error) {
	seconds := min(quiet+1, 15)
	return quiet + seconds, r.pause(ctx, seconds)
}

// sleep waits for a time or until ctx is done, and up to an eighth longer, so that runs which met once do not meet again.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d + rand.N(d/8)) //nolint:gosec // Jitter needs no secrecy.
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
