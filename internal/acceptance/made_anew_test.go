package acceptance

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// wantNobodyTwice checks that nobody was called a second time, in whatever task.
func (r *runningCampaign) wantNobodyTwice() {
	r.Helper()
	r.dialAll()
	if twice := r.platform.CalledTwice(); len(twice) > 0 {
		r.Errorf("%d people were called twice", len(twice))
	}
}

// wantRefused checks that a run is refused with this one error, that it has sent nothing, and that the campaign goes on.
func (r *runningCampaign) wantRefused(o result, summary string, details ...string) {
	r.Helper()
	r.wantOne(o, "error", summary, details...)
	r.wantNoError(sent(r.platform)())
	if task, _ := r.platform.Task(r.id); task.Status != yccalltest.Running {
		r.Errorf("the task is %s", task.Status)
	}
}

// Each way in which Terraform makes a resource anew although nothing in it asks for that, on a campaign that runs.
func TestAccWhatTerraformMakesAnewIsRefusedOnceTheCampaignRuns(t *testing.T) {
	t.Parallel()
	const runs = "The campaign runs already"
	const trigger = "\nresource \"terraform_data\" \"trigger\" { input = \"%s\" }\n"
	for name, test := range map[string]struct {
		before, after []string // lines of the resource
		extra         string   // beside it, with the value of the trigger
		attempt       func(r *runningCampaign, config string) result
		advice        string
	}{
		"-replace": {
			attempt: func(r *runningCampaign, config string) result {
				return r.run(config, "apply", "-auto-approve", "-replace="+theCampaign)
			},
			advice: "if -replace is on the command line, or replace_triggered_by in the configuration: leave it out",
		},
		"replace_triggered_by": {
			before: []string{"lifecycle { replace_triggered_by = [terraform_data.trigger] }"},
			after:  []string{"lifecycle { replace_triggered_by = [terraform_data.trigger] }"},
			extra:  trigger,
			advice: "replace_triggered_by in the configuration: leave it out",
		},
		"lost state": {
			attempt: func(r *runningCampaign, config string) result {
				must(r.T, os.Remove(filepath.Join(r.dir, "terraform.tfstate")))
				return r.apply(config)
			},
			advice: "if no state holds the task: terraform import",
		},
		"another workspace": {
			attempt: func(r *runningCampaign, config string) result {
				r.cli("workspace", "new", "other")
				return r.apply(config)
			},
			advice: "if no state holds the task: terraform import",
		},
	} {
		for _, named := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, named: %t", name, named), func(t *testing.T) {
				t.Parallel()
				var lines []string
				if named {
					lines = append(lines, `name = "renewals"`)
				}
				r := startCampaignWith(t, strings.ReplaceAll(test.extra, "%s", "one"), append(lines, test.before...)...)
				r.platform.Dial(r.id, 2)
				config := strings.Replace(r.config, `"one"`, `"two"`, 1)
				attempt := test.attempt
				if attempt == nil {
					attempt = func(r *runningCampaign, config string) result { return r.apply(config) }
				}
				r.wantRefused(attempt(r, config), runs, "task "+r.id, test.advice, "terraform destroy -refresh=false")
				r.wantNobodyTwice()
			})
		}
	}
}

func TestAccFailedProvisionerDoesNotCallAnybodyAgain(t *testing.T) {
	t.Parallel()
	r := &runningCampaign{commandLine: newCommandLine(t), platform: startPlatform(t, yccalltest.Config{})}
	list := numbersFile(writeCSV(t, t.TempDir(), "list.csv", phonetest.Phones(0, 6)...))
	config := func(command, onFailure string) string {
		return campaign(r.platform, list, `desired_status = "running"`, fmt.Sprintf("provisioner \"local-exec\" {\ncommand = %q\non_failure = %s\n}", command, onFailure))
	}
	r.wantOne(r.apply(config("exit 1", "fail")), "error", "local-exec provisioner error")
	task, err := onlyTask(r.platform)
	must(t, err)
	r.id = task.ID
	r.platform.ResetJournal()
	r.platform.Dial(r.id, 2)

	r.wantRefused(r.apply(config("exit 0", "fail")), "The campaign runs already", "terraform untaint")
	r.cli("untaint", theCampaign)
	r.wantAtRest(config("exit 0", "fail"))
	r.wantNobodyTwice()

	// A provisioner whose failure does not matter taints nothing.
	other := startPlatform(t, yccalltest.Config{})
	r.platform, r.commandLine = other, newCommandLine(t)
	r.wantSuccess(r.apply(config("exit 1", "continue")))
	r.wantAtRest(config("exit 1", "continue"))
}

func TestAccRenamedCampaignIsRefusedAndMovesAlongWithAMovedBlock(t *testing.T) {
	t.Parallel()
	const pair = "A campaign would be ended and called again under another address"
	for name, test := range map[string]struct {
		lines   []string // of the campaign
		changed bool     // its list changes as well
	}{
		"with a name":                      {lines: []string{`name = "renewals"`}},
		"with a name and another list":     {lines: []string{`name = "renewals"`}, changed: true},
		"without a name":                   {},
		"with a custom_task_id of its own": {lines: []string{`custom_task_id = "renewals-1"`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := startCampaign(t, test.lines...)
			r.platform.Dial(r.id, 2)
			if test.changed {
				r.writeList(phonetest.Phones(0, 7)...)
			}
			renamed := strings.Replace(r.config, `"campaign" {`, `"renamed" {`, 1)
			o := r.apply(renamed)
			r.wantNoError(sent(r.platform)())
			// The new address finds the running task as well, and Terraform plans the two in any order.
			errors := o.of("error")
			if len(errors) == 0 || errors[0].Summary != pair && errors[0].Summary != "The campaign runs already" {
				t.Fatalf("the rename was not refused:\n%s", o.text)
			}
			for _, d := range errors {
				d.want(t, "", "moved block", "terraform destroy -refresh=false")
			}
			moved := renamed + "moved {\nfrom = yccall_outbound_task.campaign\nto = yccall_outbound_task.renamed\n}\n"
			r.wantSuccess(r.apply(moved))
			r.wantAtRest(moved)
			if n := len(r.platform.Tasks()); n != 1 {
				t.Errorf("there are %d tasks", n)
			}
			r.wantNobodyTwice()
		})
	}
}

func TestAccShiftedCountIsRefused(t *testing.T) {
	t.Parallel()
	const ended, moved = "A campaign would be ended and called again under another address", "A list would move to another task"
	for name, test := range map[string]struct {
		order   []int // of the lists, where the first two are those that there are
		summary string
	}{
		"one taken out at the front": {[]int{1}, ended},
		"one put in at the front":    {[]int{2, 0, 1}, moved},
		"two that change places":     {[]int{1, 0}, moved},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := startPlatform(t, yccalltest.Config{})
			c, dir := newCommandLine(t), t.TempDir()
			var lists []string
			for i := range 3 {
				lists = append(lists, writeCSV(t, dir, fmt.Sprintf("list%d.csv", i), phonetest.Phones(10*i, 3)...))
			}
			config := func(lists ...string) string {
				return fmt.Sprintf("locals { lists = %s }\n", hclStrings(lists)) + campaign(platform, "count = length(local.lists)",
					`name = "wave ${count.index}"`, "numbers_file = local.lists[count.index]", `desired_status = "running"`)
			}
			c.wantSuccess(c.apply(config(lists[:2]...)))
			for _, task := range platform.Tasks() {
				platform.Dial(task.ID, 1)
			}
			platform.ResetJournal()
			var shifted []string
			for _, i := range test.order {
				shifted = append(shifted, lists[i])
			}
			o := c.apply(config(shifted...))
			errors := o.of("error")
			if len(errors) == 0 {
				t.Fatalf("it was not refused:\n%s", o.text)
			}
			for _, d := range errors {
				d.want(t, test.summary, "moved", "terraform destroy -refresh=false")
			}
			c.wantNoError(sent(platform)())

			// With keys of their own the campaigns keep their tasks, whatever the order.
			keyed := campaign(platform, fmt.Sprintf("for_each = { w0 = %q, w1 = %q }", lists[0], lists[1]), `name = "wave ${substr(each.key, 1, 1)}"`,
				"numbers_file = each.value", `desired_status = "running"`)
			for i := range 2 {
				keyed += fmt.Sprintf("moved {\nfrom = %[1]s[%[2]d]\nto = %[1]s[\"w%[2]d\"]\n}\n", theCampaign, i)
			}
			c.wantSuccess(c.apply(keyed))
			for _, task := range platform.Tasks() {
				platform.DialAll(task.ID)
			}
			if n := len(platform.Tasks()); n != 2 {
				t.Errorf("there are %d tasks, want 2", n)
			}
			if twice := platform.CalledTwice(); len(twice) > 0 {
				t.Errorf("%d people were called twice", len(twice))
			}
		})
	}
}

// hclStrings writes texts as a list.
func hclStrings(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = fmt.Sprintf("%q", text)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

func TestAccCreateBeforeDestroyNeverRunsTwoCampaigns(t *testing.T) {
	t.Parallel()
	for name, desired := range map[string]string{"that runs": "running", "that was never started": "not_started"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := startPlatform(t, yccalltest.Config{})
			c := newCommandLine(t)
			config := campaign(platform, `name = "renewals"`, numbersFile(writeCSV(t, t.TempDir(), "list.csv", phonetest.Phones(0, 4)...)),
				`desired_status = "`+desired+`"`, "lifecycle { create_before_destroy = true }")
			c.wantSuccess(c.apply(config))
			task, err := onlyTask(platform)
			must(t, err)
			platform.Dial(task.ID, 1)
			platform.ResetJournal()

			o := c.apply(strings.Replace(config, "task_scale", "call_again = \"again\"\ntask_scale", 1))
			if errors := o.of("error"); len(errors) != 1 || !strings.Contains(errors[0].Detail, task.ID) {
				t.Fatalf("the second campaign was not refused:\n%s", o.text)
			}
			c.wantNoError(sent(platform)())
			if _, err := onlyTask(platform); err != nil {
				t.Error(err)
			}
			if desired == "running" {
				// Terraform has put the old task aside (as deposed) by then; this takes it back.
				c.cli("state", "rm", theCampaign)
				c.wantSuccess(c.apply(config + fmt.Sprintf("import {\nto = %s\nid = %q\n}\n", theCampaign, task.ID)))
			}
			c.wantAtRest(config)
		})
	}
}

func TestAccCampaignThatCreateBeforeDestroyPutAsideGoesOnAsTheErrorSays(t *testing.T) {
	t.Parallel()
	r := startCampaign(t, `name = "renewals"`, "lifecycle { create_before_destroy = true }")
	r.platform.Dial(r.id, 2)
	consent := r.with(`skip_called_by = ["` + r.id + `"]`)
	for range 2 {
		r.wantRefused(r.apply(consent), "Whom a running task calls is not known yet", "terraform state rm ADDRESS", "terraform import yccall_outbound_task.NAME "+r.id)
	}
	consent = strings.Replace(consent, "create_before_destroy = true", "", 1)
	r.apply(consent)
	r.cli("state", "rm", theCampaign)
	r.cli("import", theCampaign, r.id)
	r.wantSuccess(r.apply(consent))
	r.dialAll()
	r.wantAtRest(consent)
	r.wantNobodyTwice()
	if calls := len(r.platform.Calls()); calls != 6 {
		t.Errorf("%d people were called, want 6", calls)
	}
}

func TestAccForgottenCampaignIsNotMadeASecondTime(t *testing.T) {
	t.Parallel()
	r := startCampaign(t, `name = "renewals"`)
	r.platform.Dial(r.id, 2)
	r.wantSuccess(r.apply(providerBlock(r.platform) + "removed {\nfrom = " + theCampaign + "\nlifecycle { destroy = false }\n}\n"))
	r.wantNoError(sent(r.platform)())
	r.wantRefused(r.apply(r.config), "The campaign runs already", "as task "+r.id, "terraform import")
	r.wantNobodyTwice()
}
