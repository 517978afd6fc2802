package yccalltest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// inBubble plays a test with a platform in a bubble, in which time passes only while everybody waits.
func inBubble(t *testing.T, config Config, play func(t *testing.T, p *bubble)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		config.Tokens = []string{testToken}
		s := New(config)
		play(t, &bubble{T: t, s: s, client: &http.Client{Transport: s.Transport()}, begin: time.Now()})
		s.Close()
	})
}

// bubble is a platform and a client of it without a network.
type bubble struct {
	*testing.T
	s      *Server
	client *http.Client
	begin  time.Time
}

// post sends a form, for at most so long, and tells how long the answer took.
func (b *bubble) post(patience time.Duration, service string, pairs ...string) (a answer, status int, took time.Duration, err error) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), patience)
	defer cancel()
	begin := time.Now()
	body := strings.NewReader(form(service, pairs...).Encode())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://platform.invalid/", body)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := b.client.Do(request)
	took = time.Since(begin)
	if err != nil {
		return a, 0, took, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	a.raw = string(text)
	if err == nil && response.StatusCode == http.StatusOK && strings.HasPrefix(a.raw, "{") {
		_ = json.Unmarshal(text, &a) // an empty array for data does not fit, and holds nothing
	}
	return a, response.StatusCode, took, err
}

// ask sends a form that must be answered in time.
func (b *bubble) ask(service string, pairs ...string) answer {
	b.Helper()
	a, status, _, err := b.post(time.Minute, service, pairs...)
	if err != nil || status != http.StatusOK {
		b.Fatalf("%s: HTTP %d, %v", service, status, err)
	}
	return a
}

// lost sends a form whose answer must not come within a second.
func (b *bubble) lost(service string, pairs ...string) {
	b.Helper()
	if _, status, took, err := b.post(time.Second, service, pairs...); !errors.Is(err, context.DeadlineExceeded) || took != time.Second {
		b.Fatalf("%s: HTTP %d after %s, %v", service, status, took, err)
	}
}

func (b *bubble) newTask(pairs ...string) string {
	b.Helper()
	return result[struct{ TaskID string }](b.T, b.ask(creat, creation(pairs...)...)).TaskID
}

// rows lists with a service.
func (b *bubble) rows(service string, pairs ...string) []map[string]any {
	b.Helper()
	p := result[page](b.T, b.ask(service, pairs...))
	return append(p.Task, p.Result...)
}

// at moves to so long after the beginning.
func (b *bubble) at(since time.Duration) {
	b.Helper()
	left := since - time.Since(b.begin)
	if left < 0 {
		b.Fatalf("%s after the beginning is over", since)
	}
	time.Sleep(left)
}

// want compares a count.
func (b *bubble) want(what string, got, want int) {
	b.Helper()
	if got != want {
		b.Errorf("%s after the beginning: %d %s, want %d", time.Since(b.begin), got, what, want)
	}
}

func TestRequestsTakeTheirTime(t *testing.T) {
	timings := []ServiceTiming{
		{Service: "*", Timing: Timing{ReplyAfter: 20 * time.Second}},
		{Service: "TaskSet", Timing: Timing{ReplyAfter: 300 * time.Millisecond}},
	}
	inBubble(t, Config{Dialect: Dialect{Timings: timings}}, func(t *testing.T, b *bubble) {
		for service, want := range map[string]time.Duration{listing: 20 * time.Second, set: 300 * time.Millisecond} {
			if _, _, took, err := b.post(time.Minute, service); err != nil || took != want {
				t.Errorf("%s took %s, want %s; %v", service, took, want, err)
			}
		}
	})
}

func TestAClientThatGivesUpDoesNotStopTheServer(t *testing.T) {
	inBubble(t, Config{}, func(_ *testing.T, b *bubble) {
		b.s.Plant(Fault{Service: "TaskCreat", Kind: Delay, Timing: Timing{ReplyAfter: 40 * time.Second, EffectAfter: 25 * time.Second}})
		b.lost(creat, creation("customtaskid", "c1")...)
		b.at(24 * time.Second)
		b.want("tasks", len(b.rows(listing)), 0)
		b.at(25 * time.Second)
		b.want("tasks", len(b.rows(listing)), 1)
	})
}

func TestEffectComesAfterTheReply(t *testing.T) {
	inBubble(t, Config{}, func(_ *testing.T, b *bubble) {
		id := b.newTask()
		b.s.Plant(Fault{Service: "TaskAdd", Kind: Delay, Timing: Timing{EffectAfter: 25 * time.Second}})
		a := b.ask(add, "taskid", id, "telphone", telphone("13800000001", "x"))
		b.want("successes", result[struct{ Success int }](b.T, a).Success, 1)
		b.at(24 * time.Second)
		b.want("numbers", len(b.rows(info, "taskid", id)), 3)
		b.at(25 * time.Second)
		b.want("numbers", len(b.rows(info, "taskid", id)), 4)
	})
}

func TestReplyIsLostInEachWayWhileTheEffectComesLater(t *testing.T) {
	for name, test := range map[string]struct {
		fault  Fault
		status int
		err    error
	}{
		"cut":      {Fault{Kind: CutAfterEffect}, 0, io.EOF},
		"cut body": {Fault{Kind: CutMidBody}, 200, io.ErrUnexpectedEOF},
		"HTTP 504": {Fault{Kind: HTTP500AfterEffect, Answer: Answer{HTTPStatus: 504}}, 504, nil},
		"ret 400":  {Fault{Kind: Ret500AfterEffect, Answer: Answer{Ret: 400, Message: "token is wrong"}}, 200, nil},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, Config{}, func(t *testing.T, b *bubble) {
				test.fault.Service = "TaskCreat"
				test.fault.Timing = Timing{ReplyAfter: 3 * time.Second, EffectAfter: 20 * time.Second}
				b.s.Plant(test.fault)
				_, status, took, err := b.post(time.Minute, creat, creation()...)
				if status != test.status || took != 3*time.Second || !errors.Is(err, test.err) {
					t.Errorf("HTTP %d after %s, %v", status, took, err)
				}
				b.want("tasks", len(b.rows(listing)), 0)
				b.at(20 * time.Second)
				b.want("tasks", len(b.rows(listing)), 1)
			})
		})
	}
}

func TestNumbersTakeEffectInPieces(t *testing.T) {
	for name, test := range map[string]struct {
		pieces int
		want   map[int]int // numbers, by seconds
	}{
		"row by row": {0, map[int]int{9: 0, 10: 1, 20: 2, 39: 3, 50: 5, 100: 10}},
		"in halves":  {2, map[int]int{9: 0, 10: 5, 99: 5, 100: 10}},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, Config{}, func(t *testing.T, b *bubble) {
				id := b.newTask("telphone", "[]")
				b.s.Plant(Fault{Service: "TaskAdd", Kind: CutAfterEffect, Timing: Timing{
					EffectAfter: 10 * time.Second, Over: 90 * time.Second, Pieces: test.pieces,
				}})
				if _, _, _, err := b.post(time.Minute, add, "taskid", id, "telphone", telphone(phones(10)...)); err == nil {
					t.Error("answered")
				}
				for second := range 101 {
					if want, known := test.want[second]; known {
						b.at(time.Duration(second) * time.Second)
						b.want("numbers", mustTask(t, b.s, id).Total, want)
					}
				}
				if last := b.s.Journal()[1]; !last.Executed || last.Effect != "10 of 10 numbers stored" {
					t.Errorf("%+v", last)
				}
			})
		})
	}
}

func TestEffectsVaryWithinTheirBounds(t *testing.T) {
	timing := Timing{EffectAfter: 10 * time.Second, Vary: 15 * time.Second}
	inBubble(t, Config{Dialect: Dialect{Timings: []ServiceTiming{{"TaskCreat", timing}}}}, func(t *testing.T, b *bubble) {
		for range 20 {
			b.ask(creat, creation()...)
		}
		b.at(25 * time.Second)
		moments := map[time.Duration]bool{}
		for _, task := range b.s.Tasks() {
			since := task.CreatedAt.Sub(b.begin)
			if since < 10*time.Second || since > 25*time.Second {
				t.Errorf("after %s", since)
			}
			moments[since] = true
		}
		b.want("moments", len(moments), 20)
	})
}

func TestListingsLag(t *testing.T) {
	lag := Lag{Tasks: 3 * time.Second, Numbers: 40 * time.Second, RunStates: 2 * time.Second}
	inBubble(t, Config{Dialect: Dialect{Lag: lag}}, func(t *testing.T, b *bubble) {
		id := b.newTask("telphone", telphone(phones(2)...))
		b.at(2 * time.Second)
		b.want("tasks", len(b.rows(listing, "taskid", id)), 0)
		b.at(3 * time.Second)
		b.want("tasks", len(b.rows(listing, "taskid", id)), 1)
		b.want("numbers", len(b.rows(info, "taskid", id)), 0)
		b.ask(set, "taskid", id, "taskstatus", "1")
		b.at(4 * time.Second)
		if got := column(b.rows(listing), "status"); got != "1025" {
			t.Errorf("status %s at once", got)
		}
		b.at(5 * time.Second)
		if got := column(b.rows(listing), "status") + column(b.rows(listing), "total"); got != "10260" {
			t.Errorf("status and total %s after two seconds", got)
		}
		b.at(40 * time.Second)
		b.want("numbers", len(b.rows(info, "taskid", id)), 2)
		b.ask(del, "taskid", id, "telphone", phones(1)[0])
		b.s.DialAll(id)
		b.at(79 * time.Second)
		if got := column(b.rows(info, "taskid", id), "status"); got != "1035 1035" {
			t.Errorf("%q", got)
		}
		b.at(80 * time.Second)
		if got := column(b.rows(info, "taskid", id), "status"); got != "1036" {
			t.Errorf("%q", got)
		}
	})
}

func TestFiltersAndRefusalsLagAsTheListingDoes(t *testing.T) {
	dialect := Dialect{Habits: UnknownTaskIsError, Lag: Lag{Tasks: 2 * time.Second, RunStates: 5 * time.Second}}
	inBubble(t, Config{Dialect: dialect}, func(t *testing.T, b *bubble) {
		id := b.newTask("status", "1")
		for _, service := range []string{listing, info} {
			if a := b.ask(service, "taskid", id); a.Data.Status != 1 {
				t.Errorf("%s knows the task at once", service)
			}
		}
		b.s.SetDialect(Dialect{Lag: dialect.Lag})
		b.want("numbers of a task that is not listed yet", len(b.rows(info, "taskid", id)), 0)
		b.at(2 * time.Second)
		b.want("running tasks", len(b.rows(listing, "status", "1")), 0)
		b.want("tasks that have not started", len(b.rows(listing, "status", "0")), 1)
		b.at(5 * time.Second)
		b.want("running tasks", len(b.rows(listing, "status", "1")), 1)
	})
}

func TestEventsOfOneMomentHappenInTheOrderOfPlanning(t *testing.T) {
	t.Parallel()
	c := clock{read: func() time.Time { return noon }}
	var got []int
	for i := range 20 {
		c.at(noon, func() { got = append(got, i) })
	}
	c.at(noon.Add(time.Nanosecond), func() { got = append(got, -1) })
	c.at(noon.Add(-time.Second), func() { got = append(got, -2) })
	c.catchUp()
	if len(got) != 21 || got[0] != -2 || !slices.IsSorted(got[1:]) {
		t.Errorf("got %v", got)
	}
}

func TestCommandThatComesLateDoesNotWakeAnEndedTask(t *testing.T) {
	inBubble(t, Config{}, func(t *testing.T, b *bubble) {
		id := b.newTask()
		b.s.Plant(Fault{Service: "TaskSet", Kind: CutAfterEffect, Timing: Timing{EffectAfter: 20 * time.Second}})
		if _, _, _, err := b.post(time.Minute, set, "taskid", id, "taskstatus", "1"); err == nil {
			t.Error("answered")
		}
		b.ask(set, "taskid", id, "taskstatus", "3")
		b.at(20 * time.Second)
		if got := mustTask(t, b.s, id); got.Status != Ended || got.EverStarted {
			t.Errorf("%s", got.Status)
		}
	})
}

func TestRoundThatWasDueDuringAPauseBeginsAfterIt(t *testing.T) {
	dialer := Dialer{AtOnce: 4, Shortest: time.Minute, Longest: time.Minute}
	inBubble(t, Config{Dialer: dialer}, func(_ *testing.T, b *bubble) {
		id := b.newTask("status", "1", "telphone", telphone(phones(4)...), "is_multi_call", "1", "multi_call_interval", "60")
		b.at(time.Minute)
		b.ask(set, "taskid", id, "taskstatus", "2")
		b.at(10 * time.Minute)
		b.want("calls", len(b.s.Calls()), 4)
		b.ask(set, "taskid", id, "taskstatus", "1")
		b.want("calls", len(b.s.Calls()), 6)
		b.want("called twice", len(b.s.CalledTwice()), 0)
	})
}

func TestCallsTakeTimeAndCountAtTheirEnd(t *testing.T) {
	dialer := Dialer{AtOnce: 2, Shortest: 30 * time.Second, Longest: 30 * time.Second}
	inBubble(t, Config{Dialer: dialer}, func(t *testing.T, b *bubble) {
		id := b.newTask("status", "1", "telphone", telphone(phones(5)...))
		row := func(want string) {
			t.Helper()
			r := b.rows(listing)[0]
			if got := column([]map[string]any{r}, "called") + " called, in call " + column([]map[string]any{r}, "currentconcurrent"); got != want {
				t.Errorf("%s after the beginning: %s, want %s", time.Since(b.begin), got, want)
			}
		}
		row("0 called, in call 2")
		b.at(29 * time.Second)
		row("0 called, in call 2")
		b.at(30 * time.Second)
		row("2 called, in call 2")
		b.at(40 * time.Second)
		b.ask(set, "taskid", id, "taskstatus", "2")
		row("2 called, in call 2")
		b.at(time.Minute)
		row("4 called, in call 0")
		b.at(10 * time.Minute)
		row("4 called, in call 0")
		b.ask(set, "taskid", id, "taskstatus", "1")
		b.at(10*time.Minute + 30*time.Second)
		row("5 called, in call 0")
		if got := mustTask(t, b.s, id); got.Status != Ended || !got.EndedAt.Equal(b.begin.Add(10*time.Minute+30*time.Second)) {
			t.Errorf("%s since %s", got.Status, got.EndedAt)
		}
		b.want("calls", len(b.s.Calls()), 5)
		b.want("starts", len(b.s.Starts()), 2)
	})
}

func TestAPersonInACallCanBeRemovedAndIsCalledTwice(t *testing.T) {
	dialer := Dialer{AtOnce: 1, Shortest: time.Minute, Longest: time.Minute}
	inBubble(t, Config{Dialer: dialer}, func(_ *testing.T, b *bubble) {
		id := b.newTask("status", "1", "telphone", telphone("13900000000"))
		b.at(10 * time.Second)
		b.ask(del, "taskid", id, "telphone", "13900000000")
		b.ask(add, "taskid", id, "telphone", telphone("+8613900000000"))
		b.want("called twice", len(b.s.CalledTwice()), 0)
		b.at(time.Minute)
		b.want("called twice", len(b.s.CalledTwice()), 1)
		b.want("calls of the person", len(b.s.CallsOf("008613900000000")), 2)
	})
}

func TestScheduleDeadlineAndRoundsAreEvents(t *testing.T) {
	dialer := Dialer{AtOnce: 4, Shortest: time.Minute, Longest: time.Minute}
	inBubble(t, Config{Dialer: dialer}, func(t *testing.T, b *bubble) {
		clock := func(after time.Duration) string { return b.s.Now().Add(after).Format(wallClock) }
		rounds := b.newTask("status", "1", "scheduledtime", clock(time.Hour), "telphone", telphone(phones(4)...),
			"is_multi_call", "1", "multi_call_interval", "600")
		late := b.newTask("status", "1", "pausedtime", clock(90*time.Second), "telphone", telphone(phones(12)...))
		b.at(3 * time.Hour) // and nobody looks
		if got := mustTask(t, b.s, rounds); !got.StartedAt.Equal(b.begin.Add(time.Hour)) || !got.EndedAt.Equal(b.begin.Add(time.Hour+12*time.Minute)) || got.Dialled != 6 {
			t.Errorf("from %s to %s, %d calls", got.StartedAt, got.EndedAt, got.Dialled)
		}
		if got := mustTask(t, b.s, late); got.Called != 8 || !got.EndedAt.Equal(b.begin.Add(90*time.Second)) {
			t.Errorf("%d called, ended %s", got.Called, got.EndedAt)
		}
	})
}

func TestAdvanceWakesWhoWaits(t *testing.T) {
	inBubble(t, Config{}, func(t *testing.T, b *bubble) {
		b.s.Plant(Fault{Service: "*", Kind: Delay, Timing: Timing{ReplyAfter: time.Hour}})
		go func() {
			time.Sleep(time.Second)
			b.s.Advance(time.Hour)
		}()
		if _, _, took, err := b.post(time.Minute, listing); err != nil || took != time.Second {
			t.Errorf("after %s, %v", took, err)
		}
	})
}

func TestStandingClockIsMovedByWhoWaits(t *testing.T) {
	inBubble(t, Config{Clock: func() time.Time { return noon }}, func(t *testing.T, b *bubble) {
		b.s.Plant(Fault{Service: "TaskCreat", Kind: Delay, Timing: Timing{ReplyAfter: 20 * time.Second, EffectAfter: 10 * time.Second}})
		b.ask(creat, creation()...)
		if got := b.s.Tasks()[0].CreatedAt; !got.Equal(noon.Add(10*time.Second)) || !b.s.Now().Equal(noon.Add(20*time.Second)) {
			t.Errorf("created %s", got)
		}
	})
}

func TestTransportBehavesAsAConnection(t *testing.T) {
	inBubble(t, Config{}, func(t *testing.T, b *bubble) {
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		request, _ := http.NewRequestWithContext(cancelled, http.MethodPost, "http://platform.invalid/", strings.NewReader(form(creat, creation()...).Encode()))
		if _, err := b.client.Do(request); !errors.Is(err, context.Canceled) || b.s.Requests("*") != 0 {
			t.Errorf("a request that was given up before: %v", err)
		}
		broken := errors.New("the list broke off")
		request, _ = http.NewRequestWithContext(t.Context(), http.MethodPost, "http://platform.invalid/", io.NopCloser(failingReader{broken}))
		if _, err := b.client.Do(request); !errors.Is(err, broken) || b.s.Requests("*") != 0 {
			t.Errorf("a body that cannot be read: %v", err)
		}
		b.s.Plant(Fault{Service: "*", Kind: HangAfterEffect}, Fault{Service: "*", Kind: EndlessBody})
		b.lost(creat, creation()...)
		b.want("tasks", len(b.s.Tasks()), 1)
		response, err := b.client.PostForm("http://platform.invalid/", url.Values{"service": {listing}, "token": {testToken}})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.CopyN(io.Discard, response.Body, 8<<20); n != 8<<20 || err != nil {
			t.Errorf("an endless body ended after %d bytes, %v", n, err)
		}
		_ = response.Body.Close()
		b.s.Close()
		if _, err := b.client.Get("http://platform.invalid/"); err == nil || !strings.Contains(err.Error(), "refused") {
			t.Errorf("a closed platform: %v", err)
		}
	})
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }
