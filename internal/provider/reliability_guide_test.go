package provider_test

import (
	"context"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/provider"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// TestReliabilityGuideTellsWhatHappens plants every fault in every service and compares what comes of
// it with the table of the guide.
func TestReliabilityGuideTellsWhatHappens(t *testing.T) {
	t.Parallel()
	table := readFaultTable(t)
	for service, strike := range strikes {
		for _, kind := range yccalltest.FaultKinds() {
			column := service
			if service == "GetExtgroupInfo" || service == "GetGroupExt" {
				column = "lookups"
			}
			want, told := table[column][kind.String()]
			if !told {
				t.Errorf("the guide does not tell what %s does to %s", kind, service)
				continue
			}
			t.Run(service+"/"+kind.String(), func(t *testing.T) {
				t.Parallel()
				w := newAbandoningFixture(t)
				fault := yccalltest.Fault{
					Service: service, Kind: kind, KeepPart: 1, Timing: yccalltest.Timing{ReplyAfter: time.Millisecond}, Answer: yccalltest.Answer{Location: "http://127.0.0.1:1/"},
				}
				if service == "TaskList" && kind == yccalltest.BusinessError {
					fault.Times = 3 // the others meet the look for older tasks, and the list of all
				}
				diags := strike(w, func() { w.mock.Plant(fault) })
				w.wantResult(want, diags)
				if n := w.mock.PendingFaults(); n != 0 {
					t.Errorf("%d faults did not strike", n)
				}
			})
		}
	}
}

// faultResults are the words of the table and what the errors say that they stand for.
var faultResults = map[string]string{
	"✓":              "",
	"in doubt":       " is unknown",
	"refused":        " was refused",
	"not authorised": "not authorised",
	"too large":      "the request is larger than the server takes",
	"redirected":     "the endpoint redirects",
	"not understood": " answered something else",
}

// wantResult checks the only error of a run, or that there is none and nobody would be called twice.
func (w *fixture) wantResult(word string, diags []*tfprotov6.Diagnostic) {
	w.Helper()
	summary, known := faultResults[word]
	err := protocoltest.Errors(diags)
	switch {
	case !known:
		w.Errorf("the guide says %q, which it does not explain", word)
	case word == "✓" && err != nil:
		w.Errorf("the guide says that it goes on, and it ends with %v", err)
	case word != "✓" && (len(diags) != 1 || !strings.Contains(diags[0].Summary, summary)):
		w.Errorf("the guide says %q, which would be an error with %q; it ends with %v", word, summary, err)
	}
	for _, task := range w.mock.Tasks() {
		if most := w.mock.MostSubmitted(task.ID); most > 1 {
			w.Errorf("a number was submitted %d times", most)
		}
	}
	if n := len(w.mock.Tasks()); n > 1 {
		w.Errorf("there are %d tasks", n)
	}
}

// strikes are runs in which a service is called. Each plants the fault just before.
var strikes = map[string]func(w *fixture, plant func()) []*tfprotov6.Diagnostic{
	"TaskCreat": func(w *fixture, plant func()) []*tfprotov6.Diagnostic { return w.applied(nil, phones(0, 6), plant) },
	"TaskSet":   func(w *fixture, plant func()) []*tfprotov6.Diagnostic { return w.applied(nil, phones(0, 6), plant) },
	"TaskAdd": func(w *fixture, plant func()) []*tfprotov6.Diagnostic {
		return w.applied(phones(0, 6), phones(0, 9), plant)
	},
	"taskDelPhone": func(w *fixture, plant func()) []*tfprotov6.Diagnostic {
		return w.applied(phones(0, 6), phones(2, 4), plant)
	},
	"TaskInfo": func(w *fixture, plant func()) []*tfprotov6.Diagnostic {
		return w.applied(phones(0, 6), phones(2, 4), plant)
	},
	"TaskList": func(w *fixture, plant func()) []*tfprotov6.Diagnostic {
		w.applied(nil, phones(0, 6), func() {})
		plant()
		diags, err := w.resource.Refresh(w.Context())
		must(w.T, err)
		return diags
	},
	"taskCall": func(w *fixture, plant func()) []*tfprotov6.Diagnostic {
		id := w.dialledTask(yccalltest.Ended, 8)
		plant()
		_, diags := w.invoke(redialType, object{"task_id": id})
		return diags
	},
	"Login":           lookUpGroups,
	"GetExtgroupInfo": lookUpGroups,
	"GetGroupExt": func(w *fixture, plant func()) []*tfprotov6.Diagnostic {
		w.use(memberResource)
		w.mustApply(teams[memberResource].config)
		plant()
		diags, err := w.resource.Refresh(w.Context())
		must(w.T, err)
		return diags
	},
	"AddExtgroup":  making(groupResource),
	"AddExtnumber": making(memberResource),
	"AddQueue":     making(queueResource),
	"DelExtgroup":  deleting(groupResource),
	"DelExtnumber": deleting(memberResource),
	"DelQueue":     deleting(queueResource),
	"EditQueue": func(w *fixture, plant func()) []*tfprotov6.Diagnostic {
		w.use(queueResource)
		w.mustApply(wholeQueue(nil))
		return w.struck(wholeQueue(object{"remark": "s"}), plant)
	},
}

// making makes something of a team, with a fault.
func making(typeName string) func(w *fixture, plant func()) []*tfprotov6.Diagnostic {
	return func(w *fixture, plant func()) []*tfprotov6.Diagnostic {
		w.use(typeName)
		return w.struck(teams[typeName].config, plant)
	}
}

// deleting makes something of a team, and deletes it with a fault.
func deleting(typeName string) func(w *fixture, plant func()) []*tfprotov6.Diagnostic {
	return func(w *fixture, plant func()) []*tfprotov6.Diagnostic {
		w.use(typeName)
		w.mustApply(teams[typeName].config)
		return w.struck(nil, plant)
	}
}

// struck plans, plants a fault and applies. Where that goes well, nothing is left to do.
func (w *fixture) struck(config object, plant func()) []*tfprotov6.Diagnostic {
	w.Helper()
	plan := w.refreshAndPlan(config)
	plant()
	diags := w.applyPlan(w.Context(), plan)
	if protocoltest.Errors(diags) == nil {
		w.mustApply(config)
	}
	return diags
}

func lookUpGroups(w *fixture, plant func()) []*tfprotov6.Diagnostic {
	plant()
	_, diags, err := w.core.ReadDataSource(w.Context(), "yccall_extension_groups", object{})
	must(w.T, err)
	return diags
}

// applied applies a list, after another one if there is one, plants the fault when that is planned, and
// checks that nothing is left to do where it went well.
func (w *fixture) applied(before, after []string, plant func()) []*tfprotov6.Diagnostic {
	w.Helper()
	config := task(object{"desired_status": "running"})
	if before != nil {
		config["numbers_file"] = w.csv("before.csv", before...)
		w.mustApply(config)
	}
	config["numbers_file"] = w.csv("after.csv", after...)
	plan := w.refreshAndPlan(config)
	plant()
	diags := w.applyPlan(w.Context(), plan)
	if protocoltest.Errors(diags) == nil {
		w.mustApply(config)
		w.wantHeld(after[1:])
	}
	return diags
}

// readFaultTable reads the first table of the guide: the result by service and fault.
func readFaultTable(t *testing.T) map[string]map[string]string {
	t.Helper()
	text, err := os.ReadFile("../../templates/guides/reliability.md.tmpl")
	must(t, err)
	cells := func(line string) []string {
		parts := strings.Split(strings.Trim(line, "|"), "|")
		for i := range parts {
			parts[i] = strings.ReplaceAll(strings.TrimSpace(parts[i]), "`", "")
		}
		return parts
	}
	_, rest, _ := strings.Cut(string(text), "\n| fault |")
	lines, _, _ := strings.Cut("| fault |"+rest, "\n\n")
	rows := strings.Split(lines, "\n")
	header := cells(rows[0])
	table := map[string]map[string]string{}
	for _, line := range rows[2:] {
		row := cells(line)
		for column, services := range header[1:] {
			for _, service := range regexp.MustCompile(`\w+`).FindAllString(services, -1) {
				if table[service] == nil {
					table[service] = map[string]string{}
				}
				table[service][row[0]] = row[column+1]
			}
		}
	}
	return table
}

// impatience gives up a request as soon as the platform is seen not to answer it, as the request
// timeout does after a while.
type impatience struct {
	transport *http.Transport
	giveUp    atomic.Pointer[context.CancelFunc] // of the latest request
}

// newAbandoningFixture is a fixture whose provider does not wait for answers that do not come.
func newAbandoningFixture(t *testing.T) *fixture {
	t.Helper()
	i := &impatience{transport: &http.Transport{}}
	t.Cleanup(i.transport.CloseIdleConnections)
	w := newFixture(t, yccalltest.Config{OnRequest: i.see})
	w.options = []provider.Option{provider.WithClient(func(c *yccall.Config) { c.Transport = i })}
	w.nextProcess()
	return w
}

// see is told of every request before it is answered.
func (i *impatience) see(x yccalltest.Exchange) {
	switch x.Fault {
	case yccalltest.HangBeforeEffect.String(), yccalltest.HangAfterEffect.String(), yccalltest.LateEffect.String():
		(*i.giveUp.Load())()
	}
}

// RoundTrip sends a request that can be given up.
func (i *impatience) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, giveUp := context.WithCancel(r.Context())
	i.giveUp.Store(&giveUp)
	resp, err := i.transport.RoundTrip(r.WithContext(ctx))
	if err != nil && ctx.Err() != nil && r.Context().Err() == nil {
		return nil, timeout{}
	}
	return resp, err
}

// timeout is what net/http reports when the request timeout has passed.
type timeout struct{}

func (timeout) Error() string   { return "no answer came in time" }
func (timeout) Timeout() bool   { return true }
func (timeout) Temporary() bool { return true }
