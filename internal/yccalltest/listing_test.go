package yccalltest

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestTaskListRowHasEveryField(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	id := newTask(t, s, "customtaskid", "abc", "disnumber", "02120280001", "isscale", "auto", "telphone", telphone(phones(4)...),
		"scheduledtime", "2026-12-01 13:00:00", "pausedtime", "2026-12-01 18:00:00", "concurrent", "20")
	row := map[string]any{
		"taskid": id, "taskname": id, "taskassign": "renewals-team", "tasktype": "groups", "starttime": nil, "taskscale": "1:2",
		"nowscale": "", "disnumber": "02120280001", "status": 1025.0, "createtime": "2026-12-01 12:00:00",
		"total": 4.0, "called": 0.0, "uncalled": 4.0, "endtime": nil, "runtime": 0.0, "concurrent": 20.0,
		"currentconcurrent": 0.0, "answer": 0.0, "noanswer": 0.0, "pausedtime": "2026-12-01 18:00:00", "isscale": "auto",
		"scheduledtime": "2026-12-01 13:00:00", "customtaskid": "abc",
	}
	if diff := cmp.Diff([]map[string]any{row}, result[page](t, succeed(t, s, listing)).Task); diff != "" {
		t.Error(diff)
	}

	succeed(t, s, set, "taskid", id, "taskstatus", "1")
	s.Advance(90 * time.Minute)
	s.DialAll(id)
	row["starttime"], row["endtime"] = "2026-12-01 13:00:00", "2026-12-01 13:30:00"
	row["status"], row["runtime"], row["called"], row["uncalled"] = 1028.0, 1800.0, 4.0, 0.0
	row["answer"], row["noanswer"] = 2.0, 2.0
	if diff := cmp.Diff([]map[string]any{row}, result[page](t, succeed(t, s, listing)).Task); diff != "" {
		t.Errorf("after the end: %s", diff)
	}
}

func TestTaskListFilters(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	first := newTask(t, s, "taskname", "alpha", "customtaskid", "c1")
	s.Advance(time.Hour)
	second := newTask(t, s, "taskname", "beta", "assigntype", "1", "assignagent", "1001", "status", "1")
	s.Advance(time.Hour)
	third := newTask(t, s, "taskname", "alphabet")
	succeed(t, s, set, "taskid", third, "taskstatus", "3")
	for _, test := range []struct {
		pairs []string
		want  string
	}{
		{nil, third + " " + second + " " + first},
		{[]string{"taskid", ""}, third + " " + second + " " + first},
		{[]string{"taskid", second}, second},
		{[]string{"taskid", first + "," + third}, third + " " + first},
		{[]string{"taskid", "20200101000000000001"}, ""},
		{[]string{"taskname", "alpha"}, first},
		{[]string{"customtaskid", "c1"}, first},
		{[]string{"customtaskid", "c2"}, ""},
		{[]string{"status", "0"}, first},
		{[]string{"status", "1"}, second},
		{[]string{"status", "2"}, ""},
		{[]string{"status", "3"}, third},
		{[]string{"tasktype", "transfer"}, second},
		{[]string{"tasktype", "groups"}, third + " " + first},
		{[]string{"taskobject", "1001"}, second},
		{[]string{"createtime", "2026-12-01 13:00:00"}, third + " " + second},
		{[]string{"createtime", "2026-12-01 12:30:00", "endtime", "2026-12-01 13:30:00"}, second},
	} {
		got := result[page](t, succeed(t, s, listing, test.pairs...))
		if column(got.Task, "taskid") != test.want || got.TotalItems != len(strings.Fields(test.want)) {
			t.Errorf("%v: got %q of %d, want %q", test.pairs, column(got.Task, "taskid"), got.TotalItems, test.want)
		}
	}
}

func TestPagesAreTenRowsUnlessAsked(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Dialect: Dialect{MaxPageSize: 12}})
	id := newTask(t, s, "telphone", telphone(phones(25)...))
	for _, test := range []struct {
		pairs                     []string
		current, size, rows, from int
	}{
		{nil, 1, 10, 10, 0},
		{[]string{"currentpage", "3"}, 3, 10, 5, 20},
		{[]string{"currentpage", "4"}, 4, 10, 0, 0},
		{[]string{"currentpage", strconv.Itoa(math.MaxInt)}, math.MaxInt, 10, 0, 0},
		{[]string{"itemsperpage", "7", "currentpage", "2"}, 2, 7, 7, 7},
		{[]string{"itemsperpage", "500"}, 1, 12, 12, 0},
		{[]string{"itemsperpage", "500", "currentpage", "3"}, 3, 12, 1, 24},
	} {
		got := result[page](t, succeed(t, s, info, append(test.pairs, "taskid", id)...))
		want := page{TotalItems: 25, CurrentPage: test.current, ItemsPerPage: test.size}
		if got.TotalItems != want.TotalItems || got.CurrentPage != want.CurrentPage || got.ItemsPerPage != want.ItemsPerPage ||
			len(got.Result) != test.rows {
			t.Errorf("%v: got %+v", test.pairs, got)
		}
		if test.rows > 0 && got.Result[0]["telphone"] != fmt.Sprintf("1390%07d", test.from) {
			t.Errorf("%v: begins with %v", test.pairs, got.Result[0]["telphone"])
		}
	}
}

func TestTaskInfoRowsTellWhatBecameOfTheNumber(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Dialect: Dialect{Habits: EchoNumberExtras}})
	id := newTask(t, s, "status", "1", "telphone",
		`[{"phone":"13900000000","userid":"u","memberid":"m","customuuid":"c","ext":"e","time":1900000000},{"phone":"13900000001"}]`)
	s.Dial(id, 1)
	want := []map[string]any{
		{"taskid": id, "telphone": "13900000000", "userid": "u", "memberid": "m", "chengshudu": "", "customuuid": "c",
			"status": 1036.0, "extnumber": "1001", "answered": 1.0, "answertype": "connected", "ext": "e", "time": 1900000000.0},
		{"taskid": id, "telphone": "13900000001", "userid": "", "memberid": "", "chengshudu": "", "customuuid": "",
			"status": 1035.0, "extnumber": nil, "answered": nil, "answertype": nil, "ext": "", "time": 0.0},
	}
	if diff := cmp.Diff(want, result[page](t, succeed(t, s, info, "taskid", id)).Result); diff != "" {
		t.Error(diff)
	}
}

func TestAgentIsNamedOnlyWhereACallReachedOne(t *testing.T) {
	t.Parallel()
	for assignType, want := range map[string]string{"1": "1007 <nil> 1007 1007 <nil>", "3": "1001 <nil> 1001 1002 <nil>"} {
		s := startPlatform(t, Config{})
		id := newTask(t, s, "status", "1", "telphone", telphone(phones(5)...), "assigntype", assignType, "assignagent", "1007")
		s.Dial(id, 4)
		rows := result[page](t, succeed(t, s, info, "taskid", id)).Result
		if got := column(rows, "extnumber"); got != want {
			t.Errorf("assigntype %s: %s", assignType, got)
		}
	}
}

func TestTaskInfoFilters(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	one := newTask(t, s, "customtaskid", "c1", "status", "1", "telphone", telphone(phones(6)...))
	two := newTask(t, s, "telphone", telphone("13800000001"))
	s.Dial(one, 4)
	const prefix = "1390000000"
	for _, test := range []struct {
		pairs []string
		want  string // last digits, or the whole number of the other task
	}{
		{[]string{"taskid", one}, "0 1 2 3 4 5"},
		{[]string{"taskid", one, "status", "1"}, "4 5"},
		{[]string{"taskid", one, "status", "2"}, "0 1 2 3"},
		{[]string{"taskid", one, "answered", "1"}, "0 2"},
		{[]string{"taskid", one, "answered", "0"}, "1 3"},
		{[]string{"taskid", one, "answertype", "callee"}, "1"},
		{[]string{"taskid", one, "answertype", "caller"}, "3"},
		{[]string{"taskid", one, "answertype", "caller", "status", "1"}, ""},
		{[]string{"taskid", one + "," + two, "customtaskid", "c1", "status", "1"}, "4 5"},
		{[]string{"taskid", two + "," + one, "itemsperpage", "3"}, "13800000001 0 1"},
		{[]string{"taskid", two + "," + one, "itemsperpage", "3", "currentpage", "2"}, "2 3 4"},
		{[]string{"taskid", "20200101000000000001"}, ""},
	} {
		rows := result[page](t, succeed(t, s, info, test.pairs...)).Result
		if got := strings.ReplaceAll(column(rows, "telphone"), prefix, ""); got != test.want {
			t.Errorf("%v: got %q, want %q", test.pairs, got, test.want)
		}
	}
}

// TestPagesOverBlocksAgreeWithAPlainScan compares the skipping of whole blocks with looking at every row.
func TestPagesOverBlocksAgreeWithAPlainScan(t *testing.T) {
	t.Parallel()
	var l rowList
	for i := range 3*blockRows + 17 {
		l.append(row{phone: fmt.Sprint(i), outcome: outcome(i % 6)})
	}
	l.remove(func(r *row) bool { return len(r.phone) == 3 })
	for _, filter := range []rowFilter{
		{}, {calledOnly: true}, {uncalledOnly: true}, {match: func(o outcome) bool { return o == calleeMissed }},
	} {
		var selected []string
		for r := range l.all() {
			if filter.accepts(r) {
				selected = append(selected, r.phone)
			}
		}
		for _, skip := range []int{0, 1, blockRows - 1, blockRows, len(selected) - 2, len(selected), 1 << 30} {
			for _, limit := range []int{1, 10, 2 * blockRows} {
				var got []string
				total := l.page(filter, skip, limit, func(r *row) { got = append(got, r.phone) })
				want := selected[min(skip, len(selected)):min(skip+limit, len(selected))]
				if total != len(selected) || strings.Join(got, " ") != strings.Join(want, " ") {
					t.Errorf("%+v from %d, %d rows: got %d of %d, want %d of %d",
						filter, skip, limit, len(got), total, len(want), len(selected))
				}
			}
		}
	}
}
