package yccalltest

import (
	"encoding/json"
	"strings"
	"testing"
)

const (
	addGroup    = "App.Sip_Extgroup.AddExtgroup"
	delGroup    = "App.Sip_Extgroup.DelExtgroup"
	addMember   = "App.Sip_Extgroup.AddExtnumber"
	delMember   = "App.Sip_Extgroup.DelExtnumber"
	listGroups  = "App.Sip_Extgroup.GetExtgroupInfo"
	listMembers = "App.Sip_Extgroup.GetGroupExt"
	addQueue    = "App.Sip_Queue.AddQueue"
	editQueue   = "App.Sip_Queue.EditQueue"
	delQueue    = "App.Sip_Queue.DelQueue"
	listQueues  = "App.Sip_Queue.GetQueueList"
)

// members are the rows of GetGroupExt, which stand in data itself.
func members(t *testing.T, s *Server, pairs ...string) string {
	t.Helper()
	body, err := post(s, form(listMembers, pairs...))
	var a struct{ Data []map[string]any }
	if err == nil {
		err = json.Unmarshal([]byte(body), &a)
	}
	if err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return column(a.Data, "extnumber")
}

func TestGroupsAndTheirMembersChange(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Catalogue: Catalogue{ExtensionGroups: []ExtensionGroup{{ID: 7, Name: "day"}}}})
	succeed(t, s, addGroup, "name", "night", "status", "0")
	rows := result[[]map[string]any](t, succeed(t, s, listGroups))
	if got := column(rows, "name") + " " + column(rows, "id") + " " + column(rows, "status"); got != "day night 7 8 1041 1042" {
		t.Errorf("the groups are %s", got)
	}
	succeed(t, s, addMember, "name", "night", "extnumber", "1001")
	succeed(t, s, addMember, "name", "night", "extnumber", "1002")
	if got := members(t, s, "name", "night"); got != "1001 1002" {
		t.Errorf("the members are %s", got)
	}
	succeed(t, s, delMember, "name", "night", "extnumber", "1001")
	if got := members(t, s); got != "1002" {
		t.Errorf("the members are %s", got)
	}
	for _, refused := range [][]string{
		{addMember, "name", "nobody", "extnumber", "1001"}, {addMember, "name", "night", "extnumber", "9999"},
		{delMember, "name", "night", "extnumber", "1001"}, {delGroup, "name", "nobody"},
	} {
		if a := ask(t, s, refused[0], refused[1:]...); a.Data.Status != 1 {
			t.Errorf("%v is answered with %s", refused, a.raw)
		}
	}
	succeed(t, s, delGroup, "name", "night")
	if groups := s.Catalogue().ExtensionGroups; len(groups) != 1 {
		t.Errorf("there are %d groups", len(groups))
	}
}

func TestQueuesChange(t *testing.T) {
	t.Parallel()
	for habits, stored := range map[Habit]string{0: "autocall_sales", PlainQueueNames: "sales"} {
		s := startPlatform(t, Config{Dialect: Dialect{Habits: habits}, Catalogue: Catalogue{Queues: []Queue{}}})
		succeed(t, s, addQueue, "queuename", "sales", "remark", "first", "autocall", "yes", "strategy", "8")
		succeed(t, s, addQueue, "queuename", "service", "remark", "second", "autocall", "no")
		succeed(t, s, editQueue, "queuename", stored, "remark", "third", "ringdelay", "15")
		rows := result[[]map[string]any](t, succeed(t, s, listQueues))
		got := []string{column(rows, "queuename"), column(rows, "remark"), column(rows, "strategy"), column(rows, "ringdelay")}
		// What EditQueue is not sent takes its default.
		if want := stored + " service, third second, 1 1, 15 30"; strings.Join(got, ", ") != want {
			t.Errorf("the queues are %s, want %s", got, want)
		}
		succeed(t, s, delQueue, "queuename", stored)
		if queues := s.Catalogue().Queues; len(queues) != 1 {
			t.Errorf("there are %d queues", len(queues))
		}
		if a := ask(t, s, editQueue, "queuename", stored, "remark", "fourth"); a.Data.Status != 1 {
			t.Errorf("a queue that was deleted is changed: %s", a.raw)
		}
	}
}

func TestTokenDoesNotKnowNamesThatAreNewer(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Dialect: Dialect{Habits: NewNamesNeedLogin}})
	succeed(t, s, addGroup, "name", "night")
	task := creation("assignagent", "night")
	for service, pairs := range map[string][]string{
		addMember: {"name", "night", "extnumber", "1001"}, listMembers: {"name", "night"}, creat: task,
	} {
		if a := ask(t, s, service, pairs...); a.Data.Errors.Code != "1010" {
			t.Errorf("%s answers %s", service, a.raw)
		}
	}
	login := result[struct{ Token string }](t, succeed(t, s, "App.Sip_Auth.Login", "appid", "demo-app", "accesskey", "demo-key"))
	succeed(t, s, addMember, "name", "night", "extnumber", "1001", "token", login.Token)
	succeed(t, s, creat, append(task, "token", login.Token)...)
}
