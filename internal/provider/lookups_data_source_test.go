package provider_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestExtensionGroupsAreRead(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Catalogue: yccalltest.Catalogue{ExtensionGroups: []yccalltest.ExtensionGroup{
		{ID: 18, Name: "renewals"}, {ID: 19, Name: "night shift", Status: 1042}, {ID: 20, Name: "others", Status: 1043},
	}}})
	group := func(id, name string, enabled any) object { return object{"id": id, "name": name, "enabled": enabled} }
	for name, want := range map[any][]any{
		nil:         {group("18", "renewals", true), group("19", "night shift", false), group("20", "others", nil)},
		"renewals":  {group("18", "renewals", true)},
		"renewal":   {},
		"Renewals ": {},
	} {
		state := w.mustRead("extension_groups", object{"name": name})
		wantEqual(t, fmt.Sprint("groups named ", name), state, object{"name": name, "extension_groups": want})
	}
}

func TestExtensionsAreRead(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Catalogue: yccalltest.Catalogue{Extensions: []yccalltest.Extension{
		{Number: "1001", Registered: true}, {Number: "1002"}, {Number: "1003", Disabled: true}, {Number: "1004", Disabled: true, Registered: true},
	}}})
	for _, tc := range []struct {
		filters object
		want    []any
	}{
		{object{}, []any{"1001", "1002"}},
		{object{"status": "enabled"}, []any{"1001", "1002"}},
		{object{"status": "disabled"}, []any{"1003", "1004"}},
		{object{"status": "any"}, []any{"1001", "1002", "1003", "1004"}},
		{object{"registered": true}, []any{"1001"}},
		{object{"registered": false}, []any{"1002"}},
		{object{"status": "any", "registered": true}, []any{"1001", "1004"}},
		{object{"numbers": []any{"1002", "1003"}}, []any{"1002"}},
		{object{"status": "any", "numbers": []any{"1003", "1009"}}, []any{"1003"}},
	} {
		state := w.mustRead("extensions", tc.filters)
		wantEqual(t, fmt.Sprint("extensions for ", tc.filters), column(t, state["extensions"], "number"), tc.want)
	}
	state := w.mustRead("extensions", object{"status": "any", "numbers": []any{"1004"}})
	wantEqual(t, "extension", state["extensions"], any([]any{object{"number": "1004", "enabled": false, "registered": true}}))
}

func TestCallerNumbersAreThoseForPredictiveCallsByDefault(t *testing.T) {
	t.Parallel()
	for name, dialect := range map[string]yccalltest.Dialect{"newest": {}, "numbers as integers": {Habits: yccalltest.IntStrings | yccalltest.StringInts}} {
		w := newFixture(t, yccalltest.Config{Dialect: dialect, Catalogue: yccalltest.Catalogue{CallerNumbers: []yccalltest.CallerNumber{
			{Number: "4420280001", AreaCode: "21", Predictive: true},
			{Number: "4420280002", AreaCode: "10", Predictive: true},
			{Number: "4420280003", AreaCode: "10"},
			{Number: "4420280004", AreaCode: "10", Predictive: true, Disabled: true},
		}}})
		for _, tc := range []struct {
			filters object
			want    []any
		}{
			{object{}, []any{"4420280001", "4420280002"}},
			{object{"use": "predictive"}, []any{"4420280001", "4420280002"}},
			{object{"use": "not_predictive"}, []any{"4420280003"}},
			{object{"use": "any"}, []any{"4420280001", "4420280002", "4420280003"}},
			{object{"use": "any", "status": "any"}, []any{"4420280001", "4420280002", "4420280003", "4420280004"}},
			{object{"status": "disabled"}, []any{"4420280004"}},
			{object{"area_code": "10"}, []any{"4420280002"}},
			{object{"numbers": []any{"4420280002", "4420280003"}}, []any{"4420280002"}},
		} {
			state := w.mustRead("caller_numbers", tc.filters)
			wantEqual(t, fmt.Sprint(name, " for ", tc.filters), column(t, state["caller_numbers"], "number"), tc.want)
		}
		state := w.mustRead("caller_numbers", object{"numbers": []any{"4420280001"}})
		wantEqual(t, "number", state["caller_numbers"], any([]any{object{"number": "4420280001", "area_code": "21"}}))
	}
}

func TestQueuesAreFoundWithAndWithoutThePrefixOfThePlatform(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{Catalogue: yccalltest.Catalogue{Queues: []yccalltest.Queue{{Name: "autocall_queue-1", Remark: "outbound", Strategy: 8}, {Name: "queue-2"}}}})
	outbound := object{
		"name": "autocall_queue-1", "remark": "outbound", "strategy": "priority", "announce": nil,
		"announce_frequency": int64(30), "ring_delay": int64(30), "max_wait_time": int64(0),
		"with_no_agent_time": nil, "no_agent_rejoining_time": nil, "discard_time": nil,
	}
	other := merged(outbound, object{"name": "queue-2", "remark": nil, "strategy": "longest_idle"})
	for name, want := range map[any][]any{
		nil: {outbound, other}, "queue-1": {outbound}, "autocall_queue-1": {outbound}, "queue-2": {other}, "queue": {},
	} {
		state := w.mustRead("queues", object{"name": name})
		wantEqual(t, fmt.Sprint("queues named ", name), state, object{"name": name, "queues": want})
	}
}

// A server that answers every lookup with all it has, whatever it is asked for.
func TestLookupsCheckFiltersOnTheRows(t *testing.T) {
	t.Parallel()
	rows := map[string]string{
		"App.Sip_Extgroup.GetExtgroupInfo": `{"id":1,"name":"a","status":1041},{"id":2,"name":"b"}`,
		"App.Sip_Sipnum.GetSipnumberInfo":  `{"extnumber":1001,"status":1016,"register":"reg"},{"extnumber":1002,"status":1013,"register":"reg"},{"extnumber":1003}`,
		"App.Sip_Disnum.getDisnumberInfo":  `{"disnumber":2120280001,"areacode":"021"},{"disnumber":"01020280002","areacode":"010"},{"disnumber":"02120280003"}`,
		"App.Sip_Queue.GetQueueList":       `{"queuename":"autocall_a"},{"queuename":"b"}`,
	}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(rw, `{"ret":200,"data":{"status":0,"result":[%s]}}`, rows[r.FormValue("service")])
	}))
	t.Cleanup(server.Close)
	w := newFixture(t, yccalltest.Config{})
	w.core = w.start(object{"endpoint": server.URL, "token": "ffffffffffffffffffffffffffffffff"})
	for _, tc := range []struct {
		dataSource string
		filters    object
		attribute  string
		want       []any
	}{
		{"extension_groups", object{"name": "b"}, "name", []any{"b"}},
		{"extensions", object{}, "number", []any{"1001", "1003"}},
		{"extensions", object{"status": "disabled"}, "number", []any{"1002", "1003"}},
		{"extensions", object{"status": "any", "numbers": []any{"1002"}}, "number", []any{"1002"}},
		// Whether a row that does not tell is registered is not known, so it is neither.
		{"extensions", object{"status": "any", "registered": false}, "number", []any{}},
		{"caller_numbers", object{"area_code": "021"}, "number", []any{"2120280001", "02120280003"}},
		// The platform has lost the leading zero.
		{"caller_numbers", object{"numbers": []any{"02120280001"}}, "number", []any{"2120280001"}},
		{"queues", object{"name": "a"}, "name", []any{"autocall_a"}},
	} {
		state := w.mustRead(tc.dataSource, tc.filters)
		wantEqual(t, fmt.Sprint(tc.dataSource, " for ", tc.filters), column(t, state[tc.dataSource], tc.attribute), tc.want)
	}
}

func TestEmptyLookupsAreEmptyLists(t *testing.T) {
	t.Parallel()
	for _, dialect := range []yccalltest.Dialect{{}, {Habits: yccalltest.EmptyArrayAsObject}} {
		w := newFixture(t, yccalltest.Config{
			Dialect: dialect, Catalogue: yccalltest.Catalogue{
				ExtensionGroups: []yccalltest.ExtensionGroup{}, Extensions: []yccalltest.Extension{},
				CallerNumbers: []yccalltest.CallerNumber{}, Queues: []yccalltest.Queue{},
			},
		})
		for _, name := range []string{"extension_groups", "extensions", "caller_numbers", "queues"} {
			wantEqual(t, name, w.mustRead(name, object{})[name], any([]any{}))
		}
	}
}

func TestSIPPasswordIsNowhere(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{RecordForms: true, Catalogue: yccalltest.Catalogue{
		Extensions: []yccalltest.Extension{{Number: "1001", Password: "sip-secret"}, {Number: "1002", Password: "sip-secret"}},
	}})
	var logs bytes.Buffer
	ctx := tflogtest.RootLogger(t.Context(), &logs)
	read := func() string {
		state, diags, err := w.core.ReadDataSource(ctx, "yccall_extensions", object{"status": "any"})
		must(t, err)
		text := fmt.Sprint(state)
		for _, d := range diags {
			text += d.Summary + d.Detail
		}
		return text
	}
	text := read()
	w.mock.Plant(yccalltest.Fault{Service: "GetSipnumberInfo", Kind: yccalltest.TruncatedJSON, Times: -1})
	text += read()
	if !strings.Contains(text, "1002") || !strings.Contains(text, "failed") || !strings.Contains(logs.String(), "GetSipnumberInfo") {
		t.Errorf("nothing was read, or nothing failed, or nothing was logged: %s\n%s", text, logs.String())
	}
	secrets := []string{"sip-secret", "demo-key"}
	for _, form := range w.mock.Forms("GetSipnumberInfo") {
		secrets = append(secrets, form.Get("token"))
	}
	for where, text := range map[string]string{"state and diagnostics": text, "log": logs.String()} {
		for i, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s hold secret %d", where, i)
			}
		}
	}
}
