package provider_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestTasksAreFilteredWhateverTheServerIgnores(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{
		"newest":          {},
		"filters ignored": {Habits: yccalltest.IgnoreCustomIDFilter | yccalltest.IgnoreStatusFilter},
		"small pages":     {MaxPageSize: 2},
		"refused pages":   {MaxPageSize: 100, Habits: yccalltest.RefuseLargePages},
		"no pages":        {Habits: yccalltest.IgnorePaging},
		"old rows":        {Habits: yccalltest.OldRows | yccalltest.NoCounts},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: dialect, Clock: platformClock})
			var ids []any
			for i, task := range []yccalltest.TaskSnapshot{
				{Name: "renewals", Agent: "day", CustomID: "a", Status: yccalltest.Ended},
				{Name: "renewals", Agent: "night", CustomID: "b", Status: yccalltest.Running},
				{Name: "renewals 2", Agent: "night", CustomID: "c", Status: yccalltest.Paused},
				{Name: "others", Agent: "day", CustomID: "d"},
				{Name: "others", Agent: "day and night", CustomID: "e", Status: yccalltest.Running},
			} {
				ids = append(ids, w.console(task, fmt.Sprintf("1380000000%d", i)))
				w.mock.Advance(time.Hour)
			}
			pick := func(indexes ...int) []any {
				list := []any{}
				for _, i := range indexes {
					list = append(list, ids[i])
				}
				return list
			}
			for _, tc := range []struct {
				filters object
				want    []any
			}{
				{object{}, ids},
				{object{"name": "renewals"}, pick(0, 1)},
				{object{"assign_agent": "night"}, pick(1, 2)},
				{object{"status": "not_started"}, pick(3)},
				{object{"status": "running"}, pick(1, 4)},
				{object{"status": "ended", "assign_agent": "night"}, pick()},
				{object{"custom_task_id": "c"}, pick(2)},
				{object{"custom_task_id": "c", "name": "renewals"}, pick()},
				{object{"custom_task_id": "f"}, pick()},
				{object{"created_from": "2026-12-01 11:00:00"}, pick(2, 3, 4)},
				{object{"created_to": "2026-12-01 11:00:00"}, pick(0, 1, 2)},
				{object{"created_from": "2026-12-01 10:00:00", "created_to": "2026-12-01 10:30:00"}, pick(1)},
			} {
				state := w.mustRead("outbound_tasks", tc.filters)
				wantEqual(t, fmt.Sprint("ids for ", tc.filters), state["ids"], any(tc.want))
				wantEqual(t, fmt.Sprint("tasks for ", tc.filters), column(t, state["tasks"], "id"), tc.want)
				wantEqual(t, "truncated", state["truncated"], any(false))
			}
		})
	}
}

func TestTasksHaveTheAttributesOfOneTask(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Clock: platformClock})
	w.console(aTask, "13800000001")
	tasks := w.mustRead("outbound_tasks", object{})["tasks"].([]any)
	wantEqual(t, "task", tasks[0].(object), w.mustRead("outbound_task", object{"id": aTask.ID}))
}

func TestTasksAreBounded(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{MaxPageSize: 200}})
	for range 1_001 {
		w.console(yccalltest.TaskSnapshot{Name: "daily"})
	}
	state, diags := w.read("outbound_tasks", object{})
	w.wantWarning(diags, "More tasks than are returned", "first 1000", "max_items")
	wantEqual(t, "tasks", len(state["ids"].([]any)), 1_000)
	wantEqual(t, "truncated", state["truncated"], any(true))

	// Who sets the bound knows of it, and it is enough to read as many pages as that takes.
	w.mock.ResetJournal()
	state = w.mustRead("outbound_tasks", object{"max_items": 5})
	wantEqual(t, "tasks", len(state["ids"].([]any)), 5)
	wantEqual(t, "truncated", state["truncated"], any(true))
	wantEqual(t, "pages", w.mock.Requests("TaskList"), 1)

	// A bound that is just reached cuts nothing.
	w.console(yccalltest.TaskSnapshot{Name: "weekly"})
	state = w.mustRead("outbound_tasks", object{"name": "weekly", "max_items": 1})
	wantEqual(t, "tasks", len(state["tasks"].([]any)), 1)
	wantEqual(t, "truncated", state["truncated"], any(false))
}
