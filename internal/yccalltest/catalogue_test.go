package yccalltest

import (
	"net/http"
	"strings"
	"testing"
)

func TestCatalogueIsReadAndKeepsItsDefaults(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Admin: true})
	const text = `{"extension_groups":[{"name":"renewals"},{"id":7,"name":"late"}],"queues":[],` +
		`"extensions":[{"number":"2001"},{"number":"2002","disabled":true}]}`
	status, body := control(t, s, http.MethodPost, "/_mock/catalogue", text)
	if want := `{"caller_numbers":4,"extension_groups":2,"extensions":2,"queues":0}`; status != 200 || strings.TrimSpace(body) != want {
		t.Errorf("%d %s", status, body)
	}
	for service, want := range map[string]string{
		"App.Sip_Extgroup.GetExtgroupInfo": "name renewals late id 1 7",
		"App.Sip_Sipnum.GetSipnumberInfo":  "extnumber 2001",
		"App.Sip_Queue.GetQueueList":       "queuename",
		"App.Sip_Disnum.getDisnumberInfo":  "areacode 021 021 010",
	} {
		fields := strings.Fields(want)
		rows := result[[]map[string]any](t, succeed(t, s, service))
		got := fields[0] + " " + column(rows, fields[0])
		if fields[0] == "name" {
			got += " id " + column(rows, "id")
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%s: %s", service, got)
		}
	}
	id := newTask(t, s, "status", "1")
	s.DialAll(id)
	if got := column(result[page](t, succeed(t, s, info, "taskid", id, "answertype", "connected")).Result, "extnumber"); got != "2001 2001" {
		t.Errorf("calls went to %s", got)
	}
}

func TestCatalogueWithFaultsIsRefused(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "[]", "{}{}", `{"groups":[]}`, `{"queues":[{"strategy":1}]}`, `{"extensions":[{"number":"1"},{"number":"1"}]}`,
		`{"extension_groups":[{"name":""}]}`, `{"caller_numbers":[{"number":1}]}`,
	} {
		if _, err := ReadCatalogue(strings.NewReader(text)); err == nil {
			t.Errorf("%s was accepted", text)
		}
	}
}
