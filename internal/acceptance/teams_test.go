package acceptance

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// night is a team with a campaign for each way to take its calls.
const night = `
resource "yccall_extension_group" "night" {
  name = "night"
}

resource "yccall_extension_group_member" "agent" {
  group     = yccall_extension_group.night.name
  extension = "1001"
}

resource "yccall_queue" "night" {
  name       = "night"
  remark     = "night calls"
  ring_delay = 20
}
`

func TestAccTeamAndItsCampaignsSurviveLostReplies(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.NewNamesNeedLogin}})
	c := newCommandLine(t)
	lose := func(services ...string) {
		for _, service := range services {
			platform.Plant(yccalltest.Fault{Service: service, Kind: yccalltest.CutAfterEffect})
		}
	}
	// The platform stores the queue under another name than was written.
	config := providerBlock(platform) + night +
		taskBlock("group", inline, "assign_agent = yccall_extension_group.night.name", `name = "a"`, `desired_status = "running"`) +
		taskBlock("queue", inline, `assign_type = "queue"`, "assign_agent = yccall_queue.night.stored_name", `name = "b"`)

	lose("AddExtgroup", "AddExtnumber", "AddQueue", "EditQueue")
	c.wantSuccess(c.apply(config))
	// Plan and apply log in, and the apply once more when its token does not know the group that it has made.
	if n := platform.Requests("Login"); n != 3 {
		t.Errorf("there were %d logins, want 3", n)
	}
	c.wantAtRest(config)
	var agents []string
	for _, task := range platform.Tasks() {
		agents = append(agents, task.Agent)
	}
	slices.Sort(agents)
	if diff := cmp.Diff([]string{"autocall_night", "night"}, agents); diff != "" {
		t.Errorf("the agents differ (-want +got):\n%s", diff)
	}
	for _, service := range []string{"AddExtgroup", "AddExtnumber", "AddQueue", "EditQueue"} {
		if n := platform.Requests(service); n != 1 {
			t.Errorf("%s was sent %d times", service, n)
		}
	}

	// What is there already is not taken over, until it is imported as the error says.
	c.cli("state", "rm", "-no-color", "yccall_extension_group.night")
	exists := c.apply(config)
	c.wantOne(exists, "error", "The extension group exists already", "terraform import yccall_extension_group.NAME night")
	c.cli("import", "-no-color", "-input=false", "yccall_extension_group.night", "night")
	c.wantAtRest(config)

	lose("DelExtgroup", "DelExtnumber", "DelQueue")
	c.wantSuccess(c.destroy(config))
	if catalogue := platform.Catalogue(); len(catalogue.ExtensionGroups) != 2 || len(catalogue.Queues) != 1 {
		t.Errorf("%d groups and %d queues are left", len(catalogue.ExtensionGroups), len(catalogue.Queues))
	}
	if n := platform.PendingFaults(); n > 0 {
		t.Errorf("%d faults did not strike", n)
	}
}

func TestAccTeamOfARunningCampaignIsDeletedAfterIt(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := newCommandLine(t)
	team := strings.ReplaceAll(night, `name = "night"`, "name = \"night\"\n  timeouts = { delete = \"5h\" }")
	// The campaign and the group have only a name in common, so that a destroy has no order for them.
	config := providerBlock(platform) + team + taskBlock("campaign", inline, `assign_agent = "night"`, `desired_status = "running"`, "depends_on = [yccall_queue.night]")
	c.wantSuccess(c.apply(config))
	c.wantSuccess(c.destroy(config))

	config = providerBlock(platform) + night
	c.wantSuccess(c.apply(config))
	id, err := platform.ConsoleCreate(yccalltest.TaskSnapshot{Agent: "night", Status: yccalltest.Running}, phonetest.Phone(1))
	must(t, err)
	platform.ResetJournal()
	c.wantOne(c.destroy(config), "error", "The extension group is in use", "Task "+id+" uses", "End the task first")
	if n := platform.Requests("DelExtgroup"); n > 0 {
		t.Errorf("DelExtgroup was sent %d times", n)
	}
	must(t, platform.ConsoleSetStatus(id, yccalltest.Ended))
	c.wantSuccess(c.destroy(config))
}

// The examples are applied as they stand in the documentation, all in one configuration.
func TestAccExamplesOfTeamsApplyAndComeToRest(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	config := providerBlock(platform)
	for _, name := range []string{"yccall_extension_group", "yccall_extension_group_member", "yccall_queue"} {
		config += example(t, "resources", name, "resource.tf")
	}
	c := newCommandLine(t)
	c.wantSuccess(c.apply(config))
	c.wantAtRest(config)
	c.wantSuccess(c.destroy(config))
	if catalogue := platform.Catalogue(); len(catalogue.ExtensionGroups) != 2 || len(catalogue.Queues) != 1 {
		t.Errorf("%d groups and %d queues are left", len(catalogue.ExtensionGroups), len(catalogue.Queues))
	}
}
