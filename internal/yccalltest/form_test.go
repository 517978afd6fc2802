package yccalltest

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func multipartRequest(t *testing.T, target string, values url.Values) *http.Request {
	t.Helper()
	var body bytes.Buffer
	writer := multipart.NewWriter(&body)
	for name := range values {
		if err := writer.WriteField(name, values.Get(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, target, &body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", writer.FormDataContentType())
	return request
}

func send(t *testing.T, request *http.Request) answer {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	var a answer
	if err := json.NewDecoder(response.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestBothFormEncodingsReachTheService(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	values := form(creat, creation("taskname", "续保 & more")...)
	if a := send(t, multipartRequest(t, s.URL(), values)); a.Ret != 200 {
		t.Errorf("multipart: %+v", a)
	}
	succeed(t, s, creat, creation("taskname", "续保 & more")...)
	for _, task := range s.Tasks() {
		if task.Name != "续保 & more" || task.Total != 3 {
			t.Errorf("got %q with %d numbers", task.Name, task.Total)
		}
	}
}

func TestMethodIsCaseInsensitiveAndClassIsNot(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	for service, ret := range map[string]int{
		"App.Sip_Yccall.tasklist": 200,
		"App.Sip_Yccall.TASKLIST": 200,
		"App.sip_yccall.TaskList": 404,
		"App.Sip_Yccall.TaskDrop": 404,
		"TaskList":                404,
	} {
		if a := ask(t, s, service); a.Ret != ret {
			t.Errorf("%s: ret %d, want %d", service, a.Ret, ret)
		}
	}
	if n := s.Requests("TaskList"); n != 4 {
		t.Errorf("counted %d calls of TaskList, want all that ended so", n)
	}
}

func TestUnknownServiceIsNamedInTheFrameworksWords(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	a := ask(t, s, "App.X.Y")
	if a.Ret != 404 || a.Msg != "非法请求：接口服务App.X.Y不存在" {
		t.Errorf("got %d %q", a.Ret, a.Msg)
	}
	if !strings.Contains(a.raw, `"data":{}`) || !strings.Contains(a.raw, `\u4e0d\u5b58\u5728`) {
		t.Errorf("not PHP's way of writing: %s", a.raw)
	}
}

func TestRequestWithoutFieldsIsTheIndexService(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Dialect: Dialect{PostMaxSize: 2000}})
	var oversize bytes.Buffer
	oversize.WriteString(form(creat, creation("taskname", strings.Repeat("x", 3000))...).Encode())

	requests := map[string]*http.Request{}
	for name, build := range map[string]func() (*http.Request, error){
		"GET":   func() (*http.Request, error) { return http.NewRequest(http.MethodGet, s.URL(), nil) },
		"empty": func() (*http.Request, error) { return http.NewRequest(http.MethodPost, s.URL(), nil) },
		"JSON": func() (*http.Request, error) {
			return http.NewRequest(http.MethodPost, s.URL(), strings.NewReader("{}"))
		},
		"too large": func() (*http.Request, error) { return http.NewRequest(http.MethodPost, s.URL(), &oversize) },
	} {
		request, err := build()
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if name == "JSON" {
			request.Header.Set("Content-Type", "application/json")
		}
		requests[name] = request
	}
	for name, request := range requests {
		if a := send(t, request); a.Ret != 404 || !strings.Contains(a.Msg, "App.Site.Index") {
			t.Errorf("%s: got %d %q", name, a.Ret, a.Msg)
		}
	}
	if len(s.Tasks()) != 0 {
		t.Error("an oversized body created a task")
	}
	if n := s.Requests("App.Site.Index"); n != len(requests) {
		t.Errorf("counted %d", n)
	}
}

func TestBadParameterIsRefusedWithAnEchoOfItsValue(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		service string
		pairs   []string
		want    string
	}{
		"missing agent":     {creat, []string{"assigntype", "3", "taskscale", "1:1", "telphone", "[]"}, "缺少必要参数assignagent"},
		"assigntype 9":      {creat, creation("assigntype", "9"), "assigntype = 9"},
		"assigntype empty":  {creat, creation("assigntype", ""), "assigntype = "},
		"concurrent empty":  {creat, creation("concurrent", ""), "concurrent = "},
		"scale":             {creat, creation("taskscale", "1/2"), "taskscale = 1/2"},
		"scale with zero":   {creat, creation("taskscale", "0:2"), "taskscale = 0:2"},
		"scheduledtime":     {creat, creation("scheduledtime", "2026-02-30 09:00:00"), "scheduledtime = 2026-02-30 09:00:00"},
		"status":            {creat, creation("status", "2"), "status = 2"},
		"isscale empty":     {creat, creation("isscale", ""), "isscale = "},
		"rounds":            {creat, creation("is_multi_call", "1", "multi_call_max_rounds", "0"), "multi_call_max_rounds = 0"},
		"telphone no JSON":  {creat, creation("telphone", "13900000000"), "telphone = 13900000000"},
		"telphone cut":      {creat, creation("telphone", `[{"phone":"13900000000"}`), "telphone = "},
		"TaskAdd no task":   {add, []string{"telphone", "[]"}, "缺少必要参数taskid"},
		"TaskSet status":    {set, []string{"taskid", "1", "taskstatus", "4"}, "taskstatus = 4"},
		"TaskSet no status": {set, []string{"taskid", "1"}, "缺少必要参数taskstatus"},
		"delete nothing":    {del, []string{"taskid", "1"}, "缺少必要参数telphone"},
		"list status":       {listing, []string{"status", ""}, "status = "},
		"list page":         {listing, []string{"currentpage", "0"}, "currentpage = 0"},
		"info no task":      {info, nil, "缺少必要参数taskid"},
		"info answertype":   {info, []string{"taskid", "1", "answertype", "nobody"}, "answertype = nobody"},
		"redial answertype": {redial, []string{"taskid", "1", "answertype", "x"}, "answertype = x"},
		"extension status":  {"App.Sip_Sipnum.GetSipnumberInfo", []string{"status", "4"}, "status = 4"},
		"caller autocall":   {"App.Sip_Disnum.getDisnumberInfo", []string{"autocall", "0"}, "autocall = 0"},
	}
	s := startPlatform(t, Config{})
	for name, test := range tests {
		a := ask(t, s, test.service, test.pairs...)
		if a.Ret != 400 || !strings.Contains(a.Msg, test.want) {
			t.Errorf("%s: got %d %q, want 400 with %q", name, a.Ret, a.Msg, test.want)
		}
	}
	if len(s.Tasks()) != 0 {
		t.Error("a refused call created a task")
	}
}
