package campaign

import (
	"context"
	"crypto/rand"
	"errors"
	"html"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// lookTries bounds how often the platform is looked at after a TaskSet of unknown result.
const lookTries = 5

// lookup is what TaskList shows of a custom task id.
type lookup struct {
	// proven tasks carry the id: their row says so, or they came through a filter that is shown to work.
	proven []provenTask
	// unnamed tasks may carry it: neither their row nor the server's filter tells.
	unnamed []yccall.Task
}

// provenTask is a task that carries a custom task id.
type provenTask struct {
	yccall.Task
	// named is true when the row itself names the custom task id, and false when only the filter vouches for it.
	named bool
}

// ids returns the task ids of everything that was seen.
func (l lookup) ids() map[string]bool {
	ids := make(map[string]bool, len(l.proven)+len(l.unnamed))
	for _, t := range l.proven {
		ids[t.ID] = true
	}
	for _, t := range l.unnamed {
		ids[t.ID] = true
	}
	return ids
}

// findByCustomID asks TaskList for a custom task id, and once more with a creation time before any task: some platforms
// list only recent ones by themselves, or only those that have not ended.
func (r *Runner) findByCustomID(ctx context.Context, customTaskID string) (lookup, error) {
	l, err := r.findRecent(ctx, customTaskID)
	if err != nil {
		return l, err
	}
	all, err := r.findSince(ctx, customTaskID, longAgo)
	seen := l.ids()
	for _, task := range all.proven {
		if !seen[task.ID] {
			l.proven = append(l.proven, task)
		}
	}
	for _, task := range all.unnamed {
		if !seen[task.ID] {
			l.unnamed = append(l.unnamed, task)
		}
	}
	return l, err
}

// findRecent asks TaskList for a custom task id, among the tasks that the platform lists by itself.
func (r *Runner) findRecent(ctx context.Context, customTaskID string) (lookup, error) {
	return r.findSince(ctx, customTaskID, "")
}

// findSince asks for a custom task id among the tasks since a time. A filter that the server ignores is no proof: rows
// that do not name their custom task id count only if the same filter finds nothing for an id that cannot exist. A row
// whose id is empty may be of a task without one, or of a server that has the field and never fills it. One row with an id
// tells the former; without any, the row is one that does not name its id.
func (r *Runner) findSince(ctx context.Context, customTaskID, since string) (lookup, error) {
	return yccall.Stable(func() (lookup, error) {
		filter := yccall.TaskFilter{CustomTaskID: customTaskID, CreatedFrom: since}
		l, err := r.lookupRows(ctx, customTaskID, filter)
		if errors.Is(err, yccall.ErrRefused) {
			return r.lookThroughAll(ctx, customTaskID, since, err)
		}
		if err != nil || len(l.unnamed) == 0 {
			return l, err
		}
		works, _, err := r.filterWorks(ctx)
		if err != nil {
			return lookup{}, err
		}
		if works {
			for _, task := range l.unnamed {
				l.proven = append(l.proven, provenTask{Task: task})
			}
			l.unnamed = nil
		}
		return l, nil
	})
}

// lookupRows reads the tasks that a filter finds. The unnamed ones are those whose rows do not tell their custom task id.
func (r *Runner) lookupRows(ctx context.Context, customTaskID string, filter yccall.TaskFilter) (l lookup, err error) {
	var empty []yccall.Task // tasks whose rows have an empty custom task id
	shown := false          // whether any row has one
	for task, err := range r.platform.Tasks(ctx, filter) {
		switch {
		case err != nil:
			return lookup{}, err
		case task.CustomTaskID == nil:
			l.unnamed = append(l.unnamed, task)
		case *task.CustomTaskID == "":
			empty = append(empty, task)
		case sameCustomID(*task.CustomTaskID, customTaskID):
			shown = true
			l.proven = append(l.proven, provenTask{Task: task, named: true})
		default:
			shown = true
		}
	}
	if !shown {
		l.unnamed = append(l.unnamed, empty...)
	}
	return l, nil
}

// sameCustomID compares a custom task id as the platform shows it with ours. Databases trim texts, and some do not tell
// small letters from capitals.
func sameCustomID(shown, ours string) bool {
	return strings.EqualFold(strings.TrimSpace(shown), strings.TrimSpace(ours))
}

// sameName compares the name of a task as the platform shows it with ours. Some platforms trim names, draw blanks together,
// write them for a page of HTML, or do not tell small letters from capitals.
func sameName(shown, ours string) bool {
	plain := func(name string) string { return strings.Join(strings.Fields(html.UnescapeString(name)), " ") }
	return shown == ours || plain(ours) != "" && strings.EqualFold(plain(shown), plain(ours))
}

// lookThroughAll looks for a custom task id that the server has refused to look for. It may refuse ids that it does not
// know; the list of all tasks still shows rows that name the id. Where rows do not tell, the refusal tells that there is
// no such task only if an id that cannot exist is refused as well.
func (r *Runner) lookThroughAll(ctx context.Context, customTaskID, since string, refusal error) (lookup, error) {
	l, err := r.lookupRows(ctx, customTaskID, yccall.TaskFilter{CreatedFrom: since})
	if err != nil || len(l.unnamed) == 0 {
		return l, err
	}
	_, refused, err := r.filterWorks(ctx)
	if err == nil && !refused {
		err = refusal
	}
	l.unnamed = nil
	return l, err
}

// filterWorks asks for a custom task id that cannot exist. A server that answers with tasks ignores the filter. One that
// refuses looks at it. The id is no longer than the 32 characters that platforms keep.
func (r *Runner) filterWorks(ctx context.Context) (works, refused bool, err error) {
	for _, err := range r.platform.Tasks(ctx, yccall.TaskFilter{CustomTaskID: "no-" + rand.Text()}) {
		if errors.Is(err, yccall.ErrRefused) {
			return true, true, nil
		}
		return false, false, err
	}
	return true, false, nil
}
