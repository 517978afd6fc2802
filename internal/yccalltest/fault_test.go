package yccalltest

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestFaultsBreakACallBeforeOrAfterItsEffect covers every kind that needs no patience.
func TestFaultsBreakACallBeforeOrAfterItsEffect(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		fault  Fault
		effect bool   // the task exists afterwards
		err    bool   // the exchange fails
		want   string // is in the body or in the error
		ret    int    // in the journal
	}{
		{Fault{Kind: CutBeforeEffect}, false, true, "EOF", 0},
		{Fault{Kind: CutAfterEffect}, true, true, "EOF", 0},
		{Fault{Kind: CutMidBody}, true, true, "unexpected EOF", 0},
		{Fault{Kind: HTTP500BeforeEffect}, false, true, "HTTP 500", 0},
		{Fault{Kind: HTTP500BeforeEffect, Answer: Answer{HTTPStatus: 403}}, false, true, "HTTP 403", 0},
		{Fault{Kind: HTTP500AfterEffect}, true, true, "HTTP 500", 0},
		{Fault{Kind: HTMLBodyBeforeEffect}, false, false, "<b>Fatal error</b>", 0},
		{Fault{Kind: HTMLBodyAfterEffect}, true, false, "<b>Fatal error</b>", 0},
		{Fault{Kind: TruncatedJSON}, true, false, `{"ret":200,"data":`, 0},
		{Fault{Kind: Ret500BeforeEffect}, false, false, `{"ret":500,"data":{}`, 500},
		{Fault{Kind: Ret500AfterEffect}, true, false, `{"ret":500,"data":{}`, 500},
		{Fault{Kind: Ret600}, false, false, `{"ret":600,"data":{}`, 600},
		{Fault{Kind: BusinessError, Answer: Answer{Code: "1012"}}, false, false, `"errors":{"code":"1012"`, 200},
		{Fault{Kind: PartialEffect, KeepPart: 2}, true, true, "EOF", 0},
		{Fault{Kind: EmptyBody}, false, false, `{"ret":404`, 404},
		{Fault{Kind: Delay, Timing: Timing{ReplyAfter: time.Millisecond}}, true, false, `"taskid":"`, 200},
	} {
		t.Run(test.fault.Kind.String(), func(t *testing.T) {
			t.Parallel()
			s := startPlatform(t, Config{})
			test.fault.Service = "TaskCreat"
			s.Plant(test.fault)
			body, err := post(s, form(creat, creation()...))
			if (err != nil) != test.err {
				t.Fatalf("error %v, body %s", err, body)
			}
			if err != nil {
				body += err.Error()
			}
			if !strings.Contains(body, test.want) {
				t.Errorf("got %s, want %s", body, test.want)
			}
			if got := len(s.Tasks()) == 1; got != test.effect {
				t.Errorf("effect %v, want %v", got, test.effect)
			}
			record := s.Journal()[0]
			if record.Fault != test.fault.Kind.String() || record.Executed != test.effect || record.Ret != test.ret {
				t.Errorf("journal %+v", record)
			}
			if s.PendingFaults() != 0 || s.Requests(creat) != 1 {
				t.Errorf("%d faults pending after %d calls", s.PendingFaults(), s.Requests(creat))
			}
			newTask(t, s)
		})
	}
}

func TestTruncatedJSONIsNotJSONButACompleteReply(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	s.Plant(Fault{Service: "*", Kind: TruncatedJSON})
	body, err := post(s, form(listing))
	if err != nil || strings.HasSuffix(body, "}") || len(body) < 20 {
		t.Errorf("%q, %v", body, err)
	}
}

func TestPartialEffectKeepsTheFirstNumbers(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s)
	s.Plant(
		Fault{Service: "TaskAdd", Kind: PartialEffect, KeepPart: 2},
		Fault{Service: "taskDelPhone", Kind: PartialEffect, KeepPart: 1})
	if _, err := post(s, form(add, "taskid", id, "telphone", telphone("13800000001", "13800000002", "13800000003"))); err == nil {
		t.Error("the reply was not cut")
	}
	if _, err := post(s, form(del, "taskid", id, "telphone", "13900000000,13900000001")); err == nil {
		t.Error("the reply was not cut")
	}
	if got := mustTask(t, s, id).Total; got != 4 || s.Accepted("13800000003") != 0 || s.Submitted("13800000003") != 0 {
		t.Errorf("%d numbers", got)
	}
}

func TestBusinessErrorEchoesANumberAndTheToken(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	s.Plant(Fault{Service: "TaskCreat", Kind: BusinessError})
	a := ask(t, s, creat, creation()...)
	if a.Data.Status != 1 || a.Data.Errors.Code != "1003" || !strings.Contains(a.Data.Errors.CodeMsg, "13900000000") ||
		!strings.Contains(a.Data.Desc, testToken) {
		t.Error(a.raw)
	}
}

func TestRet600MayKillTheToken(t *testing.T) {
	t.Parallel()
	for kill, want := range map[bool]int{false: 200, true: 600} {
		for _, fixed := range []bool{false, true} {
			s := startPlatform(t, Config{})
			token := testToken
			if !fixed {
				token = logIn(t, s)
			}
			s.Plant(Fault{Service: "TaskList", Kind: Ret600, KillToken: kill})
			if a := ask(t, s, listing, "token", token); a.Ret != 600 {
				t.Errorf("kill %v: %s", kill, a.raw)
			}
			if a := ask(t, s, listing, "token", token); a.Ret != want {
				t.Errorf("kill %v, fixed %v: then %d, want %d", kill, fixed, a.Ret, want)
			}
		}
	}
}

func TestRedirectGoesWhereItIsTold(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	s.Plant(Fault{Service: "TaskCreat", Kind: Redirect, Answer: Answer{Location: "http://127.0.0.2:1/elsewhere"}})
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.PostForm(s.URL(), form(creat, creation()...))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusFound || response.Header.Get("Location") != "http://127.0.0.2:1/elsewhere" {
		t.Errorf("%d to %q", response.StatusCode, response.Header.Get("Location"))
	}
	if len(s.Tasks()) != 0 {
		t.Error("the redirected call was executed")
	}
}

func TestEndlessBodyGoesOnUntilTheClientStops(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	s.Plant(Fault{Service: "TaskList", Kind: EndlessBody})
	response, err := http.PostForm(s.URL(), form(listing))
	if err != nil {
		t.Fatal(err)
	}
	buffer := make([]byte, 1<<20)
	for read := 0; read < 4<<20; {
		n, err := response.Body.Read(buffer)
		if err != nil {
			t.Fatalf("ended after %d bytes: %v", read, err)
		}
		read += n
	}
	if err := response.Body.Close(); err != nil {
		t.Error(err)
	}
}

// leave sends a form and goes away as soon as the server has the request on its journal.
func leave(t *testing.T, s *Server, service string, pairs ...string) {
	t.Helper()
	ctx, goAway := context.WithCancel(t.Context())
	before := s.Requests("*")
	failed := make(chan error, 1)
	body := strings.NewReader(form(service, pairs...).Encode())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL(), body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	go func() {
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			_ = response.Body.Close()
		}
		failed <- err
	}()
	for {
		s.mu.Lock()
		arrived := s.journal.requests[service] > 0 && len(s.journal.exchanges) > before
		s.mu.Unlock()
		if arrived {
			break
		}
		select {
		case err := <-failed:
			t.Fatalf("answered: %v", err)
		default:
			runtime.Gosched()
		}
	}
	goAway()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want the client's own cancellation", err)
	}
}

func TestHangsAnswerNobody(t *testing.T) {
	t.Parallel()
	for kind, want := range map[FaultKind]int{HangBeforeEffect: 0, HangAfterEffect: 1} {
		s := startPlatform(t, Config{})
		s.Plant(Fault{Service: "TaskCreat", Kind: kind})
		leave(t, s, creat, creation("customtaskid", "x")...)
		if got := len(s.TasksByCustomID("x")); got != want {
			t.Errorf("%s: %d tasks, want %d", kind, got, want)
		}
	}
}

func TestLateEffectIsThereBeforeTheNextAnswer(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	s.Plant(Fault{Service: "TaskCreat", Kind: LateEffect})
	leave(t, s, creat, creation("customtaskid", "x")...)
	if got := result[page](t, succeed(t, s, listing, "customtaskid", "x")); got.TotalItems != 1 {
		t.Errorf("the next listing has %d tasks", got.TotalItems)
	}
	if record := s.Journal()[0]; !record.Executed || record.Fault != "late-effect" || record.Ret != 0 {
		t.Errorf("journal %+v", record)
	}
}

func TestLateEffectIsThereForTheTest(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	s.Plant(Fault{Service: "TaskCreat", Kind: LateEffect})
	leave(t, s, creat, creation("customtaskid", "x")...)
	if got := len(s.TasksByCustomID("x")); got != 1 {
		t.Errorf("%d tasks", got)
	}
}

func TestLateEffectCanWaitForLaterRequests(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	s.Plant(Fault{Service: "TaskCreat", Kind: LateEffect, LateBy: 2})
	leave(t, s, creat, creation("customtaskid", "x")...)
	for n, want := range []int{0, 0, 1, 1} {
		if got := result[page](t, succeed(t, s, listing, "customtaskid", "x")); got.TotalItems != want {
			t.Errorf("listing %d has %d tasks, want %d", n+1, got.TotalItems, want)
		}
	}
}

func TestSettleBringsLateEffectsAbout(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	s.Plant(Fault{Service: "TaskCreat", Kind: LateEffect, LateBy: 100})
	leave(t, s, creat, creation()...)
	if len(s.Tasks()) != 0 {
		t.Error("too early")
	}
	s.FinishLate()
	if len(s.Tasks()) != 1 {
		t.Error("not settled")
	}
}

func TestCloseEndsHangsEvenWhereOthersOwnTheConnection(t *testing.T) {
	t.Parallel()
	s := New(Config{Tokens: []string{testToken}})
	s.Plant(Fault{Service: "*", Kind: HangBeforeEffect})
	request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(form(listing).Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	aborted := make(chan error, 1)
	go func() {
		defer func() { aborted <- recover().(error) }()
		s.ServeHTTP(httptest.NewRecorder(), request)
	}()
	for s.Requests("*") == 0 {
		runtime.Gosched()
	}
	s.Close()
	if cause := <-aborted; !errors.Is(cause, http.ErrAbortHandler) {
		t.Errorf("the hanging request ended with %v", cause)
	}
}

func TestFaultsFireAtTheirCallAndAsOftenAsAsked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults  []Fault
		want    string // one letter per call: . fine, 5 ret 500, 6 ret 600
		pending int
	}{
		"next":      {[]Fault{{Service: "TaskList", Kind: Ret500BeforeEffect}}, "5....", 0},
		"third":     {[]Fault{{Service: "TaskList", Kind: Ret500BeforeEffect, Nth: 3}}, "..5..", 0},
		"twice":     {[]Fault{{Service: listing, Kind: Ret500BeforeEffect, Nth: 2, Times: 2}}, ".55..", 0},
		"for ever":  {[]Fault{{Service: "tasklist", Kind: Ret500BeforeEffect, Nth: 2, Times: -1}}, ".5555", 1},
		"all":       {[]Fault{{Service: "*", Kind: Ret500BeforeEffect, Times: 2}}, "55...", 0},
		"other":     {[]Fault{{Service: "TaskInfo", Kind: Ret500BeforeEffect}}, ".....", 1},
		"two":       {[]Fault{{Service: "*", Kind: Ret500BeforeEffect}, {Service: "*", Kind: Ret600, Nth: 3}}, "5.6..", 0},
		"collision": {[]Fault{{Service: "*", Kind: Ret500BeforeEffect}, {Service: "*", Kind: Ret600}}, "56...", 0},
	} {
		s := startPlatform(t, Config{})
		s.Plant(test.faults...)
		got := ""
		for range test.want {
			got += map[int]string{200: ".", 500: "5", 600: "6"}[ask(t, s, listing).Ret]
		}
		if got != test.want || s.PendingFaults() != test.pending {
			t.Errorf("%s: got %s with %d pending, want %s with %d", name, got, s.PendingFaults(), test.want, test.pending)
		}
		s.ClearFaults()
		if s.PendingFaults() != 0 {
			t.Errorf("%s: not cleared", name)
		}
	}
}

func TestParseFaultReadsWhatTheFlagTakes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Fault{
		"TaskAdd:2:cut-after-effect":                   {Service: "TaskAdd", Nth: 2, Kind: CutAfterEffect},
		"*:1:http-500-before-effect,http-status=502":   {Service: "*", Nth: 1, Kind: HTTP500BeforeEffect, Answer: Answer{HTTPStatus: 502}},
		"TaskAdd:1:partial-effect,keep=500,times=-1":   {Service: "TaskAdd", Nth: 1, Kind: PartialEffect, KeepPart: 500, Times: -1},
		"TaskList:1:delay,reply-after=2s":              {Service: "TaskList", Nth: 1, Kind: Delay, Timing: Timing{ReplyAfter: 2 * time.Second}},
		"TaskSet:1:late-effect,late-by=3":              {Service: "TaskSet", Nth: 1, Kind: LateEffect, LateBy: 3},
		"TaskSet:1:ret-600,kill-token":                 {Service: "TaskSet", Nth: 1, Kind: Ret600, KillToken: true},
		"TaskSet:1:business-error,code=1012":           {Service: "TaskSet", Nth: 1, Kind: BusinessError, Answer: Answer{Code: "1012"}},
		"TaskSet:1:redirect,location=http://127.0.0.2": {Service: "TaskSet", Nth: 1, Kind: Redirect, Answer: Answer{Location: "http://127.0.0.2"}},
	} {
		if got, err := ParseFault(text); err != nil || got != want {
			t.Errorf("%s: got %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{
		"", "TaskAdd:cut-after-effect", "TaskAdd:0:cut-after-effect", "TaskAdd:x:cut-after-effect", "TaskAdd:1:explode",
		"TaskAdd:1:delay,reply-after=2", "TaskAdd:1:delay,colour=red", ":1:delay", "TaskAdd:1:redirect", "TaskAdd:1:ret-600,times=",
		"TaskAdd:1:http-500-before-effect,http-status=42",
	} {
		if _, err := ParseFault(text); err == nil {
			t.Errorf("%q was accepted", text)
		}
	}
}

func TestEveryKindHasAName(t *testing.T) {
	t.Parallel()
	kinds := append(FaultKinds(), ServiceFaultKinds()...)
	if len(kinds) != len(faultTraits) {
		t.Errorf("%d kinds, %d described", len(kinds), len(faultTraits))
	}
	for _, kind := range kinds {
		if back, err := ParseFaultKind(kind.String()); err != nil || back != kind || kind.Help() == "" {
			t.Errorf("%s: got %s, %v", kind, back, err)
		}
	}
}
