package yccalltest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestCreatedTaskHoldsWhatWasAsked(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s, "taskname", "renewals", "customtaskid", "abc", "disnumber", "02120280001,02120280002",
		"concurrent", "7", "isscale", "manual", "scheduledtime", "2026-12-02 09:00:00", "pausedtime", "2026-12-02 18:00:00")
	if !regexp.MustCompile(`^20261201120000\d{6}$`).MatchString(id) {
		t.Errorf("id %q is not the platform's time and six digits", id)
	}
	got := mustTask(t, s, id)
	want := TaskSnapshot{
		ID: id, CustomID: "abc", Name: "renewals", AssignType: 3, Agent: "renewals-team", Scale: "1:2", ScaleMode: "manual",
		Concurrent: 7, Status: NotStarted, Total: 3, CreatedAt: noon, CallerNumbers: "02120280001,02120280002",
	}
	ignored := cmpopts.IgnoreFields(TaskSnapshot{}, "Params", "ScheduledAt", "PausedAt")
	if diff := cmp.Diff(want, got, ignored); diff != "" {
		t.Error(diff)
	}
	if got.Params.Get("taskname") != "renewals" || got.Params.Has("token") || got.Params.Has("telphone") {
		t.Errorf("params %v", got.Params)
	}
}

func TestTaskIDsAreUnique(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	seen := map[string]bool{}
	for range 20 {
		seen[newTask(t, s, "customtaskid", "same")] = true
	}
	if len(seen) != 20 || len(s.TasksByCustomID("same")) != 20 {
		t.Errorf("%d ids", len(seen))
	}
}

func TestNumbersComeAsStringsAndAsNumbers(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s, "telphone", `[
		{"phone":"+8613900000001","time":1900000000,"userid":"u","memberid":"m","customuuid":"c","ext":"续"},
		{"phone":13900000002,"time":"1900000000","userid":7}, {"phone":"0213000003","time":"","userid":null}]`)
	want := []NumberSnapshot{
		{Phone: "+8613900000001", Time: 1900000000, UserID: "u", MemberID: "m", CustomUUID: "c", Ext: "续"},
		{Phone: "13900000002", Time: 1900000000, UserID: "7"},
		{Phone: "0213000003"},
	}
	if diff := cmp.Diff(want, s.Numbers(id)); diff != "" {
		t.Error(diff)
	}
}

func TestUnroutableNumbersLandInInvalidData(t *testing.T) {
	t.Parallel()
	const sent = `[{"phone":"13900000001"},{"phone":"abc","ext":"é"},{"phone":00},{"phone":"00013900000"}]`
	valid := strings.Replace(sent, `{"phone":00}`, `{"phone":["x"]}`, 1)
	for shape, want := range map[Habit]string{
		0:              `[{"phone":"abc","ext":"\u00e9"},{"phone":["x"]},{"phone":"00013900000"}]`,
		InvalidStrings: `["abc","","00013900000"]`,
		InvalidNumbers: `["abc","","00013900000"]`,
		InvalidIndexed: `{"1":{"phone":"abc","ext":"\u00e9"},"2":{"phone":["x"]},"3":{"phone":"00013900000"}}`,
	} {
		s := startPlatform(t, Config{Dialect: Dialect{Habits: shape}})
		a := succeed(t, s, creat, creation("telphone", valid)...)
		if !strings.Contains(a.raw, `"invaliddata":`+want) {
			t.Errorf("%q: got %s, want %s", shape, a.raw, want)
		}
		task := s.Tasks()[0]
		if task.Total != 1 || s.Submitted("abc") != 1 || s.Accepted("abc") != 0 || s.Accepted("13900000001") != 1 {
			t.Errorf("%q: %d stored", shape, task.Total)
		}
		if records := s.Journal(); records[0].Invalid != 3 || records[0].Numbers != 4 {
			t.Errorf("%q: journal %+v", shape, records[0])
		}
	}
}

func TestInvalidNumbersAreWrittenAsNumbersWhereTheyCanBe(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{
		Dialect:      Dialect{Habits: InvalidNumbers},
		RejectNumber: func(phone string) bool { return phone == "13900000000" },
	})
	a := succeed(t, s, creat, creation()...)
	if !strings.Contains(a.raw, `"invaliddata":[13900000000]`) {
		t.Error(a.raw)
	}
}

func TestTaskAddAppendsAndCounts(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s)
	a := succeed(t, s, add, "taskid", id, "telphone", telphone("13800000001", "0000000001", "13900000000"))
	got := result[struct {
		Success     int
		InvalidData []struct{ Phone string }
	}](t, a)
	if got.Success != 2 || len(got.InvalidData) != 1 || got.InvalidData[0].Phone != "0000000001" {
		t.Errorf("got %+v", got)
	}
	if s.SubmittedTo(id, "13900000000") != 2 || s.MostSubmitted(id) != 2 || mustTask(t, s, id).Total != 5 {
		t.Error("a number submitted twice must be stored twice, so that a client's mistake shows")
	}
}

func TestTenThousandNumbersIsTheLimitOfACall(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s, "telphone", telphone(phones(10_000)...))
	tooMany := telphone(phones(10_001)...)
	for service, pairs := range map[string][]string{
		creat: creation("telphone", tooMany),
		add:   {"taskid", id, "telphone", tooMany},
		del:   {"taskid", id, "telphone", strings.Join(phones(10_001), ",")},
	} {
		if a := ask(t, s, service, pairs...); a.Ret != 200 || a.Data.Status != 1 || a.Data.Errors.Code != "1003" {
			t.Errorf("%s: %.200s", service, a.raw)
		}
	}
	if len(s.Tasks()) != 1 || mustTask(t, s, id).Total != 10_000 || s.MostSubmitted(id) != 1 {
		t.Error("a refused call had an effect")
	}
}

func TestTaskDelPhoneRemovesOnlyNumbersNotCalledYet(t *testing.T) {
	t.Parallel()
	for habits, want := range map[Habit]int{0: 2, RemoveCalled: 1} {
		s := startPlatform(t, Config{Dialect: Dialect{Habits: habits}})
		id := newTask(t, s, "status", "1")
		s.Dial(id, 1)
		a := succeed(t, s, del, "taskid", id, "telphone", "13900000000,13900000002, 13999999999")
		if len(a.Data.Result) != 0 {
			t.Errorf("taskDelPhone has no result: %s", a.raw)
		}
		if got := mustTask(t, s, id).Total; got != want {
			t.Errorf("%q: %d numbers left, want %d", habits, got, want)
		}
	}
}

func TestEndedAndUnknownTasksAcceptNoChange(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	ended := newTask(t, s)
	succeed(t, s, set, "taskid", ended, "taskstatus", "3")
	for _, id := range []string{ended, "20200101000000000001"} {
		for service, pairs := range map[string][]string{
			add: {"telphone", telphone("13800000001")},
			del: {"telphone", "13900000000"},
			set: {"taskstatus", "3"},
		} {
			a := ask(t, s, service, append(pairs, "taskid", id)...)
			if a.Ret != 200 || a.Data.Status != 1 || a.Data.Errors.Code != "1003" || !strings.Contains(a.Data.Desc, id) {
				t.Errorf("%s of %s: %s", service, id, a.raw)
			}
		}
	}
	if a := ask(t, s, redial, "taskid", "20200101000000000001"); a.Data.Status != 1 {
		t.Errorf("redial of an unknown task: %s", a.raw)
	}
	if mustTask(t, s, ended).Total != 3 {
		t.Error("the ended task changed")
	}
}

func TestTaskSetMovesBetweenStates(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s)
	for _, step := range []struct {
		send string
		want TaskStatus
	}{{"1", Running}, {"1", Running}, {"2", Paused}, {"1", Running}, {"3", Ended}} {
		succeed(t, s, set, "taskid", id, "taskstatus", step.send)
		if got := mustTask(t, s, id); got.Status != step.want || !got.EverStarted {
			t.Errorf("after %s: %s, ever started %v", step.send, got.Status, got.EverStarted)
		}
	}
}

func TestStatusOneStartsATaskAtOnce(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	if got := mustTask(t, s, newTask(t, s, "status", "1")); got.Status != Running || !got.StartedAt.Equal(noon) {
		t.Errorf("got %s", got.Status)
	}
	if got := mustTask(t, s, newTask(t, s)); got.Status != NotStarted || got.EverStarted {
		t.Errorf("without status: %s", got.Status)
	}
}

func TestAllAssignTypesAreAccepted(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	for assignType, taskType := range map[string]string{"1": "transfer", "2": "queue", "3": "groups"} {
		id := newTask(t, s, "assigntype", assignType)
		rows := result[page](t, succeed(t, s, listing, "taskid", id)).Task
		if got := column(rows, "tasktype"); got != taskType {
			t.Errorf("assigntype %s: %s", assignType, got)
		}
	}
}

func TestTaskCallDialsTheChosenNumbersAgain(t *testing.T) {
	t.Parallel()
	for answerType, want := range map[string]int{"": 4, "all": 4, "connected": 2, "callee": 1, "caller": 1} {
		s := startPlatform(t, Config{})
		id := newTask(t, s, "status", "1", "telphone", telphone(phones(4)...))
		s.DialAll(id)
		pairs := []string{"taskid", id}
		if answerType != "" {
			pairs = append(pairs, "answertype", answerType)
		}
		succeed(t, s, redial, pairs...)
		if got := mustTask(t, s, id); got.Total-got.Called != want || got.Status != Running {
			t.Errorf("%q: %d to be called again, %s", answerType, got.Total-got.Called, got.Status)
		}
	}
}

func TestTaskCallWithoutStartLeavesTheTaskNotStarted(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s, "status", "1")
	s.DialAll(id)
	succeed(t, s, redial, "taskid", id, "status", "0")
	if got := mustTask(t, s, id); got.Status != NotStarted || got.Called != 0 {
		t.Errorf("%s, %d called", got.Status, got.Called)
	}
}

func TestTaskCallTakesNewTimes(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s, "status", "1", "pausedtime", "2026-12-01 13:00:00")
	s.Advance(time.Hour)
	succeed(t, s, redial, "taskid", id,
		"scheduledtime", "2026-12-01 15:00:00", "pausedtime", "2026-12-01 16:00:00")
	for _, want := range []TaskStatus{NotStarted, NotStarted, Running, Ended} {
		if got := mustTask(t, s, id).Status; got != want {
			t.Errorf("at %s: %s, want %s", s.Now().Format(wallClock), got, want)
		}
		s.Advance(time.Hour)
	}
}

func TestCampaignOfManyPartsKeepsEveryNumberOnce(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	all := phones(9_000)
	id := newTask(t, s, "telphone", telphone(all[:4_000]...))
	succeed(t, s, add, "taskid", id, "telphone", telphone(all[4_000:8_000]...))
	succeed(t, s, add, "taskid", id, "telphone", telphone(all[8_000:]...))
	succeed(t, s, del, "taskid", id, "telphone", strings.Join(all[3_500:4_500], ","))
	want := append(append([]string(nil), all[:3_500]...), all[4_500:]...)
	var got []string
	for _, number := range s.Numbers(id) {
		got = append(got, number.Phone)
	}
	if !cmp.Equal(want, got) || s.MostSubmitted(id) != 1 {
		t.Errorf("%d numbers, want %d in order", len(got), len(want))
	}
	var read []string
	for n := 1; ; n++ {
		rows := result[page](t, succeed(t, s, info, "taskid", id, "currentpage", fmt.Sprint(n), "itemsperpage", "1000"))
		if len(rows.Result) == 0 {
			break
		}
		for _, row := range rows.Result {
			read = append(read, row["telphone"].(string))
		}
	}
	if !cmp.Equal(want, read) {
		t.Errorf("TaskInfo gave %d numbers", len(read))
	}
}
