package acceptance

import (
	"os"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// Terraform plans a change before it plans to destroy, so that a refused plan would stand in the way of stopping.
func TestAccAfterEveryRefusalTheTaskCanBeEnded(t *testing.T) {
	t.Parallel()
	rescaled := func(r *runningCampaign) string {
		return strings.Replace(r.config, `task_scale = "1:2"`, `task_scale = "1:3"`, 1)
	}
	refusals := map[string]func(r *runningCampaign) (config, summary string){
		"a changed setting": func(r *runningCampaign) (string, string) { return rescaled(r), "This change needs a new task" },
		"taint": func(r *runningCampaign) (string, string) {
			r.taint(theCampaign)
			return r.config, "The campaign runs already"
		},
		"ids that are skipped and run": func(r *runningCampaign) (string, string) {
			id, err := r.platform.ConsoleCreate(yccalltest.TaskSnapshot{Name: "another", Status: yccalltest.Running}, phone(50))
			must(r.T, err)
			return strings.Replace(r.config, "task_scale", `skip_called_by = ["`+id+`"]`+"\ntask_scale", 1), "Whom a running task calls is not known yet"
		},
		"a missing list": func(r *runningCampaign) (string, string) {
			must(r.T, os.Remove(r.list))
			return r.config, "Number file not found"
		},
	}
	ways := map[string]func(r *runningCampaign, config string) result{
		"destroy without a refresh": func(r *runningCampaign, config string) result {
			return r.run(config, "destroy", "-auto-approve", "-refresh=false")
		},
		"taking the block out": func(r *runningCampaign, _ string) result { return r.apply(providerBlock(r.platform)) },
	}
	for refusal, refuse := range refusals {
		for way, end := range ways {
			t.Run(refusal+", "+way, func(t *testing.T) {
				t.Parallel()
				r := startCampaign(t, `name = "renewals"`)
				r.platform.Dial(r.id, 2)
				config, summary := refuse(r)
				r.wantRefused(r.apply(config), summary)
				r.wantSuccess(end(r, config))
				if task, _ := r.platform.Task(r.id); task.Status != yccalltest.Ended {
					t.Errorf("the task is %s, want it ended", task.Status)
				}
				if strings.Contains(r.state(), r.id) {
					t.Error("the task is still in state")
				}
			})
		}
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

func TestAccSettingThatIsChangedAndPutBackLeavesTheCampaignAlone(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.platform.Dial(r.id, 2)
	r.wantRefused(r.apply(strings.Replace(r.config, `task_scale = "1:2"`, `task_scale = "1:3"`, 1)), "This change needs a new task")
	r.wantAtRest(r.config)
	r.wantNoError(sent(r.platform)())
	r.wantNobodyTwice()
}
