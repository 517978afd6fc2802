package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/provider"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// read reads a data source. The provider's errors are in the diagnostics.
func (w *fixture) read(dataSource string, config object) (object, []*tfprotov6.Diagnostic) {
	w.Helper()
	state, diags, err := w.core.ReadDataSource(w.Context(), "yccall_"+dataSource, config)
	if err != nil {
		w.Fatal(err)
	}
	return state, diags
}

// mustRead reads a data source and expects no diagnostics.
func (w *fixture) mustRead(dataSource string, config object) object {
	w.Helper()
	state, diags := w.read(dataSource, config)
	for _, d := range diags {
		w.Fatalf("%s: %s: %s", d.Severity, d.Summary, d.Detail)
	}
	return state
}

// console makes a task as a person does, and returns its id.
func (w *fixture) console(task yccalltest.TaskSnapshot, phones ...string) string {
	w.Helper()
	id, err := w.mock.ConsoleCreate(task, phones...)
	if err != nil {
		w.Fatal(err)
	}
	return id
}

// column returns one attribute of each object of a list.
func column(t *testing.T, list any, attribute string) []any {
	t.Helper()
	rows, ok := list.([]any)
	if !ok {
		t.Fatalf("%v is not a list", list)
	}
	values := make([]any, 0, len(rows))
	for _, row := range rows {
		values = append(values, row.(object)[attribute])
	}
	return values
}

// wantEqual compares Go values of a state.
func wantEqual(t *testing.T, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// allDataSources are the data sources with a configuration that each accepts.
var allDataSources = map[string]object{
	"outbound_task":       {"name": "renewals"},
	"outbound_tasks":      {},
	"outbound_task_calls": {"task_id": "20260101000000000001"},
	"extension_groups":    {},
	"extensions":          {},
	"caller_numbers":      {},
	"queues":              {},
}

// Terraform validates what is not known yet, and reads when it is.
func TestDataSourcesAcceptFiltersThatAreNotKnownYet(t *testing.T) {
	t.Parallel()
	unknown := protocoltest.Unknown
	for name, config := range map[string]object{
		"outbound_task":       {"custom_task_id": unknown},
		"outbound_tasks":      {"name": unknown, "status": unknown, "assign_agent": unknown, "custom_task_id": unknown, "created_from": unknown, "created_to": "2026-01-01 00:00:00", "max_items": unknown},
		"outbound_task_calls": {"task_id": unknown, "called": unknown, "answered": unknown, "answer_type": unknown, "include_numbers": unknown, "max_items": unknown},
		"extension_groups":    {"name": unknown},
		"extensions":          {"status": unknown, "registered": unknown, "numbers": []any{"1001", unknown}},
		"caller_numbers":      {"use": unknown, "status": unknown, "area_code": unknown, "numbers": unknown},
		"queues":              {"name": unknown},
	} {
		w := newFixture(t, yccalltest.Config{})
		if state, diags := w.read(name, config); state != nil || len(diags) > 0 {
			t.Errorf("%s: read %v, said %v", name, state, diags)
		}
		if calls := w.mock.Requests("*"); calls > 0 {
			t.Errorf("%s sent %d requests", name, calls)
		}
	}
}

func TestDataSourcesRefuseMalformedFilters(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	for _, test := range []struct {
		dataSource string
		config     object
		summary    string
	}{
		{"outbound_task", object{}, "Missing Attribute Configuration"},
		{"outbound_task", object{"id": "1", "name": "renewals"}, "Invalid Attribute Combination"},
		{"outbound_task", object{"id": "1,2"}, "Invalid Attribute Value Match"},
		{"outbound_task", object{"name": ""}, "Invalid Attribute Value Length"},
		{"outbound_tasks", object{"status": "not_found"}, "Invalid Attribute Value Match"},
		{"outbound_tasks", object{"created_from": "2026-02-30 00:00:00"}, "Malformed time"},
		{"outbound_tasks", object{"created_from": "2026-01-02 00:00:00", "created_to": "2026-01-01 00:00:00"}, "The period ends before it begins"},
		{"outbound_tasks", object{"max_items": 0}, "Invalid Attribute Value"},
		{"outbound_task_calls", object{"task_id": "1", "max_items": 10_001}, "Invalid Attribute Value"},
		{"outbound_task_calls", object{"task_id": "1", "answer_type": "all"}, "Invalid Attribute Value Match"},
		{"extensions", object{"numbers": []any{"1001,1002"}}, "Invalid Attribute Value Match"},
		{"extensions", object{"numbers": []any{}}, "Invalid Attribute Value"},
		{"caller_numbers", object{"numbers": []any{"02120280001,02120280002"}}, "Malformed caller number"},
		{"caller_numbers", object{"use": "outbound"}, "Invalid Attribute Value Match"},
		{"queues", object{"name": ""}, "Invalid Attribute Value Length"},
	} {
		_, diags := w.read(test.dataSource, test.config)
		w.wantError(diags, test.summary)
	}
	if calls := w.mock.Requests("*"); calls > 0 {
		t.Errorf("%d requests were sent", calls)
	}
}

func TestDataSourcesExplainFailures(t *testing.T) {
	t.Parallel()
	for name, config := range allDataSources {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			w.mock.Plant(yccalltest.Fault{Service: "Login", Kind: yccalltest.BusinessError, Times: -1})
			_, diags := w.read(name, config)
			w.wantError(diags, "failed: not authorised", "Nothing was changed on the platform.", "Check app_id and access_key")
		})
	}
}

func TestDataSourcesReadAgainAfterTrouble(t *testing.T) {
	t.Parallel()
	for name, config := range allDataSources {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{
				Habits: yccalltest.StringInts | yccalltest.EmptyArrayAsObject | yccalltest.IndexKeyedLists | yccalltest.BOM | yccalltest.IntStrings,
			}})
			w.console(yccalltest.TaskSnapshot{ID: "20260101000000000001", Name: "renewals"}, "13800000001", "13800000002")
			w.mock.Plant(
				yccalltest.Fault{Service: "*", Nth: 2, Kind: yccalltest.TruncatedJSON},
				yccalltest.Fault{Service: "*", Nth: 3, Kind: yccalltest.CutAfterEffect},
				yccalltest.Fault{Service: "*", Nth: 4, Kind: yccalltest.Ret600, KillToken: true},
			)
			w.mustRead(name, config)
			if n := w.mock.PendingFaults(); n > 0 {
				t.Errorf("%d faults did not come to pass", n)
			}
		})
	}
}

// A reader of the platform's pages finds each attribute again.
func TestEveryAttributeOfADataSourceNamesItsAPIField(t *testing.T) {
	t.Parallel()
	server := providerserver.NewProtocol6(provider.New("test")())()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	wantEqual(t, "data sources", len(schemas.DataSourceSchemas), len(allDataSources))
	var look func(at string, attributes []*tfprotov6.SchemaAttribute)
	look = func(at string, attributes []*tfprotov6.SchemaAttribute) {
		for _, a := range attributes {
			text := strings.ToLower(a.Description)
			if !strings.Contains(text, "`") && !strings.Contains(text, "no api field") || !strings.HasSuffix(text, ".") {
				t.Errorf("%s.%s: %q", at, a.Name, a.Description)
			}
			if a.NestedType != nil {
				look(at+"."+a.Name, a.NestedType.Attributes)
			}
		}
	}
	for name, schema := range schemas.DataSourceSchemas {
		if !strings.Contains(schema.Block.Description, "`App.Sip_") {
			t.Errorf("%s names no service", name)
		}
		look(name, schema.Block.Attributes)
	}
}
