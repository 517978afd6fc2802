package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// A plan of numbers says that the task is paused for them if, and only if, the apply pauses it.
func TestPlanSaysThatTheTaskIsPausedForItsNumbers(t *testing.T) {
	t.Parallel()
	list := phones(0, 5)
	for name, test := range map[string]struct {
		imported bool
		status   yccalltest.TaskStatus
		desired  any
		next     []string
		pauses   bool
	}{
		"more":                     {next: phones(0, 6)},
		"fewer":                    {next: phones(0, 4), pauses: true},
		"other fields":             {next: append([]string{"phone,userid"}, list[1]+",7", list[2], list[3], list[4], list[5]), pauses: true},
		"fewer, and to be paused":  {next: phones(0, 4), desired: "paused"},
		"fewer, and paused":        {next: phones(0, 4), status: yccalltest.Paused},
		"imported, the same":       {imported: true, next: list},
		"imported, more":           {imported: true, next: phones(0, 6), pauses: true},
		"imported, more, at pause": {imported: true, next: phones(0, 6), status: yccalltest.Paused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", list...)})
			if test.imported {
				id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{
					Name: "renewals", AssignType: 3, Agent: "renewals-team", Scale: "1:2", Status: yccalltest.Running,
				}, list[1:]...)
				must(t, err)
				_, err = w.resource.Import(t.Context(), id)
				must(t, err)
			} else {
				w.mustApply(with(config, "desired_status", "running"))
				w.mustApply(config) // from now on its run state is left alone
			}
			if test.status == yccalltest.Paused {
				must(t, w.mock.ConsoleSetStatus(w.id(), test.status))
			}
			w.changes()
			w.csv("list.csv", test.next...)
			plan := w.refreshAndPlan(with(config, "desired_status", test.desired))
			must(t, protocoltest.Errors(plan.Diagnostics))
			said := slices.ContainsFunc(plan.Diagnostics, func(d *tfprotov6.Diagnostic) bool {
				return d.Summary == "The list changes" && strings.Contains(d.Detail, "it is paused for this")
			})
			must(t, protocoltest.Errors(w.applyPlan(t.Context(), plan)))
			pauses := slices.Contains(w.changes(), "TaskSet 2") && test.desired == nil
			if said != test.pauses || pauses != test.pauses {
				t.Errorf("the plan says that it pauses: %v, the apply pauses: %v, want %v", said, pauses, test.pauses)
			}
		})
	}
}
