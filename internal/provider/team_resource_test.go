package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// The resources of a team.
const (
	groupResource  = "yccall_extension_group"
	memberResource = "yccall_extension_group_member"
	queueResource  = "yccall_queue"
)

// newTeamFixture is a fixture whose resource is one of a team.
func newTeamFixture(t *testing.T, typeName string, config yccalltest.Config) *fixture {
	t.Helper()
	w := newFixture(t, config)
	w.use(typeName)
	return w
}

// use goes on with another resource.
func (w *fixture) use(typeName string) {
	w.Helper()
	var err error
	w.resource, err = w.core.Resource(typeName)
	must(w.T, err)
}

// destroy is what "terraform destroy" does.
func (w *fixture) destroy() []*tfprotov6.Diagnostic {
	w.Helper()
	return w.apply(nil)
}

// group is the group of a name on the platform.
func (w *fixture) group(name string) yccalltest.ExtensionGroup {
	w.Helper()
	for _, group := range w.mock.Catalogue().ExtensionGroups {
		if group.Name == name {
			return group
		}
	}
	w.Errorf("there is no group %s", name)
	return yccalltest.ExtensionGroup{}
}

func TestGroupIsMadeReadAndDeleted(t *testing.T) {
	t.Parallel()
	w := newTeamFixture(t, groupResource, yccalltest.Config{})
	w.mustApply(object{"name": "night"})
	w.wantValue("id", "20")
	w.wantValue("status", "enabled")
	w.wantValue("member_count", int64(0))
	wantEqual(t, "identity", w.resource.Identity(), object{"name": "night"})
	w.mustApply(object{"name": "night", "timeouts": object{"delete": "1m"}})

	plan := w.refreshAndPlan(object{"name": "night", "enabled": false})
	wantEqual(t, "plan", plan.Action, protocoltest.Replace)
	w.mustApply(object{"name": "night", "enabled": false})
	w.wantValue("status", "disabled")
	wantEqual(t, "status on the platform", w.group("night").Status, 1042)
	// As enabled as it is now, it is not made anew, and left to the platform neither.
	for _, config := range []object{{"name": "night"}, {"name": "night", "enabled": false}} {
		plan := w.refreshAndPlan(config)
		if plan.Action == protocoltest.Replace {
			t.Errorf("%v makes the group anew", config)
		}
		w.mustApply(config)
	}
	wantEqual(t, "plan", w.refreshAndPlan(object{"name": "late"}).Action, protocoltest.Replace)
	must(t, protocoltest.Errors(w.destroy()))
	wantEqual(t, "groups", len(w.mock.Catalogue().ExtensionGroups), 2)
}

// imported imports by an id, and expects no error.
func (w *fixture) imported(id string) {
	w.Helper()
	diags, err := w.resource.Import(w.Context(), id)
	must(w.T, err)
	must(w.T, protocoltest.Errors(diags))
}

// inConsole does something by hand.
func (w *fixture) inConsole(change func(*yccalltest.Catalogue)) {
	c := w.mock.Catalogue()
	change(&c)
	w.mock.SetCatalogue(c)
}

// teams are a configuration of each resource of a team, the id that imports it, and the service that makes it.
var teams = map[string]struct {
	config        object
	id            string
	makes, delete string
	renamed       object
}{
	groupResource: {object{"name": "night"}, "night", "AddExtgroup", "DelExtgroup", object{"name": "late"}},
	memberResource: {
		object{"group": "renewals-team", "extension": "1001"}, "renewals-team/1001", "AddExtnumber", "DelExtnumber",
		object{"group": "night-shift", "extension": "1002"},
	},
	queueResource: {object{"name": "sales", "remark": "r"}, "sales", "AddQueue", "DelQueue", object{"name": "service", "remark": "r"}},
}

func TestTeamIsMadeOnceAndWhatIsThereIsNotTakenOver(t *testing.T) {
	t.Parallel()
	for typeName, team := range teams {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			w := newTeamFixture(t, typeName, yccalltest.Config{})
			w.mustApply(team.config)
			w.mustApply(team.config)

			// Lost state: it is imported, and then there is nothing to do.
			identity := w.resource.Identity()
			w.resource.Forget()
			diags := w.apply(team.config)
			w.wantError(diags, "exists already", "terraform import "+typeName+".NAME ", "left as it is")
			if w.resource.Exists() {
				t.Error("what was not made is in state")
			}
			w.imported(team.id)
			w.mustApply(team.config)
			w.resource.Forget()
			imported, err := w.resource.ImportByIdentity(t.Context(), identity)
			must(t, err)
			must(t, protocoltest.Errors(imported))
			w.mustApply(team.config)
			wantEqual(t, "identity", w.resource.Identity(), identity)
			wantEqual(t, "requests for it", w.mock.Requests(team.makes), 1)

			w.mustApply(team.renamed)
			must(t, protocoltest.Errors(w.destroy()))
			wantEqual(t, "deletions", w.mock.Requests(team.delete), 2)
		})
	}
}

func TestTeamThatVanishedIsMadeAgain(t *testing.T) {
	t.Parallel()
	for typeName, team := range teams {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			w := newTeamFixture(t, typeName, yccalltest.Config{})
			w.mustApply(team.config)
			w.inConsole(func(c *yccalltest.Catalogue) {
				c.ExtensionGroups, c.Queues = c.ExtensionGroups[:1], c.Queues[:1]
				c.ExtensionGroups[0].Members = nil
			})
			wantEqual(t, "plan", w.refreshAndPlan(team.config).Action, protocoltest.Create)
			w.mustApply(team.config)

			// Deleted by hand, a destroy has nothing to do.
			w.inConsole(func(c *yccalltest.Catalogue) {
				c.ExtensionGroups, c.Queues = c.ExtensionGroups[:1], c.Queues[:1]
				c.ExtensionGroups[0].Members = nil
			})
			plan, err := w.resource.Plan(t.Context(), nil)
			must(t, err)
			must(t, protocoltest.Errors(w.applyPlan(t.Context(), plan)))
			wantEqual(t, "deletions", w.mock.Requests(team.delete), 0)
		})
	}
}

func TestFailedLookIsNoProofThatATeamIsGone(t *testing.T) {
	t.Parallel()
	for typeName, team := range teams {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			w := newTeamFixture(t, typeName, yccalltest.Config{})
			w.mustApply(team.config)
			for _, look := range []string{"GetExtgroupInfo", "GetGroupExt", "GetQueueList"} {
				w.mock.Plant(yccalltest.Fault{Service: look, Kind: yccalltest.Ret500BeforeEffect, Times: -1})
			}
			diags, err := w.resource.Refresh(t.Context())
			must(t, err)
			w.wantError(diags, "Reading the ", onlyRead)
			plan, err := w.resource.Plan(t.Context(), nil)
			must(t, err)
			w.wantError(w.applyPlan(t.Context(), plan), " failed: ")
			if !w.resource.Exists() {
				t.Error("it is not in state any more")
			}
			wantEqual(t, "deletions", w.mock.Requests(team.delete), 0)
		})
	}
}

const onlyRead = "Nothing was changed on the platform."

func TestNameThatIsNotKnownYetIsNotAnotherOne(t *testing.T) {
	t.Parallel()
	for typeName, team := range teams {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			w := newTeamFixture(t, typeName, yccalltest.Config{})
			w.mustApply(team.config)
			for attribute := range team.config {
				must(t, protocoltest.Errors(w.applyUnknown(team.config, attribute, team.config[attribute])))
				if other := team.renamed[attribute]; other != team.config[attribute] {
					w.wantError(w.applyUnknown(team.config, attribute, other), "Now it is known, and cannot be changed in place", attribute, "Nothing was sent")
				}
			}
			w.mustApply(team.config)
			wantEqual(t, "requests for it", w.mock.Requests(team.makes), 1)
		})
	}
}

func TestTeamOfARunningCampaignIsKept(t *testing.T) {
	t.Parallel()
	for typeName, task := range map[string]yccalltest.TaskSnapshot{
		groupResource: {Agent: "night", Status: yccalltest.Running}, queueResource: {Agent: "autocall_sales", AssignType: 2, Status: yccalltest.Paused},
	} {
		w := newTeamFixture(t, typeName, yccalltest.Config{})
		w.mustApply(teams[typeName].config)
		id, err := w.mock.ConsoleCreate(task)
		must(t, err)
		w.wantError(w.destroy(), " is in use", "Task "+id+" uses", "desired_status to ended", "assign_agent refers to")
		wantEqual(t, "deletions", w.mock.Requests(teams[typeName].delete), 0)
		must(t, w.mock.ConsoleSetStatus(id, yccalltest.Ended))
		must(t, protocoltest.Errors(w.destroy()))
	}
}

func TestGroupThatWasSwitchedByHandIsToldAndKept(t *testing.T) {
	t.Parallel()
	w := newTeamFixture(t, groupResource, yccalltest.Config{})
	config := object{"name": "night", "enabled": true}
	w.mustApply(config)
	w.inConsole(func(c *yccalltest.Catalogue) { c.ExtensionGroups[2].Status = 1042 })
	plan := w.refreshAndPlan(config)
	wantEqual(t, "plan", plan.Action, protocoltest.NoOp)
	w.wantWarning(plan.Diagnostics, "The group was switched in the console", "is disabled")
	w.wantValue("status", "disabled")
	// Left to the console, it is none of ours.
	w.mustApply(object{"name": "night"})
	wantEqual(t, "warnings", len(protocoltest.Warnings(w.refreshAndPlan(object{"name": "night"}).Diagnostics)), 0)
}

func TestMembersOfOthersAreLeftAlone(t *testing.T) {
	t.Parallel()
	w := newTeamFixture(t, memberResource, yccalltest.Config{})
	w.inConsole(func(c *yccalltest.Catalogue) { c.ExtensionGroups[0].Members = []string{"1002"} })
	w.mustApply(object{"group": "renewals-team", "extension": "1001"})
	wantEqual(t, "members", w.group("renewals-team").Members, []string{"1002", "1001"})
	must(t, protocoltest.Errors(w.destroy()))
	wantEqual(t, "members", w.group("renewals-team").Members, []string{"1002"})

	w.wantError(w.apply(object{"group": "renewals-team", "extension": "9999"}), "AddExtnumber was refused", "1012")
	for _, id := range []string{"1001", "/1001", "renewals-team/", ""} {
		diags, err := w.resource.Import(t.Context(), id)
		if err == nil && protocoltest.Errors(diags) == nil {
			t.Errorf("%q was imported", id)
		}
	}
	w.inConsole(func(c *yccalltest.Catalogue) {
		c.ExtensionGroups[0].Name, c.ExtensionGroups[0].Members = "a/b", []string{"1001"}
	})
	w.imported("a/b/1001")
	w.wantValue("group", "a/b")
	w.wantValue("id", "a/b/1001")
}

func TestReadyTokenThatIsOlderThanTheGroupIsTold(t *testing.T) {
	t.Parallel()
	const token = "0123456789abcdef0123456789abcdef"
	w := newTeamFixture(t, groupResource, yccalltest.Config{Tokens: []string{token}, Dialect: yccalltest.Dialect{Habits: yccalltest.NewNamesNeedLogin}})
	w.block = object{"endpoint": w.mock.URL(), "token": token}
	w.wantWarning(w.mustApply(object{"name": "night"}), "The token does not know the group", "a task for it would be refused", "In place of a ready token")
	w.use(memberResource)
	w.wantError(w.apply(object{"group": "night", "extension": "1001"}), "Adding the group member failed: the token does not know it", "In place of a ready token")
	wantEqual(t, "logins", w.mock.Requests("Login"), 0)
}

func TestTeamIsNamedAsPlatformsKeepIt(t *testing.T) {
	t.Parallel()
	for typeName, configs := range map[string][]object{
		groupResource:  {{"name": ""}, {"name": " night"}, {"name": "night "}, {"name": "ni\nght"}},
		memberResource: {{"group": "night", "extension": "1001,1002"}, {"group": "night", "extension": "10/1"}, {"group": "", "extension": "1001"}},
		queueResource:  {{"name": "q", "remark": ""}, {"name": "q", "remark": "r", "strategy": "loudest"}, {"name": "q", "remark": "r", "ring_delay": int64(-1)}},
	} {
		w := newTeamFixture(t, typeName, yccalltest.Config{})
		for _, config := range configs {
			diags, err := w.resource.Validate(t.Context(), config)
			must(t, err)
			if protocoltest.Errors(diags) == nil {
				t.Errorf("%s takes %v", typeName, config)
			}
		}
	}
}
