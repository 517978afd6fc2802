package yccalltest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestBehaviourCanBeChangedThroughTheControlInterface(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Admin: true})
	id := newTask(t, s, "status", "1")
	for _, step := range []struct {
		path, body string
		status     int
		want       string
	}{
		{"dialect", `{"dialect":"no-counts,number-lag=40s","timings":["*:effect-after=1s"]}`, 200, `{"habits":"no-counts"}`},
		{"dialect", `{"dialect":"klingon"}`, 400, "klingon"},
		{"dialect", `{"timings":["*"]}`, 400, "SERVICE:setting"},
		{"dialer", `{"dialer":"at-once=2,call-time=20s"}`, 200, `{"at_once":2}`},
		{"dialer", `{"dialer":"at-once=0"}`, 400, "at-once"},
		{"advance", `{"by":"20s"}`, 200, "12:00:20"},
		{"advance", `{"by":"2000000h"}`, 400, "2000000h"},
		{"console", `{"action":"unlist","task":"` + id + `"}`, 200, id},
		{"console", `{"action":"set-status","task":"` + id + `","status":"1030"}`, 200, `"status":"1030"`},
	} {
		if status, body := control(t, s, http.MethodPost, "/_mock/"+step.path, step.body); status != step.status || !strings.Contains(body, step.want) {
			t.Errorf("%s %s: got %d %s", step.path, step.body, status, body)
		}
	}
	for query, want := range map[string]string{"": `"total":3}`, "?phone=13900000000": `"total":1}`, "?phone=1": `"total":0}`} {
		if _, body := control(t, s, http.MethodGet, "/_mock/calls"+query, ""); !strings.Contains(body, want) || !strings.Contains(body, `"called_twice":0`) || strings.Contains(body, "13900000000") {
			t.Errorf("calls%s: %s", query, body)
		}
	}
	if s.config.Dialect.Lag.Numbers != 40*time.Second || len(s.config.Dialect.Timings) != 1 {
		t.Errorf("%+v", s.config.Dialect)
	}
}

func TestParsersReadWhatTheFlagsTake(t *testing.T) {
	t.Parallel()
	d, err := ParseDialect("old-rows, max-page-size=7,fails-above=5,max-body=1,post-max-size=2,max-customtaskid=3,phone-prefix=+86,drop-numbers=1," +
		"drop-numbers=2,task-lag=1s,number-lag=2s,state-lag=3s,recent-tasks=4s,purge-after=5s")
	want := "{Habits:old-rows MaxPageSize:7 FailsAbove:5 MaxBody:1 PostMaxSize:2 MaxCustomID:3 PhonePrefix:+86 DropNumbers:[1 2] Timings:[] " +
		"Lag:{Tasks:1s Numbers:2s RunStates:3s} RecentTasks:4s PurgeAfter:5s}"
	if got := fmt.Sprintf("%+v", d); err != nil || got != want {
		t.Errorf("%s, %v", got, err)
	}
	for _, text := range []string{"old-rows=1", "max-page-size", "max-page-size=", "max-page-size=0", "number-lag=-1s", "klingon=1"} {
		if _, err := ParseDialect(text); err == nil {
			t.Errorf("%s was accepted", text)
		}
	}
	timing, err := ParseServiceTiming("TaskAdd:reply-after=1s,effect-after=2s,vary=3s,over=4s,pieces=5")
	if got := fmt.Sprintf("%+v", timing); err != nil || got != "{Service:TaskAdd Timing:{ReplyAfter:1s EffectAfter:2s Vary:3s Over:4s Pieces:5}}" {
		t.Errorf("%s, %v", got, err)
	}
	dialer, err := ParseDialer("at-once=5,call-time=20s-60s,per-request=1")
	if err != nil || dialer != (Dialer{AtOnce: 5, Shortest: 20 * time.Second, Longest: time.Minute, PerRequest: 1}) {
		t.Errorf("%+v, %v", dialer, err)
	}
	fault, err := ParseFault("TaskAdd:1:ret-500-after-effect,ret=400,message=token,effect-after=20s,retry-after=3s,claim-all")
	if err != nil || fault.Answer != (Answer{Ret: 400, Message: "token", RetryAfter: 3 * time.Second}) || fault.Timing != (Timing{EffectAfter: 20 * time.Second}) || !fault.ClaimAll {
		t.Errorf("%+v, %v", fault, err)
	}
}
