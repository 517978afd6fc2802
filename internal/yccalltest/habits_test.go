package yccalltest

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"time"
)

// withHabits is a platform in a bubble that has these habits.
func withHabits(t *testing.T, habits Habit, play func(t *testing.T, b *bubble)) {
	t.Helper()
	inBubble(t, Config{Dialect: Dialect{Habits: habits}}, play)
}

func TestListCanComeEmptyOrShort(t *testing.T) {
	inBubble(t, Config{}, func(t *testing.T, b *bubble) {
		id := b.newTask()
		b.s.Plant(
			Fault{Service: "TaskInfo", Kind: EmptyList},
			Fault{Service: "TaskInfo", Kind: ShortList, KeepPart: 2},
			Fault{Service: "TaskInfo", Kind: ShortList, KeepPart: 1},
			Fault{Service: "TaskList", Kind: EmptyList})
		for _, want := range []string{"0 of 0", "2 of 2", "1 of 3", "3 of 3"} {
			pairs := []string{"taskid", id}
			if want == "1 of 3" {
				pairs = append(pairs, "itemsperpage", "2", "currentpage", "2")
			}
			p := result[page](t, b.ask(info, pairs...))
			if got := fmt.Sprintf("%d of %d", len(p.Result), p.TotalItems); got != want {
				t.Errorf("TaskInfo gave %s, want %s", got, want)
			}
		}
		b.want("tasks", len(b.rows(listing)), 0)
		b.want("tasks", len(b.rows(listing)), 1)
	})
}

func TestTaskInfoMayListOnlyWhomNobodyCalled(t *testing.T) {
	withHabits(t, InfoUncalledOnly, func(_ *testing.T, b *bubble) {
		id := b.newTask("status", "1")
		b.s.Dial(id, 1)
		b.want("numbers without status", len(b.rows(info, "taskid", id)), 2)
		b.want("called numbers", len(b.rows(info, "taskid", id, "status", "2")), 1)
	})
}

func TestRequestThatRanMayBeCalledBad(t *testing.T) {
	for name, test := range map[string]struct {
		answer Answer
		status int
		want   string
	}{
		"ret 400":        {Answer{Ret: 400, Message: "wrong token"}, 200, `{"ret":400,"data":{},"msg":"wrong token"}`},
		"HTTP 400":       {Answer{HTTPStatus: 400}, 400, ""},
		"Retry-After":    {Answer{HTTPStatus: 429, RetryAfter: 7 * time.Second}, 429, ""},
		"no Retry-After": {Answer{HTTPStatus: 429}, 429, ""},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, Config{}, func(t *testing.T, b *bubble) {
				kind, tasks := HTTP500AfterEffect, 1
				if test.answer.Ret != 0 {
					kind = Ret500AfterEffect
				} else if test.answer.HTTPStatus == 429 {
					kind, tasks = HTTP500BeforeEffect, 0
				}
				b.s.Plant(Fault{Service: "TaskCreat", Kind: kind, Answer: test.answer})
				response, err := b.client.PostForm("http://platform.invalid/", form(creat, creation()...))
				if err != nil {
					t.Fatal(err)
				}
				_ = response.Body.Close()
				wait := map[bool]string{true: "7"}[name == "Retry-After"]
				if response.StatusCode != test.status || response.Header.Get("Retry-After") != wait {
					t.Errorf("%s, Retry-After %q", response.Status, response.Header.Get("Retry-After"))
				}
				b.want("tasks", len(b.s.Tasks()), tasks)
			})
		})
	}
}

func TestOversizedBodyIsRefusedInEachWay(t *testing.T) {
	large := creation("taskname", strings.Repeat("x", 3000))
	for name, test := range map[string]struct {
		dialect Dialect
		status  int
		want    string
	}{
		"front end":        {Dialect{MaxBody: 1000, PostMaxSize: 2000}, 413, "413 Request Entity Too Large"},
		"only the script":  {Dialect{MaxBody: 10_000, PostMaxSize: 2000}, 200, `{"ret":404`},
		"skeleton's page":  {Dialect{Habits: OversizePage, PostMaxSize: 2000}, 200, "<b>Fatal error</b>"},
		"not oversized":    {Dialect{Habits: OversizePage, MaxBody: 10_000}, 200, `{"ret":200`},
		"no limit reached": {Dialect{}, 200, `{"ret":200`},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, Config{Dialect: test.dialect}, func(t *testing.T, b *bubble) {
				a, status, _, err := b.post(time.Second, creat, large...)
				if status != test.status || !strings.Contains(a.raw, test.want) || err != nil {
					t.Errorf("HTTP %d, %v: %.80s", status, err, a.raw)
				}
				b.want("tasks", len(b.s.Tasks()), map[bool]int{true: 1}[strings.HasPrefix(a.raw, `{"ret":200`)])
			})
		})
	}
}

func TestLargePagesMayFail(t *testing.T) {
	inBubble(t, Config{Dialect: Dialect{FailsAbove: 2}}, func(t *testing.T, b *bubble) {
		id := b.newTask()
		for size, want := range map[string]int{"3": 504, "2": 200} {
			if _, status, _, err := b.post(time.Second, info, "taskid", id, "itemsperpage", size); status != want || err != nil {
				t.Errorf("a page of %s: HTTP %d, %v", size, status, err)
			}
		}
	})
}

func TestCustomTaskIDsAreStoredInEachWay(t *testing.T) {
	const long = "Tf-0123456789-0123456789-0123456789"
	for name, test := range map[string]struct {
		habits       Habit
		sent, stored string
		found        map[string]bool
	}{
		"as it is": {0, long + " ", long + " ", map[string]bool{long + " ": true, long: false}},
		"cut":      {CutCustomIDs, long, long[:32], map[string]bool{long: false, long[:32]: true}},
		"trimmed":  {TrimCustomIDs, " tf-1 ", "tf-1", map[string]bool{" tf-1": true}},
		"folded":   {FoldCustomIDs, "Tf-1", "tf-1", map[string]bool{"TF-1": true, "tf-2": false}},
	} {
		t.Run(name, func(t *testing.T) {
			withHabits(t, test.habits, func(_ *testing.T, b *bubble) {
				b.newTask("customtaskid", test.sent)
				if got := column(b.rows(listing), "customtaskid"); got != test.stored {
					b.Errorf("stored as %q", got)
				}
				for id, found := range test.found {
					b.want("tasks with "+id, len(b.rows(listing, "customtaskid", id)), map[bool]int{true: 1}[found])
				}
			})
		})
	}
}

func TestLongCustomTaskIDMayBeRefused(t *testing.T) {
	withHabits(t, RefuseLongCustomIDs, func(t *testing.T, b *bubble) {
		for _, a := range []answer{
			b.ask(creat, creation("customtaskid", strings.Repeat("x", 33))...),
			b.ask(listing, "customtaskid", strings.Repeat("x", 33)),
		} {
			if a.Ret != 400 {
				t.Error(a.raw)
			}
		}
		b.newTask("customtaskid", strings.Repeat("续", 32))
	})
}

func TestTaskIDsNeedNotGrow(t *testing.T) {
	withHabits(t, RandomTaskIDs, func(t *testing.T, b *bubble) {
		grows := true
		last := ""
		for range 20 {
			id := b.newTask()
			if len(id) != 20 {
				t.Errorf("an id of %d digits", len(id))
			}
			grows = grows && id > last
			last = id
		}
		if grows {
			t.Error("they grow")
		}
	})
}

func TestTotalsCountInEachWay(t *testing.T) {
	for habits, want := range map[Habit]string{0: "3", TotalWithRejected: "4", TotalWaiting: "2"} {
		t.Run("total "+want, func(t *testing.T) {
			withHabits(t, habits, func(t *testing.T, b *bubble) {
				id := b.newTask("status", "1", "telphone", telphone(append(phones(3), "x")...))
				b.s.Dial(id, 1)
				if got := column(b.rows(listing), "total"); got != want {
					t.Errorf("total %s", got)
				}
			})
		})
	}
}

func TestEmptyListMayBeAnError(t *testing.T) {
	withHabits(t, EmptyListIsError, func(t *testing.T, b *bubble) {
		for _, a := range []answer{b.ask(listing), b.ask(info, "taskid", "1"), b.ask("App.Sip_Queue.GetQueueList", "queuename", "other")} {
			if a.Ret != 200 || a.Data.Status != 1 {
				t.Error(a.raw)
			}
		}
		b.newTask()
		b.want("tasks", len(b.rows(listing)), 1)
	})
}

func TestScheduleMayBeKeptOnlyByATaskThatIsSwitchedOn(t *testing.T) {
	withHabits(t, ScheduleNeedsStart, func(t *testing.T, b *bubble) {
		later := b.s.Now().Add(time.Hour).Format(wallClock)
		for status, want := range map[string]string{"0": "", "1": later} {
			id := b.newTask("scheduledtime", later, "status", status)
			if got := column(b.rows(listing, "taskid", id), "scheduledtime"); got != want {
				t.Errorf("status %s: %q", status, got)
			}
		}
	})
}

func TestRowsMayLackTheScheduleAndTheCurrentCalls(t *testing.T) {
	withHabits(t, NoScheduleEcho|NoCurrentCalls, func(t *testing.T, b *bubble) {
		b.newTask()
		row := b.rows(listing)[0]
		for _, field := range []string{"scheduledtime", "currentconcurrent"} {
			if _, there := row[field]; there {
				t.Errorf("the row has %s", field)
			}
		}
	})
}

func TestRemovalOfACalledNumberMayRefuseAll(t *testing.T) {
	withHabits(t, RefuseRemovalOfCalled, func(t *testing.T, b *bubble) {
		id := b.newTask("status", "1")
		b.s.Dial(id, 1)
		if a := b.ask(del, "taskid", id, "telphone", strings.Join(phones(2), ",")); a.Data.Status != 1 || mustTask(t, b.s, id).Total != 3 {
			t.Error(a.raw)
		}
		if a := b.ask(del, "taskid", id, "telphone", phones(2)[1]); a.Data.Status != 0 || mustTask(t, b.s, id).Total != 2 {
			t.Error(a.raw)
		}
	})
}

func TestStatusMayBeOneThatNoPageExplains(t *testing.T) {
	withHabits(t, UnknownStatus, func(t *testing.T, b *bubble) {
		id := b.newTask("status", "1")
		if got := column(b.rows(listing), "status"); got != "1029" {
			t.Errorf("status %s", got)
		}
		other, known := ParseTaskStatus("1033")
		if err := b.s.ConsoleSetStatus(id, other); err != nil || !known || other.String() != "1033" {
			t.Errorf("%s, %v", other, err)
		}
		if got := column(b.rows(listing), "status"); got != "1033" {
			t.Errorf("status %s", got)
		}
	})
}

func TestNumbersMayBeDroppedWithoutAWord(t *testing.T) {
	for name, test := range map[string]struct {
		habits  Habit
		fault   Fault
		success int
	}{
		"always":              {0, Fault{}, 2},
		"always, and counted": {DropsCountAsSuccess, Fault{}, 3},
		"once":                {0, Fault{Kind: DropNumbers, KeepPart: 2}, 2},
		"once, and counted":   {0, Fault{Kind: DropNumbers, KeepPart: 2, ClaimAll: true}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			dialect := Dialect{Habits: test.habits}
			if test.fault.Kind == 0 {
				dialect.DropNumbers = []string{"1388"}
			}
			inBubble(t, Config{Dialect: dialect}, func(t *testing.T, b *bubble) {
				id := b.newTask("telphone", "[]")
				if test.fault.Kind != 0 {
					test.fault.Service = "TaskAdd"
					b.s.Plant(test.fault)
				}
				a := b.ask(add, "taskid", id, "telphone", telphone("13900000000", "x", "13900000001", "13880000000"))
				b.want("successes", result[struct{ Success int }](t, a).Success, test.success)
				b.want("numbers", mustTask(t, b.s, id).Total, 2)
				b.want("invalid", b.s.Journal()[1].Invalid, 1)
			})
		})
	}
}

func TestRowsMayCountAndWriteThingsOtherwise(t *testing.T) {
	withHabits(t, CalledIsNow|SwapNumberFilter|ZeroTimes|EscapeNames, func(t *testing.T, b *bubble) {
		id := b.newTask("taskname", "R&D")
		if row := b.rows(listing)[0]; row["taskname"] != "R&amp;D" || row["starttime"] != "0000-00-00 00:00:00" || row["scheduledtime"] != row["starttime"] {
			t.Errorf("the row is %v", row)
		}
		b.ask(set, "taskid", id, "taskstatus", "1")
		b.s.Dial(id, 1)
		b.want("calls", int(b.rows(listing)[0]["called"].(float64)), 0)
		b.want("called numbers", len(b.rows(info, "taskid", id, "status", "1")), 1)
		b.want("numbers", len(b.rows(info, "taskid", id)), 3)
	})
}

func TestTotalMayBeThatOfThePage(t *testing.T) {
	withHabits(t, TotalOfPage, func(t *testing.T, b *bubble) {
		id := b.newTask()
		b.want("numbers in all", result[page](t, b.ask(info, "taskid", id, "itemsperpage", "2", "currentpage", "2")).TotalItems, 1)
	})
}

func TestWarningsOfPHPMayComeAroundAReply(t *testing.T) {
	inBubble(t, Config{Dialect: Dialect{Habits: PHPWarnings}}, func(t *testing.T, b *bubble) {
		reply, err := b.client.PostForm("http://platform.invalid/", url.Values{"service": {listing}, "token": {testToken}})
		if err != nil {
			t.Fatal(err)
		}
		defer reply.Body.Close()
		body, err := io.ReadAll(reply.Body)
		if text := string(body); err != nil || !strings.HasPrefix(text, "<br />") || !strings.Contains(text, `{"ret":200`) || strings.HasSuffix(text, "}") {
			t.Errorf("the reply is %s, %v", body, err)
		}
	})
}

func TestOldTasksMayBeListedOnlyWhenAskedFor(t *testing.T) {
	inBubble(t, Config{Dialect: Dialect{RecentTasks: time.Hour}}, func(_ *testing.T, b *bubble) {
		created := b.s.Now().Format(wallClock)
		id := b.newTask()
		b.at(2 * time.Hour)
		b.want("tasks", len(b.rows(listing, "taskid", id)), 0)
		b.want("tasks since then", len(b.rows(listing, "taskid", id, "createtime", created)), 1)
		b.want("numbers", len(b.rows(info, "taskid", id)), 3)
	})
}

func TestUnlistedTaskGoesOn(t *testing.T) {
	inBubble(t, Config{Dialer: Dialer{AtOnce: 1}}, func(t *testing.T, b *bubble) {
		id := b.newTask("status", "1")
		if err := b.s.ConsoleUnlist(id); err != nil {
			t.Fatal(err)
		}
		b.at(30 * time.Second)
		b.want("tasks", len(b.rows(listing, "taskid", id)), 0)
		if a := b.ask(set, "taskid", id, "taskstatus", "3"); a.Data.Status != 0 {
			t.Error(a.raw)
		}
		if got := mustTask(t, b.s, id); got.Status != Ended || got.Dialled == 0 {
			t.Errorf("%s, %d calls", got.Status, got.Dialled)
		}
	})
}

func TestEndedTasksMayBePurged(t *testing.T) {
	inBubble(t, Config{Dialect: Dialect{PurgeAfter: time.Hour}}, func(t *testing.T, b *bubble) {
		id := b.newTask()
		b.ask(set, "taskid", id, "taskstatus", "3")
		b.at(time.Hour - time.Second)
		b.want("tasks", len(b.rows(listing)), 1)
		b.at(time.Hour)
		b.want("tasks", len(b.rows(listing)), 0)
		if a := b.ask(redial, "taskid", id); a.Data.Status != 1 {
			t.Error(a.raw)
		}
		again := b.newTask()
		b.ask(set, "taskid", again, "taskstatus", "3")
		b.ask(redial, "taskid", again)
		b.at(3 * time.Hour)
		b.want("tasks that were redialled", len(b.rows(listing)), 1)
	})
}

func TestNumbersMayBeReadBackWithAPrefix(t *testing.T) {
	inBubble(t, Config{Dialect: Dialect{PhonePrefix: "+86", Habits: NormaliseNumbers}}, func(t *testing.T, b *bubble) {
		id := b.newTask("telphone", telphone("13900000000", "02120280001", "+8613900000002"))
		const want = "+8613900000000 +862120280001 +868613900000002"
		if got := column(b.rows(info, "taskid", id), "telphone"); got != want {
			t.Errorf("got %s", got)
		}
		b.ask(del, "taskid", id, "telphone", "13900000000")
		b.want("numbers", mustTask(t, b.s, id).Total, 2)
	})
}

func TestWholeHourOfASlowServerIsPlayedAtOnce(t *testing.T) {
	slow := []ServiceTiming{{"*", Timing{ReplyAfter: 20 * time.Second, EffectAfter: 20 * time.Second, Vary: 25 * time.Second}}}
	inBubble(t, Config{Dialect: Dialect{Timings: slow}, Dialer: Dialer{AtOnce: 3}}, func(t *testing.T, b *bubble) {
		id := b.newTask("telphone", telphone(phones(50)...))
		b.at(time.Minute)
		b.ask(set, "taskid", id, "taskstatus", "1")
		b.at(time.Hour)
		if got := mustTask(t, b.s, id); got.Status != Ended || got.Called != 50 {
			t.Errorf("%s, %d called", got.Status, got.Called)
		}
		if _, err := b.client.PostForm("http://platform.invalid/", url.Values{"service": {listing}, "token": {testToken}}); err != nil {
			t.Error(err)
		}
	})
}
