package provider_test

import (
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestCreateStartsTheTaskLast(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mustApply(task(object{"numbers_file": w.csv("list.csv", phones(0, 5)...), "desired_status": "running"}))

	if got := w.theTask(); got.Status != yccalltest.Running || got.Total != 5 {
		t.Errorf("the task is %+v", got)
	}
	calls := w.mock.Requests("TaskInfo")
	w.wantChanges("TaskCreat 5", "TaskSet 1")
	if started := w.theTask().Params.Get("status"); started != "0" {
		t.Errorf("TaskCreat was sent with status %q, want 0", started)
	}
	// One page of them tells how the platform writes them.
	if calls != 1 {
		t.Errorf("the numbers were listed %d times, though no reply was in doubt", calls)
	}
	w.wantValue("status", "running")
	w.wantValue("number_count", int64(5))
	w.wantValue("invalid_count", int64(0))
}

func TestRejectedNumbersEndInInvalidData(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	w.mustApply(task(object{"numbers_file": w.csv("list.csv", append(phones(0, 3), "00013800001", "00013800002")...)}))
	w.wantValue("invalid_count", int64(2))
	w.wantValue("number_count", int64(5))
	w.wantValue("status", "not_started")
}

func TestCreateIsSentOnceWhenItsReplyIsLost(t *testing.T) {
	t.Parallel()
	for _, kind := range yccalltest.FaultKinds() {
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			w := newAbandoningFixture(t)
			w.mock.Plant(yccalltest.Fault{Service: "TaskCreat", Kind: kind, Answer: yccalltest.Answer{Location: "http://127.0.0.1:1/"}, KeepPart: 2})
			config := task(object{"numbers_file": w.csv("list.csv", append(phones(0, 6), "00013800001")...), "desired_status": "running"})
			first := w.apply(config)
			if err := protocoltest.Errors(first); err != nil {
				t.Logf("first apply: %v", err)
				w.mustApply(config)
			}
			w.wantValue("invalid_count", int64(1))
			running := 0
			for _, task := range w.mock.Tasks() {
				if task.Status != yccalltest.Ended {
					running++
				}
			}
			if running != 1 {
				t.Errorf("%d tasks have not ended, want 1", running)
			}
			if most := w.mock.MostSubmitted(w.id()); most > 2 {
				t.Errorf("a number was submitted %d times", most)
			}
		})
	}
}

// TestLengthOfACustomTaskIDIsCountedInCharacters has ids in Chinese, whose characters have three bytes each.
func TestLengthOfACustomTaskIDIsCountedInCharacters(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		id             string
		warns, refused bool
	}{
		{id: "二〇二六年十二月华东区老客户续约提醒外呼活动第一批名单"}, // 27 characters
		{id: strings.Repeat("续", 32)},
		{id: strings.Repeat("续", 33), warns: true},
		{id: strings.Repeat("续", 64), warns: true},
		{id: strings.Repeat("续", 65), refused: true},
		{id: strings.Repeat("x", 64), warns: true},
		{id: strings.Repeat("x", 65), refused: true},
	} {
		w := newFixture(t, yccalltest.Config{})
		config := task(object{"numbers_file": w.csv("list.csv", phones(0, 1)...), "custom_task_id": test.id})
		if test.refused {
			w.wantError(w.apply(config), "Invalid Attribute Value Length", "between 1 and 64")
			w.wantChanges()
			continue
		}
		if diags := w.mustApply(config); test.warns {
			w.wantWarning(diags, "A long custom_task_id", "keep only 32")
		} else if len(diags) > 0 {
			t.Errorf("it says %q", diags[0].Summary)
		}
		if got := w.theTask().CustomID; got != test.id {
			t.Errorf("the platform has the id %q, want %q", got, test.id)
		}
	}
}
