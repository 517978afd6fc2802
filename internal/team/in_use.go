package team

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// The types of tasks that rows tell.
const (
	typeExtension = "transfer"
	typeGroup     = "groups"
)

// longAgo is a createtime before any task. Some platforms list only recent tasks unless they are asked for older ones.
const longAgo = "2000-01-01 00:00:00"

// WithoutPrefix is the name of a queue as it was written.
func WithoutPrefix(stored string) string { return strings.TrimPrefix(stored, QueuePrefix) }

// waitUntilUnused waits until no task uses what is to be deleted, or has ended. A destroy deletes what has only a name in
// common in any order, so that the task may be about to end. The error is an *InUseError after limit.
func (r *Runner) waitUntilUnused(ctx context.Context, what string, names []string, uses func(yccall.Task) bool, limit time.Duration) error {
	var waited time.Duration
	var user yccall.Task
	for pause := time.Second; ; pause = min(2*pause, 15*time.Second) {
		task, used, err := r.user(ctx, names, uses)
		switch {
		case err != nil && user.ID != "" && ctx.Err() != nil:
			return &InUseError{What: what, Task: user}
		case err != nil:
			return err
		case !used:
			return nil
		}
		user = task
		if waited >= limit || r.wait(ctx, pause) != nil {
			return &InUseError{What: what, Task: user}
		}
		waited += pause
	}
}

// user looks for a task that uses what is to be deleted and has not ended.
func (r *Runner) user(ctx context.Context, names []string, uses func(yccall.Task) bool) (yccall.Task, bool, error) {
	for _, name := range names {
		for _, filter := range []yccall.TaskFilter{{Agent: name}, {Agent: name, CreatedFrom: longAgo}} {
			task, found, err := r.userAmong(ctx, filter, uses)
			if errors.Is(err, yccall.ErrRefused) {
				// A server may refuse a list that it finds empty. That of all tasks is understood.
				task, found, err = r.userAmong(ctx, yccall.TaskFilter{CreatedFrom: longAgo}, uses)
			}
			if found || err != nil {
				return task, found, err
			}
		}
	}
	return yccall.Task{}, false, nil
}

func (r *Runner) userAmong(ctx context.Context, filter yccall.TaskFilter, uses func(yccall.Task) bool) (user yccall.Task, found bool, err error) {
	user, err = yccall.Stable(func() (yccall.Task, error) {
		for task, err := range r.platform.Tasks(ctx, filter) {
			if err != nil || task.Status != yccall.StatusEnded && uses(task) {
				return task, err
			}
		}
		return yccall.Task{}, nil
	})
	return user, user.ID != "" && err == nil, err
}
