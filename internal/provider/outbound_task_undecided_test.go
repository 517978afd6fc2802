package provider_test

import (
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// The task of a creation that was given up shows only when the run is over. The next apply ends it, and so does a destroy.
func TestTaskOfAnUndecidedCreationIsEndedByTheNextApplyAndByADestroy(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"apply", "apply with another name", "destroy"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Dialer{}, func(w *fixture) {
				config := task(object{"name": "renewals", "numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"})
				w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: yccalltest.HTTP500AfterEffect,
					Timing: yccalltest.Timing{ReplyAfter: time.Second, EffectAfter: 5 * time.Minute}})
				w.wantError(w.apply(config), "Whether the task was created is unknown", "Apply again")
				time.Sleep(5 * time.Minute)
				switch name {
				case "apply":
					w.mustApply(config)
				case "apply with another name":
					config["name"] = "renewals 2"
					w.mustApply(config)
				case "destroy":
					must(t, protocoltest.Errors(w.apply(nil)))
				}
				left, _ := w.mock.Task(w.mock.Tasks()[0].ID)
				if left.Status != yccalltest.Ended || left.EverStarted {
					t.Errorf("the task of the first run is %s (ever started: %v), want it ended", left.Status, left.EverStarted)
				}
			})
		})
	}
}
