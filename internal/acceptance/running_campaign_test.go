package acceptance

import (
	"path/filepath"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// runningCampaign is a campaign of six numbers that was applied and runs.
type runningCampaign struct {
	*commandLine
	platform *yccalltest.Server
	config   string
	list     string // path of its number file
	id       string
}

func startCampaign(t *testing.T, lines ...string) *runningCampaign {
	t.Helper()
	return startCampaignWith(t, "", lines...)
}

// startCampaignWith is startCampaign with more configuration beside the campaign.
func startCampaignWith(t *testing.T, extra string, lines ...string) *runningCampaign {
	t.Helper()
	r := &runningCampaign{commandLine: newCommandLine(t), platform: startPlatform(t, yccalltest.Config{})}
	r.list = writeCSV(t, t.TempDir(), "list.csv", phonetest.Phones(0, 6)...)
	r.config = extra + campaign(r.platform, append(lines, numbersFile(r.list), `desired_status = "running"`)...)
	r.wantSuccess(r.apply(r.config))
	task, err := onlyTask(r.platform)
	r.wantNoError(err)
	r.id = task.ID
	r.platform.ResetJournal()
	return r
}

// customID is the custom task id that the campaign's task has.
func (r *runningCampaign) customID() string {
	task, _ := r.platform.Task(r.id)
	return task.CustomID
}

// console checks that something could be done by hand.
func (r *runningCampaign) console(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// dialAll has everybody called who waits on a task that runs.
func (r *runningCampaign) dialAll() {
	for _, task := range r.platform.Tasks() {
		r.platform.DialAll(task.ID)
	}
}

// writeList puts other numbers into the number file.
func (r *runningCampaign) writeList(phones ...string) {
	r.Helper()
	writeCSV(r.T, filepath.Dir(r.list), filepath.Base(r.list), phones...)
}

// wantPlanned checks what a run does to the campaign; an empty action is none.
func (r *runningCampaign) wantPlanned(o result, action string) {
	r.Helper()
	r.wantSuccess(o)
	if o.actions[theCampaign] != action {
		r.Errorf("the plan is to %q, want %q:\n%s", o.actions[theCampaign], action, o.text)
	}
}
