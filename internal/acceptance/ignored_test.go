package acceptance

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// A list under ignore_changes stays as it is, and everything else goes on: Terraform hides a changed write-only text, and
// shows a changed path in the configuration alone.
func TestAccListThatIsIgnoredStaysAndEverythingElseGoesOn(t *testing.T) {
	t.Parallel()
	for source, lines := range map[string][2]string{
		"numbers_file": {`numbers_file = "first.csv"`, `numbers_file = "second.csv"`},
		"numbers_wo":   {`numbers_wo = "phone\n` + phonetest.Phone(0) + `"`, `numbers_wo = "phone\n` + phonetest.Phone(50) + `"`},
		"numbers":      {inline, `numbers = [{ phone = "` + phonetest.Phone(50) + `" }]`},
	} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			r := &runningCampaign{commandLine: newCommandLine(t), platform: startPlatform(t, yccalltest.Config{})}
			if source == "numbers_wo" {
				r.skipBelow(1, 11)
			}
			writeCSV(t, r.dir, "first.csv", phonetest.Phone(0))
			writeCSV(t, r.dir, "second.csv", phonetest.Phone(50))
			config := func(list, desired string) string {
				return campaign(r.platform, `name = "renewals"`, list, `desired_status = "`+desired+`"`, "lifecycle { ignore_changes = ["+source+"] }")
			}
			r.wantSuccess(r.apply(config(lines[0], "running")))
			task, err := onlyTask(r.platform)
			must(t, err)
			r.id = task.ID
			before := r.held()
			r.platform.ResetJournal()

			r.wantAtRest(config(lines[1], "running"))
			r.wantPlanned(r.apply(config(lines[1], "paused")), "update")
			r.wantAtRest(config(lines[1], "paused"))
			r.wantPlanned(r.apply(config(lines[1], "running")), "update")
			r.wantNoError(sent(r.platform, "TaskSet 2", "TaskSet 1")())
			if after := r.held(); after != before {
				t.Errorf("the task holds another list")
			}

			// A new task takes the list of the configuration: nothing is ignored of what does not exist yet.
			again := strings.Replace(config(lines[1], "running"), "task_scale", "call_again = \"december\"\ntask_scale", 1)
			r.wantPlanned(r.apply(again), "replace")
			r.wantAtRest(again)
			r.dialAll()
			if n := len(r.platform.CallsOf(phonetest.Phone(50))); n != 1 {
				t.Errorf("who is on the new list was called %d times", n)
			}
		})
	}
}

// held are the numbers that the campaign's task holds, in one text.
func (r *runningCampaign) held() string {
	var b strings.Builder
	for _, n := range r.platform.Numbers(r.id) {
		b.WriteString(n.Phone + " ")
	}
	return b.String()
}

// State of the first version is read by the CLI and moved on, without a replacement and without a request that changes
// anything; after that the task is like any other.
func TestAccStateOfTheFirstVersionIsMovedOn(t *testing.T) {
	t.Parallel()
	r := &runningCampaign{commandLine: newCommandLine(t), platform: startPlatform(t, yccalltest.Config{})}
	r.list = writeFile(t, t.TempDir(), "list.csv", "phone,ext\n13800000000,a\n13800000001,b\n13800000002,\n")
	r.config = campaign(r.platform, `name = "renewals"`, numbersFile(r.list), `desired_status = "running"`)
	text, err := os.ReadFile(filepath.Join("..", "provider", "testdata", "first_version.json"))
	must(t, err)
	var kept struct {
		State   map[string]any
		Private json.RawMessage
	}
	must(t, json.Unmarshal(text, &kept))
	customID, _ := kept.State["custom_task_id"].(string)
	r.id, err = r.platform.ConsoleCreate(yccalltest.TaskSnapshot{
		CustomID: customID, Name: "renewals", AssignType: 3, Agent: "renewals-team", Scale: "1:2", Status: yccalltest.Running,
	}, "13800000000", "13800000001", "13800000002")
	must(t, err)
	task, _ := r.platform.Task(r.id)
	kept.State["id"], kept.State["numbers_file"], kept.State["created_at"] = r.id, r.list, task.CreatedAt.Format(time.DateTime)
	private, err := json.Marshal(map[string][]byte{"task": kept.Private})
	must(t, err)
	attributes, err := json.Marshal(kept.State)
	must(t, err)
	host := "registry.terraform.io"
	if h := os.Getenv(envProviderHost); h != "" {
		host = h
	}
	writeFile(t, r.dir, "terraform.tfstate", fmt.Sprintf(`{"version": 4, "terraform_version": "1.11.4", "serial": 1, "lineage": "first", "outputs": {}, "resources": [
		{"mode": "managed", "type": "yccall_outbound_task", "name": "campaign", "provider": "provider[\"%s/yccall/yccall\"]",
		"instances": [{"schema_version": 0, "attributes": %s, "private": %q}]}]}`, host, attributes, base64.StdEncoding.EncodeToString(private)))

	r.platform.Dial(r.id, 1)
	o := r.apply(r.config)
	r.wantSuccess(o)
	if action := o.actions[theCampaign]; action == "replace" || action == "create" {
		t.Errorf("the plan is to %s", action)
	}
	r.wantAtRest(r.config)
	r.wantNoError(sent(r.platform)())
	changed := strings.Replace(r.config, `"1:2"`, `"1:3"`, 1)
	r.wantRefused(r.apply(changed), "This change needs a new task", r.id)
	goesOn := strings.Replace(changed, "task_scale", `skip_called_by = ["`+r.id+`"]`+"\ntask_scale", 1)
	r.wantSuccess(r.apply(goesOn))
	r.wantAtRest(goesOn)
	r.wantNobodyTwice()
	if n := len(r.platform.Calls()); n != 3 {
		t.Errorf("%d calls were made, want everybody called once", n)
	}
}
