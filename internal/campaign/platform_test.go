package campaign_test

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// fixture is one mock platform, and a runner that reaches it through the real client. Reads are not
// repeated by the client, so that a test says exactly which of them fail.
type fixture struct {
	*testing.T
	mock     *yccalltest.Server
	platform *stubPlatform
	runner   *campaign.Runner
	// made is how the tasks stood that create has made.
	made map[string]campaign.Result
}

func newFixture(t *testing.T, config yccalltest.Config) *fixture {
	t.Helper()
	patience := &abandoningTransport{next: http.DefaultTransport.(*http.Transport).Clone()}
	onRequest := config.OnRequest
	config.OnRequest = func(e yccalltest.Exchange) {
		if onRequest != nil {
			onRequest(e)
		}
		patience.notice(e)
	}
	mock, err := yccalltest.Start(config)
	must(t, err)
	t.Cleanup(mock.Close)
	client, err := yccall.New(yccall.Config{
		Endpoint: mock.URL(), AppID: "demo-app", AccessKey: "demo-key", Transport: patience,
		RetryWaitMin: time.Nanosecond, RetryWaitMax: time.Nanosecond,
	})
	must(t, err)
	w := &fixture{T: t, mock: mock, platform: &stubPlatform{Platform: client}, made: map[string]campaign.Result{}}
	w.runner = campaign.New(w.platform, campaign.WithWait(noWait), campaign.WithSketchSecret([]byte("demo-key")))
	return w
}

// noWait is a back-off that takes no time.
func noWait(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// abandoningTransport is a transport that gives a request up as soon as the mock hangs on it: the client sees
// what it sees after its timeout, and no time has to pass.
type abandoningTransport struct {
	next   http.RoundTripper
	mu     sync.Mutex
	giveUp []context.CancelFunc
}

func (i *abandoningTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithCancel(req.Context())
	i.mu.Lock()
	i.giveUp = append(i.giveUp, cancel)
	i.mu.Unlock()
	return i.next.RoundTrip(req.WithContext(ctx))
}

func (i *abandoningTransport) notice(e yccalltest.Exchange) {
	hangs := []yccalltest.FaultKind{yccalltest.HangBeforeEffect, yccalltest.HangAfterEffect, yccalltest.LateEffect}
	for _, kind := range hangs {
		if e.Fault == kind.String() {
			i.mu.Lock()
			defer i.mu.Unlock()
			for _, cancel := range i.giveUp {
				cancel()
			}
			i.giveUp = nil
			return
		}
	}
}

// stubPlatform is a platform on which a test can take calls over. A nil function leaves the call to the
// platform behind it.
type stubPlatform struct {
	campaign.Platform
	createTask       func(context.Context, yccall.CreateTask) (yccall.CreatedTask, error)
	addNumbers       func(context.Context, string, []byte) (yccall.AddedNumbers, error)
	removeNumbers    func(context.Context, string, []string) error
	setTaskStatus    func(context.Context, string, yccall.TaskCommand) error
	task             func(context.Context, string) (yccall.Task, bool, error)
	tasks            func(context.Context, yccall.TaskFilter) iter.Seq2[yccall.Task, error]
	taskNumbers      func(context.Context, yccall.NumberFilter) iter.Seq2[yccall.TaskNumber, error]
	someTaskNumbers  func(context.Context, string) ([]yccall.TaskNumber, error)
	countTaskNumbers func(context.Context, yccall.NumberFilter) (int64, error)
}

func (s *stubPlatform) CreateTask(ctx context.Context, task yccall.CreateTask) (yccall.CreatedTask, error) {
	if s.createTask != nil {
		return s.createTask(ctx, task)
	}
	return s.Platform.CreateTask(ctx, task)
}

func (s *stubPlatform) AddNumbers(ctx context.Context, id string, telphone []byte) (yccall.AddedNumbers, error) {
	if s.addNumbers != nil {
		return s.addNumbers(ctx, id, telphone)
	}
	return s.Platform.AddNumbers(ctx, id, telphone)
}

func (s *stubPlatform) RemoveNumbers(ctx context.Context, id string, phones []string) error {
	if s.removeNumbers != nil {
		return s.removeNumbers(ctx, id, phones)
	}
	return s.Platform.RemoveNumbers(ctx, id, phones)
}

func (s *stubPlatform) SetTaskStatus(ctx context.Context, id string, command yccall.TaskCommand) error {
	if s.setTaskStatus != nil {
		return s.setTaskStatus(ctx, id, command)
	}
	return s.Platform.SetTaskStatus(ctx, id, command)
}

func (s *stubPlatform) Task(ctx context.Context, id string) (yccall.Task, bool, error) {
	if s.task != nil {
		return s.task(ctx, id)
	}
	return s.Platform.Task(ctx, id)
}

func (s *stubPlatform) Tasks(ctx context.Context, filter yccall.TaskFilter) iter.Seq2[yccall.Task, error] {
	if s.tasks != nil {
		return s.tasks(ctx, filter)
	}
	return s.Platform.Tasks(ctx, filter)
}

func (s *stubPlatform) TaskNumbers(ctx context.Context, filter yccall.NumberFilter) iter.Seq2[yccall.TaskNumber, error] {
	if s.taskNumbers != nil {
		return s.taskNumbers(ctx, filter)
	}
	return s.Platform.TaskNumbers(ctx, filter)
}

func (s *stubPlatform) SomeTaskNumbers(ctx context.Context, id string) ([]yccall.TaskNumber, error) {
	if s.someTaskNumbers != nil {
		return s.someTaskNumbers(ctx, id)
	}
	return s.Platform.SomeTaskNumbers(ctx, id)
}

func (s *stubPlatform) CountTaskNumbers(ctx context.Context, filter yccall.NumberFilter) (int64, error) {
	if s.countTaskNumbers != nil {
		return s.countTaskNumbers(ctx, filter)
	}
	return s.Platform.CountTaskNumbers(ctx, filter)
}

// The errors of calls of which nobody knows whether they were run, and of calls that were refused.
var (
	errLost    = fmt.Errorf("the reply was lost: %w", yccall.ErrMayHaveRun)
	errRefused = fmt.Errorf("no: %w", yccall.ErrRefused)
)

// sequence yields rows, and then err if there is one.
func sequence[T any](err error, rows ...T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

// phone is a made-up number.
func phone(i int) string { return phonetest.Phone(i) }

// phones are n made-up numbers.
func phones(from, n int) []string { return phonetest.Phones(from, n) }

// unroutable is a well-formed number that the mock rejects.
const unroutable = "00013800001"

// list checks a CSV list given by its rows; without a header, they are phones.
func list(t *testing.T, rows ...string) *numberlist.List {
	t.Helper()
	if !strings.HasPrefix(rows[0], "phone") {
		rows = append([]string{"phone"}, rows...)
	}
	l, err := numberlist.Check(t.Context(), numberlist.Text(strings.Join(rows, "\n")), numberlist.CheckOptions{KeepSet: true})
	must(t, err)
	return l
}

// spec is a campaign with a custom id that is not to run yet.
func spec(l *numberlist.List) campaign.Spec {
	return campaign.Spec{List: l, Task: yccall.CreateTask{
		AssignType: yccall.AssignExtensionGroup, AssignAgent: "renewals-team", TaskScale: "1:2",
		Name: "renewals", CustomTaskID: "tf-renewals",
	}}
}

// alike is a task made by hand that looks as the spec's would.
func alike() yccalltest.TaskSnapshot {
	return yccalltest.TaskSnapshot{Name: "renewals", Agent: "renewals-team", Scale: "1:2", CustomID: "tf-renewals"}
}

// byHand makes a task in the platform's console.
func (w *fixture) byHand(task yccalltest.TaskSnapshot, phones ...string) string {
	w.Helper()
	id, err := w.mock.ConsoleCreate(task, phones...)
	must(w.T, err)
	return id
}

// create carries a spec out that is expected to succeed, and returns the task's id. Its requests are not in the journal
// any more.
func (w *fixture) create(o campaign.Spec) string {
	w.Helper()
	out, err := w.runner.Create(w.Context(), o, func(campaign.NewTask) {})
	must(w.T, err)
	w.mock.ResetJournal()
	w.made[out.TaskID] = out
	return out.TaskID
}

// revise brings a task in line with a list, with what is remembered of its creation.
func (w *fixture) revise(id string, l *numberlist.List) (campaign.Result, error) {
	u := campaign.Update{TaskID: id, List: l}
	if made, ok := w.made[id]; ok {
		u.Held, u.Knowledge = &made.Held, made.Knowledge
	}
	return w.runner.Update(w.Context(), u)
}

// reviseUnknown brings a task in line with a list while nothing is remembered of it.
func (w *fixture) reviseUnknown(id string, l *numberlist.List) (campaign.Result, error) {
	return w.runner.Update(w.Context(), campaign.Update{TaskID: id, List: l})
}

// changes are the calls that change something, in spec, each with how many numbers it carried or the
// run state that it asked for.
func (w *fixture) changes() []string {
	var calls []string
	for _, e := range w.mock.Journal() {
		switch name := e.Service[strings.LastIndex(e.Service, ".")+1:]; name {
		case "TaskCreat", "TaskAdd", "taskDelPhone":
			calls = append(calls, fmt.Sprintf("%s %d", name, e.Numbers))
		case "TaskSet":
			calls = append(calls, "TaskSet "+e.Params["taskstatus"])
		}
	}
	return calls
}

func (w *fixture) wantChanges(want ...string) {
	w.Helper()
	if diff := cmp.Diff(want, w.changes(), cmpopts.EquateEmpty()); diff != "" {
		w.Errorf("calls that change something (-want +got):\n%s", diff)
	}
}

// wantHeld checks which numbers a task holds, each as often as it is named.
func (w *fixture) wantHeld(id string, want ...string) {
	w.Helper()
	var got []string
	for _, n := range w.mock.Numbers(id) {
		got = append(got, n.Phone)
	}
	slices.Sort(got)
	if diff := cmp.Diff(slices.Sorted(slices.Values(want)), got, cmpopts.EquateEmpty()); diff != "" {
		w.Errorf("numbers of the task (-want +got):\n%s", diff)
	}
}

// wantEachCalledOnce has the task call everybody who is left, and checks that each of these was called once in all.
func (w *fixture) wantEachCalledOnce(id string, phones []string) {
	w.Helper()
	w.mock.DialAll(id)
	for _, p := range phones {
		if n := w.mock.Dialled(p); n != 1 {
			w.Errorf("a number was dialled %d times", n)
		}
	}
}

func (w *fixture) wantStatus(id string, want yccalltest.TaskStatus) {
	w.Helper()
	if task, _ := w.mock.Task(id); task.Status != want {
		w.Errorf("the task is %s, want %s", task.Status, want)
	}
}

// wantInSync checks an outcome: the task holds what is wanted, so many numbers.
func wantInSync(t *testing.T, out campaign.Result, held int64) {
	t.Helper()
	if !out.InSync || out.Held != held {
		t.Errorf("settled %v with %d numbers held, want true with %d", out.InSync, out.Held, held)
	}
}

func wantRejected(t *testing.T, out campaign.Result, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, out.Rejected, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("rejected (-want +got):\n%s", diff)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// held is how many numbers a task held.
func held(n int64) *int64 { return &n }
