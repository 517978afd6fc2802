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
