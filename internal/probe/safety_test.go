package probe

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// changing are the services that change something, Logout apart.
var changing = []string{"TaskCreat", "TaskAdd", "TaskSet", "taskCall", "taskDelPhone"}

func TestProbeChangesNothingUnlessItIsAllowedTo(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := server(t, yccalltest.Config{})
		report := probed(t, with(s, false))
		for _, service := range changing {
			if n := s.Requests(service); n > 0 {
				t.Errorf("%d %s", n, service)
			}
		}
		if in, out := s.Requests("Login"), s.Requests("Logout"); in != 2 || out != 2 {
			t.Errorf("%d logins, %d logouts", in, out)
		}
		for _, row := range report.Rows {
			if wanted := isOfOwnTask(row.Name) || row.Name == "body-size"; wanted != (row.Result == string(notTried)) {
				t.Errorf("%s is %s", row.Name, row.Result)
			}
		}
	})
}

func TestReadyTokenIsNotEnded(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := server(t, yccalltest.Config{Tokens: []string{"a-ready-token"}})
		config := with(s, true)
		config.Client.Token, config.Client.AppID, config.Client.AccessKey = "a-ready-token", "", ""
		if found := probed(t, config).found; !found.is("tokens", "ready-token") || !found.is("end", "ended") {
			t.Errorf("%v", found)
		}
		if s.Requests("Login") > 0 || s.Requests("Logout") > 0 {
			t.Error("a ready token was logged in or out")
		}
		cleaned(t, s)
	})
}

func TestProbeMakesOneTaskThatDoesNotRun(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := server(t, yccalltest.Config{RecordForms: true})
		probed(t, with(s, true))
		cleaned(t, s)
		made, set := s.Forms("TaskCreat"), s.Forms("TaskSet")
		if len(made) != 1 || made[0].Get("status") != "0" || len(set) != 1 || set[0].Get("taskstatus") != "3" || s.Requests("TaskAdd") != 1 {
			t.Errorf("%d tasks were made, and the state was set %d times", len(made), len(set))
		}
	})
}

func TestWhatCouldCallSomebodyIsNotSent(t *testing.T) {
	t.Parallel()
	p := &platform{mine: map[string]bool{"1": true}}
	task := params{"status": "0", "customtaskid": ownID}
	for _, allowed := range []struct {
		service string
		form    params
	}{{"TaskList", nil}, {"TaskInfo", nil}, {"GetQueueList", nil}, {"TaskCreat", task}, {"TaskAdd", params{"taskid": "1"}}, {"TaskSet", params{"taskid": "1", "taskstatus": "3"}}} {
		if err := p.permit(allowed.service, allowed.form); err != nil {
			t.Errorf("%s %v: %v", allowed.service, allowed.form, err)
		}
	}
	for _, forbidden := range []struct {
		service string
		form    params
	}{
		{"taskCall", params{"taskid": "1"}}, {"taskCall", params{"taskid": "1", "status": "0"}}, {"taskDelPhone", params{"taskid": "1"}}, {"Anything", nil},
		{"TaskCreat", nil}, {"TaskCreat", task.with("status", "1")}, {"TaskCreat", task.with("status", "")}, {"TaskCreat", task.with("customtaskid", "")},
		{"TaskCreat", task.with("is_multi_call", "1")}, {"TaskAdd", params{"taskid": "2"}}, {"TaskAdd", nil},
		{"TaskSet", params{"taskid": "1", "taskstatus": "1"}}, {"TaskSet", params{"taskid": "1", "taskstatus": "2"}}, {"TaskSet", params{"taskid": "2", "taskstatus": "3"}}, {"TaskSet", nil},
	} {
		if _, err := p.send(t.Context(), forbidden.service, forbidden.form); !errors.Is(err, errForbidden) {
			t.Errorf("%s %v: %v", forbidden.service, forbidden.form, err)
		}
	}
}

// dialectsToStopIn differ in how a task is found again.
var dialectsToStopIn = []string{
	"", "ignore-customtaskid-filter,no-customtaskid-echo", "cut-customtaskids,max-customtaskid=20,trim-customtaskids,recent-tasks=1h,empty-list-is-error", "refuse-long-customtaskids",
}

// A run that is interrupted at any of its requests leaves nothing. One that is killed at any of them leaves at most a
// task that was never started, and the next run ends it.
func TestInterruptedAndKilledRunsLeaveNothing(t *testing.T) {
	for _, words := range dialectsToStopIn {
		for _, how := range []string{"interrupted before", "interrupted after", "killed before", "killed after"} {
			t.Run(how+" "+words, func(t *testing.T) {
				inBubble(t, func(t *testing.T) {
					for _, n := range worthStopping(t, words) {
						stopAt(t, words, how, n)
					}
				})
			})
		}
	}
}

// The task is listed only after the run, so that nothing but the reply to TaskCreat tells its id.
func TestInterruptedRunEndsATaskThatIsNotListedYet(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		for _, n := range worthStopping(t, "task-lag=10m") {
			stopAt(t, "task-lag=10m", "interrupted after", n)
		}
	})
}

// The reply to TaskCreat is lost, and the looks for the task fail at first.
func TestTaskIsEndedAlthoughLooksForItFail(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := server(t, yccalltest.Config{})
		s.Plant(
			yccalltest.Fault{Service: "TaskCreat", Nth: 1, Kind: yccalltest.CutAfterEffect},
			yccalltest.Fault{Service: "TaskList", Nth: len(leftoverFilters) + 1, Kind: yccalltest.Ret500BeforeEffect, Times: requestRetries + 1})
		if _, err := Run(t.Context(), with(s, true)); err == nil {
			t.Error("looks failed without an error")
		}
		if s.PendingFaults() > 0 || len(s.Tasks()) != 4 {
			t.Errorf("%d faults are left, %d tasks were made", s.PendingFaults(), len(s.Tasks()))
		}
		cleaned(t, s)
	})
}

// worthStopping returns which requests of a run change something or follow such a one, and some of the others.
func worthStopping(t *testing.T, words string) (numbers []int) {
	t.Helper()
	s := planted(t, words)
	probed(t, with(s, true))
	changed := false
	for i, request := range s.Journal() {
		method := request.Service[strings.LastIndexByte(request.Service, '.')+1:]
		if changes := slices.Contains(changing, method); changes || changed || i%25 == 0 {
			numbers = append(numbers, i+1)
			changed = changes
		}
	}
	return numbers
}

// stopAt stops a run at its nth request.
func stopAt(t *testing.T, words, how string, n int) {
	t.Helper()
	s := planted(t, words)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	transport := &cutAt{to: s.Transport(), n: n, late: strings.HasSuffix(how, "after")}
	interrupted := strings.HasPrefix(how, "interrupted")
	if interrupted {
		transport.end = cancel
	}
	_, err := Run(ctx, through(transport, true))
	if err == nil && interrupted && n < transport.seen-5 { // the last ones finish what was begun
		t.Errorf("a run that was interrupted at request %d of %d ended without an error", n, transport.seen)
	}
	for _, task := range s.Tasks() {
		if task.Name == ownName && (task.EverStarted || task.SwitchedOn) {
			t.Errorf("stopped at request %d, the task runs", n)
		}
	}
	if journal := s.Journal(); interrupted && n <= len(journal) && !strings.HasSuffix(journal[n-1].Service, "Login") && s.Requests("Login") != s.Requests("Logout") {
		t.Errorf("a run that was interrupted at request %d has not logged out", n)
	}
	if !interrupted {
		later, err := begun(t.Context(), with(s, true))
		if err == nil {
			err = later.endLeftovers(t.Context())
		}
		if err != nil {
			t.Errorf("after a run that was stopped at request %d: %v", n, err)
		}
	}
	cleaned(t, s)
}

// A reply to TaskCreat that is lost, or a refusal after the effect, hides the task: it is found again.
func TestTaskIsEndedWhateverBecomesOfItsRequests(t *testing.T) {
	for _, fault := range []string{
		"TaskCreat:1:cut-after-effect", "TaskCreat:1:cut-before-effect", "TaskCreat:1:http-500-after-effect", "TaskCreat:1:ret-500-after-effect",
		"TaskCreat:1:cut-after-effect,effect-after=20s", "TaskSet:1:cut-after-effect", "TaskSet:1:cut-before-effect,times=2", "TaskSet:1:ret-500-before-effect",
		"TaskAdd:1:cut-after-effect", "TaskAdd:1:http-500-before-effect", "TaskList:3:ret-600,kill-token", "TaskCreat:1:ret-600,kill-token",
	} {
		t.Run(fault, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				s := server(t, yccalltest.Config{})
				planted, err := yccalltest.ParseFault(fault)
				if err != nil {
					t.Fatal(err)
				}
				s.Plant(planted)
				if _, err := Run(t.Context(), with(s, true)); err != nil {
					t.Error(err)
				}
				cleaned(t, s)
			})
		})
	}
}

func TestRefusedTaskIsToldByItsCodes(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := server(t, yccalltest.Config{})
		s.Plant(yccalltest.Fault{Service: "TaskCreat", Nth: 1, Kind: yccalltest.BusinessError, Times: 2})
		report := probed(t, with(s, true))
		table, _, _ := written(t, s, report)
		if !strings.Contains(table, "TaskCreat was refused (status 1, code 1003)") || !report.found.is("end", "unclear") {
			t.Error(table)
		}
	})
}

func TestBusyPlatformIsWaitedFor(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		calm := probed(t, with(server(t, yccalltest.Config{}), true))
		s := server(t, yccalltest.Config{})
		for _, fault := range []string{"TaskCreat:1:http-500-before-effect,http-status=429,times=2", "GetQueueList:1:http-500-before-effect,http-status=429,times=3"} {
			planted, err := yccalltest.ParseFault(fault)
			if err != nil {
				t.Fatal(err)
			}
			s.Plant(planted)
		}
		if busy := probed(t, with(s, true)); !slices.Equal(calm.Rows, busy.Rows) || s.PendingFaults() > 0 {
			t.Error("a busy platform looks otherwise")
		}
	})
}

func TestTaskThatCannotBeEndedIsSaid(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := server(t, yccalltest.Config{})
		s.Plant(yccalltest.Fault{Service: "TaskSet", Nth: 1, Kind: yccalltest.Ret500BeforeEffect, Times: 100})
		_, err := Run(t.Context(), with(s, true))
		if err == nil || !strings.Contains(err.Error(), ownName) || !strings.Contains(err.Error(), "never been started") {
			t.Errorf("%v", err)
		}
	})
}

func TestTasksOfOthersAreLeftAlone(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		s := planted(t, "ignore-customtaskid-filter,ignore-taskid-filter")
		for _, task := range []yccalltest.TaskSnapshot{{Name: "Yccall"}, {Name: "Yccall-Probe-never-started-x"}, {Name: ownName, CustomID: "theirs"}, {Name: "x", CustomID: "y"}} {
			if _, err := s.ConsoleCreate(task, otherPhone); err != nil {
				t.Fatal(err)
			}
		}
		probed(t, with(s, true))
		for _, task := range s.Tasks() {
			if ended := task.Status == yccalltest.Ended; ended != (task.CustomID == ownID || strings.HasPrefix(task.Name, "Spring")) {
				t.Errorf("%q with the custom id %q is %s", task.Name, task.CustomID, task.Status)
			}
		}
	})
}

func TestErrorsHoldNoNumberTokenOrName(t *testing.T) {
	for _, service := range []string{"TaskCreat", "TaskList", "TaskInfo", "TaskSet", "GetQueueList", "Login"} {
		for _, kind := range []string{"business-error", "ret-500-before-effect,message=a word of Mrs. Example", "cut-before-effect"} {
			t.Run(service+" "+kind, func(t *testing.T) {
				inBubble(t, func(t *testing.T) {
					s := server(t, yccalltest.Config{})
					fault, err := yccalltest.ParseFault(service + ":1:" + kind)
					if err != nil {
						t.Fatal(err)
					}
					fault.Times = 1000
					s.Plant(fault)
					if _, err := Run(t.Context(), with(s, true)); err != nil {
						showsNothing(t, s, err.Error())
					}
				})
			})
		}
	}
}

func TestReportThatWouldShowSomethingIsNotWritten(t *testing.T) {
	t.Parallel()
	for name, measure := range map[string]string{
		"number": "13812345678", "number with blanks": "138 1234 5678", "number with a sign": "+44 7700 900001", "token": "deadbeefcafedeadbeef", "secret": "my-secret-key", "platform": "Summer of", "part": "x Summer of y",
	} {
		r := &Report{heard: &heard{}, found: findings{}}
		r.heard.secret("my-secret-key")
		r.heard.note([]byte(`{"data":{"desc":"Summer of","numbers":["ended",{"name":"deep"}]}}`))
		for i := range assumptions {
			r.found.choose(assumptions[i].name, "nothing")
		}
		r.found.measured("phone-format", "prefixed", measure)
		r.Rows = []Row{r.found["phone-format"].row(assumptionNamed("phone-format"))}
		for i, write := range []func(*strings.Builder) error{
			func(to *strings.Builder) error { return r.WriteTable(to) },
			func(to *strings.Builder) error { return r.WriteJSON(to) },
			func(to *strings.Builder) error { return r.WriteProfile(to) },
		} {
			var text strings.Builder
			if err := write(&text); err == nil || text.Len() > 0 || strings.Contains(err.Error(), measure) {
				t.Errorf("%s in output %d: %d bytes were written, %v", name, i, text.Len(), err)
			}
		}
	}
}

func TestEveryTextOfAReplyIsRemembered(t *testing.T) {
	t.Parallel()
	var h heard
	h.note([]byte(`{"ret":200,"data":{"status":0,"desc":"first text","result":{"task":[{"taskname":"second text","n":5},["third text"],{}],"key name":"fourth text"}},"msg":"fifth text"}`))
	var got []string
	for text := range h.texts {
		got = append(got, text)
	}
	slices.Sort(got)
	if want := []string{"fifth text", "first text", "fourth text", "second text", "third text"}; !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	var many strings.Builder
	for i := range mostTexts + 10 {
		many.WriteString(`,"text ` + strconv.Itoa(i) + `"`)
	}
	h.note([]byte("[0" + many.String() + "]"))
	if len(h.texts) > mostTexts {
		t.Errorf("%d texts are remembered", len(h.texts))
	}
}
