package provider_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// list is what "terraform query" does with a list block, without an error.
func (w *fixture) list(query protocoltest.Query) []protocoltest.Listed {
	w.Helper()
	if query.Limit == 0 {
		query.Limit = 100
	}
	listed, diags, err := w.core.List(w.Context(), "yccall_outbound_task", query)
	must(w.T, err)
	must(w.T, protocoltest.Errors(diags))
	return listed
}

// displayNames are the names of what was listed, in its order.
func displayNames(listed []protocoltest.Listed) []string {
	var names []string
	for _, l := range listed {
		names = append(names, l.DisplayName)
	}
	return names
}

func TestQueryFindsTasksByTheirFilters(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{
		"newest server": {}, "filters ignored": {Habits: yccalltest.IgnoreCustomIDFilter | yccalltest.IgnoreStatusFilter}, "old server": {Habits: yccalltest.OldRows | yccalltest.NoCounts},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC) // 09:00:00 on the platform
			w := newFixture(t, yccalltest.Config{Dialect: dialect, Clock: func() time.Time { return start }})
			create := func(task yccalltest.TaskSnapshot) string {
				id, err := w.mock.ConsoleCreate(task)
				must(t, err)
				w.mock.Advance(time.Hour)
				return id
			}
			create(yccalltest.TaskSnapshot{Name: "a", Agent: "day", CustomID: "one", Status: yccalltest.Ended})
			create(yccalltest.TaskSnapshot{Name: "b", Agent: "night", CustomID: "two", Status: yccalltest.Running})
			unnamed := create(yccalltest.TaskSnapshot{Agent: "night", CustomID: "three", Status: yccalltest.Running})
			for _, test := range []struct {
				config object
				limit  int64
				want   []string
			}{
				{want: []string{unnamed, "b", "a"}},
				{limit: 2, want: []string{unnamed, "b"}},
				{config: object{"name": "b"}, want: []string{"b"}},
				{config: object{"status": "ended"}, want: []string{"a"}},
				{config: object{"status": "paused"}},
				{config: object{"assign_agent": "night"}, want: []string{unnamed, "b"}},
				{config: object{"custom_task_id": "one"}, want: []string{"a"}},
				{config: object{"created_from": "2026-12-01 09:30:00", "created_to": "2026-12-01 10:30:00"}, want: []string{"b"}},
			} {
				listed := w.list(protocoltest.Query{Config: test.config, Limit: test.limit})
				if diff := cmp.Diff(test.want, displayNames(listed), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%v, limit %d (-want +got):\n%s", test.config, test.limit, diff)
				}
				for _, l := range listed {
					if id, _ := l.Identity["task_id"].(string); len(id) != 20 {
						t.Errorf("the identity is %v", l.Identity)
					}
				}
			}
		})
	}
}

func TestConfigurationGeneratedByAQueryTakesTheTaskOverInPlace(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{"newest server": {}, "old server": {Habits: yccalltest.OldRows | yccalltest.NoCounts}} {
		for _, status := range []yccalltest.TaskStatus{yccalltest.NotStarted, yccalltest.Running, yccalltest.Paused, yccalltest.Ended} {
			t.Run(name+"/"+status.String(), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{Dialect: dialect})
				list := phones(0, 3)
				at := w.mock.Now().Add(time.Hour).Truncate(time.Second)
				id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{
					Name: "made by hand", CustomID: "by-hand", AssignType: 1, Agent: "1001", Scale: "1:2", ScaleMode: "auto", Concurrent: 20,
					CallerNumbers: "02120280001,02120280002", ScheduledAt: at, PausedAt: at.Add(time.Hour), Status: status,
				}, list[1:]...)
				must(t, err)
				listed := w.list(protocoltest.Query{IncludeResource: true})
				if len(listed) != 1 {
					t.Fatalf("%d tasks are listed", len(listed))
				}
				if listed[0].Resource["id"] != id || listed[0].Resource["status"] != status.String() {
					t.Errorf("the resource is %v", listed[0].Resource)
				}
				diags, err := w.resource.ImportByIdentity(t.Context(), listed[0].Identity)
				must(t, err)
				must(t, protocoltest.Errors(diags))

				// The numbers are the user's to give: the platform's rows do not have them.
				config := w.resource.GeneratedConfig(listed[0].Resource)
				config["numbers_file"] = w.csv("list.csv", list...)
				plan := w.refreshAndPlan(config)
				if plan.Action != protocoltest.Update {
					t.Fatalf("the plan is a %s: %v", plan.Action, protocoltest.Errors(plan.Diagnostics))
				}
				w.mustApply(config)
				w.wantChanges()
				w.wantValue("id", id)
			})
		}
	}
}

func TestQueryThatCannotBeAnsweredSaysWhy(t *testing.T) {
	t.Parallel()
	silent := yccalltest.Dialect{Habits: yccalltest.NoCustomIDEcho | yccalltest.IgnoreCustomIDFilter}
	for name, test := range map[string]struct {
		dialect yccalltest.Dialect
		fault   yccalltest.FaultKind
		config  object
		summary string
	}{
		"no telling by custom id": {dialect: silent, config: object{"custom_task_id": "one"}, summary: "does not tell custom task ids"},
		"platform fails":          {fault: yccalltest.HTTP500BeforeEffect, summary: "Listing tasks failed"},
		"time reversed":           {config: object{"created_from": "2026-12-02 00:00:00", "created_to": "2026-12-01 00:00:00"}, summary: "No time between"},
		"no such state":           {config: object{"status": "asleep"}, summary: "Invalid Attribute Value Match"},
		"malformed time":          {config: object{"created_from": "yesterday"}, summary: "Malformed time"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: test.dialect})
			_, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Name: "a"})
			must(t, err)
			if test.fault != 0 {
				w.mock.Plant(yccalltest.Fault{Service: "TaskList", Kind: test.fault, Times: -1})
			}
			_, diags, err := w.core.List(t.Context(), "yccall_outbound_task", protocoltest.Query{Config: test.config, Limit: 100})
			must(t, err)
			w.wantError(diags, test.summary)
		})
	}
}
