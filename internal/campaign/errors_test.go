package campaign_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

func TestErrorsNameTheTaskAndKeepTheirCause(t *testing.T) {
	t.Parallel()
	const id = "20261123093007000001"
	for _, test := range []struct {
		err   error
		texts []string
		cause error
	}{
		{&campaign.UnstartedError{Task: yccall.Task{ID: id}}, []string{id, "never started"}, nil},
		{&campaign.RunsAlreadyError{Task: yccall.Task{ID: id, Status: yccall.StatusPaused}}, []string{id, "is paused"}, nil},
		{&campaign.CalledBeforeError{Task: yccall.Task{ID: id}, Again: 3}, []string{id, "3 people"}, nil},
		{&campaign.UndecidedError{CustomTaskID: "tf-renewals", Cause: errLost}, []string{`"tf-renewals"`, "not known", errLost.Error()}, errLost},
		{&campaign.ReusedTaskError{CustomTaskID: "tf-renewals", TaskID: id}, []string{id, "existed before"}, nil},
		{&campaign.EndedError{TaskID: id}, []string{id, "has ended"}, nil},
		{&campaign.NotListedError{TaskID: id}, []string{id, "does not list"}, nil},
		{&campaign.UnparsableNumbersError{TaskID: id, Count: 3}, []string{id, "3 numbers"}, nil},
		{&campaign.UnconfirmedError{TaskID: id, Cause: errLost}, []string{id, "TaskSet", "unknown", errLost.Error()}, errLost},
		{&campaign.RedialUnknownError{TaskID: id, Cause: errLost}, []string{id, "taskCall", "unknown", errLost.Error()}, errLost},
		{&campaign.StepError{TaskID: id, Step: "adding numbers", Err: errRefused}, []string{id, "adding numbers", errRefused.Error()}, errRefused},
		{&campaign.UnprovenError{CustomTaskID: "tf-renewals"}, []string{`"tf-renewals"`}, nil},
	} {
		for _, text := range test.texts {
			if !strings.Contains(test.err.Error(), text) {
				t.Errorf("%T does not say %q: %v", test.err, text, test.err)
			}
		}
		if test.cause != nil && !errors.Is(test.err, test.cause) {
			t.Errorf("%T hides its cause", test.err)
		}
	}
}
