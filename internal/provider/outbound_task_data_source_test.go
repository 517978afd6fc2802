package provider_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// aTask has everything that a person can set.
var aTask = yccalltest.TaskSnapshot{
	ID: "20261130090000420056", CustomID: "renewals-2026-12", Name: "renewals", AssignType: 3, Agent: "renewals-team", Scale: "1:2", ScaleMode: "auto",
	Concurrent: 20, CallerNumbers: "02120280001,02120280002", Status: yccalltest.Running,
	PausedAt: time.Date(2026, 12, 1, 18, 0, 0, 0, time.FixedZone("", 8*60*60)),
}

// platformClock stands still at 09:00 of the platform's wall clock.
func platformClock() time.Time { return time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC) }

func TestTaskIsReadWithEverythingTheServerTells(t *testing.T) {
	t.Parallel()
	full := object{
		"id": aTask.ID, "custom_task_id": "renewals-2026-12", "name": "renewals", "status": "running", "assign_type": "extension_group",
		"assign_agent": "renewals-team", "task_scale": "1:2", "current_scale": nil, "scale_mode": "auto",
		"caller_numbers": []any{"02120280001", "02120280002"},
		"created_at":     "2026-12-01 09:00:00", "started_at": "2026-12-01 09:00:00", "ended_at": nil, "scheduled_time": nil,
		"paused_time": "2026-12-01 18:00:00", "run_time": "0", "concurrent": int64(20), "current_concurrent": int64(0),
		"total": int64(5), "called": int64(3), "uncalled": int64(2), "answered": int64(2), "unanswered": int64(1),
	}
	old := object{
		"custom_task_id": nil, "scale_mode": nil, "paused_time": nil, "run_time": nil, "concurrent": nil, "current_concurrent": nil,
		"answered": nil, "unanswered": nil,
	}
	oldest := object{"total": nil, "called": nil, "uncalled": nil}
	for name, tc := range map[string]struct {
		dialect yccalltest.Dialect
		config  object
		want    object
	}{
		"by id":                             {yccalltest.Dialect{}, object{"id": aTask.ID}, full},
		"by name":                           {yccalltest.Dialect{}, object{"name": "renewals"}, full},
		"by custom id":                      {yccalltest.Dialect{}, object{"custom_task_id": "renewals-2026-12"}, full},
		"by id, filter ignored":             {yccalltest.Dialect{Habits: yccalltest.IgnoreTaskIDFilter, MaxPageSize: 1}, object{"id": aTask.ID}, full},
		"by custom id, filter ignored":      {yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter, MaxPageSize: 2}, object{"custom_task_id": "renewals-2026-12"}, full},
		"by custom id, not echoed":          {yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho}, object{"custom_task_id": "renewals-2026-12"}, full},
		"by id, custom id not echoed":       {yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho}, object{"id": aTask.ID}, merged(full, object{"custom_task_id": nil})},
		"old rows":                          {yccalltest.Dialect{Habits: yccalltest.OldRows}, object{"id": aTask.ID}, merged(full, old)},
		"by name, rows without any extras":  {yccalltest.Dialect{Habits: yccalltest.OldRows | yccalltest.NoCounts}, object{"name": "renewals"}, merged(full, old, oldest)},
		"integers as strings and in return": {yccalltest.Dialect{Habits: yccalltest.StringInts | yccalltest.IntStrings | yccalltest.IndexKeyedLists}, object{"id": aTask.ID}, full},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: tc.dialect, Clock: platformClock})
			w.console(yccalltest.TaskSnapshot{Name: "another", CustomID: "another", Agent: "1001", AssignType: 1})
			w.console(aTask, phones(0, 5)[1:]...)
			w.console(yccalltest.TaskSnapshot{Name: "renewals of last year"})
			w.mock.Dial(aTask.ID, 3)
			wantEqual(t, "state", w.mustRead("outbound_task", tc.config), tc.want)
		})
	}
}

// merged puts objects on top of each other.
func merged(objects ...object) object {
	all := object{}
	for _, o := range objects {
		maps.Copy(all, o)
	}
	return all
}

func TestNoTaskIsAnError(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{
		"newest": {}, "refusal": {Habits: yccalltest.UnknownTaskIsError}, "filters ignored": {Habits: yccalltest.IgnoreTaskIDFilter | yccalltest.IgnoreCustomIDFilter},
		"custom id only filtered": {Habits: yccalltest.NoCustomIDEcho},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: dialect})
			w.console(aTask)
			for attribute, value := range map[string]string{"id": "20260101000000000009", "name": "renewal", "custom_task_id": "renewals"} {
				_, diags := w.read("outbound_task", object{attribute: value})
				w.wantError(diags, "No such task", attribute+` "`+value+`"`, "endpoint")
			}
		})
	}
}

func TestSeveralTasksAreAnErrorThatNamesThem(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.IgnoreCustomIDFilter}, Clock: platformClock})
	first := w.console(yccalltest.TaskSnapshot{Name: "renewals", CustomID: "twice", Status: yccalltest.Ended})
	second := w.console(yccalltest.TaskSnapshot{Name: "renewals", CustomID: "twice"})
	w.console(yccalltest.TaskSnapshot{Name: "another"})
	for _, config := range []object{{"name": "renewals"}, {"custom_task_id": "twice"}} {
		_, diags := w.read("outbound_task", config)
		w.wantError(diags, "More than one task", "lists 2 tasks",
			first+" (ended, created 2026-12-01 09:00:00)", second+" (not_started, created 2026-12-01 09:00:00)", "Say which is meant with id")
	}
	for i := range 30 {
		w.console(yccalltest.TaskSnapshot{Name: "daily", CustomID: fmt.Sprint("daily-", i)})
	}
	_, diags := w.read("outbound_task", object{"name": "daily"})
	w.wantError(diags, "More than one task", "lists more than 20 tasks")
}

func TestCustomIDThatTheServerCannotTellIsAnError(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho | yccalltest.IgnoreCustomIDFilter}})
	w.console(aTask)
	for _, dataSource := range []string{"outbound_task", "outbound_tasks"} {
		_, diags := w.read(dataSource, object{"custom_task_id": aTask.CustomID})
		w.wantError(diags, "does not tell custom task ids", aTask.CustomID, "by its id or its name")
	}
}
