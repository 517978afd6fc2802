package provider_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

const redialType = "yccall_outbound_task_redial"

// dialledTask is a task in this state, all of whose numbers were called: of every four two were
// connected, one was missed by the customer and one by the agent.
func (w *fixture) dialledTask(status yccalltest.TaskStatus, numbers int) string {
	w.Helper()
	id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{Status: yccalltest.Running}, phones(0, numbers)[1:]...)
	must(w.T, err)
	w.mock.DialAll(id)
	must(w.T, w.mock.ConsoleSetStatus(id, status))
	return id
}

// planAction plans an action and checks that nothing is changed by that.
func (w *fixture) planAction(typeName string, config object) []*tfprotov6.Diagnostic {
	w.Helper()
	diags, err := w.core.PlanAction(w.Context(), typeName, config)
	must(w.T, err)
	w.wantChanges()
	return diags
}

// invoke runs an action.
func (w *fixture) invoke(typeName string, config object) ([]string, []*tfprotov6.Diagnostic) {
	w.Helper()
	progress, diags, err := w.core.InvokeAction(w.Context(), typeName, config)
	must(w.T, err)
	return progress, diags
}

// wantCalls checks how often a service was called.
func (w *fixture) wantCalls(service string, want int) {
	w.Helper()
	if n := w.mock.Requests(service); n != want {
		w.Errorf("%s was called %d times, want %d", service, n, want)
	}
}

// wantProgress checks that one of the progress messages has all these texts.
func (w *fixture) wantProgress(progress []string, texts ...string) {
	w.Helper()
	for _, message := range progress {
		found := true
		for _, text := range texts {
			found = found && strings.Contains(message, text)
		}
		if found {
			return
		}
	}
	w.Errorf("no progress message has %q: %q", texts, progress)
}

func TestRedialIsAnnouncedInThePlanAndSentOnce(t *testing.T) {
	t.Parallel()
	for answerType, want := range map[string]struct {
		text  string
		again int
	}{
		"":          {"calls 8 numbers again, of people who were called.", 8},
		"all":       {"calls 8 numbers again, of people who were called.", 8},
		"caller":    {"calls 2 numbers again, of people whose call the agent did not answer.", 2},
		"callee":    {"calls 2 numbers again, of people who did not answer.", 2},
		"connected": {"calls 4 numbers again, of people who were spoken to.", 4},
	} {
		t.Run(answerType, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.dialledTask(yccalltest.Ended, 8)
			config := object{"task_id": id}
			if answerType != "" {
				config["answer_type"] = answerType
			}
			w.wantWarning(w.planAction(redialType, config), "Calling people again", id, "ended, 8 of 8 numbers called", want.text)
			progress, diags := w.invoke(redialType, config)
			must(t, protocoltest.Errors(diags))
			w.wantProgress(progress, id, want.text)
			w.wantProgress(progress, "The platform took it")
			w.wantCalls("taskCall", 1)
			if n := w.mock.DialAll(id); n != want.again {
				t.Errorf("%d people were called again, want %d", n, want.again)
			}
		})
	}
}

func TestRedialParametersReachThePlatformAsTheyAreSet(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{RecordForms: true})
	id := w.dialledTask(yccalltest.Ended, 4)
	_, diags := w.invoke(redialType, object{"task_id": id})
	must(t, protocoltest.Errors(diags))
	w.mock.DialAll(id)
	_, diags = w.invoke(redialType, object{
		"task_id": id, "answer_type": "callee", "start": true,
		"scheduled_time": "2099-12-01 09:00:00", "paused_time": "2099-12-01 18:00:00",
	})
	must(t, protocoltest.Errors(diags))
	must(t, w.mock.ConsoleSetStatus(id, yccalltest.Running))
	w.mock.DialAll(id)
	progress, diags := w.invoke(redialType, object{"task_id": id, "start": false})
	must(t, protocoltest.Errors(diags))
	w.wantProgress(progress, "as soon as it is started")

	var sent []map[string]string
	for _, form := range w.mock.Forms("taskCall") {
		parameters := map[string]string{}
		for name := range form {
			if name != "token" && name != "service" {
				parameters[name] = form.Get(name)
			}
		}
		sent = append(sent, parameters)
	}
	want := []map[string]string{
		{"taskid": id},
		{"taskid": id, "answertype": "callee", "status": "1", "scheduledtime": "2099-12-01 09:00:00", "pausedtime": "2099-12-01 18:00:00"},
		{"taskid": id, "status": "0"},
	}
	if diff := cmp.Diff(want, sent); diff != "" {
		t.Errorf("parameters of taskCall (-want +got):\n%s", diff)
	}
}

func TestRedialWhoseReplyIsLostIsNotSentAgain(t *testing.T) {
	t.Parallel()
	for name, lost := range map[string]struct {
		before yccalltest.TaskStatus
		kind   yccalltest.FaultKind
		seen   bool // the effect can be seen
	}{
		"took effect on an ended task":     {before: yccalltest.Ended, kind: yccalltest.CutAfterEffect, seen: true},
		"took effect on a paused task":     {before: yccalltest.Paused, kind: yccalltest.HTTP500AfterEffect, seen: true},
		"took effect on a running task":    {before: yccalltest.Running, kind: yccalltest.TruncatedJSON},
		"took no effect on an ended task":  {before: yccalltest.Ended, kind: yccalltest.CutBeforeEffect},
		"took no effect on a running task": {before: yccalltest.Running, kind: yccalltest.HTMLBodyBeforeEffect},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			id := w.dialledTask(lost.before, 4)
			w.mock.Plant(yccalltest.Fault{Service: "taskCall", Kind: lost.kind})
			_, diags := w.invoke(redialType, object{"task_id": id})
			if lost.seen {
				must(t, protocoltest.Errors(diags))
			} else {
				w.wantError(diags, "Whether people are called again is unknown",
					id, "4 of 4 numbers called", "not sent a second time", "Do not simply run the action again", "TaskInfo")
				for _, d := range diags {
					if strings.Contains(d.Detail, "Run the command again") {
						t.Errorf("the error invites to call people twice:\n%s", d.Detail)
					}
				}
			}
			w.wantCalls("taskCall", 1)
		})
	}
}

func TestRedialThatCannotBeIsNotSent(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	unlisted := object{"task_id": "20260101000000000001"}
	w.wantError(w.planAction(redialType, unlisted), "No such task", "20260101000000000001")
	_, diags := w.invoke(redialType, unlisted)
	w.wantError(diags, "No such task")

	id, err := w.mock.ConsoleCreate(yccalltest.TaskSnapshot{}, "13800000001")
	must(t, err)
	w.wantWarning(w.planAction(redialType, object{"task_id": id}), "Nobody to call again", id)
	_, diags = w.invoke(redialType, object{"task_id": id})
	must(t, protocoltest.Errors(diags))
	w.wantWarning(diags, "Nobody to call again")
	w.wantCalls("taskCall", 0)

	id = w.dialledTask(yccalltest.Ended, 4)
	w.mock.Plant(yccalltest.Fault{Service: "taskCall", Kind: yccalltest.BusinessError})
	_, diags = w.invoke(redialType, object{"task_id": id})
	w.wantError(diags, "taskCall was refused", "calls nobody", "code 1003")
	w.wantCalls("taskCall", 1)
}

func TestRedialIsCheckedAtPlan(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	id := w.dialledTask(yccalltest.Ended, 4)
	for summary, config := range map[string]object{
		"Invalid Attribute Value Match":        {"task_id": "two, tasks"},
		"The task would stop before it starts": {"task_id": id, "scheduled_time": "2026-12-01 09:00:00", "paused_time": "2026-12-01 09:00:00"},
		"Malformed time":                       {"task_id": id, "scheduled_time": "2026-02-30 09:00:00"},
	} {
		w.wantError(w.planAction(redialType, config), summary)
	}
	w.wantError(w.planAction(redialType, object{"task_id": id, "answer_type": "nobody"}), "Invalid Attribute Value Match")
	w.wantWarning(w.planAction(redialType, object{"task_id": id, "start": false, "paused_time": "2026-12-01 09:00:00"}), "The schedule has no effect")
	// The task may be made by the same run: what is not known yet is checked when the action runs.
	if diags := w.planAction(redialType, object{"task_id": protocoltest.Unknown, "answer_type": protocoltest.Unknown, "start": protocoltest.Unknown}); len(diags) != 0 {
		t.Errorf("values that are not known give %v", diags)
	}
	w.mock.Plant(yccalltest.Fault{Service: "TaskInfo", Kind: yccalltest.Ret500BeforeEffect, Times: -1})
	w.wantWarning(w.planAction(redialType, object{"task_id": id, "answer_type": "callee"}), "Calling people again", "could not be read")
}
