package team

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// QueuePrefix is what the platform seems to put before the name of a queue that predictive tasks can use.
const QueuePrefix = "autocall_"

// Queue returns the queue that the platform stores under a name (GetQueueList), or else under that name with the prefix.
func (r *Runner) Queue(ctx context.Context, name string) (queue yccall.Queue, found bool, err error) {
	return find(ctx, r, func() (yccall.Queue, bool, error) { return r.queue(ctx, name, QueuePrefix+name) })
}

// StoredQueue returns the queue of just the name that the platform stores (GetQueueList).
func (r *Runner) StoredQueue(ctx context.Context, stored string) (queue yccall.Queue, found bool, err error) {
	return find(ctx, r, func() (yccall.Queue, bool, error) { return r.queue(ctx, stored) })
}

// queue looks once for the first of the names. All queues are listed: the platform may store another name than was
// written, and not every server knows the filter.
func (r *Runner) queue(ctx context.Context, names ...string) (yccall.Queue, bool, error) {
	queues, err := r.platform.Queues(ctx, "")
	if err != nil {
		return yccall.Queue{}, false, err
	}
	for _, name := range names {
		if i := slices.IndexFunc(queues, func(q yccall.Queue) bool { return q.Name == name }); i >= 0 {
			return queues[i], true, nil
		}
	}
	return yccall.Queue{}, false, nil
}

// CreateQueue makes a queue (AddQueue) and returns it as the platform shows it, perhaps under a longer name. The error is
// an *ExistsError if a queue of either name is there already.
func (r *Runner) CreateQueue(ctx context.Context, queue yccall.NewQueue) (yccall.Queue, error) {
	what, names := queueNamed(queue.Name), []string{queue.Name}
	if queue.Autocall {
		names = append(names, QueuePrefix+queue.Name)
	}
	release, err := r.inTurn(ctx, queueNamed(WithoutPrefix(queue.Name)))
	if err != nil {
		return yccall.Queue{}, err
	}
	defer release()
	queues, err := r.platform.Queues(ctx, "")
	if err != nil {
		return yccall.Queue{}, err
	}
	before := queueNames(queues)
	for _, name := range names {
		if slices.Contains(before, name) {
			return yccall.Queue{}, &ExistsError{What: what, Name: name}
		}
	}
	var now yccall.Queue
	err = r.carryOut(ctx, change{
		what: what,
		send: func(ctx context.Context) error { return r.platform.AddQueue(ctx, queue) },
		done: func(ctx context.Context) (found bool, err error) {
			now, found, err = r.queue(ctx, names...)
			return found, err
		},
	})
	if notShown := new(NotShownError); errors.As(err, &notShown) && notShown.Look == nil {
		if after, failed := r.platform.Queues(ctx, ""); failed == nil {
			notShown.New = added(before, queueNames(after))
		}
	}
	return now, err
}

// EditQueue changes a queue (EditQueue), and returns when the platform shows what it echoes of that.
func (r *Runner) EditQueue(ctx context.Context, edit yccall.QueueEdit) error {
	return r.carryOut(ctx, change{
		what: queueNamed(edit.Name),
		send: func(ctx context.Context) error { return r.platform.EditQueue(ctx, edit) },
		done: func(ctx context.Context) (bool, error) {
			queue, found, err := r.queue(ctx, edit.Name)
			return found && shows(queue, edit), err
		},
		repeatable: true,
	})
}

// shows reports whether a row shows an edit, as far as the server tells and something was asked for.
func shows(queue yccall.Queue, edit yccall.QueueEdit) bool {
	same := func(is, wanted *int64) bool { return is == nil || wanted == nil || *is == *wanted }
	strategy := edit.Strategy == nil || queue.Strategy == nil || *queue.Strategy == int64(*edit.Strategy)
	return strategy && queue.Remark == edit.Remark &&
		same(queue.AnnounceFreq, edit.AnnounceFreq) && same(queue.RingDelay, edit.RingDelay) && same(queue.MaxWaitTime, edit.MaxWaitTime) &&
		same(queue.WithNoAgentTime, edit.WithNoAgentTime) && same(queue.NoAgentRejoiningTime, edit.NoAgentRejoiningTime) &&
		same(queue.DiscardTime, edit.DiscardTime)
}

// DeleteQueue deletes a queue by the name that the platform stores (DelQueue), once no task uses it that has not ended; it
// waits for that until limit has passed. A task may name it without the prefix. A queue that is not listed is gone.
func (r *Runner) DeleteQueue(ctx context.Context, stored string, limit time.Duration) error {
	if _, found, err := r.StoredQueue(ctx, stored); err != nil || !found {
		return err
	}
	names := []string{stored}
	if plain := WithoutPrefix(stored); plain != stored {
		names = append(names, plain)
	}
	uses := func(task yccall.Task) bool {
		return slices.Contains(names, task.Agent) && task.TaskType != typeExtension && task.TaskType != typeGroup
	}
	if err := r.waitUntilUnused(ctx, queueNamed(stored), names, uses, limit); err != nil {
		return err
	}
	return r.carryOut(ctx, change{
		what: queueNamed(stored),
		send: func(ctx context.Context) error { return r.platform.DeleteQueue(ctx, stored) },
		done: func(ctx context.Context) (bool, error) {
			_, found, err := r.queue(ctx, stored)
			return err == nil && !found, err
		},
		repeatable: true,
	})
}

func queueNamed(name string) string { return "queue " + name }

func queueNames(queues []yccall.Queue) []string {
	names := make([]string, len(queues))
	for i, queue := range queues {
		names[i] = queue.Name
	}
	return names
}
