package provider_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// wholeQueue is a queue with everything set.
func wholeQueue(changes object) object {
	return merged(object{
		"name": "sales", "remark": "r", "strategy": "priority", "announce_frequency": int64(1), "ring_delay": int64(2), "max_wait_time": int64(3),
		"with_no_agent_time": int64(4), "no_agent_rejoining_time": int64(5), "discard_time": int64(6),
	}, changes)
}

// queue is the queue that the tests make.
func (w *fixture) queue() yccalltest.Queue {
	w.Helper()
	queues := w.mock.Catalogue().Queues
	if len(queues) != 2 {
		w.Fatalf("there are %d queues", len(queues))
	}
	return queues[1]
}

func n(value int) *int { return &value }

func TestQueueHasTheNameThatThePlatformStores(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		habits yccalltest.Habit
		config object
		stored string
	}{
		"with the prefix":    {config: object{"name": "sales", "remark": "r"}, stored: "autocall_sales"},
		"written with it":    {config: object{"name": "autocall_sales", "remark": "r"}, stored: "autocall_sales"},
		"without it":         {habits: yccalltest.PlainQueueNames, config: object{"name": "sales", "remark": "r"}, stored: "sales"},
		"not for tasks":      {config: object{"name": "sales", "remark": "r", "autocall": false}, stored: "sales"},
		"named like another": {config: object{"name": "queue-1", "remark": "r", "autocall": false}, stored: "queue-1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTeamFixture(t, queueResource, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: test.habits}})
			w.mustApply(test.config)
			wantEqual(t, "queue", w.queue(), yccalltest.Queue{Name: test.stored, Remark: "r", Strategy: 1})
			wantEqual(t, "identity", w.resource.Identity(), object{"stored_name": test.stored})
			w.wantValue("stored_name", test.stored)
			w.wantValue("name", test.config["name"])

			// Under whichever name it is imported, the configuration stays as it is.
			for _, id := range []string{test.stored, w.resource.Value("name").(string)} {
				w.resource.Forget()
				w.imported(id)
				if plan := w.refreshAndPlan(test.config); plan.Action == protocoltest.Replace {
					t.Errorf("imported as %s it is made anew", id)
				}
				w.mustApply(test.config)
			}
			wantEqual(t, "changes", w.mock.Requests("EditQueue"), 0)
			must(t, protocoltest.Errors(w.destroy()))
			wantEqual(t, "queues", len(w.mock.Catalogue().Queues), 1)
		})
	}
}

func TestQueueChangesInPlace(t *testing.T) {
	t.Parallel()
	w := newTeamFixture(t, queueResource, yccalltest.Config{})
	w.mustApply(wholeQueue(nil))
	settings := yccalltest.QueueSettings{AnnounceFreq: n(1), RingDelay: n(2), MaxWaitTime: n(3), WithNoAgentTime: n(4), NoAgentRejoiningTime: n(5), DiscardTime: n(6)}
	want := yccalltest.Queue{Name: "autocall_sales", Remark: "r", Strategy: 8, QueueSettings: settings}
	if diff := cmp.Diff(want, w.queue()); diff != "" {
		t.Errorf("made (-want +got):\n%s", diff)
	}
	for attribute, value := range map[string]any{
		"remark": "s", "strategy": "random", "announce_frequency": int64(11), "ring_delay": int64(12), "max_wait_time": int64(0),
		"with_no_agent_time": int64(14), "no_agent_rejoining_time": int64(15), "discard_time": int64(16),
	} {
		config := wholeQueue(object{attribute: value})
		wantEqual(t, "plan for "+attribute, w.refreshAndPlan(config).Action, protocoltest.Update)
		w.mustApply(config)
		w.mustApply(wholeQueue(nil))
	}
	if diff := cmp.Diff(want, w.queue()); diff != "" {
		t.Errorf("changed and changed back (-want +got):\n%s", diff)
	}
	wantEqual(t, "queues made", w.mock.Requests("AddQueue"), 1)
	wantEqual(t, "changes", w.mock.Requests("EditQueue"), 1+2*8)

	// What was changed in the console is a difference if it is set, and none if it is not.
	w.inConsole(func(c *yccalltest.Catalogue) {
		c.Queues[1].RingDelay, c.Queues[1].Strategy, c.Queues[1].Remark = n(99), 2, "s"
	})
	wantEqual(t, "plan", w.refreshAndPlan(wholeQueue(nil)).Action, protocoltest.Update)
	w.mustApply(wholeQueue(nil))
	if diff := cmp.Diff(want, w.queue()); diff != "" {
		t.Errorf("put right (-want +got):\n%s", diff)
	}
	w.mock.ResetJournal()
	w.mustApply(object{"name": "sales", "remark": "r"})
	w.inConsole(func(c *yccalltest.Catalogue) { c.Queues[1].RingDelay, c.Queues[1].Strategy = n(99), 2 })
	w.mustApply(object{"name": "sales", "remark": "r"})
	wantEqual(t, "changes of what is left to the platform", w.mock.Requests("EditQueue"), 0)
}

func TestQueueWhoseSettingsFailIsFinishedOrMadeAgain(t *testing.T) {
	t.Parallel()
	w := newTeamFixture(t, queueResource, yccalltest.Config{})
	w.mock.Plant(yccalltest.Fault{Service: "EditQueue", Kind: yccalltest.CutBeforeEffect, Times: -1})
	w.wantError(w.apply(wholeQueue(nil)), "Whether the queue was changed is unknown", "App.Sip_Queue.GetQueueList")
	if !w.resource.Exists() {
		t.Fatal("the queue that was made is not in state")
	}
	w.mock.ClearFaults()
	w.resource.Untaint()
	w.mustApply(wholeQueue(nil))
	wantEqual(t, "queues made", w.mock.Requests("AddQueue"), 1)

	// A change that failed stays a change.
	w.mock.Plant(yccalltest.Fault{Service: "EditQueue", Kind: yccalltest.BusinessError, Times: -1})
	w.wantError(w.apply(wholeQueue(object{"ring_delay": int64(9)})), "EditQueue was refused")
	w.mock.ClearFaults()
	wantEqual(t, "plan", w.refreshAndPlan(wholeQueue(object{"ring_delay": int64(9)})).Action, protocoltest.Update)
	w.mustApply(wholeQueue(object{"ring_delay": int64(9)}))
}
