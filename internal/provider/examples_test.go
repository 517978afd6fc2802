package provider_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// Actions and list blocks need a newer CLI than the tests do, so the config blocks of the examples are given to the provider.
func TestExamplesOfActionsAndQueriesAreRight(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 1, 4, 0, 0, 0, time.UTC)
	w := newFixture(t, yccalltest.Config{Clock: func() time.Time { return now }})
	_, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{
		ID: "20261201090000420056", Name: "renewals", Agent: "renewals-team", Status: yccalltest.Running,
	}, phones(0, 4)[1:]...)
	must(t, err)
	w.mock.Dial("20261201090000420056", 4)
	must(t, w.mock.ConsoleSetStatus("20261201090000420056", yccalltest.Running))

	for _, action := range []string{redialType, setStatusType} {
		text := readExample(t, "actions", action, "action.tf")
		_, diags := w.invoke(action, configBlock(t, text))
		must(t, protocoltest.Errors(diags))
	}
	w.wantCalls("taskCall", 1)
	must(t, w.mock.ConsoleSetStatus("20261201090000420056", yccalltest.Running))

	text := readExample(t, "list-resources", "yccall_outbound_task", "list-resource.tfquery.hcl")
	wantEqual(t, "tasks", len(w.list(protocoltest.Query{Config: configBlock(t, text), IncludeResource: true})), 1)
}

// Every data source has an example. The CLI reads them in package acceptance.
func TestEveryDataSourceHasAnExample(t *testing.T) {
	t.Parallel()
	for name := range allDataSources {
		readExample(t, "data-sources", "yccall_"+name, "data-source.tf")
	}
}

// readExample reads an example of the documentation.
func readExample(t *testing.T, parts ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(append([]string{"..", "..", "examples"}, parts...)...))
	must(t, err)
	return string(content)
}

// configBlock reads the block config of an example, whose arguments are strings.
func configBlock(t *testing.T, text string) object {
	t.Helper()
	_, text, _ = strings.Cut(text, "config {\n")
	text, _, _ = strings.Cut(text, "}")
	config := object{}
	for line := range strings.Lines(strings.TrimSpace(text)) {
		name, value, _ := strings.Cut(line, "=")
		value, err := strconv.Unquote(strings.TrimSpace(value))
		must(t, err)
		config[strings.TrimSpace(name)] = value
	}
	return config
}
