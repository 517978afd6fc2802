package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// An apply that was killed has done its work and not saved its state: the saved plan can be applied once more.
func TestAccSavedPlanOfAnAppendThatIsAppliedTwiceAddsNobodyTwice(t *testing.T) {
	t.Parallel()
	for name, byHand := range map[string]bool{"killed before the state was saved": false, "and the same people added by hand": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := startCampaign(t)
			r.platform.Dial(r.id, 2)
			r.writeList(phonetest.Phones(0, 9)...)
			r.wantSuccess(r.run(r.config, "plan", "-out=saved"))
			before := r.state()
			if byHand {
				must(t, r.platform.ConsoleAdd(r.id, phonetest.Phones(6, 3)...))
			} else {
				r.wantSuccess(r.runAsItIs("apply", "saved"))
				must(t, os.WriteFile(filepath.Join(r.dir, "terraform.tfstate"), []byte(before), 0o600))
			}
			r.wantSuccess(r.runAsItIs("apply", "saved"))
			r.wantAtRest(r.config)

			// The same without a look at the state before.
			must(t, os.WriteFile(filepath.Join(r.dir, "terraform.tfstate"), []byte(before), 0o600))
			r.wantSuccess(r.run(r.config, "apply", "-auto-approve", "-refresh=false"))
			r.wantAtRest(r.config)
			if task, _ := r.platform.Task(r.id); task.Total != 9 {
				t.Errorf("the task holds %d numbers, want 9", task.Total)
			}
			r.wantNobodyTwice()
			if n := len(r.platform.Calls()); n != 9 {
				t.Errorf("%d calls were made, want 9", n)
			}
		})
	}
}

func TestAccListThatChangesBetweenPlanAndApplyOfANewTaskCallsNobodyTwice(t *testing.T) {
	t.Parallel()
	r := startCampaign(t, `name = "renewals"`)
	r.platform.Dial(r.id, 2)
	goesOn := strings.Replace(r.config, "task_scale", `skip_called_by = ["`+r.id+`"]`+"\ntask_scale", 1)
	r.wantSuccess(r.run(goesOn, "plan", "-out=saved"))
	must(t, os.Remove(r.list))
	// Terraform ends the old task before it plans the new one once more.
	o := r.runAsItIs("apply", "saved")
	r.wantOne(o, "error", "Number file not found")
	if _, err := onlyTask(r.platform); err != nil {
		t.Error(err)
	}
	r.writeList(phonetest.Phones(0, 6)...)
	r.wantSuccess(r.apply(goesOn))
	r.wantAtRest(goesOn)
	r.wantNobodyTwice()
	if n := len(r.platform.Calls()); n != 6 {
		t.Errorf("%d calls were made, want everybody called once", n)
	}
}

func TestAccTaskThatIsNotListedIsNeitherForgottenNorReplaced(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.platform.Dial(r.id, 2)
	r.console(r.platform.ConsoleUnlist(r.id))
	r.wantRefused(r.apply(strings.Replace(r.config, "task_scale", "call_again = \"again\"\ntask_scale", 1)), "The task is not listed", "cannot be ended")

	// A destroy that has not been told of it is an error, and tells the task to end all the same.
	r.wantOne(r.run(r.config, "destroy", "-auto-approve", "-refresh=false"), "error", "The task is not listed", "stays in state")
	r.wantNoError(sent(r.platform, "TaskSet 3")())
	if task, _ := r.platform.Task(r.id); task.Status != yccalltest.Ended {
		t.Errorf("the task is %s, want it ended", task.Status)
	}
	r.wantNobodyTwice()
}

func TestAccCampaignOfAnotherEndpointIsNeitherForgottenNorMadeAgain(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	r.platform.Dial(r.id, 2)
	elsewhere := startPlatform(t, yccalltest.Config{})
	swapped := strings.Replace(r.config, r.platform.URL(), elsewhere.URL(), 1)
	for name, o := range map[string]result{
		"apply":   r.apply(strings.Replace(swapped, "task_scale", "call_again = \"again\"\ntask_scale", 1)),
		"destroy": r.destroy(swapped),
	} {
		errors := o.of("error")
		if len(errors) != 1 || !strings.Contains(errors[0].Detail, r.platform.URL()) || !strings.Contains(errors[0].Detail, elsewhere.URL()) {
			t.Errorf("%s: the error does not name both endpoints:\n%s", name, o.text)
		}
	}
	r.wantNoError(sent(r.platform)())
	r.wantNoError(sent(elsewhere)())
	r.wantAtRest(r.config)
	r.wantNobodyTwice()
}
