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
		ignored := false
		for t, err := range p.client.Tasks(ctx, filter) {
			if errors.Is(err, yccall.ErrRefused) || errors.Is(err, yccall.ErrRejected) && len(filter.CustomTaskID) > keptLength {
				break // no rows, on some platforms; and an id that is refused as too long belongs to no task
			}
			if err != nil && !errors.Is(err, yccall.ErrUnstableListing) {
				return nil, explain("TaskList", err)
			}
			ignored = ignored || err == nil && !isOurs(t) && !strings.Contains(t.Name, ownName)
			if err == nil && isLeft(t) && !slices.Contains(ids, t.ID) {
				ids = append(ids, t.ID)
				p.mine[t.ID] = true
			}
		}
		if ignored && filter.CreatedFrom != "" {
			break
		}
	}
	return ids, nil
}

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
