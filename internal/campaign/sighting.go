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
	for try := 1; ; try++ {
		s, err := r.lookOnce(ctx, customTaskID)
		if try == listTries || !errors.Is(err, yccall.ErrUnstableListing) {
			return s, err
		}
	}
}

func (r *Runner) lookOnce(ctx context.Context, customTaskID string) (sighting, error) {
	var s sighting
	var absent, empty []yccall.Task // tasks whose rows have no custom task id, and tasks whose rows have an empty one
	shown := false                  // whether any row has an id
	for task, err := range r.platform.Tasks(ctx, yccall.TaskFilter{CustomTaskID: customTaskID}) {
		switch {
		case errors.Is(err, yccall.ErrRefused):
			// A server may refuse an id it does not know. That it looks at the filter is then
			// certain, and the list of all tasks still shows rows that name the id.
			return r.lookThroughAll(ctx, customTaskID)
		case err != nil:
			return sighting{}, err
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
	silent := absent
	if !shown {
		silent = append(silent, empty...)
	}
	if len(silent) == 0 {
		return s, nil
	}
	works, err := r.customIDFilterWorks(ctx)
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

func (r *Runner) lookThroughAll(ctx context.Context, customTaskID string) (sighting, error) {
	var s sighting
	for task, err := range r.platform.Tasks(ctx, yccall.TaskFilter{}) {
		if err != nil {
			return sighting{}, err
		}
		if task.CustomTaskID != nil && *task.CustomTaskID == customTaskID {
			s.proven = append(s.proven, seenTask{Task: task, echoed: true})
		}
	}
	return s, nil
}

// customIDFilterWorks asks for an id that cannot exist: a server that answers with tasks ignores the filter.
func (r *Runner) customIDFilterWorks(ctx context.Context) (bool, error) {
	for _, err := range r.platform.Tasks(ctx, yccall.TaskFilter{CustomTaskID: "no-such-task-" + rand.Text()}) {
		if errors.Is(err, yccall.ErrRefused) {
			return true, nil
		}
		return false, err
	}
	return true, nil
}
