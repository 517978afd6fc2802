package yccalltest

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestJournalTellsWhatHappenedWithoutSecretsAndNumbers(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var seen []Exchange
	s := startPlatform(t, Config{OnRequest: func(x Exchange) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, x)
	}})
	succeed(t, s, "App.Sip_Auth.Login", "appid", "demo-app", "accesskey", "demo-key")
	id := newTask(t, s, "disnumber", "02120280001", "taskname", "call 13900000000", "customtaskid", "campaign-1234567")
	succeed(t, s, add, "taskid", id, "telphone", telphone("13800000001", "abc"))
	ask(t, s, add, "taskid", id, "telphone", "13800000001")

	journal := s.Journal()
	text, err := json.Marshal(journal)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{testToken, "demo-key", "13900000000", "13800000001", "02120280001"} {
		if strings.Contains(string(text), secret) {
			t.Errorf("%s is in %s", secret, text)
		}
	}
	added := journal[2]
	if added.Service != add || added.TaskID != id || added.Numbers != 2 || added.Invalid != 1 || !added.Executed ||
		added.Ret != 200 || added.Effect != "1 of 2 numbers stored" || !added.Time.Equal(noon) {
		t.Errorf("%+v", added)
	}
	if refused := journal[3]; refused.Executed || refused.Ret != 400 {
		t.Errorf("%+v", refused)
	}
	if journal[1].Params["customtaskid"] != "campaign-1234567" || journal[2].Params["telphone"] != "(41 bytes)" {
		t.Errorf("%v, %v", journal[1].Params, journal[2].Params)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(seen) != len(journal) {
		t.Errorf("told of %d requests of %d", len(seen), len(journal))
	}
}

func TestCallsAndFormsAreCountedPerService(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{RecordForms: true})
	newTask(t, s, "taskname", "one")
	succeed(t, s, listing)
	succeed(t, s, "App.Sip_Yccall.tasklist")
	if s.Requests("TaskCreat") != 1 || s.Requests(listing) != 2 || s.Requests("*") != 3 || s.Requests("TaskAdd") != 0 {
		t.Error("calls are miscounted")
	}
	forms := s.Forms("TaskCreat")
	if len(forms) != 1 || forms[0].Get("taskname") != "one" || forms[0].Get("token") != testToken || forms[0].Has("status") {
		t.Errorf("%v", forms)
	}
	s.ResetJournal()
	if s.Requests("*") != 0 || len(s.Journal()) != 0 || len(s.Forms("*")) != 0 || len(s.Tasks()) != 1 {
		t.Error("the journal is not empty, or the tasks are")
	}
}

func TestConsoleChangesShowInTheListings(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id, err := s.ConsoleCreate(TaskSnapshot{Name: "by hand", CustomID: "c1", Agent: "renewals-team", Status: Running}, phones(2)...)
	if err != nil {
		t.Fatal(err)
	}
	check := func(field, want string) {
		t.Helper()
		if got := column(result[page](t, succeed(t, s, listing, "taskid", id)).Task, field); got != want {
			t.Errorf("%s is %q, want %q", field, got, want)
		}
	}
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	check("status", "1026")
	check("taskscale", "1:1")
	do(s.ConsoleRename(id, "renamed"))
	check("taskname", "renamed")
	do(s.ConsoleAdd(id, "13800000001", "abc"))
	check("total", "4")
	do(s.ConsoleRemove(id, "13800000001"))
	check("total", "3")
	for status, code := range map[TaskStatus]string{NotStarted: "1025", Running: "1026", Paused: "1027", Ended: "1028"} {
		do(s.ConsoleSetStatus(id, status))
		check("status", code)
	}
	if s.Submitted("13800000001") != 0 {
		t.Error("a number added by hand counts as submitted")
	}
	do(s.ConsolePurge(id))
	check("taskid", "")
	if got := result[page](t, succeed(t, s, info, "taskid", id)); got.TotalItems != 0 {
		t.Error("TaskInfo knows a purged task")
	}
	if a := ask(t, s, set, "taskid", id, "taskstatus", "1"); a.Data.Status != 1 {
		t.Error("TaskSet knows a purged task")
	}
	if len(s.TasksByCustomID("c1")) != 1 {
		t.Error("the test's own view lost the purged task")
	}
	if s.ConsoleRename(id, "x") == nil || s.ConsoleRename("1", "x") == nil {
		t.Error("renamed a task that is not there")
	}
	if _, err := s.ConsoleCreate(TaskSnapshot{ID: id}); err == nil {
		t.Error("made a second task of one id")
	}
}

func TestLookupsReturnTheSeeds(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	for _, test := range []struct {
		service string
		pairs   []string
		field   string
		want    string
	}{
		{"App.Sip_Extgroup.GetExtgroupInfo", nil, "name", "renewals-team night-shift"},
		{"App.Sip_Extgroup.GetExtgroupInfo", nil, "status", "1041 1042"},
		{"App.Sip_Extgroup.GetExtgroupInfo", []string{"name", "night-shift"}, "id", "19"},
		{"App.Sip_Sipnum.GetSipnumberInfo", nil, "extnumber", "1001 1002"},
		{"App.Sip_Sipnum.GetSipnumberInfo", nil, "password", "sip-1001 sip-1002"},
		{"App.Sip_Sipnum.GetSipnumberInfo", []string{"status", "2"}, "status", "1013"},
		{"App.Sip_Sipnum.GetSipnumberInfo", []string{"status", "3", "extnumber", "1003,1001"}, "register", "reg nreg"},
		{"App.Sip_Disnum.getDisnumberInfo", nil, "disnumber", "02120280001 02120280002 01020280003"},
		{"App.Sip_Disnum.getDisnumberInfo", []string{"autocall", "2"}, "disnumber", "02120280001 02120280002"},
		{"App.Sip_Disnum.getDisnumberInfo", []string{"autocall", "3"}, "disnumber", "01020280003"},
		{"App.Sip_Disnum.getDisnumberInfo", []string{"status", "2"}, "disnumber", "01020280004"},
		{"App.Sip_Disnum.getDisnumberInfo", []string{"areacode", "010"}, "disnumber", "01020280003"},
		{"App.Sip_Disnum.getDisnumberInfo", []string{"disnumber", "02120280002"}, "areacode", "021"},
		{"App.Sip_Queue.GetQueueList", nil, "queuename", "autocall_queue-1"},
		{"App.Sip_Queue.GetQueueList", []string{"queuename", "other"}, "queuename", ""},
	} {
		rows := result[[]map[string]any](t, succeed(t, s, test.service, test.pairs...))
		if got := column(rows, test.field); got != test.want {
			t.Errorf("%s %v: %s is %q, want %q", test.service, test.pairs, test.field, got, test.want)
		}
	}
}

// control calls the control interface and returns its reply.
func control(t *testing.T, s *Server, method, path, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, s.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestControlInterface(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Admin: true})
	id := newTask(t, s, "customtaskid", "c1", "status", "1", "disnumber", "02120280001")
	for _, step := range []struct {
		method, path, body string
		status             int
		want               string
	}{
		{"GET", "/_mock/tasks?custom_id=c1", "", 200, `"status":"running"`},
		{"GET", "/_mock/tasks?custom_id=c2", "", 200, "[]"},
		{"GET", "/_mock/tasks?id=" + id, "", 200, `"total":3`},
		{"GET", "/_mock/tasks?id=1", "", 404, "no task 1"},
		{"GET", "/_mock/submitted?phone=13900000000", "", 200, `{"accepted":1,"dialled":0,"submitted":1,"tasks":1}`},
		{"GET", "/_mock/submitted?phone=13900000000&custom_id=c2", "", 200, `"submitted":0,"tasks":0`},
		{"GET", "/_mock/submitted", "", 400, "which phone"},
		{"POST", "/_mock/faults", `["TaskList:2:ret-500-before-effect","*:1:explode"]`, 400, "explode"},
		{"POST", "/_mock/faults", `["TaskList:2:ret-500-before-effect"]`, 200, `{"pending":1}`},
		{"POST", "/_mock/faults", `{}`, 400, "reading the request"},
		{"GET", "/_mock/faults", "", 200, `{"pending":1}`},
		{"DELETE", "/_mock/faults", "", 200, `{"pending":0}`},
		{"POST", "/_mock/dial", `{"task":"` + id + `","count":1}`, 200, `{"called":1}`},
		{"POST", "/_mock/dial", `{"task":"1"}`, 404, "no task"},
		{"GET", "/_mock/submitted?phone=13900000000&custom_id=c1", "", 200, `"dialled":1`},
		{"POST", "/_mock/advance", `{"by":"90m"}`, 200, "2026-12-01 13:30:00"},
		{"POST", "/_mock/advance", `{"by":"soon"}`, 400, "soon"},
		{"POST", "/_mock/console", `{"action":"rename","task":"` + id + `","name":"other"}`, 200, `"name":"other"`},
		{"POST", "/_mock/console", `{"action":"set-status","task":"` + id + `","status":"paused"}`, 200, `"status":"paused"`},
		{"POST", "/_mock/console", `{"action":"set-status","task":"` + id + `"}`, 400, "unknown status"},
		{"POST", "/_mock/console", `{"action":"add","task":"` + id + `","phones":["13800000001"]}`, 200, `"total":4`},
		{"POST", "/_mock/console", `{"action":"remove","task":"` + id + `","phones":["13800000001"]}`, 200, `"total":3`},
		{"POST", "/_mock/console", `{"action":"create","custom_id":"c3","agent":"a","phones":["13800000001"]}`, 200, `"custom_id":"c3"`},
		{"POST", "/_mock/console", `{"action":"dance","task":"` + id + `"}`, 400, "dance"},
		{"POST", "/_mock/console", `{"action":"purge","task":"` + id + `"}`, 200, id},
		{"POST", "/_mock/console", `{"action":"purge","task":"` + id + `"}`, 404, "no task"},
		{"POST", "/_mock/dial", `{"task":"` + id + `"}`, 200, `{"called":0}`},
		{"GET", "/_mock/journal", "", 200, `"service":"App.Sip_Yccall.TaskCreat"`},
		{"DELETE", "/_mock/journal", "", 200, "{}"},
		{"GET", "/_mock/journal", "", 200, "[]"},
		{"GET", "/_mock/unknown", "", 404, ""},
	} {
		status, body := control(t, s, step.method, step.path, step.body)
		if status != step.status || !strings.Contains(body, step.want) {
			t.Errorf("%s %s %s: got %d %s", step.method, step.path, step.body, status, body)
		}
		for _, number := range []string{"13900000000", "13800000001", "02120280001"} {
			if strings.Contains(body, number) {
				t.Errorf("%s %s tells %s: %s", step.method, step.path, number, body)
			}
		}
	}
}

func TestControlInterfaceIsOffByDefault(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	if _, body := control(t, s, "GET", "/_mock/tasks", ""); !strings.Contains(body, "App.Site.Index") {
		t.Error(body)
	}
}

func TestServerWorksAsAHandler(t *testing.T) {
	t.Parallel()
	s := New(Config{Tokens: []string{testToken}})
	request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(form(listing).Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, request)
	if recorder.Code != 200 || recorder.Header().Get("Content-Type") != "application/json;charset=utf-8" || s.URL() != "" {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
	s.Close()
}

func TestTimesAreInThePlatformsZone(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Zone: time.FixedZone("WIB", 7*60*60)})
	id := newTask(t, s)
	rows := result[page](t, succeed(t, s, listing, "taskid", id)).Task
	if got := column(rows, "createtime"); got != "2026-12-01 11:00:00" || !strings.HasPrefix(id, "20261201110000") {
		t.Errorf("%s of task %s", got, id)
	}
}

func TestConcurrentCallersLoseNothing(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s, "status", "1")
	var group sync.WaitGroup
	for n := range 8 {
		group.Go(func() {
			if _, err := post(s, form(add, "taskid", id, "telphone", telphone(phones(100)[n*10:n*10+10]...))); err != nil {
				t.Error(err)
			}
			s.Journal()
			s.Numbers(id)
			s.Dial(id, 1)
		})
	}
	group.Wait()
	if got := mustTask(t, s, id); got.Total != 83 || got.Dialled != 8 {
		t.Errorf("%d numbers, %d calls", got.Total, got.Dialled)
	}
}

func TestClosedPlatformListensNoMore(t *testing.T) {
	t.Parallel()
	for range 100 { // It may be closed before it has begun to serve.
		s, err := Start(Config{})
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		// The port itself may be another's by now, so it is not dialled.
		if err := s.listener.(*net.TCPListener).SetDeadline(time.Time{}); !errors.Is(err, net.ErrClosed) {
			t.Fatalf("the listener is not closed: %v", err)
		}
	}
}
