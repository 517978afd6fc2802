package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestAccChangedSettingOfAStartedCampaignIsRefusedAndEachWayOnThatIsShownWorks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		again     bool
		remaining int
	}{"going on with the others": {false, 4}, "calling all again": {true, 6}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := startCampaign(t)
			r.platform.Dial(r.id, 2)
			changed := strings.Replace(r.config, `task_scale = "1:2"`, `task_scale = "1:3"`, 1)
			skip := `skip_called_by = ["` + r.id + `"]`

			refused := r.apply(changed)
			again := refused.shown(`call_again = "\d{4}-\d\d-\d\d"`) // today, which is another day on the platform's clock at times
			r.wantOne(refused, "error", "This change needs a new task", "The platform cannot change task_scale of task "+r.id, "has called 2 of 6 numbers",
				"Nothing was sent.", "set task_scale back", "ignore_changes", skip+" # calls the 4 others", again+" # calls all 6 again")
			r.wantNoError(sent(r.platform)())
			r.wantAtRest(r.config)

			line := skip
			if test.again {
				line = again
			}
			goesOn := strings.Replace(changed, "task_scale", line+"\ntask_scale", 1)
			r.wantPlanned(r.apply(goesOn), "replace")
			r.wantNoError(sent(r.platform, "TaskSet 2", "TaskSet 3", fmt.Sprintf("TaskCreat status 0, %d numbers", test.remaining), "TaskSet 1")())
			r.wantAtRest(goesOn)
			r.dialAll()
			if n := len(r.platform.Calls()); n != 2+test.remaining {
				t.Errorf("%d calls were made, want %d", n, 2+test.remaining)
			}
			if twice := r.platform.CalledTwice(); (len(twice) > 0) != test.again {
				t.Errorf("%d people were called twice", len(twice))
			}
			r.wantAtRest(goesOn)
		})
	}
}

func TestAccTaintedCampaignThatRunsIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.platform.Dial(r.id, 2)
	r.taint(theCampaign)
	r.wantOne(r.apply(r.config), "error", "The campaign runs already", "as task "+r.id, "Nothing was created", "terraform untaint", "terraform destroy -refresh=false")
	r.wantNoError(sent(r.platform)())
	r.cli("untaint", theCampaign)
	r.wantAtRest(r.config)
}

// A creation that failed has called nobody, so its task is made anew without a question.
func TestAccTaintedCampaignThatWasNeverStartedIsEndedBeforeItIsMadeAgain(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	config := campaign(platform, numbersFile(writeCSV(t, t.TempDir(), "list.csv", phonetest.Phones(0, 3)...)))
	resource.UnitTest(t, testCase(platform,
		resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{sent(platform, "TaskCreat status 0, 3 numbers")}},
		resource.TestStep{
			Taint:             []string{theCampaign},
			Config:            config,
			ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{sent(platform, "TaskSet 3", "TaskCreat status 0, 3 numbers")},
		},
	))
}

func TestAccCampaignThatHasRunIsMadeAgainOnlyIfTheConfigurationSaysSo(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.dialAll()
	again := func(value string) string {
		return strings.Replace(r.config, "task_scale", `call_again = "`+value+`"`+"\n  task_scale", 1)
	}
	r.wantOne(r.run(r.config, "apply", "-auto-approve", "-replace="+theCampaign), "error", "The campaign was called before", "by task "+r.id, "6 numbers of the list", "leave it out")
	r.wantNoError(sent(r.platform)())

	r.wantPlanned(r.apply(again("second round")), "replace")
	r.wantNoError(sent(r.platform, "TaskCreat status 0, 6 numbers", "TaskSet 1")())
	r.wantAtRest(again("second round"))
	r.dialAll()

	// With the state gone nothing but the platform knows of the two rounds.
	r.wantSuccess(r.destroy(again("second round")))
	r.wantOne(r.apply(again("second round")), "error", "The campaign was called before", "6 numbers of the list", "Nothing was created")
	r.wantNoError(sent(r.platform)())
	r.wantSuccess(r.apply(again("third round")))
	r.wantNoError(sent(r.platform, "TaskCreat status 0, 6 numbers", "TaskSet 1")())
}

// Every setting that the platform cannot change needs a new task, each by itself: one that was never started is made anew,
// with a warning, and the change of one that was started is refused.
func TestAccEverySettingNeedsANewTask(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := newCommandLine(t)
	settings := map[string][2]string{
		"assign_type":    {`assign_type = "extension_group"`, `assign_type = "queue"`},
		"assign_agent":   {`assign_agent = "a"`, `assign_agent = "b"`},
		"task_scale":     {`task_scale = "1:2"`, `task_scale = "2:3"`},
		"name":           {`name = "a"`, `name = "b"`},
		"concurrent":     {`concurrent = 5`, ``},
		"scale_mode":     {``, `scale_mode = "auto"`},
		"caller_numbers": {`caller_numbers = ["02120280001"]`, `caller_numbers = ["02120280002"]`},
		"scheduled_time": {`scheduled_time = "2099-12-01 09:00:00"`, `scheduled_time = "2099-12-01 10:00:00"`},
		"paused_time":    {`paused_time = "2099-12-01 18:00:00"`, ``},
		"custom_task_id": {`custom_task_id = "a"`, `custom_task_id = "b"`},
		"multi_call":     {`multi_call = { type = "all" }`, `multi_call = { type = "all", interval = 60 }`},
	}
	for _, desired := range []string{"not_started", "running"} {
		config := func(which int) string {
			var b strings.Builder
			b.WriteString(providerBlock(platform))
			for name, lines := range settings {
				// The number keeps the campaigns apart where nothing else does.
				b.WriteString(taskBlock(name, lines[which], fmt.Sprintf("numbers = [{ phone = %q }]", phonetest.Phone(len(name)*100+int(name[0]))), `desired_status = "`+desired+`"`))
			}
			return b.String()
		}
		c.wantSuccess(c.apply(config(0)))
		o := c.plan(config(1))
		for name := range settings {
			address := "yccall_outbound_task." + name
			summary := "This change needs a new task, which would call people again"
			if desired == "not_started" || name == "scheduled_time" { // it waits for its time
				summary = "The task is ended and made anew"
			}
			found := slices.ContainsFunc(o.diagnostics, func(d diagnostic) bool { return d.Address == address && d.Summary == summary })
			if action := o.actions[address]; !found || action != "replace" && !strings.HasPrefix(summary, "This") {
				t.Errorf("%s: a change of %s is to %q, and there is no %q", desired, name, action, summary)
			}
		}
		if n := len(o.of("error")); n != 0 && desired == "not_started" || n != len(settings)-1 && desired == "running" {
			t.Errorf("%s: there are %d errors:\n%s", desired, n, o.text)
		}
	}
}

func TestAccCampaignThatExistsIsRefusedWithTheCommandThatImportsIt(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := newCommandLine(t)
	config := campaign(platform, `custom_task_id = "renewals-2026"`, numbersFile(writeCSV(t, t.TempDir(), "list.csv", phonetest.Phones(0, 3)...)), `desired_status = "running"`)
	id, err := platform.ConsoleCreate(yccalltest.TaskSnapshot{
		CustomID: "renewals-2026", Agent: "renewals-team", Scale: "1:2", Status: yccalltest.Running,
	}, phonetest.Phones(0, 3)...)
	c.wantNoError(err)

	c.wantOne(c.apply(config), "error", "The campaign runs already",
		"as task "+id+", which is running", "Nothing was created", "terraform import yccall_outbound_task.NAME "+id)
	c.wantNoError(sent(platform)())

	// What the error says to do works.
	o := c.apply(config + fmt.Sprintf("import {\nto = %s\nid = %q\n}\n", theCampaign, id))
	c.wantSuccess(o)
	c.wantAtRest(config)
	c.wantNoError(sent(platform)())
	c.wantNoError(holds(platform, phonetest.Phones(0, 3)...)())
}

func TestAccCampaignThatIsDeclaredTwiceIsMadeOnce(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := newCommandLine(t)
	config := providerBlock(platform) + taskBlock("one", inline) + taskBlock("two", inline)
	c.wantOne(c.apply(config), "error", "The campaign exists already", "another resource or workspace that declares the same campaign", "a custom_task_id of its own")
	_, err := onlyTask(platform)
	c.wantNoError(err)
}
