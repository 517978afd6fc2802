package acceptance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestAccReplacementWarnsOfThoseCalledAlreadyAndEndsTheOldTaskFirst(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.platform.Dial(r.id, 2)
	changed := strings.Replace(r.config, `task_scale = "1:2"`, `task_scale = "1:3"`, 1)

	o := r.plan(changed)
	r.wantPlanned(o, "replace")
	r.wantOne(o, "warning", "Replacing a task calls people again", "task "+r.id+" with its list of 6 numbers will be ended", "it has called 2 numbers already", "take the others off the list")
	r.wantNoError(sent(r.platform)())

	r.wantPlanned(r.apply(changed), "replace")
	r.wantNoError(sent(r.platform, "TaskSet 3", "TaskCreat status 0, 6 numbers", "TaskSet 1")())
	r.wantAtRest(changed)
}

// A taint is planned as a creation, of which the provider is not told that it replaces something.
// (-replace is as well, but there Terraform keeps the provider's warnings to itself.)
func TestAccReplacementOfATaintedCampaignWarnsOfThoseCalledAlready(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.platform.Dial(r.id, 2)
	r.taint(theCampaign)
	o := r.plan(r.config)
	r.wantPlanned(o, "replace")
	r.wantOne(o, "warning", "was called before", r.id, "2 numbers", "is ended first")
}

func TestAccCampaignThatHasRunIsMadeAgainOnlyIfThatIsAskedFor(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.platform.DialAll(r.id)
	r.wantSuccess(r.run(r.config, "apply", "-auto-approve", "-replace="+theCampaign))
	r.wantNoError(sent(r.platform, "TaskCreat status 0, 6 numbers", "TaskSet 1")())

	for _, t := range r.platform.Tasks() {
		r.platform.DialAll(t.ID)
	}
	r.wantSuccess(r.destroy(r.config))
	r.wantOne(r.apply(r.config), "error", "The campaign was called before", "has called 6 numbers", "Nothing was created", "another name")
	r.wantNoError(sent(r.platform)())
	r.wantSuccess(r.apply(strings.Replace(r.config, `task_scale`, "custom_task_id = \"once more\"\n  task_scale", 1)))
	r.wantNoError(sent(r.platform, "TaskCreat status 0, 6 numbers", "TaskSet 1")())
}

// Every setting that the platform cannot change replaces the task, each by itself.
func TestAccEverySettingReplacesTheTask(t *testing.T) {
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
	config := func(which int) string {
		var b strings.Builder
		b.WriteString(providerBlock(platform))
		for name, lines := range settings {
			// The number keeps the campaigns apart where nothing else does.
			b.WriteString(taskBlock(name, lines[which], fmt.Sprintf("numbers = [{ phone = %q }]", phone(len(name)*100+int(name[0]))), `desired_status = "running"`))
		}
		return b.String()
	}
	c.wantSuccess(c.apply(config(0)))
	o := c.plan(config(1))
	c.wantSuccess(o)
	for name := range settings {
		address := "yccall_outbound_task." + name
		if action := o.actions[address]; action != "replace" {
			t.Errorf("a change of %s is to %q, want a replacement", name, action)
		}
	}
	if n := len(o.of("warning")); n != len(settings) {
		t.Errorf("there are %d warnings, want one for each of %d tasks", n, len(settings))
	}
}

func TestAccTaintedCampaignIsEndedBeforeItIsMadeAgain(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	config := campaign(platform, numbersFile(writeCSV(t, t.TempDir(), "list.csv", phonesFrom(0, 3)...)), `desired_status = "running"`)
	resource.UnitTest(t, testCase(platform,
		resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{sent(platform, "TaskCreat status 0, 3 numbers", "TaskSet 1")}},
		resource.TestStep{
			Taint:             []string{theCampaign},
			Config:            config,
			ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{sent(platform, "TaskSet 3", "TaskCreat status 0, 3 numbers", "TaskSet 1")},
		},
	))
}

func TestAccCampaignThatExistsIsRefusedWithTheCommandThatImportsIt(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := newCommandLine(t)
	config := campaign(platform, `custom_task_id = "renewals-2026"`, numbersFile(writeCSV(t, t.TempDir(), "list.csv", phonesFrom(0, 3)...)), `desired_status = "running"`)
	id, err := platform.ConsoleCreate(yccalltest.TaskSnapshot{
		CustomID: "renewals-2026", Agent: "renewals-team", Scale: "1:2", Status: yccalltest.Running,
	}, phonesFrom(0, 3)...)
	c.wantNoError(err)

	c.wantOne(c.apply(config), "error", "The campaign exists already",
		"task "+id+` with custom_task_id "renewals-2026", and it is running`, "Nothing was created", "terraform import yccall_outbound_task.NAME "+id)
	c.wantNoError(sent(platform)())

	// What the error says to do works.
	o := c.apply(config + fmt.Sprintf("import {\nto = %s\nid = %q\n}\n", theCampaign, id))
	c.wantSuccess(o)
	c.wantAtRest(config)
	c.wantNoError(sent(platform)())
	c.wantNoError(holds(platform, phonesFrom(0, 3)...)())
}

func TestAccCampaignThatIsDeclaredTwiceIsMadeOnce(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := newCommandLine(t)
	config := providerBlock(platform) + taskBlock("one", inline) + taskBlock("two", inline)
	c.wantOne(c.apply(config), "error", "The campaign exists already", "another resource or workspace that declares the same campaign", "custom_task_id of its own")
	_, err := onlyTask(platform)
	c.wantNoError(err)
}
