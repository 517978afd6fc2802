package provider_test

import (
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// A plan that could not look says so, and an apply that cannot look creates nothing.
func TestLookThatFailsIsSaidAndCreatesNothing(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]yccalltest.FaultKind{
		"500": yccalltest.HTTP500BeforeEffect, "cut": yccalltest.CutBeforeEffect, "not understood": yccalltest.HTMLBodyBeforeEffect,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
			w.mustApply(config)
			w.mock.DialAll(w.id())
			w.resource.Forget()
			w.changes()
			w.mock.Plant(yccalltest.Fault{Service: "TaskList", Kind: fault, Times: -1})
			plan := w.refreshAndPlan(config)
			must(t, protocoltest.Errors(plan.Diagnostics))
			w.wantWarning(plan.Diagnostics, "Previous tasks of the campaign could not be looked for", "does not know whether people on the list were called before")
			if protocoltest.Errors(w.applyPlan(t.Context(), plan)) == nil {
				t.Error("it was created without a look")
			}
			w.wantChanges()
			// The look that comes through finds the campaign.
			w.mock.ClearFaults()
			w.wantError(w.applyPlan(t.Context(), plan), "The campaign was called before")
			w.wantChanges()
		})
	}
}
