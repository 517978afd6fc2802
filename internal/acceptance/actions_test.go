package acceptance

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// The action is triggered by another resource than the one that it acts on, as in a configuration
// that redials when something else changes.
func TestAccActionsSteerACampaign(t *testing.T) {
	t.Parallel()
	onlyTerraform(t)
	platform := startPlatform(t, yccalltest.Config{})
	id, err := platform.ConsoleCreate(yccalltest.TaskSnapshot{Status: yccalltest.Running}, phonetest.Phones(0, 8)...)
	must(t, err)
	platform.DialAll(id)
	actions := func(revision int) string {
		return providerBlock(platform) + fmt.Sprintf(`
action "yccall_outbound_task_redial" "unanswered" {
  config {
    task_id     = %[1]q
    answer_type = "callee"
  }
}

action "yccall_outbound_task_set_status" "pause" {
  config {
    task_id = %[1]q
    status  = "paused"
  }
}

resource "terraform_data" "trigger" {
  input = %[2]d
  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.yccall_outbound_task_redial.unanswered, action.yccall_outbound_task_set_status.pause]
    }
  }
}
`, id, revision)
	}
	afterwards := func(redials int) []statecheck.StateCheck {
		return []statecheck.StateCheck{check(func() error {
			if n := platform.Requests("taskCall"); n != redials {
				return fmt.Errorf("taskCall was sent %d times, want %d", n, redials)
			}
			if task, _ := platform.Task(id); task.Status != yccalltest.Paused {
				return fmt.Errorf("the task is %s, want it paused", task.Status)
			}
			return nil
		})}
	}
	c := testCase(platform,
		resource.TestStep{Config: actions(1), ConfigStateChecks: afterwards(1)},
		// Nothing changed, so nothing is triggered.
		resource.TestStep{Config: actions(1), ConfigStateChecks: afterwards(1)},
	)
	c.TerraformVersionChecks = []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)}
	resource.UnitTest(t, c)
}
