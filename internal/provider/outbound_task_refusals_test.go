package provider_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// refusals are the errors of a plan that stand in the way of a campaign that has called two of its five people. Each brings
// the campaign to where it is refused, makes config what is refused, and returns what the plan says.
var refusals = map[string]func(w *fixture, config object) []*tfprotov6.Diagnostic{
	"This change needs a new task, which would call people again": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		config["task_scale"] = "1:3"
		return w.apply(config)
	},
	"Now it is known, and needs a new task": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		diags := w.applyUnknown(config, "task_scale", "1:3")
		config["task_scale"] = "1:3"
		return diags
	},
	"A new task needs a new custom_task_id": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		config["custom_task_id"], config["call_again"] = w.resource.Value("custom_task_id"), "december"
		return w.apply(config)
	},
	"People who were left out would be called": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		config["skip_called_by"] = []any{w.id()}
		w.mustApply(config)
		w.mock.Dial(w.id(), 1)
		config["skip_called_by"] = []any{w.id()}
		return w.apply(config)
	},
	"The campaign runs already": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		return w.refreshAnd(config, w.resource.PlanReplace).Diagnostics
	},
	"The campaign was called before": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		w.mock.DialAll(w.id())
		return w.refreshAnd(config, w.resource.PlanReplace).Diagnostics
	},
	"Looking at the task that is replaced failed": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		w.nextProcess()
		w.mock.Plant(yccalltest.Fault{Service: "TaskList", Kind: yccalltest.HTTP500BeforeEffect, Times: -1})
		defer w.mock.ClearFaults()
		plan, err := w.resource.PlanReplace(w.Context(), config)
		must(w.T, err)
		return plan.Diagnostics
	},
	"Whom a running task calls is not known yet": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		other, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Name: "another", Status: yccalltest.Running}, "13900000001")
		must(w.T, err)
		config["skip_called_by"] = []any{other}
		return w.apply(config)
	},
	"A task to be skipped is not listed": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		config["skip_called_by"] = []any{"20200101000000000001"}
		return w.apply(config)
	},
	"Listing whom the tasks of skip_called_by have called failed": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		other, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Name: "another", Status: yccalltest.Running}, "13900000001")
		must(w.T, err)
		w.mock.DialAll(other)
		config["skip_called_by"] = []any{other}
		w.mock.Plant(yccalltest.Fault{Service: "TaskInfo", Kind: yccalltest.BusinessError, Times: -1})
		defer w.mock.ClearFaults()
		return w.apply(config)
	},
	"People on the list were called before": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		w.followADay(config)
		return w.apply(config)
	},
	"Looking whom previous tasks of the campaign have called failed": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		w.followADay(config)
		w.mock.Plant(yccalltest.Fault{Service: "TaskInfo", Kind: yccalltest.BusinessError, Times: -1})
		defer w.mock.ClearFaults()
		return w.apply(config)
	},
	"The task has ended, and the list has people whom it did not call": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		w.mock.DialAll(w.id())
		w.csv("list.csv", phones(0, 9)...)
		return w.apply(config)
	},
	"The task is not listed": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		must(w.T, w.mock.ConsoleUnlist(w.id()))
		w.csv("list.csv", phones(0, 9)...)
		return w.apply(config)
	},
	"The task has ended": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		must(w.T, w.mock.ConsoleSetStatus(w.id(), yccalltest.Ended))
		config["desired_status"] = "paused"
		return w.apply(config)
	},
	"A task cannot go back to not_started": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		config["desired_status"] = "not_started"
		return w.apply(config)
	},
	"A campaign would be ended and called again under another address": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		return w.planRenamed(config)
	},
	"A list would move to another task": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		changed := w.refreshAndPlan(with(config, "numbers_file", w.csv("other.csv", phones(10, 5)...)))
		must(w.T, protocoltest.Errors(changed.Diagnostics))
		other, err := w.core.Resource("yccall_outbound_task")
		must(w.T, err)
		created, err := other.Plan(w.Context(), with(config, "name", "another"))
		must(w.T, err)
		return created.Diagnostics
	},
	"A task would be ended that another address keeps": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		kept := w.refreshAndPlan(config)
		must(w.T, protocoltest.Errors(kept.Diagnostics))
		destroyed, err := w.resource.Plan(w.Context(), nil)
		must(w.T, err)
		return destroyed.Diagnostics
	},
	"Number file not found": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		must(w.T, os.Remove(w.dir+"/list.csv"))
		return w.apply(config)
	},
	"Problems in the number list": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		w.csv("list.csv", "phone", "nobody")
		return w.apply(config)
	},
	"Numbers whose time has passed": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		rows := []string{"phone,time"}
		for _, phone := range phones(0, 5)[1:] {
			rows = append(rows, phone+",")
		}
		w.csv("list.csv", rows...)
		w.mustApply(config)
		w.csv("list.csv", append(rows, "13900000001,1700000000")...)
		return w.apply(config)
	},
	"Unusable number list": func(w *fixture, config object) []*tfprotov6.Diagnostic {
		must(w.T, os.Remove(w.dir+"/list.csv"))
		must(w.T, os.Mkdir(w.dir+"/list.csv", 0o700))
		return w.apply(config)
	},
}

// neverInAPlan are summaries of errors in the same files that no plan of a task in state has, and why.
var neverInAPlan = map[string]string{
	"A new task cannot be ":                      "of a new task",
	"Nobody to call":                             "of a new task",
	"The campaign exists already":                "of a creation",
	"The task was made at another endpoint":      "of an apply",
	"Malformed calling code":                     "of the configuration, which a destroy does not look at",
	"Unusable format":                            "of the configuration",
	"Malformed do_not_call_file":                 "of the configuration",
	"No numbers to call":                         "of the configuration",
	"More than one number list":                  "of the configuration",
	"The campaign would stop before it starts":   "of the configuration",
	"Reading the number list was interrupted":    "of a plan that somebody stopped",
	"Looking for previous tasks of the campaign": "of credentials that the platform refuses: nothing can be done without others",
	"Reading task ":                              "the same",
}

// followADay makes a second task of the campaign, for other people, and puts one on its list whom the first has called.
func (w *fixture) followADay(config object) {
	w.Helper()
	must(w.T, protocoltest.Errors(w.apply(nil)))
	w.csv("list.csv", phones(10, 5)...)
	w.mustApply(config)
	w.csv("list.csv", append(phones(10, 5), phonetest.Phones(0, 1)...)...)
}

// planRenamed plans what a resource that is renamed is to Terraform: a destruction and a creation.
func (w *fixture) planRenamed(config object) []*tfprotov6.Diagnostic {
	w.Helper()
	w.nextProcess()
	_, err := w.resource.Refresh(w.Context())
	must(w.T, err)
	renamed, err := w.core.Resource("yccall_outbound_task")
	must(w.T, err)
	created, err := renamed.Plan(w.Context(), config)
	must(w.T, err)
	destroyed, err := w.resource.Plan(w.Context(), nil)
	must(w.T, err)
	return append(created.Diagnostics, destroyed.Diagnostics...)
}

// Terraform plans a change before it plans to destroy, so that a refused plan would stand in the way of stopping.
func TestAfterEveryRefusalTheTaskCanBeEnded(t *testing.T) {
	t.Parallel()
	for summary, refuse := range refusals {
		for _, way := range []string{"desired_status", "destroy"} {
			t.Run(summary+", "+way, func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{})
				config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
				w.mustApply(config)
				w.mock.Dial(w.id(), 2)
				diags := refuse(w, config)
				w.wantError(diags, summary)
				for _, d := range diags {
					if d.Severity == tfprotov6.DiagnosticSeverityError && !strings.Contains(d.Detail[max(0, len(d.Detail)-200):], `run "terraform destroy -refresh=false".`) {
						t.Errorf("it does not end with how to stop:\n%s", d.Detail)
					}
				}
				id := w.id()
				switch {
				case way == "destroy":
					must(t, protocoltest.Errors(w.apply(nil)))
				case summary != "The task is not listed": // what is not listed cannot be seen to end
					config["desired_status"] = "ended"
					w.mustApply(config)
				default:
					return
				}
				if task, _ := w.mock.Task(id); task.Status != yccalltest.Ended {
					t.Errorf("the task is %s, want it ended", task.Status)
				}
			})
		}
	}
}

// Whoever writes another refusal has it tested.
func TestEveryRefusalIsAmongThoseAfterWhichATaskCanBeEnded(t *testing.T) {
	t.Parallel()
	files := []string{
		"number_list.go", "outbound_task_consent.go", "outbound_task_lists.go", "outbound_task_new_task.go", "outbound_task_pairs.go", "outbound_task_place.go",
		"outbound_task_plan.go", "outbound_task_replacing.go", "outbound_task_skip.go", "outbound_task_validate.go", "run_state.go",
	}
	found := map[string]bool{}
	for _, file := range files {
		for _, summary := range summariesOfErrors(t, file) {
			found[summary] = true
			_, elsewhere := neverInAPlan[summary]
			_, tested := refusals[summary]
			if !tested && !elsewhere {
				_, tested = refusals[summary+" failed"]
			}
			if !tested && !elsewhere {
				t.Errorf("%s has the error %q, after which no test ends the task", file, summary)
			}
		}
	}
	for summary := range maps.Keys(refusals) {
		if !found[strings.TrimSuffix(summary, " failed")] {
			t.Errorf("no code has the error %q", summary)
		}
	}
}

// summariesOfErrors are the summaries of the errors that a file makes, as far as they are literals or constants beside them.
func summariesOfErrors(t *testing.T, file string) (summaries []string) {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	must(t, err)
	makes := map[string]int{ // which argument is the summary
		"AddError": 0, "AddAttributeError": 1, "NewErrorDiagnostic": 0, "NewAttributeErrorDiagnostic": 1, "listError": 0, "at": 0, "explain": 0,
	}
	constants := map[string]string{}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			if len(n.Values) == 1 {
				constants[n.Names[0].Name] = literal(n.Values[0], nil)
			}
		case *ast.CallExpr:
			name := ""
			switch f := n.Fun.(type) {
			case *ast.Ident:
				name = f.Name
			case *ast.SelectorExpr:
				name = f.Sel.Name
			}
			if i, ok := makes[name]; ok && len(n.Args) > i {
				if summary := literal(n.Args[i], constants); summary != "" && !slices.Contains(summaries, summary) {
					summaries = append(summaries, summary)
				}
			}
		}
		return true
	})
	return summaries
}

// literal is the text of an expression, or that of its beginning.
func literal(e ast.Expr, constants map[string]string) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return text
	case *ast.BinaryExpr:
		return literal(e.X, constants)
	case *ast.Ident:
		return constants[e.Name]
	default:
		return ""
	}
}
