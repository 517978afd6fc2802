package provider

import (
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// An attribute has places in many files, and nobody can forget one: these tests go through the schema and say what an
// attribute lacks. The simulation has a test of its own, TestEveryAttributeIsSetByTheSimulation.

// noParameter are the attributes that are no fixed parameter of TaskCreat, and why. All others are mapped to one, and a
// change of them replaces the task.
var noParameter = map[string]string{
	"numbers":            "the list, which changes with TaskAdd and taskDelPhone",
	"numbers_file":       "the list, which changes with TaskAdd and taskDelPhone",
	"numbers_wo":         "the list, which changes with TaskAdd and taskDelPhone",
	"do_not_call_file":   "what is left out of the list",
	"numbers_format":     "how the list is read",
	"do_not_call_format": "how the list of who is left out is read",
	"calling_code":       "who counts as one person on the list",
	"on_bad_rows":        "what is left out of the list",
	"call_again":         "what the configuration says about calling people again; it is not sent",
	"skip_called_by":     "who is left out of the list",
	"desired_status":     "a task is always created not started; then TaskSet",
	"timeouts":           "for the provider alone",
}

// notEchoed are the parameters that no row of TaskList has.
var notEchoed = map[string]string{"multi_call": "no row has it"}

// settableAttributes are the attributes that a configuration can set.
func settableAttributes(t *testing.T) map[string]schema.Attribute {
	t.Helper()
	var resp resource.SchemaResponse
	newOutboundTaskResource().Schema(t.Context(), resource.SchemaRequest{}, &resp)
	settable := maps.Clone(resp.Schema.Attributes)
	maps.DeleteFunc(settable, func(_ string, a schema.Attribute) bool { return !a.IsRequired() && !a.IsOptional() })
	return settable
}

// fieldOf is the field of a model that an attribute has.
func fieldOf(t *testing.T, model reflect.Value, attribute string) reflect.Value {
	t.Helper()
	for i := range model.NumField() {
		if model.Type().Field(i).Tag.Get("tfsdk") == attribute {
			return model.Field(i)
		}
	}
	t.Fatalf("outboundTaskModel has no field for %s", attribute)
	return reflect.Value{}
}

func TestEveryAttributeIsSentAndReplacesTheTask(t *testing.T) {
	t.Parallel()
	replacing := map[string]bool{}
	for _, a := range leastTask().replacingAttributes() {
		replacing[a.name] = true
	}
	for name := range settableAttributes(t) {
		if noParameter[name] != "" {
			continue
		}
		// An attribute with a value that is not the one of leastTask has to change the request.
		least, full := leastTask(), fullTask()
		value := fieldOf(t, reflect.ValueOf(&full).Elem(), name)
		if value.IsZero() {
			t.Errorf("%s: fullTask in outbound_task_model_test.go does not set it", name)
			continue
		}
		before, diags := least.createTask(t.Context())
		noDiagnostics(t, diags)
		with := leastTask()
		field := fieldOf(t, reflect.ValueOf(&with).Elem(), name)
		if least := fieldOf(t, reflect.ValueOf(&least).Elem(), name); reflect.DeepEqual(least.Interface(), value.Interface()) {
			field.SetZero()
		} else {
			field.Set(value)
		}
		after, diags := with.createTask(t.Context())
		noDiagnostics(t, diags)
		if reflect.DeepEqual(before, after) {
			t.Errorf("%s: createTask in outbound_task_model.go does not map it to a parameter of TaskCreat", name)
		}
		if !replacing[name] {
			t.Errorf("%s: replacingAttributes in outbound_task_replacing.go lacks it, so a change is not noticed", name)
		}
		imported := outboundTaskModel{}
		noDiagnostics(t, imported.fillEchoed(t.Context(), fullRow()))
		if notEchoed[name] == "" && fieldOf(t, reflect.ValueOf(&imported).Elem(), name).IsZero() {
			t.Errorf("%s: fillEchoed in outbound_task_model.go does not fill it after an import, or fullRow has no value of it", name)
		}
	}
}

// The table of the resource's page tells which parameter each attribute is, and what a change does.
func TestEveryAttributeHasItsRowInThePage(t *testing.T) {
	t.Parallel()
	page := readText(t, "templates", "resources", "outbound_task.md.tmpl")
	_, table, _ := strings.Cut(page, "| attribute | parameter | values | a change |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := map[string]string{}
	for row := range strings.Lines(table) {
		cells := strings.SplitN(row, "|", 3)
		for _, name := range regexp.MustCompile("`([a-z_.]+)`").FindAllStringSubmatch(cells[min(1, len(cells)-1)], -1) {
			rows[name[1]] = row
		}
	}
	for name, a := range settableAttributes(t) {
		names := []string{name}
		if nested, ok := a.(schema.SingleNestedAttribute); ok && noParameter[name] == "" {
			for inner := range nested.Attributes {
				names = append(names, name+"."+inner)
			}
		}
		for _, name := range names {
			root, _, _ := strings.Cut(name, ".")
			switch row := rows[name]; {
			case row == "":
				t.Errorf("%s: the table in templates/resources/outbound_task.md.tmpl has no row for it", name)
			case strings.Contains(row, "replaces the task") != (noParameter[root] == ""):
				t.Errorf("%s: its row in templates/resources/outbound_task.md.tmpl says otherwise than the code whether a change replaces the task", name)
			}
		}
	}
}

// The acceptance tests make one task with everything set.
func TestEveryAttributeIsSetByTheFirstAcceptanceTest(t *testing.T) {
	t.Parallel()
	_, block, _ := strings.Cut(readText(t, "internal", "acceptance", "outbound_task_test.go"), "const everything = `")
	block, _, _ = strings.Cut(block, "`")
	otherSources := []string{"numbers", "numbers_wo"}
	for name := range settableAttributes(t) {
		if !slices.Contains(otherSources, name) && !regexp.MustCompile(`(?m)^ *`+name+` *=`).MatchString(block) {
			t.Errorf("%s: the block everything in internal/acceptance/outbound_task_test.go does not set it", name)
		}
	}
}

// readText reads a file of the repository.
func readText(t *testing.T, parts ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(append([]string{"..", ".."}, parts...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
