package yccalltest

import (
	"errors"
	"io"
	"slices"
	"testing"
	"time"
)

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
