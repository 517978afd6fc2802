package provider_test

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// A plan with credentials that the platform refuses must not look fine and fail in the apply.
func TestRejectedCredentialsAreAnErrorOfThePlan(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		block   object
		summary string
	}{
		"a wrong key":  {object{"app_id": "demo-app", "access_key": "wrong"}, "not authorised"},
		"a dead token": {object{"token": "0123456789abcdef0123456789abcdef"}, "the token is not valid"},
		"a wrong app":  {object{"app_id": "nobody", "access_key": "demo-key"}, "not authorised"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			test.block["endpoint"] = w.mock.URL()
			w.block = test.block
			w.nextProcess()
			plan, err := w.resource.Plan(t.Context(), task(object{"numbers_file": w.csv("list.csv", phones(0, 3)...)}))
			must(t, err)
			w.wantError(plan.Diagnostics, test.summary, "Nothing was sent")
			if protocoltest.Errors(plan.Diagnostics) == nil {
				t.Error("the plan looks fine")
			}
		})
	}
}
