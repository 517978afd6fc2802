package probe

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// leftoverFilters find tasks of this program, whatever a platform makes of their custom id.
var leftoverFilters = []yccall.TaskFilter{
	{Name: ownName, CreatedFrom: longAgo},
	{Name: ownName},
	{CustomTaskID: ownID, CreatedFrom: longAgo},
	{CustomTaskID: ownID[:keptLength], CreatedFrom: longAgo},
	{CustomTaskID: coreID, CreatedFrom: longAgo},
	{CustomTaskID: coreID[:keptLength], CreatedFrom: longAgo},
}

// leftovers returns the ids of tasks of this program that have not ended. Where a filter is ignored, one list of all tasks
// is enough.
func (p *prober) leftovers(ctx context.Context) (ids []string, err error) {
	for _, filter := range leftoverFilters {
		listed, err := p.listed(ctx, filter)
		if err != nil {
			return nil, err
		}
		for _, t := range listed {
			if isLeft(t) && !slices.Contains(ids, t.ID) {
				ids = append(ids, t.ID)
				p.mine[t.ID] = true
			}
		}
		if filter.CreatedFrom != "" && slices.ContainsFunc(listed, isOfOthers) {
			break
		}
	}
	return ids, nil
}

// listed returns what a filter lists. A refusal has no rows on some platforms, and an id that is refused as too long
// belongs to no task. Rows that move while they are listed are not the probe's, which rest.
func (p *prober) listed(ctx context.Context, filter yccall.TaskFilter) (tasks []yccall.Task, err error) {
	for t, err := range p.client.Tasks(ctx, filter) {
		switch {
		case errors.Is(err, yccall.ErrRefused), errors.Is(err, yccall.ErrUnstableListing),
			errors.Is(err, yccall.ErrRejected) && len(filter.CustomTaskID) > keptLength:
			return tasks, nil
		case err != nil:
			return nil, explain("TaskList", err)
		}
		tasks = append(tasks, t)
	}
	return tasks, nil
}

// isOfOthers reports whether a row fits none of the filters.
func isOfOthers(t yccall.Task) bool { return !isOurs(t) && !strings.Contains(t.Name, ownName) }

// isLeft reports whether a row is a task of this program that has not ended.
func isLeft(t yccall.Task) bool { return isOurs(t) && t.Status != yccall.StatusEnded }

// endLeftovers ends what runs of this program left.
func (p *prober) endLeftovers(ctx context.Context) error {
	left, err := p.leftovers(ctx)
	if err != nil {
		return err
	}
	for _, id := range left {
		p.config.Say("Ending a task of an earlier run.")
		if err := p.end(ctx, id); err != nil {
			return err
		}
	}
	return nil
}
