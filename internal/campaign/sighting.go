package campaign

import (
	"context"
	"crypto/rand"
	"errors"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// lookTries bounds how often the platform is looked at after a call of unknown outcome.
const lookTries = 5

// sighting is what TaskList shows of a custom task id.
type sighting struct {
	// proven tasks carry the id: their row says so, or they came through a filter that is shown to work.
	proven []seenTask
	// doubtful tasks may carry it: neither their row nor the server's filter tells.
	doubtful []yccall.Task
}

// seenTask is a task that carries a custom task id.
type seenTask struct {
	yccall.Task
	// echoed is true when the row itself names the custom task id, and false when only the filter vouches for it.
	echoed bool
}

// ids returns the task ids of everything that was seen.
func (s sighting) ids() map[string]bool {
	ids := make(map[string]bool, len(s.proven)+len(s.doubtful))
	for _, t := range s.proven {
		ids[t.ID] = true
	}
	for _, t := range s.doubtful {
		ids[t.ID] = true
	}
	return ids
}

// lookFor asks TaskList for a custom task id. A filter that the server ignores is no proof: rows that
// do not name their custom task id count only if the same filter finds nothing for an id that cannot exist.
// A row whose id is empty may be of a task without one, or of a server that has the field and never fills
// it. One row with an id tells the former; without any, the row is one that does not name its id.
func (r *Runner) lookFor(ctx context.Context, customTaskID string) (sighting, error) {
	return yccall.Stable(func() (sighting, error) { return r.lookOnce(ctx, customTaskID) })
}

func (r *Runner) lookOnce(ctx context.Context, customTaskID string) (sighting, error) {
	s, silent, err := r.rowsOf(ctx, customTaskID, yccall.TaskFilter{CustomTaskID: customTaskID})
	if errors.Is(err, yccall.ErrRefused) {
		return r.lookThroughAll(ctx, customTaskID, err)
	}
	if err != nil || len(silent) == 0 {
		return s, err
	}
	works, _, err := r.probe(ctx)
	if err != nil {
		return sighting{}, err
	}
	if !works {
		s.doubtful = silent
		return s, nil
	}
	for _, task := range silent {
		s.proven = append(s.proven, seenTask{Task: task})
	}
	return s, nil
}

// rowsOf reads the tasks that a filter finds. silent are those whose rows do not tell their custom task id.
func (r *Runner) rowsOf(ctx context.Context, customTaskID string, filter yccall.TaskFilter) (s sighting, silent []yccall.Task, err error) {
	var absent, empty []yccall.Task // tasks whose rows have no custom task id, and tasks whose rows have an empty one
	shown := false                  // whether any row has an id
	for task, err := range r.platform.Tasks(ctx, filter) {
		switch {
		case err != nil:
			return sighting{}, nil, err
		case task.CustomTaskID == nil:
			absent = append(absent, task)
		case *task.CustomTaskID == "":
			empty = append(empty, task)
		case *task.CustomTaskID == customTaskID:
			shown = true
			s.proven = append(s.proven, seenTask{Task: task, echoed: true})
		default:
			shown = true
		}
	}
	silent = absent
	if !shown {
		silent = append(silent, empty...)
	}
	return s, silent, nil
}

// lookThroughAll looks for a custom task id that the server has refused to look for. It may refuse ids that it does
// not know; the list of all tasks still shows rows that name the id. Where rows do not tell, the refusal tells that
// there is no such task only if an id that cannot exist is refused as well.
func (r *Runner) lookThroughAll(ctx context.Context, customTaskID string, refusal error) (sighting, error) {
	s, silent, err := r.rowsOf(ctx, customTaskID, yccall.TaskFilter{})
	if err != nil || len(silent) == 0 {
		return s, err
	}
	_, refused, err := r.probe(ctx)
	if err == nil && !refused {
		err = refusal
	}
	return s, err
}

// probe asks for an id that cannot exist. A server that answers with tasks ignores the filter. One that refuses
// looks at it.
func (r *Runner) probe(ctx context.Context) (works, refused bool, err error) {
	for _, err := range r.platform.Tasks(ctx, yccall.TaskFilter{CustomTaskID: "no-such-task-" + rand.Text()}) {
		if errors.Is(err, yccall.ErrRefused) {
			return true, true, nil
		}
		return false, false, err
	}
	return true, false, nil
}
