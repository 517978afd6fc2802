package yccalltest

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"
)

func TestOnlyRunningTasksRing(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s)
	for _, status := range []TaskStatus{NotStarted, Paused, Ended} {
		if err := s.ConsoleSetStatus(id, status); err != nil {
			t.Fatal(err)
		}
		if n := s.DialAll(id); n != 0 {
			t.Errorf("%s: %d calls", status, n)
		}
	}
	if s.Dialled("13900000000") != 0 || s.DialAll("20200101000000000001") != 0 {
		t.Error("a phone rang")
	}
}

func TestDialGoesInOrderAndEndsTheTask(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s, "status", "1", "telphone", telphone(phones(5)...))
	if n := s.Dial(id, 2); n != 2 {
		t.Errorf("%d calls", n)
	}
	got := ""
	for _, number := range s.Numbers(id) {
		got += fmt.Sprintf("%v %s %d;", number.Called, number.AnswerType, number.Calls)
	}
	if got != "true connected 1;true callee 1;false  0;false  0;false  0;" {
		t.Error(got)
	}
	if n := s.DialAll(id); n != 3 || mustTask(t, s, id).Status != Ended {
		t.Errorf("%d calls, then %s", n, mustTask(t, s, id).Status)
	}
	if s.Dialled("13900000004") != 1 || mustTask(t, s, id).Dialled != 5 {
		t.Error("calls are miscounted")
	}
}

func TestNumbersPastTheirTimeAreNotCalled(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s, "status", "1", "telphone", fmt.Sprintf(
		`[{"phone":"13900000000","time":%d},{"phone":"13900000001","time":%d}]`, noon.Unix()-1, noon.Unix()))
	if n := s.DialAll(id); n != 1 || s.Dialled("13900000000") != 0 || s.Dialled("13900000001") != 1 {
		t.Errorf("%d calls", n)
	}
	if got := mustTask(t, s, id); got.Status != Ended || got.Called != 1 || got.Total != 2 {
		t.Errorf("%+v", got)
	}
}

func TestScheduledTimeStartsASwitchedOnTask(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	on := newTask(t, s, "scheduledtime", "2026-12-01 13:00:00", "status", "1")
	off := newTask(t, s, "scheduledtime", "2026-12-01 13:00:00")
	if got := mustTask(t, s, on); got.Status != NotStarted || !got.SwitchedOn {
		t.Errorf("before: %s", got.Status)
	}
	s.Advance(time.Hour)
	if got := mustTask(t, s, on); got.Status != Running || got.SwitchedOn || !got.StartedAt.Equal(noon.Add(time.Hour)) {
		t.Errorf("after: %s since %s", got.Status, got.StartedAt)
	}
	if got := mustTask(t, s, off); got.Status != NotStarted || got.EverStarted {
		t.Errorf("the task that is not switched on: %s", got.Status)
	}
}

func TestClockOfTheTestStartsTasksToo(t *testing.T) {
	t.Parallel()
	var passed atomic.Int64
	s := startPlatform(t, Config{Clock: func() time.Time { return noon.Add(time.Duration(passed.Load())) }})
	id := newTask(t, s, "scheduledtime", "2026-12-01 13:00:00", "status", "1")
	passed.Store(int64(time.Hour))
	if got := column(result[page](t, succeed(t, s, listing, "taskid", id)).Task, "status"); got != "1026" {
		t.Errorf("status %s", got)
	}
}

func TestPausingBeforeTheScheduledTimePreventsTheStart(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s, "scheduledtime", "2026-12-01 13:00:00", "status", "1")
	succeed(t, s, set, "taskid", id, "taskstatus", "2")
	s.Advance(2 * time.Hour)
	if got := mustTask(t, s, id); got.Status != Paused || got.EverStarted {
		t.Errorf("%s", got.Status)
	}
}

func TestPausedTimeStopsARunningTaskOnce(t *testing.T) {
	t.Parallel()
	for habits, want := range map[Habit]TaskStatus{0: Ended, DeadlinePauses: Paused} {
		s := startPlatform(t, Config{Dialect: Dialect{Habits: habits}})
		id := newTask(t, s, "pausedtime", "2026-12-01 18:00:00", "status", "1")
		s.Advance(6 * time.Hour)
		if got := mustTask(t, s, id).Status; got != want {
			t.Errorf("%q: %s", habits, got)
		}
		if habits == DeadlinePauses {
			succeed(t, s, set, "taskid", id, "taskstatus", "1")
			s.Advance(time.Hour)
			if got := mustTask(t, s, id).Status; got != Running {
				t.Errorf("resumed after its paused time, it is %s", got)
			}
		}
	}
}

func TestUnansweredNumbersAreCalledAgainInRounds(t *testing.T) {
	t.Parallel()
	for kind, wantCalls := range map[string]int{"1": 4 + 4 + 4, "2": 4 + 2 + 1} {
		s := startPlatform(t, Config{})
		id := newTask(t, s, "status", "1", "telphone", telphone(phones(4)...), "is_multi_call", "1", "multi_call_type", kind,
			"multi_call_max_rounds", "2", "multi_call_interval", "60")
		s.DialAll(id)
		if got := mustTask(t, s, id).Status; got != Running {
			t.Fatalf("type %s: %s between rounds", kind, got)
		}
		if n := s.DialAll(id); n != 0 {
			t.Errorf("type %s: %d calls before the interval is over", kind, n)
		}
		for range 2 {
			s.Advance(time.Minute)
			s.DialAll(id)
		}
		if got := mustTask(t, s, id); got.Dialled != wantCalls || got.Status != Ended {
			t.Errorf("type %s: %d calls, want %d; %s", kind, got.Dialled, wantCalls, got.Status)
		}
	}
}

func TestRequestsLetTheDialerWork(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Dialer: Dialer{PerRequest: 1}})
	running, still := newTask(t, s, "status", "1"), newTask(t, s)
	succeed(t, s, listing)
	if got := mustTask(t, s, running).Called; got != 2 {
		t.Errorf("%d called after two more requests", got)
	}
	if got := mustTask(t, s, still).Called; got != 0 {
		t.Errorf("the task that does not run called %d", got)
	}
}
