package acceptance

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// check is a condition that is looked at when a step has been applied, with the CLI still at rest.
type check func() error

// CheckState runs the check.
func (c check) CheckState(_ context.Context, _ statecheck.CheckStateRequest, resp *statecheck.CheckStateResponse) {
	resp.Error = c()
}

// onlyTask returns the only task there is.
func onlyTask(platform *yccalltest.Server) (yccalltest.TaskSnapshot, error) {
	tasks := platform.Tasks()
	if len(tasks) != 1 {
		return yccalltest.TaskSnapshot{}, fmt.Errorf("the platform has %d tasks, want 1", len(tasks))
	}
	return tasks[0], nil
}

// changingServices are those that change something on the platform.
var changingServices = []string{
	"TaskCreat", "TaskAdd", "TaskSet", "taskDelPhone", "taskCall",
	"AddExtgroup", "DelExtgroup", "AddExtnumber", "DelExtnumber", "AddQueue", "EditQueue", "DelQueue",
}

// changes lists the requests that would change something, in their order.
func changes(platform *yccalltest.Server) []yccalltest.Exchange {
	var requests []yccalltest.Exchange
	for _, exchange := range platform.Journal() {
		for _, service := range changingServices {
			if strings.HasSuffix(exchange.Service, "."+service) {
				requests = append(requests, exchange)
			}
		}
	}
	return requests
}

// attribute expects a value of an attribute of the campaign.
func attribute(name string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(theCampaign, tfjsonpath.New(name), value)
}

// planned expects what a step does to the campaign.
func planned(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(theCampaign, action)}}
}

// holds expects the only task to hold these numbers, each submitted once. A number that the platform
// rejected is not held, and may be submitted again to learn that when the reply was lost.
func holds(platform *yccalltest.Server, phones ...string) check {
	return func() error {
		task, err := onlyTask(platform)
		if err != nil {
			return err
		}
		var held []string
		for _, number := range platform.Numbers(task.ID) {
			held = append(held, number.Phone)
			if n := platform.SubmittedTo(task.ID, number.Phone); n > 1 {
				return fmt.Errorf("the number %s was submitted %d times", number.Phone, n)
			}
		}
		if diff := cmp.Diff(slices.Sorted(slices.Values(phones)), slices.Sorted(slices.Values(held))); diff != "" {
			return fmt.Errorf("the task holds other numbers (-want +got):\n%s", diff)
		}
		return nil
	}
}

// sent expects the changing requests since the last such check, as "TaskSet 2" or "TaskAdd, 3 numbers".
func sent(platform *yccalltest.Server, want ...string) check {
	return func() error {
		var got []string
		for _, request := range changes(platform) {
			text := strings.TrimPrefix(request.Service, "App.Sip_Yccall.")
			switch {
			case !request.Executed:
				text += " failed"
			case text == "TaskSet":
				text += " " + request.Params["taskstatus"]
			case text == "TaskCreat":
				text += fmt.Sprintf(" status %s, %d numbers", request.Params["status"], request.Numbers)
			default:
				text += fmt.Sprintf(", %d numbers", request.Numbers)
			}
			got = append(got, text)
		}
		platform.ResetJournal()
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("the changing requests differ (-want +got):\n%s", diff)
		}
		return nil
	}
}

// madeUpPhone matches every number that the tests make up, in any spelling that they use.
var madeUpPhone = regexp.MustCompile(`138[0-9]{8}|0000000[0-9]{4}`)

// uuid matches what the CLI and the plugin framework name a state and a request by.
var uuid = regexp.MustCompile(`\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b`)

// phoneIn returns a phone number that a text holds, or nothing. The id of a task is made of the time, and a
// UUID of chance: both look like a number now and then, so neither is looked at.
func phoneIn(platform *yccalltest.Server, text string) string {
	for _, task := range platform.Tasks() {
		text = strings.ReplaceAll(text, task.ID, "(task)")
	}
	return madeUpPhone.FindString(uuid.ReplaceAllLiteralString(text, "(uuid)"))
}

func TestNumbersAreToldFromIDsThatLookLikeOne(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{Clock: func() time.Time { return time.Date(2026, 11, 30, 17, 38, 0, 0, time.UTC) }})
	id, err := platform.ConsoleCreate(yccalltest.TaskSnapshot{Name: "made at 01:38"})
	must(t, err)
	const request = "01234567-89ab-cdef-0123-138000000010"
	for name, text := range map[string]string{"task": id, "uuid": request} {
		if !madeUpPhone.MatchString(text) {
			t.Errorf("the %s %s does not look like a number", name, text)
		}
	}
	ids := fmt.Sprintf("task_id=%s tf_req_id=%s", id, request)
	if found := phoneIn(platform, ids); found != "" {
		t.Errorf("%s was taken for a number", found)
	}
	for _, text := range []string{ids + ` "\n13800000001,a"`, phonetest.Phone(1) + id, id + phonetest.Phone(1), phonetest.Phone(1) + "-" + request, rejectedPhone(1) + ids} {
		if phoneIn(platform, text) == "" {
			t.Errorf("no number was found in %s", text)
		}
	}
}

// wantNoSecret checks that a text has no phone number, no access key and no token that was ever used.
func wantNoSecret(t *testing.T, platform *yccalltest.Server, text string) {
	t.Helper()
	if found := phoneIn(platform, text); found != "" {
		t.Errorf("the text holds the number %s", found)
	}
	secrets := []string{"demo-key", "wrong-secret-key", "ffffffffffffffffffffffffffffffff"}
	for _, form := range platform.Forms("*") {
		secrets = append(secrets, form.Get("token"))
	}
	for _, secret := range secrets {
		if secret != "" && strings.Contains(text, secret) {
			t.Errorf("the text holds the secret %q", secret)
		}
	}
}

// must stops a test that cannot go on after an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
