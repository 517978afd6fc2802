package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// calledTask makes a task of 40 numbers that has called 30 of them: 15 were connected, 8 customers and
// 7 agents did not answer.
func (w *fixture) calledTask() string {
	w.Helper()
	id := w.console(yccalltest.TaskSnapshot{Name: "renewals", Status: yccalltest.Running}, phones(0, 40)[1:]...)
	w.mock.Dial(id, 30)
	return id
}

func summary(total, called, answered, unanswered, caller, callee int64) object {
	return object{
		"total": total, "called": called, "uncalled": total - called, "answered": answered, "unanswered": unanswered,
		"by_answer_type": object{"connected": answered, "caller": caller, "callee": callee},
	}
}

func TestCallsAreSummedUpWithoutAnyNumber(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		dialect  yccalltest.Dialect
		requests int
	}{
		"newest":                        {yccalltest.Dialect{}, 9},
		"status ignored":                {yccalltest.Dialect{Habits: yccalltest.IgnoreStatusFilter}, 10},
		"task ignored":                  {yccalltest.Dialect{Habits: yccalltest.IgnoreTaskIDFilter}, 10},
		"pages ignored":                 {yccalltest.Dialect{Habits: yccalltest.IgnorePaging}, 10},
		"small pages":                   {yccalltest.Dialect{MaxPageSize: 7}, 20},
		"integers as strings":           {yccalltest.Dialect{Habits: yccalltest.StringInts}, 9},
		"integers instead of strings":   {yccalltest.Dialect{Habits: yccalltest.IntStrings}, 9},
		"an unknown task is an refusal": {yccalltest.Dialect{Habits: yccalltest.UnknownTaskIsError}, 9},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: tc.dialect, Clock: platformClock})
			id := w.calledTask()
			w.console(yccalltest.TaskSnapshot{Name: "another", Status: yccalltest.Running}, phones(100, 40)[1:]...)
			state := w.mustRead("outbound_task_calls", object{"task_id": id})
			wantEqual(t, "state", state, object{
				"task_id": id, "called": nil, "answered": nil, "answer_type": nil, "include_numbers": nil, "max_items": nil,
				"summary": summary(40, 30, 15, 15, 7, 8), "calls": nil, "truncated": nil,
			})
			if n := w.mock.Requests("TaskInfo"); n > tc.requests {
				t.Errorf("it took %d requests, want at most %d", n, tc.requests)
			}
			if text := fmt.Sprint(state); strings.Contains(text, "1380000") {
				t.Errorf("the state has a number: %s", text)
			}
		})
	}
}

func TestSummaryOfALongListTakesAFewSmallRequests(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	list := make([]string, 100_000)
	for i := range list {
		list[i] = fmt.Sprintf("138%08d", i)
	}
	id := w.console(yccalltest.TaskSnapshot{Name: "renewals", Status: yccalltest.Running}, list...)
	w.mock.Dial(id, 50_000)
	state := w.mustRead("outbound_task_calls", object{"task_id": id})
	wantEqual(t, "summary", state["summary"], any(summary(100_000, 50_000, 25_000, 25_000, 12_500, 12_500)))
	for _, e := range w.mock.Journal() {
		if strings.HasSuffix(e.Service, "TaskInfo") && e.Params["itemsperpage"] != "10" {
			t.Errorf("a page of %s was asked for", e.Params["itemsperpage"])
		}
	}
	wantEqual(t, "requests", w.mock.Requests("TaskInfo"), 9)
}

func TestCallsAreFilteredWhateverTheServerIgnores(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{
		"newest": {}, "filters ignored": {Habits: yccalltest.IgnoreStatusFilter | yccalltest.IgnoreTaskIDFilter}, "small pages": {MaxPageSize: 7}, "pages ignored": {Habits: yccalltest.IgnorePaging},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: dialect})
			id := w.calledTask()
			w.console(yccalltest.TaskSnapshot{Name: "another", Status: yccalltest.Running}, phones(100, 40)[1:]...)
			for _, tc := range []struct {
				filters object
				want    int
			}{
				{object{}, 40},
				{object{"called": true}, 30},
				{object{"called": false}, 10},
				{object{"answered": true}, 15},
				{object{"answered": false}, 15},
				{object{"answer_type": "connected"}, 15},
				{object{"answer_type": "caller"}, 7},
				{object{"answer_type": "callee"}, 8},
				{object{"called": false, "answer_type": "callee"}, 0},
			} {
				state := w.mustRead("outbound_task_calls", merged(tc.filters, object{"task_id": id, "include_numbers": true}))
				wantEqual(t, fmt.Sprint("numbers for ", tc.filters), len(state["calls"].([]any)), tc.want)
				wantEqual(t, "truncated", state["truncated"], any(false))
				wantEqual(t, "summary", state["summary"], any(summary(40, 30, 15, 15, 7, 8)))
			}
		})
	}
}

func TestCallsAreReadWithEverythingTheServerTells(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{"newest": {Habits: yccalltest.EchoNumberExtras}, "older": {}} {
		w := newFixture(t, yccalltest.Config{Dialect: dialect})
		w.mustApply(task(object{
			"desired_status": "running",
			"numbers_file": w.csv("list.csv", "phone,time,user_id,member_id,custom_uuid,ext",
				"13800000001,4102444800,u,m,c,e", "13800000002,,,,,", "13800000003,,,,,"),
		}))
		w.mock.Dial(w.id(), 2)
		calls := w.mustRead("outbound_task_calls", object{"task_id": w.id(), "include_numbers": true})["calls"]
		nothing := object{"answered": nil, "answer_type": nil, "extension": nil, "user_id": nil, "member_id": nil, "custom_uuid": nil, "ext": nil, "time": nil}
		extras, none := object{"ext": "e", "time": int64(4102444800)}, object{"time": int64(0)}
		if name == "older" {
			extras, none = object{}, object{}
		}
		wantEqual(t, name, calls, any([]any{
			merged(nothing, object{
				"phone": "13800000001", "called": true, "answered": true, "answer_type": "connected", "extension": "1001",
				"user_id": "u", "member_id": "m", "custom_uuid": "c",
			}, extras),
			merged(nothing, object{"phone": "13800000002", "called": true, "answered": false, "answer_type": "callee"}, none),
			merged(nothing, object{"phone": "13800000003", "called": false}, none),
		}))
	}
}

func TestCallsAreBounded(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.console(yccalltest.TaskSnapshot{Name: "renewals"}, phones(0, 1_001)[1:]...)
	state, diags := w.read("outbound_task_calls", object{"task_id": id, "include_numbers": true})
	w.wantWarning(diags, "More numbers than are returned", "first 1000", "max_items")
	wantEqual(t, "numbers", len(state["calls"].([]any)), 1_000)
	wantEqual(t, "truncated", state["truncated"], any(true))

	state = w.mustRead("outbound_task_calls", object{"task_id": id, "include_numbers": true, "max_items": 3})
	wantEqual(t, "numbers", column(t, state["calls"], "phone"), []any{"13800000000", "13800000001", "13800000002"})
	wantEqual(t, "truncated", state["truncated"], any(true))
}

// The task dials while it is read.
func TestCallsOfARunningTaskAreRead(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Dialer: yccalltest.Dialer{PerRequest: 1}, Dialect: yccalltest.Dialect{MaxPageSize: 10}})
	id := w.console(yccalltest.TaskSnapshot{Name: "renewals", Status: yccalltest.Running}, phones(0, 400)[1:]...)
	w.mock.Dial(id, 100)
	state := w.mustRead("outbound_task_calls", object{"task_id": id, "include_numbers": true, "called": false})
	counts := state["summary"].(object)
	parts, called := counts["answered"].(int64)+counts["unanswered"].(int64), counts["called"].(int64)
	if parts > called || called+counts["uncalled"].(int64) > 400 || counts["total"] != int64(400) {
		t.Errorf("the counts do not go together: %v", counts)
	}
	for _, phone := range column(t, state["calls"], "called") {
		if phone != false {
			t.Error("a called number is among those that were not called")
		}
	}
}

func TestCallsOfATaskThatIsNotListedAreAnError(t *testing.T) {
	t.Parallel()
	for _, dialect := range []yccalltest.Dialect{{}, {Habits: yccalltest.UnknownTaskIsError}, {Habits: yccalltest.IgnoreTaskIDFilter}} {
		w := newFixture(t, yccalltest.Config{Dialect: dialect})
		w.calledTask()
		_, diags := w.read("outbound_task_calls", object{"task_id": "20260101000000000009"})
		w.wantError(diags, "No such task", "20260101000000000009")
	}
}

func TestFiltersWithoutNumbersGiveAWarning(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	for attribute, value := range map[string]any{"called": false, "answered": true, "answer_type": "callee"} {
		_, diags := w.read("outbound_task_calls", object{"task_id": w.calledTask(), attribute: value})
		w.wantWarning(diags, "The filter has no effect", attribute+" narrows calls", "include_numbers")
	}
}
