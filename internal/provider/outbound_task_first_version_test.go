package provider_test

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// firstVersion brings a fixture to where the first version left it: testdata has the attributes and the private state that
// it wrote, and the platform has the task.
func firstVersion(t *testing.T) (w *fixture, config object) {
	t.Helper()
	w = newFixture(t, yccalltest.Config{})
	list := w.csv("list.csv", "phone,ext", "13800000000,a", "13800000001,b", "13800000002,")
	config = task(object{"name": "renewals", "numbers_file": list, "desired_status": "running"})
	text, err := os.ReadFile("testdata/first_version.json")
	must(t, err)
	var file struct {
		State   map[string]any
		Private json.RawMessage
	}
	must(t, json.Unmarshal(text, &file))
	customID, _ := file.State["custom_task_id"].(string)
	id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{
		CustomID: customID, Name: "renewals", AssignType: 3, Agent: "renewals-team", Scale: "1:2", Status: yccalltest.Running,
	}, "13800000000", "13800000001", "13800000002")
	must(t, err)
	made, _ := w.mock.Task(id)
	file.State["id"], file.State["numbers_file"], file.State["created_at"] = id, list, made.CreatedAt.Format(time.DateTime)
	attributes, err := json.Marshal(file.State)
	must(t, err)
	private, err := json.Marshal(map[string][]byte{"task": file.Private})
	must(t, err)
	must(t, w.resource.Load(t.Context(), 0, attributes, private))
	return w, config
}

func TestStateOfTheFirstVersionIsMovedOnInPlace(t *testing.T) {
	t.Parallel()
	w, config := firstVersion(t)
	id := w.id()
	if plan := w.refreshAndPlan(config); plan.Action == protocoltest.Replace {
		t.Fatal("the campaign would be made anew")
	}
	w.mustApply(config)
	w.wantChanges()
	w.wantValue("id", id)

	// What its sums say cannot be compared any more: those who wait are renewed once, while the task rests.
	rows := []string{"phone,ext", "13800000000,a", "13800000001,b", "13800000002,", "13800000003,c"}
	w.csv("list.csv", rows...)
	w.mustApply(config)
	w.wantChanges("TaskSet 2", "taskDelPhone", "TaskAdd 4", "TaskSet 1")
	w.csv("list.csv", append(rows, "13800000004,d")...)
	w.mustApply(config)
	w.wantChanges("TaskAdd 1")
	w.wantValue("id", id)
	_, private, _ := strings.Cut(w.resource.StateText(), `{"task":"`)
	private, _, _ = strings.Cut(private, `"`)
	remembered, err := base64.StdEncoding.DecodeString(private)
	if must(t, err); strings.Contains(string(remembered), "hidden_sums") || !strings.Contains(string(remembered), "task_id") {
		t.Error("the sums, from which numbers can be computed, are still in private state")
	}
	w.wantCalledOnce([]string{"13800000000", "13800000001", "13800000002", "13800000003", "13800000004"})
}

// What the first version did not count is taken over by an update, while which the task may end.
func TestTaskOfTheFirstVersionMayEndBeforeItIsMovedOn(t *testing.T) {
	t.Parallel()
	w, config := firstVersion(t)
	plan := w.refreshAndPlan(config)
	must(t, w.mock.ConsoleSetStatus(w.id(), yccalltest.Ended))
	w.nextProcess()
	diags, err := w.resource.Apply(t.Context(), plan)
	must(t, err)
	must(t, protocoltest.Errors(diags))
	w.wantValue("status", "ended")
}

func TestTaskOfTheFirstVersionNeedsConsentToo(t *testing.T) {
	t.Parallel()
	w, config := firstVersion(t)
	first := w.id()
	w.mock.Dial(first, 1)
	config["task_scale"] = "1:3"
	w.wantError(w.apply(config), "This change needs a new task", first)
	w.wantChanges()
	config["skip_called_by"] = []any{first}
	w.mustApply(config)
	w.wantCalledOnce([]string{"13800000000", "13800000001", "13800000002"})
}

// The first version remembered no previous tasks.
func TestTaskOfTheFirstVersionDoesNotCallPeopleOfPreviousTasks(t *testing.T) {
	t.Parallel()
	w, config := firstVersion(t)
	yesterday := w.console(yccalltest.TaskSnapshot{
		Name: "renewals", AssignType: 3, Agent: "renewals-team", Scale: "1:2", Status: yccalltest.Running,
	}, "13800000002", "13800000003")
	w.mock.DialAll(yesterday)
	must(t, w.mock.ConsoleSetStatus(yesterday, yccalltest.Ended))
	rows := []string{"phone", "13800000000", "13800000001", "13800000002"}
	w.csv("list.csv", append(rows, "13800000003")...)
	w.wantError(w.apply(config), "People on the list were called before", yesterday, "1 number")
	w.wantChanges()
	w.csv("list.csv", append(rows, "13800000004")...)
	w.mustApply(config)
	w.wantHeld([]string{"13800000000", "13800000001", "13800000002", "13800000004"})
}

// A creation that the first version began, and that never came into a state, is found under the id that it derived.
func TestCampaignThatTheFirstVersionBeganIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	w, config := firstVersion(t)
	first := w.id()
	w.resource.Forget()
	w.wantError(w.apply(config), "The campaign runs already", first)
	w.wantChanges()
}
