package provider_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/provider"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// faulty is a network that panics with a phone number when a service is asked for.
type faulty struct {
	http.RoundTripper
	service string
}

func (f *faulty) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if f.service != "" && bytes.Contains(body, []byte(f.service)) {
		panic(fmt.Sprintf("index out of range [%d]", 13800000001))
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return f.RoundTripper.RoundTrip(r)
}

// A panic that nobody catches ends the provider, and Go prints the values that functions were called with.
func TestPanicIsReportedWithoutValuesAndForgetsNothing(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	network := &faulty{RoundTripper: w.mock.Transport()}
	w.options = []provider.Option{provider.WithClient(func(c *yccall.Config) { c.Transport = network })}
	config := task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...), "desired_status": "running"})
	wantReport := func(step, service string, run func() string) {
		t.Helper()
		network.service = service
		text := run()
		network.service = ""
		for _, part := range []string{"The provider has a fault", "(string)", "internal/provider.(*outboundTaskResource)." + step, "internal/yccall.", ", line "} {
			if !strings.Contains(text, part) {
				t.Errorf("%s: the report lacks %q: %s", step, part, text)
			}
		}
		if strings.Contains(text, "1380") {
			t.Errorf("%s: the report shows a number: %s", step, text)
		}
	}
	apply := func() string { return fmt.Sprint(protocoltest.Errors(w.apply(config))) }
	plan := w.refreshAndPlan(config)
	wantReport("Create", "App.Sip_Yccall.TaskSet", func() string { return fmt.Sprint(protocoltest.Errors(w.applyPlan(t.Context(), plan))) })
	if id := w.theTask().ID; w.id() != id || !w.resource.Tainted() {
		t.Errorf("after a panic state has task %q, want %s, tainted", w.id(), id)
	}
	w.resource.Untaint()
	wantReport("Update", "App.Sip_Yccall.TaskSet", apply)
	w.mustApply(config)
	w.csv("list.csv", phones(0, 4)...)
	wantReport("ModifyPlan", "App.Sip_Yccall.TaskInfo", apply)
	w.mustApply(config)
	wantReport("Read", "App.Sip_Yccall.TaskList", func() string {
		diags, err := w.resource.Refresh(t.Context())
		must(t, err)
		return fmt.Sprint(protocoltest.Errors(diags))
	})
	w.nextProcess()
	plan, err := w.resource.Plan(t.Context(), nil)
	must(t, err)
	wantReport("Delete", "App.Sip_Yccall.TaskSet", func() string { return fmt.Sprint(protocoltest.Errors(w.applyPlan(t.Context(), plan))) })
}
