package acceptance

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

const callCenter = "../../examples/call-center"

// newCallCenter prepares a directory with a copy of a part of the example, and gives it the account of
// a platform in the environment, as the example wants it.
func newCallCenter(t *testing.T, platform *yccalltest.Server, part string) *commandLine {
	t.Helper()
	c := newCommandLine(t)
	must(t, os.CopyFS(c.dir, os.DirFS(filepath.Join(callCenter, part))))
	c.env = append(c.env, "YCCALL_ENDPOINT="+platform.URL(), "YCCALL_APP_ID=demo-app", "YCCALL_ACCESS_KEY=demo-key")
	return c
}

// campaignTasks are the example's tasks on the platform.
func campaignTasks(platform *yccalltest.Server) map[string]yccalltest.TaskSnapshot {
	tasks := map[string]yccalltest.TaskSnapshot{}
	for _, task := range platform.Tasks() {
		tasks[task.Name] = task
	}
	return tasks
}

func TestAccCallCenterExampleAppliesWithItsTeamAndComesToRest(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := newCallCenter(t, platform, "")

	applied := c.runAsItIs("apply", "-auto-approve")
	c.wantSuccess(applied)
	if len(applied.diagnostics) > 0 {
		t.Errorf("the apply has something to say:\n%s", applied.text)
	}
	// Nine o'clock in Jakarta is ten in Shanghai.
	type campaign struct {
		Agent, Scheduled, Paused string
		Status                   yccalltest.TaskStatus
		SwitchedOn               bool
		Total                    int
	}
	got := map[string]campaign{}
	for name, task := range campaignTasks(platform) {
		got[name] = campaign{
			Agent: task.Agent, Scheduled: task.Params.Get("scheduledtime"), Paused: task.Params.Get("pausedtime"),
			Status: task.Status, SwitchedOn: task.SwitchedOn, Total: task.Total,
		}
	}
	waiting := campaign{Scheduled: "2035-03-01 10:00:00", Paused: "2035-03-01 18:30:00", SwitchedOn: true}
	renewals, winback := waiting, waiting
	renewals.Total, winback.Total = 38, 24
	renewals.Agent, winback.Agent = "outbound-team", "autocall_outbound-team-winback"
	renewals.Status, winback.Status = yccalltest.NotStarted, yccalltest.NotStarted
	if diff := cmp.Diff(map[string]campaign{"2035-03-01 renewals": renewals, "2035-03-01 winback": winback}, got); diff != "" {
		t.Errorf("the campaigns differ (-want +got):\n%s", diff)
	}
	withheld, err := os.ReadFile(filepath.Join(c.dir, "lists", "do-not-call.csv"))
	must(t, err)
	for _, phone := range strings.Fields(string(withheld))[1:] {
		if n := platform.Submitted(phone); n != 0 {
			t.Errorf("a number that must not be called was submitted %d times", n)
		}
	}

	again := c.runAsItIs("plan", "-detailed-exitcode")
	c.wantSuccess(again)
	if len(again.actions) > 0 || len(again.diagnostics) > 0 {
		t.Errorf("the second plan is not empty:\n%s", again.text)
	}

	// Members change while people are called, and nothing else does.
	for _, task := range platform.Tasks() {
		must(t, platform.ConsoleSetStatus(task.ID, yccalltest.Running))
	}
	platform.ResetJournal()
	const otherAgents = `-var=agents=["1001","1003"]`
	changed := c.runAsItIs("apply", "-auto-approve", otherAgents)
	c.wantSuccess(changed)
	if diff := cmp.Diff(map[string]string{
		`yccall_extension_group_member.agent["1002"]`: "delete", `yccall_extension_group_member.agent["1003"]`: "create",
	}, changed.actions); diff != "" {
		t.Errorf("the plan differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"AddExtnumber", "DelExtnumber"}, slices.Sorted(slices.Values(services(changes(platform))))); diff != "" {
		t.Errorf("the requests differ (-want +got):\n%s", diff)
	}

	// The campaigns end first, and then the team goes.
	platform.ResetJournal()
	c.wantSuccess(c.runAsItIs("destroy", "-auto-approve", otherAgents))
	if diff := cmp.Diff([]string{"TaskSet", "DelExtnumber", "DelExtgroup"}, inOrder(services(changes(platform)), "DelQueue")); diff != "" {
		t.Errorf("the order of the destroy differs (-want +got):\n%s", diff)
	}
	if groups, queues := platform.Catalogue().ExtensionGroups, platform.Catalogue().Queues; len(groups) != 2 || len(queues) != 1 {
		t.Errorf("%d groups and %d queues are left", len(groups), len(queues))
	}
	for name, task := range campaignTasks(platform) {
		if task.Status != yccalltest.Ended {
			t.Errorf("%s is %s, want it ended", name, task.Status)
		}
	}
}

// services are the methods of requests.
func services(requests []yccalltest.Exchange) []string {
	names := make([]string, len(requests))
	for i, request := range requests {
		names[i] = request.Service[strings.LastIndexByte(request.Service, '.')+1:]
	}
	return names
}

// inOrder are the names without repetitions, and without one whose place does not matter.
func inOrder(names []string, without string) []string {
	return slices.Compact(slices.DeleteFunc(names, func(name string) bool { return name == without }))
}

func TestAccCallCenterExampleNoticesWhatIsWrong(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := newCallCenter(t, platform, "")

	for variable, warning := range map[string]string{
		`agents=["1003"]`:                "Some of the agents are not registered",
		`caller_numbers=["01020280003"]`: "Some of caller_numbers are not enabled",
	} {
		o := c.runAsItIs("plan", "-var", variable)
		c.wantSuccess(o)
		if !strings.Contains(o.text, warning) {
			t.Errorf("with %s the plan does not warn: %s", variable, o.text)
		}
	}
	if sent := changes(platform); len(sent) > 0 {
		t.Errorf("planning changed something: %v", sent)
	}

	list := filepath.Join(c.dir, "lists", "winback.csv")
	content, err := os.ReadFile(list)
	must(t, err)
	writeFile(t, filepath.Dir(list), filepath.Base(list), string(content)+rejectedPhone(1)+",C-1,winback-x\n")
	rejecting := c.runAsItIs("apply", "-auto-approve")
	c.wantSuccess(rejecting)
	c.wantOne(rejecting, "warning", "Check block assertion failed", "The platform rejected numbers.")
	if strings.Contains(rejecting.text, rejectedPhone(1)) {
		t.Error("the apply shows a number")
	}
}

func TestAccCallCenterExampleRedialsThoseWhoDidNotAnswer(t *testing.T) {
	t.Parallel()
	onlyTerraform(t)
	platform := startPlatform(t, yccalltest.Config{})
	c := newCallCenter(t, platform, "redial")
	c.skipBelow(1, 14)
	id, err := platform.ConsoleCreate(yccalltest.TaskSnapshot{Name: "2035-03-01 renewals", Status: yccalltest.Running}, phonetest.Phones(0, 8)...)
	must(t, err)
	platform.DialAll(id)

	// An apply alone calls nobody.
	c.wantSuccess(c.runAsItIs("apply", "-auto-approve", "-var", "campaign=2035-03-01 renewals"))
	if n := platform.Requests("taskCall"); n != 0 {
		t.Errorf("taskCall was sent %d times without having been asked for", n)
	}
	c.wantSuccess(c.runAsItIs("apply", "-auto-approve", "-var", "campaign=2035-03-01 renewals", "-invoke=action.yccall_outbound_task_redial.unanswered"))
	if n := platform.Requests("taskCall"); n != 1 {
		t.Errorf("taskCall was sent %d times, want once", n)
	}
	if n := platform.DialAll(id); n != 2 {
		t.Errorf("%d people were called again, want the 2 who did not answer", n)
	}
}

// skipBelow skips the test on a CLI that is older than this.
func (c *commandLine) skipBelow(major, minor int) {
	c.Helper()
	text, err := exec.CommandContext(c.Context(), os.Getenv(envCLI), "version", "-json").Output()
	must(c.T, err)
	var version struct {
		Terraform string `json:"terraform_version"`
	}
	must(c.T, json.Unmarshal(text, &version))
	parts := strings.Split(version.Terraform, ".")
	gotMajor, err := strconv.Atoi(parts[0])
	must(c.T, err)
	gotMinor, err := strconv.Atoi(parts[1])
	must(c.T, err)
	if gotMajor < major || gotMajor == major && gotMinor < minor {
		c.Skipf("the CLI is %s", version.Terraform)
	}
}
