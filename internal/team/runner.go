package team

import (
	"context"
	"errors"
	"iter"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Platform is what teams ask of the Yccall API client; *yccall.Client implements it. What changes something is sent once.
type Platform interface {
	// ExtensionGroups lists the groups of a name, or all (GetExtgroupInfo).
	ExtensionGroups(ctx context.Context, name string) ([]yccall.ExtensionGroup, error)
	// AddExtensionGroup makes a group (AddExtgroup).
	AddExtensionGroup(ctx context.Context, group yccall.NewExtensionGroup) error
	// DeleteExtensionGroup deletes a group (DelExtgroup).
	DeleteExtensionGroup(ctx context.Context, name string) error
	// GroupMembers lists one member of a group, or all (GetGroupExt).
	GroupMembers(ctx context.Context, group, extension string) ([]yccall.GroupMember, error)
	// AddGroupMember adds a member (AddExtnumber).
	AddGroupMember(ctx context.Context, member yccall.GroupMember) error
	// RemoveGroupMember removes a member (DelExtnumber).
	RemoveGroupMember(ctx context.Context, member yccall.GroupMember) error
	// Queues lists the queues of a name, or all (GetQueueList).
	Queues(ctx context.Context, name string) ([]yccall.Queue, error)
	// AddQueue makes a queue (AddQueue).
	AddQueue(ctx context.Context, queue yccall.NewQueue) error
	// EditQueue changes a queue (EditQueue).
	EditQueue(ctx context.Context, edit yccall.QueueEdit) error
	// DeleteQueue deletes a queue (DelQueue).
	DeleteQueue(ctx context.Context, name string) error
	// Tasks lists tasks (TaskList).
	Tasks(ctx context.Context, filter yccall.TaskFilter) iter.Seq2[yccall.Task, error]
	// LoginForNames obtains a token that knows the names that were made.
	LoginForNames(ctx context.Context) error
}

// Runner makes, changes and deletes teams on a platform. It is safe for concurrent use.
type Runner struct {
	platform Platform
	wait     func(ctx context.Context, d time.Duration) error
	making   sync.Map // by name: a channel that holds one while something of the name is made
}

// inTurn waits until nothing else of a name is being made, so that the second of two finds the first.
func (r *Runner) inTurn(ctx context.Context, name string) (release func(), err error) {
	known, _ := r.making.LoadOrStore(name, make(chan struct{}, 1))
	turn, _ := known.(chan struct{})
	select {
	case turn <- struct{}{}:
		return func() { <-turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Option changes how a Runner works.
type Option func(*Runner)

// WithWait replaces how a Runner waits between looks at the platform. The function must return ctx.Err() as soon as ctx
// is done. What a Runner concludes from waiting goes by the times that it asks for.
func WithWait(wait func(ctx context.Context, d time.Duration) error) Option {
	return func(r *Runner) { r.wait = wait }
}

// New returns a Runner for a platform.
func New(platform Platform, options ...Option) *Runner {
	r := &Runner{platform: platform, wait: sleep}
	for _, option := range options {
		option(r)
	}
	return r
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

// secondLook is how long after the first one something that is not listed is looked for again: one list that comes empty
// proves nothing.
const secondLook = 2 * time.Second

// find returns what look finds, and looks once more before it says that there is nothing.
func find[T any](ctx context.Context, r *Runner, look func() (T, bool, error)) (T, bool, error) {
	it, found, err := look()
	if found || err != nil {
		return it, found, err
	}
	if err := r.wait(ctx, secondLook); err != nil {
		return it, false, err
	}
	return look()
}

// known asks for something, and once more with a newer token where the token does not know what was asked for.
func known[T any](ctx context.Context, r *Runner, ask func() (T, error)) (T, error) {
	it, err := ask()
	if !errors.Is(err, yccall.ErrUnknownName) {
		return it, err
	}
	if r.platform.LoginForNames(ctx) != nil {
		return it, err
	}
	return ask()
}
