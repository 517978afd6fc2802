package acceptance

import (
	"os"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// Terraform plans a change before it plans to destroy, so that a refused plan would stand in the way of stopping. A test of
// the provider goes through all its refusals; these are of different kinds to Terraform.
func TestAccAfterEveryRefusalTheTaskCanBeEnded(t *testing.T) {
	t.Parallel()
	destroy := func(r *runningCampaign, config string) result {
		return r.run(config, "destroy", "-auto-approve", "-refresh=false")
	}
	takeOut := func(r *runningCampaign, _ string) result { return r.apply(providerBlock(r.platform)) }
	for name, test := range map[string]struct {
		refuse func(r *runningCampaign) (config, summary string)
		end    func(r *runningCampaign, config string) result
	}{
		"a changed setting": {func(r *runningCampaign) (string, string) {
			return strings.Replace(r.config, `task_scale = "1:2"`, `task_scale = "1:3"`, 1), "This change needs a new task"
		}, destroy},
		"taint": {func(r *runningCampaign) (string, string) {
			r.taint(theCampaign)
			return r.config, "The campaign runs already"
		}, destroy},
		"taint, once more": {func(r *runningCampaign) (string, string) {
			r.taint(theCampaign)
			return r.config, "The campaign runs already"
		}, takeOut},
		"an id of its own that stays": {func(r *runningCampaign) (string, string) {
			return r.with(`call_again = "december"`, `custom_task_id = "`+r.customID()+`"`), "A new task needs a new custom_task_id"
		}, takeOut},
		"ids that are not named any more": {func(r *runningCampaign) (string, string) {
			r.wantSuccess(r.apply(r.with(`skip_called_by = ["` + r.id + `"]`)))
			r.id = r.running()
			r.platform.Dial(r.id, 1)
			return r.with(`skip_called_by = ["` + r.id + `"]`), "People who were left out would be called"
		}, destroy},
		"ids that are skipped and run": {func(r *runningCampaign) (string, string) {
			id, err := r.platform.ConsoleCreate(yccalltest.TaskSnapshot{Name: "another", Status: yccalltest.Running}, phonetest.Phone(50))
			must(r.T, err)
			return r.with(`skip_called_by = ["` + id + `"]`), "Whom a running task calls is not known yet"
		}, takeOut},
		"the list of a campaign that has ended": {func(r *runningCampaign) (string, string) {
			r.dialAll()
			r.writeList(phonetest.Phones(0, 9)...)
			return r.config, "The task has ended, and the list has people whom it did not call"
		}, destroy},
		"another address": {func(r *runningCampaign) (string, string) {
			return strings.Replace(r.config, `"campaign" {`, `"renamed" {`, 1), ""
		}, destroy},
		"taint, and a missing list": {func(r *runningCampaign) (string, string) {
			r.taint(theCampaign)
			must(r.T, os.Remove(r.list))
			return r.config, "Number file not found"
		}, destroy},
		"a missing list": {func(r *runningCampaign) (string, string) {
			must(r.T, os.Remove(r.list))
			return r.config, "Number file not found"
		}, takeOut},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := startCampaign(t, `name = "renewals"`)
			r.platform.Dial(r.id, 2)
			config, summary := test.refuse(r)
			r.platform.ResetJournal()
			refused := r.apply(config)
			errors := refused.of("error")
			if !refused.failed || len(errors) == 0 {
				t.Fatalf("it was not refused:\n%s", refused.text)
			}
			for _, d := range errors {
				d.want(t, summary, "To end the task instead")
			}
			r.wantNoError(sent(r.platform)())
			r.wantSuccess(test.end(r, config))
			if task, _ := r.platform.Task(r.id); task.Status != yccalltest.Ended {
				t.Errorf("the task is %s, want it ended", task.Status)
			}
			if strings.Contains(r.state(), r.id) {
				t.Error("the task is still in state")
			}
		})
	}
}

func TestAccDesiredStatusEndedStopsARefusedCampaignAndArchivesIt(t *testing.T) {
	t.Parallel()
	r := startCampaign(t, `name = "renewals"`)
	r.platform.Dial(r.id, 2)
	changed := strings.Replace(r.config, `task_scale = "1:2"`, `task_scale = "1:3"`, 1)
	r.wantRefused(r.apply(changed), "This change needs a new task", "set desired_status to ended")
	ended := strings.Replace(r.config, `"running"`, `"ended"`, 1)
	must(t, os.Remove(r.list))
	r.wantPlanned(r.apply(ended), "update")
	r.wantNoError(sent(r.platform, "TaskSet 2", "TaskSet 3")())
	r.wantAtRest(ended)

	// An archived campaign is beyond its list and its settings.
	changed = strings.Replace(ended, `task_scale = "1:2"`, `task_scale = "1:4"`, 1)
	r.wantSuccess(r.apply(changed))
	r.wantAtRest(changed)
	r.wantNoError(sent(r.platform)())
	r.wantNobodyTwice()
}

// Terraform plans a tainted resource like one that does not exist.
func TestAccTaintedCampaignIsArchivedOnceItIsUntainted(t *testing.T) {
	t.Parallel()
	r := startCampaign(t, `name = "renewals"`)
	r.taint(theCampaign)
	r.wantRefused(r.apply(r.config), "The campaign runs already", "desired_status only one that is not tainted")
	ended := strings.Replace(r.config, `"running"`, `"ended"`, 1)
	r.wantRefused(r.apply(ended), "A new task cannot be ended", "terraform untaint")
	r.cli("untaint", theCampaign)
	r.wantPlanned(r.apply(ended), "update")
	r.wantNoError(sent(r.platform, "TaskSet 2", "TaskSet 3")())
	r.wantAtRest(ended)
}

func TestAccSettingThatIsChangedAndPutBackLeavesTheCampaignAlone(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.platform.Dial(r.id, 2)
	r.wantRefused(r.apply(strings.Replace(r.config, `task_scale = "1:2"`, `task_scale = "1:3"`, 1)), "This change needs a new task")
	r.wantAtRest(r.config)
	r.wantNoError(sent(r.platform)())
	r.wantNobodyTwice()
}
