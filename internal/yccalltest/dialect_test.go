package yccalltest

import (
	"encoding/json"
	"math/bits"
	"strings"
	"testing"
)

func TestDialectsChangeTheJSON(t *testing.T) {
	t.Parallel()
	const group = `"result":[{"id":18,"name":"7","status":1041}]`
	for name, test := range map[string]struct {
		dialect Dialect
		service string
		pairs   []string
		want    string
	}{
		"plain":              {Dialect{}, "App.Sip_Extgroup.GetExtgroupInfo", nil, group},
		"StringInts":         {Dialect{Habits: StringInts}, "App.Sip_Extgroup.GetExtgroupInfo", nil, `"id":"18","name":"7","status":"1041"`},
		"StringInts ret":     {Dialect{Habits: StringInts}, listing, nil, `{"ret":"200","data":{"status":"0"`},
		"IntStrings":         {Dialect{Habits: IntStrings}, "App.Sip_Extgroup.GetExtgroupInfo", nil, `"id":18,"name":7,"status":1041`},
		"IndexKeyedLists":    {Dialect{Habits: IndexKeyedLists}, "App.Sip_Extgroup.GetExtgroupInfo", nil, `"result":{"0":{"id":18,`},
		"EmptyArrayAsObject": {Dialect{Habits: EmptyArrayAsObject}, listing, nil, `"task":{}`},
		"empty list":         {Dialect{Habits: IndexKeyedLists}, listing, nil, `"task":[]`},
		"EmptyObjectAsArray": {Dialect{Habits: EmptyObjectAsArray}, "App.X.Y", nil, `"data":[]`},
		"BOM":                {Dialect{Habits: BOM}, listing, nil, "\uFEFF \r\n{"},
		"UnknownTaskIsError": {Dialect{Habits: UnknownTaskIsError}, info, []string{"taskid", "1"}, `"status":1,`},
		"RefuseLargePages":   {Dialect{Habits: RefuseLargePages}, listing, []string{"itemsperpage", "1001"}, `"ret":400`},
	} {
		s := startPlatform(t, Config{Dialect: test.dialect, Catalogue: Catalogue{ExtensionGroups: []ExtensionGroup{{ID: 18, Name: "7"}}}})
		body, err := post(s, form(test.service, test.pairs...))
		if err != nil || !strings.Contains(body, test.want) {
			t.Errorf("%s: got %q, %v, want %q", name, body, err, test.want)
		}
	}
}

func TestIntStringsLeavesIDsAndLeadingZerosAlone(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Dialect: Dialect{Habits: IntStrings}})
	id := newTask(t, s, "telphone", telphone("13900000000", "02139000000"))
	got := succeed(t, s, info, "taskid", id).raw
	for _, want := range []string{`"taskid":"` + id + `"`, `"telphone":13900000000`, `"telphone":"02139000000"`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is not in %s", want, got)
		}
	}
}

func TestDialectsIgnoreFilters(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		dialect     Dialect
		pairs       []string
		tasks, rows int // in the replies of TaskList and TaskInfo
	}{
		"none":         {Dialect{}, []string{"status", "1", "customtaskid", "c9"}, 0, 0},
		"taskid":       {Dialect{Habits: IgnoreTaskIDFilter}, nil, 2, 6},
		"customtaskid": {Dialect{Habits: IgnoreCustomIDFilter}, []string{"customtaskid", "c9"}, 1, 3},
		"status":       {Dialect{Habits: IgnoreStatusFilter}, []string{"status", "2"}, 1, 3},
		"paging":       {Dialect{Habits: IgnorePaging}, []string{"currentpage", "7", "itemsperpage", "1"}, 1, 3},
	} {
		s := startPlatform(t, Config{Dialect: test.dialect})
		id := newTask(t, s, "customtaskid", "c1")
		newTask(t, s)
		pairs := append([]string{"taskid", id}, test.pairs...)
		if got := result[page](t, succeed(t, s, listing, pairs...)); len(got.Task) != test.tasks || got.TotalItems != test.tasks {
			t.Errorf("%s: TaskList gave %d of %d", name, len(got.Task), got.TotalItems)
		}
		if got := result[page](t, succeed(t, s, info, pairs...)); len(got.Result) != test.rows || got.TotalItems != test.rows {
			t.Errorf("%s: TaskInfo gave %d of %d", name, len(got.Result), got.TotalItems)
		}
	}
}

func TestDialectsLeaveFieldsOut(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		dialect Dialect
		without string
		fields  int
	}{
		"newest":         {Dialect{}, "", 23},
		"NoCustomIDEcho": {Dialect{Habits: NoCustomIDEcho}, "customtaskid", 22},
		"NoCounts":       {Dialect{Habits: NoCounts}, "total called uncalled", 20},
		"OldRows": {Dialect{Habits: OldRows}, "endtime runtime concurrent currentconcurrent answer noanswer pausedtime isscale " +
			"scheduledtime customtaskid", 13},
	} {
		s := startPlatform(t, Config{Dialect: test.dialect})
		newTask(t, s, "customtaskid", "c1")
		row := result[page](t, succeed(t, s, listing)).Task[0]
		for field := range strings.FieldsSeq(test.without) {
			if _, there := row[field]; there {
				t.Errorf("%s: row has %s", name, field)
			}
		}
		if len(row) != test.fields {
			t.Errorf("%s: row has %d fields", name, len(row))
		}
	}
}

func TestNullCustomIDEchoHidesTheID(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Dialect: Dialect{Habits: NullCustomIDEcho}})
	newTask(t, s, "customtaskid", "c1")
	row := result[page](t, succeed(t, s, listing, "customtaskid", "c1")).Task[0]
	if id, there := row["customtaskid"]; !there || id != nil {
		t.Errorf("customtaskid is %v, there %v", id, there)
	}
}

func TestOmitInvalidData(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Dialect: Dialect{Habits: OmitInvalidData}})
	id := newTask(t, s)
	succeed(t, s, add, "taskid", id, "telphone", telphone("abc"))
	for _, a := range []answer{succeed(t, s, creat, creation()...), succeed(t, s, add, "taskid", id, "telphone", telphone("abc"))} {
		if strings.Contains(a.raw, "invaliddata") {
			t.Error(a.raw)
		}
	}
}

func TestSilentDedupeStoresANumberOnce(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Dialect: Dialect{Habits: SilentDedupe}})
	id := newTask(t, s)
	a := succeed(t, s, add, "taskid", id, "telphone", telphone("13900000000", "13800000001", "13800000001"))
	if got := result[struct{ Success int }](t, a).Success; got != 3 {
		t.Errorf("success %d", got)
	}
	if mustTask(t, s, id).Total != 4 || s.SubmittedTo(id, "13900000000") != 2 || s.Accepted("13900000000") != 1 {
		t.Errorf("%d numbers", mustTask(t, s, id).Total)
	}
	succeed(t, s, del, "taskid", id, "telphone", "13900000000")
	succeed(t, s, add, "taskid", id, "telphone", telphone("13900000000"))
	if mustTask(t, s, id).Total != 4 {
		t.Error("a removed number could not be added again")
	}
}

func TestNormaliseNumbersChangesTheSpellingReadBack(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Dialect: Dialect{Habits: NormaliseNumbers}})
	id := newTask(t, s, "telphone", telphone("+8613900000000", "02139000000", "13900000001"))
	rows := result[page](t, succeed(t, s, info, "taskid", id)).Result
	if got := column(rows, "telphone"); got != "8613900000000 2139000000 13900000001" {
		t.Error(got)
	}
	succeed(t, s, del, "taskid", id, "telphone", "8613900000000,02139000000")
	if got := mustTask(t, s, id).Total; got != 1 {
		t.Errorf("%d numbers left after removal by either spelling", got)
	}
}

// TestEveryDialectHasAName keeps the command line in step with the struct.
func TestEveryDialectHasAName(t *testing.T) {
	t.Parallel()
	all := Habits()
	for i, habit := range all {
		parsed, err := ParseDialect(" " + habit.String() + ", ")
		if err != nil || parsed.Habits != habit || habit != 1<<i || habit.Help() == "" {
			t.Errorf("%s: %s, %v", habit, parsed.Habits, err)
		}
	}
	if len(all) != bits.Len64(uint64(TotalOfPage)) {
		t.Errorf("%d names, and TotalOfPage is the last of %d habits", len(all), bits.Len64(uint64(TotalOfPage)))
	}
	if both, err := ParseDialect("old-rows,no-counts"); err != nil || both.Habits != OldRows|NoCounts || both.Habits.String() != "old-rows,no-counts" {
		t.Errorf("%s, %v", both.Habits, err)
	}
	if _, err := ParseDialect("old-rows,klingon"); err == nil {
		t.Error("an unknown habit was accepted")
	}
}

func TestTextsSurvivePHPsEscapes(t *testing.T) {
	t.Parallel()
	const text = "续保 \"a\"\\/\n\t\x00😀"
	e := encoder{dialect: &Dialect{}}
	e.value(text)
	for _, c := range e.out {
		if c >= 0x80 {
			t.Fatalf("not ASCII: %s", e.out)
		}
	}
	var back string
	if err := json.Unmarshal(e.out, &back); err != nil || back != text {
		t.Errorf("got %q, %v", back, err)
	}
}
