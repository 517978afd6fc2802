package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

const (
	secretToken = "0123456789abcdef0123456789abcdef"
	secretKey   = "a-secret-access-key"
	secretPhone = "13912345678"
	aTask       = "20261123093007000001"
	whatItMeans = "This is what it means for the campaign."
)

// explained checks a diagnostic: one error with this summary, whose detail has these texts, ends with
// something to do, and holds nothing secret.
func explained(t *testing.T, d diag.Diagnostic, summary string, texts ...string) {
	t.Helper()
	if d.Severity() != diag.SeverityError || d.Summary() != summary {
		t.Errorf("%s: %s, want the error %q", d.Severity(), d.Summary(), summary)
	}
	for _, text := range texts {
		if !strings.Contains(d.Detail(), text) {
			t.Errorf("the detail does not say %q:\n%s", text, d.Detail())
		}
	}
	for _, secret := range []string{secretToken, secretKey, secretPhone} {
		if strings.Contains(d.Summary()+d.Detail(), secret) {
			t.Errorf("something secret is in the diagnostic: %s", d.Detail())
		}
	}
	paragraphs := strings.Split(d.Detail(), "\n\n")
	if len(paragraphs) < 3 {
		t.Errorf("it does not say what happened, what it means and what to do:\n%s", d.Detail())
	}
	for _, p := range paragraphs {
		if p == "" || p[0] >= 'a' && p[0] <= 'z' || !strings.HasSuffix(p, ".") && !strings.Contains(p, "terraform import ") {
			t.Errorf("a paragraph is no sentence: %q", p)
		}
	}
}

func TestFailedCallsAreExplained(t *testing.T) {
	t.Parallel()
	add := func(ctx context.Context, c *yccall.Client) error {
		_, err := c.AddNumbers(ctx, aTask, []byte(`[{"phone":"`+secretPhone+`"}]`))
		return err
	}
	read := func(ctx context.Context, c *yccall.Client) error {
		_, _, err := c.Task(ctx, aTask)
		return err
	}
	fault := func(kind yccalltest.FaultKind) []yccalltest.Fault {
		return []yccalltest.Fault{{Service: "*", Kind: kind, Times: -1, Answer: yccalltest.Answer{Location: "http://192.0.2.1/?" + secretToken}}}
	}
	const repeat = "Run the command again: it looks at what the platform holds before it sends anything."
	for name, test := range map[string]struct {
		faults  []yccalltest.Fault
		call    func(context.Context, *yccall.Client) error
		summary string
		texts   []string
	}{
		"refused":              {fault(yccalltest.BusinessError), add, "TaskAdd was refused", []string{"code 1003", "操作失败", "Correct what it names"}},
		"refused read":         {fault(yccalltest.BusinessError), read, "TaskList was refused", []string{"code 1003"}},
		"no reply":             {fault(yccalltest.CutAfterEffect), add, "the result of TaskAdd is unknown", []string{repeat}},
		"no reply to a read":   {fault(yccalltest.CutAfterEffect), read, "TaskList did not succeed", []string{"Run the command again later"}},
		"server fault":         {fault(yccalltest.HTTP500BeforeEffect), add, "the result of TaskAdd is unknown", []string{"HTTP 500", repeat}},
		"server fault, read":   {fault(yccalltest.Ret500BeforeEffect), read, "TaskList did not succeed", []string{"ret 500", "Run the command again later"}},
		"page of HTML":         {fault(yccalltest.HTMLBodyBeforeEffect), add, "the result of TaskAdd is unknown", []string{"HTML", repeat}},
		"page of HTML, read":   {fault(yccalltest.HTMLBodyBeforeEffect), read, "TaskList answered something else", []string{"HTML", "YCCALL_ENDPOINT", "proxy or a login page"}},
		"redirect":             {fault(yccalltest.Redirect), add, "the endpoint redirects", []string{"192.0.2.1", "Set endpoint"}},
		"token":                {fault(yccalltest.Ret600), add, "the token is not valid", []string{"ret 600", "YCCALL_TOKEN", "app_id and access_key"}},
		"body too large":       {fault(yccalltest.EmptyBody), add, "the request is larger than the server takes", []string{"post_max_size", "ext"}},
		"rejected by a proxy":  {[]yccalltest.Fault{{Service: "*", Kind: yccalltest.HTTP500BeforeEffect, Answer: yccalltest.Answer{HTTPStatus: 403}}}, add, "TaskAdd was rejected", []string{"HTTP 403", "turned away"}},
		"rejected by platform": {nil, func(ctx context.Context, c *yccall.Client) error { _, err := c.AddNumbers(ctx, "", nil); return err }, "TaskAdd was rejected", []string{"ret 400", "Compare endpoint and the values"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mock, err := yccalltest.Start(yccalltest.Config{Tokens: []string{secretToken}})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(mock.Close)
			client, err := yccall.New(yccall.Config{Endpoint: mock.URL(), Token: secretToken})
			if err != nil {
				t.Fatal(err)
			}
			mock.Plant(test.faults...)
			err = test.call(t.Context(), client)
			if err == nil {
				t.Fatal("the call succeeded")
			}
			explained(t, explain("Doing it", err, whatItMeans), "Doing it failed: "+test.summary, append(test.texts, whatItMeans)...)
			// What a campaign adds to an error does not hide what kind it is.
			step := &campaign.StepError{TaskID: aTask, Step: "adding numbers", Err: err}
			explained(t, explain("Doing it", step, whatItMeans), "Doing it failed: "+test.summary, "Adding numbers (task "+aTask+")", whatItMeans)
		})
	}
}

func TestLoginThatFailsIsExplained(t *testing.T) {
	t.Parallel()
	mock, err := yccalltest.Start(yccalltest.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mock.Close)
	client, err := yccall.New(yccall.Config{Endpoint: mock.URL(), AppID: "demo-app", AccessKey: secretKey})
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = client.Task(t.Context(), aTask)
	explained(t, explain("Reading it", err, whatItMeans), "Reading it failed: not authorised", "Check app_id and access_key", "whitelist", whatItMeans)
}

func TestPlatformThatIsNotThereIsExplained(t *testing.T) {
	t.Parallel()
	// Not a port that was free a moment ago: tests that run at the same time take
	// free ports.
	const address = "127.0.0.1:1"
	client, err := yccall.New(yccall.Config{Endpoint: "http://" + address, Token: secretToken})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.AddNumbers(t.Context(), aTask, []byte(`[{"phone":"`+secretPhone+`"}]`))
	explained(t, explain("Doing it", err, whatItMeans), "Doing it failed: the platform cannot be reached", address, "YCCALL_ENDPOINT", whatItMeans)
}

func TestEndOfTimeIsToldFromAnInterruption(t *testing.T) {
	t.Parallel()
	client, err := yccall.New(yccall.Config{Endpoint: "http://127.0.0.1:1", Token: secretToken})
	if err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err = client.Task(cancelled, aTask)
	explained(t, explain("Reading it", err, whatItMeans), "Reading it failed: interrupted", "Run the same command again")

	over, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	_, _, err = client.Task(over, aTask)
	explained(t, explain("Reading it", err, whatItMeans), "Reading it failed: out of time", "timeouts attribute")
}

func TestCampaignErrorsAreExplained(t *testing.T) {
	t.Parallel()
	lost := fmt.Errorf("%w: %w", &yccall.Error{Service: "TaskCreat"}, yccall.ErrMayHaveRun)
	const importIt = "terraform import yccall_outbound_task.NAME "
	for name, test := range map[string]struct {
		err     error
		summary string
		at      string // the attribute it points at
		texts   []string
		not     string // a text that must not be there
	}{
		"exists": {
			&campaign.UnstartedError{Task: yccall.Task{ID: aTask}},
			"The campaign exists already", "custom_task_id",
			[]string{aTask, "never started", "Nothing was created", importIt + aTask, "end it"}, "",
		},
		"undecided": {
			&campaign.UndecidedError{CustomTaskID: "tf-renewals", Cause: lost},
			"Whether the task was created is unknown", "",
			[]string{"TaskCreat", `"tf-renewals" may exist`, "not started", "nobody is called", "nothing was sent a second time", "Apply again", "tainted", "ends it", "terraform destroy"}, aTask,
		},
		"undecided, with a candidate": {
			&campaign.UndecidedError{CustomTaskID: "tf-renewals", Candidate: aTask, Cause: lost},
			"Whether the task was created is unknown", "",
			[]string{"not started", "Task " + aTask, "does not say so for certain", "Compare it", importIt + aTask}, "TASK_ID",
		},
		"reused": {
			&campaign.ReusedTaskError{CustomTaskID: "tf-renewals", TaskID: aTask},
			"The platform did not make a new task", "custom_task_id",
			[]string{"task " + aTask, `"tf-renewals" a second time`, "Nothing was created", "never used"}, "",
		},
		"unreadable": {
			&campaign.UnparsableNumbersError{TaskID: aTask, Count: 3},
			"The task's numbers cannot be compared", "",
			[]string{"3 numbers of task " + aTask, "masked", "Nothing more is sent", "call_again", whatItMeans}, "",
		},
		"one unreadable": {
			&campaign.UnparsableNumbersError{TaskID: aTask, Count: 1},
			"The task's numbers cannot be compared", "", []string{"lists 1 number of task"}, "1 numbers",
		},
		"ended":      {&campaign.EndedError{TaskID: aTask}, "The task has ended", "", []string{aTask, "declare another task", "call_again", whatItMeans}, ""},
		"not listed": {&campaign.NotListedError{TaskID: aTask}, "The task is not listed", "", []string{aTask, "terraform state rm", "calls everybody on the list again", whatItMeans}, ""},
		"unconfirmed": {
			&campaign.UnconfirmedError{TaskID: aTask, Cause: fmt.Errorf("%w: %w", &yccall.Error{Service: "TaskSet"}, yccall.ErrMayHaveRun)},
			"Doing it failed: the result of TaskSet is unknown", "", []string{"he result of TaskSet for task " + aTask, whatItMeans}, "",
		},
		"unsettled": {campaign.ErrOutOfSync, "Doing it failed: see below", "", []string{"keep differing", whatItMeans, "Run the command again"}, ""},
		"unstable":  {fmt.Errorf("TaskInfo: %w", yccall.ErrUnstableListing), "Doing it failed: the list kept changing", "", []string{"changed while it was read", whatItMeans}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, err := range []error{test.err, &campaign.StepError{TaskID: aTask, Step: "adding numbers", Err: test.err}} {
				d := explain("Doing it", err, whatItMeans)
				explained(t, d, test.summary, test.texts...)
				at := ""
				if with, ok := d.(diag.DiagnosticWithPath); ok {
					at = with.Path().String()
				}
				if at != test.at {
					t.Errorf("it points at %q, want %q", at, test.at)
				}
				if test.not != "" && strings.Contains(d.Detail(), test.not) {
					t.Errorf("it says %q:\n%s", test.not, d.Detail())
				}
			}
		})
	}
}

func TestSentenceBeginsLargeAndEndsWithAStop(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"it broke":    "It broke.",
		"It broke.":   "It broke.",
		" it broke ":  "It broke.",
		"是的":          "是的.",
		"élan":        "Élan.",
		"3 broke":     "3 broke.",
		"it broke: x": "It broke: x.",
	} {
		if got := sentence(errors.New(text)); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
