package campaign

import (
	"context"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// EndUndecided ends what a creation of unknown result (an *UndecidedError) has left. That is the one task of its custom task
// id which was not there before and was never started; where there are several, nothing proves which one it is, and none is
// ended. Such a task may show late, so that it is waited for.
func (r *Runner) EndUndecided(ctx context.Context, customTaskID string, before []string) error {
	for quiet := 0; ; {
		left, err := r.neverStarted(ctx, customTaskID, before)
		switch {
		case err != nil:
			return err
		case len(left) == 1:
			_, err := r.End(ctx, left[0])
			return err
		case len(left) > 1, quiet >= patience:
			return nil
		}
		seconds := min(quiet+1, 15)
		if err := r.pause(ctx, seconds); err != nil {
			return err
		}
		quiet += seconds
	}
}

// neverStarted lists the tasks of a custom task id that were not there before, and neither have ended nor were ever started.
func (r *Runner) neverStarted(ctx context.Context, customTaskID string, before []string) (ids []string, err error) {
	l, err := r.findRecent(ctx, customTaskID)
	for _, task := range l.proven {
		if !slices.Contains(before, task.ID) && !Started(task.Task) && task.Status != yccall.StatusEnded {
			ids = append(ids, task.ID)
		}
	}
	return ids, err
}
