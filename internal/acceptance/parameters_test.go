package acceptance

import (
	"encoding/json"
	"fmt"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestAccEveryParameterArrivesAsDocumentedAndUnsetOnesAreAbsent(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{Tokens: []string{staticToken}, RecordForms: true})
	config := providerWith(platform.URL(), fmt.Sprintf("token = %q", staticToken)) +
		taskBlock("every", `custom_task_id = "every"`, `assign_type = "extension_group"`, `assign_agent = "客服一组"`, `task_scale = "2:5"`, `
  name           = "续费 & 回访 =?"
  concurrent     = 30
  scale_mode     = "auto"
  caller_numbers = ["02120280001", "+862120280002"]
  scheduled_time = "2099-12-01 09:00:00"
  paused_time    = "2099-12-01 18:00:00"
  desired_status = "running"
  multi_call     = { type = "unanswered", max_rounds = 3, interval = 0 }
  numbers = [
    { phone = "138 0000-0001", time = 4090000000, user_id = "u-1", member_id = "m-1", custom_uuid = "c-1", ext = "{\"plan\":\"金\"}" },
    { phone = "+8613800000002" },
    { phone = "013800000003", user_id = "u-3" },
  ]`) +
		taskBlock("other", `custom_task_id = "other"`, `assign_type = "extension"`, `assign_agent = "1001"`, `
  scale_mode = "manual"
  multi_call = { type = "all" }
  numbers    = [{ phone = "13800000004" }]`) +
		taskBlock("again", `custom_task_id = "again"`, `
  desired_status = "not_started"
  multi_call     = {}
  numbers        = [{ phone = "13800000005" }]`) +
		taskBlock("required", `assign_type = "queue"`, `assign_agent = "queue-1"`, `numbers = [{ phone = "13800000006" }]`)

	form := func(fields map[string]string) url.Values {
		values := url.Values{"service": {"App.Sip_Yccall.TaskCreat"}, "token": {staticToken}, "status": {"0"}}
		for name, value := range fields {
			values.Set(name, value)
		}
		return values
	}
	wantForms := map[string]url.Values{
		"客服一组": form(map[string]string{
			"assigntype": "3", "assignagent": "客服一组", "taskscale": "2:5", "customtaskid": "every",
			"taskname": "续费 & 回访 =?", "concurrent": "30", "isscale": "auto", "disnumber": "02120280001,+862120280002",
			"scheduledtime": "2099-12-01 09:00:00", "pausedtime": "2099-12-01 18:00:00",
			"is_multi_call": "1", "multi_call_type": "2", "multi_call_max_rounds": "3", "multi_call_interval": "0",
		}),
		"1001": form(map[string]string{
			"assigntype": "1", "assignagent": "1001", "taskscale": "1:2", "customtaskid": "other",
			"isscale": "manual", "is_multi_call": "1", "multi_call_type": "1",
		}),
		"renewals-team": form(map[string]string{
			"assigntype": "3", "assignagent": "renewals-team", "taskscale": "1:2", "customtaskid": "again", "is_multi_call": "1",
		}),
		"queue-1": form(map[string]string{"assigntype": "2", "assignagent": "queue-1", "taskscale": "1:2"}),
	}
	wantNumbers := map[string][]any{
		"客服一组": {
			map[string]any{"phone": "13800000001", "time": 4090000000.0, "userid": "u-1", "memberid": "m-1", "customuuid": "c-1", "ext": `{"plan":"金"}`},
			map[string]any{"phone": "+8613800000002"},
			map[string]any{"phone": "013800000003", "userid": "u-3"},
		},
		"1001":          {map[string]any{"phone": "13800000004"}},
		"renewals-team": {map[string]any{"phone": "13800000005"}},
		"queue-1":       {map[string]any{"phone": "13800000006"}},
	}

	asDocumented := check(func() error {
		forms, numbers := map[string]url.Values{}, map[string][]any{}
		for _, form := range platform.Forms("TaskCreat") {
			agent := form.Get("assignagent")
			var list []any
			if err := json.Unmarshal([]byte(form.Get("telphone")), &list); err != nil {
				return fmt.Errorf("telphone of %s: %w", agent, err)
			}
			form.Del("telphone")
			if agent == "queue-1" {
				// Never left out: it is what a task is found by when the reply is lost.
				if len(form.Get("customtaskid")) != len("tf-")+28 {
					return fmt.Errorf("the derived customtaskid is %q", form.Get("customtaskid"))
				}
				form.Del("customtaskid")
			}
			forms[agent], numbers[agent] = form, list
		}
		if diff := cmp.Diff(wantForms, forms); diff != "" {
			return fmt.Errorf("the form fields differ (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(wantNumbers, numbers); diff != "" {
			return fmt.Errorf("telphone differs (-want +got):\n%s", diff)
		}
		if n := platform.Requests("Login"); n > 0 {
			return fmt.Errorf("there were %d logins, although a token is given", n)
		}
		for _, form := range platform.Forms("TaskSet") {
			want := url.Values{"service": {"App.Sip_Yccall.TaskSet"}, "token": {staticToken}, "taskid": {platform.TasksByCustomID("every")[0].ID}, "taskstatus": {"1"}}
			if diff := cmp.Diff(want, form); diff != "" {
				return fmt.Errorf("the fields of TaskSet differ (-want +got):\n%s", diff)
			}
		}
		if n := platform.Requests("TaskSet"); n != 1 {
			return fmt.Errorf("TaskSet was called %d times, want 1", n)
		}
		return nil
	})
	resource.UnitTest(t, testCase(platform, resource.TestStep{
		Config:            config,
		ConfigStateChecks: []statecheck.StateCheck{asDocumented},
	}))
}
