package acceptance

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestAccWhatThePlatformRefusesIsOneErrorThatSaysWhatToDo(t *testing.T) {
	t.Parallel()
	type failure struct {
		provider func(endpoint string) string // another provider block
		fault    yccalltest.Fault
		down     bool // nobody listens
		summary  string
		details  []string
	}
	everything := func(kind yccalltest.FaultKind) yccalltest.Fault {
		return yccalltest.Fault{Service: "*", Kind: kind, Times: -1, Answer: yccalltest.Answer{Location: "http://elsewhere.example.com/"}}
	}
	each := func(service string, kind yccalltest.FaultKind) yccalltest.Fault {
		return yccalltest.Fault{Service: service, Kind: kind, Times: -1, Answer: yccalltest.Answer{Code: "1010"}}
	}
	const nothingDone = "Nothing was created and nobody is called."
	const nothingSent = "Nothing was sent." // by the plan, which looks for the campaign and finds out already
	const exists = "was not started and calls nobody"
	for name, f := range map[string]failure{
		"wrong token": {
			provider: func(endpoint string) string {
				return providerWith(endpoint, `token = "ffffffffffffffffffffffffffffffff"`)
			},
			summary: "the token is not valid", details: []string{"TaskList", "ret 600", nothingSent, "YCCALL_TOKEN", "app_id and access_key"},
		},
		"wrong access key": {
			provider: func(endpoint string) string {
				return providerWith(endpoint, `app_id = "demo-app"`, `access_key = "wrong-secret-key"`)
			},
			summary: "not authorised", details: []string{"Login", nothingSent, "app_id and access_key"},
		},
		"unreachable":       {down: true, summary: "the platform cannot be reached", details: []string{"Login", "connection refused", nothingDone, "endpoint (or YCCALL_ENDPOINT)"}},
		"HTML body":         {fault: everything(yccalltest.HTMLBodyBeforeEffect), summary: "Login answered something else", details: []string{nothingDone, "endpoint (or YCCALL_ENDPOINT)", "proxy or a login page"}},
		"redirect":          {fault: everything(yccalltest.Redirect), summary: "the endpoint redirects", details: []string{"http://elsewhere.example.com", nothingDone, "Set endpoint"}},
		"server error":      {fault: everything(yccalltest.HTTP500BeforeEffect), summary: "Login did not succeed", details: []string{"HTTP 500", nothingDone, "again later"}},
		"business error":    {fault: each("TaskCreat", yccalltest.BusinessError), summary: "Whether the task was created is unknown", details: []string{"操作失败", "code 1010", "nobody is called", "ask the platform's operator with the code"}},
		"body too large":    {fault: each("TaskCreat", yccalltest.EmptyBody), summary: "the request is larger than the server takes", details: []string{"TaskCreat", nothingDone, "post_max_size"}},
		"error when adding": {fault: each("TaskAdd", yccalltest.BusinessError), summary: "TaskAdd was refused", details: []string{"code 1010", exists, "tainted", "the next apply ends it"}},
		"error at start":    {fault: each("TaskSet", yccalltest.BusinessError), summary: "TaskSet was refused", details: []string{"code 1010", exists, "tainted"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			platform := startPlatform(t, yccalltest.Config{RecordForms: true, RejectNumber: func(string) bool { return false }})
			endpoint := platform.URL()
			if f.fault.Service != "" {
				platform.Plant(f.fault)
			}
			if f.down {
				endpoint = "http://127.0.0.1:1" // A port that was freed could be another test's by now.
			}
			config := providerWith(endpoint, login)
			if f.provider != nil {
				config = f.provider(endpoint)
			}
			count := 3
			if f.fault.Service == "TaskAdd" {
				count = 10_001
			}
			c := newCommandLine(t)
			o := c.apply(config + taskBlock("campaign", `name = "renewals"`, numbersFile(writeCSV(t, t.TempDir(), "list.csv", phonetest.Phones(0, count)...)), `desired_status = "running"`))
			c.wantOne(o, "error", f.summary, f.details...)
			// The plan says that it could not look for the campaign, where that is what fails.
			for _, d := range o.of("warning") {
				if d.Summary != "Previous tasks of the campaign could not be looked for" {
					t.Errorf("there is a warning beside the error: %q", d)
				}
			}
			wantNoSecret(t, platform, o.text)
			for _, task := range platform.Tasks() {
				if task.EverStarted {
					t.Error("a task was started")
				}
			}
		})
	}
}

func TestAccEndpointThatIsPlainHTTPGivesAWarningUnlessThatIsAccepted(t *testing.T) {
	t.Parallel()
	c := newCommandLine(t)
	// The endpoint has a name, since only loopback may be plain; with a proxy nobody is asked where that is.
	c.env = append(c.env, "HTTP_PROXY=http://127.0.0.1:1", "NO_PROXY=", "no_proxy=")
	config := func(line string) string {
		return providerWith("http://yccall.example.com:8080", login, line) + taskBlock("campaign", inline)
	}
	encryption := func(o result) result {
		// Nobody is there, of which the plan warns as well.
		o.diagnostics = slices.DeleteFunc(o.diagnostics, func(d diagnostic) bool { return strings.HasPrefix(d.Summary, "Previous tasks") })
		return o
	}
	o := encryption(c.plan(config("")))
	c.wantSuccess(o)
	c.wantOne(o, "warning", "travel unencrypted", "https", "allow_http = true", "YCCALL_ALLOW_HTTP")
	if o := encryption(c.plan(config("allow_http = true"))); o.failed || len(o.diagnostics) > 0 {
		t.Errorf("the plan is not without diagnostics:\n%s", o.text)
	}
}

func TestAccPlanWarnsOfWhatWillHaveNoEffect(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := newCommandLine(t)
	late := c.plan(campaign(platform, `numbers = [{ phone = "13800000001", time = 1500000000 }, { phone = "13800000002" }]`))
	c.wantOne(late, "error", "Numbers whose time has passed", "1 number whose time has passed", "index 0")
	wantNoSecret(t, platform, late.of("error")[0].shown())
	idle := c.plan(campaign(platform, inline, `scheduled_time = "2099-12-01 09:00:00"`))
	c.wantSuccess(idle)
	c.wantOne(idle, "warning", "The schedule has no effect yet", "Set desired_status to running")
}

func TestAccSettingsComeFromTheEnvironmentAndTheBlockBeatsIt(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{Tokens: []string{staticToken}})
	for name, test := range map[string]struct {
		env      []string
		provider string
		summary  string // of the error; none if empty
		details  []string
	}{
		"all from the environment": {env: []string{"YCCALL_ENDPOINT=" + platform.URL(), "YCCALL_APP_ID=demo-app", "YCCALL_ACCESS_KEY=demo-key"}},
		"block beats environment":  {env: []string{"YCCALL_ENDPOINT=http://127.0.0.1:1", "YCCALL_APP_ID=other", "YCCALL_ACCESS_KEY=other"}, provider: providerWith(platform.URL(), `token = "`+staticToken+`"`)},
		"two ways": {
			env:      []string{"YCCALL_ENDPOINT=" + platform.URL(), "YCCALL_APP_ID=demo-app", "YCCALL_TOKEN=" + staticToken},
			provider: "provider \"yccall\" {}\n",
			summary:  "Two ways to authenticate", details: []string{"YCCALL_TOKEN", "YCCALL_APP_ID and YCCALL_ACCESS_KEY"},
		},
		"malformed switch": {
			env:      []string{"YCCALL_ENDPOINT=" + platform.URL(), "YCCALL_TOKEN=" + staticToken, "YCCALL_ALLOW_HTTP=maybe"},
			provider: "provider \"yccall\" {}\n",
			summary:  "Malformed YCCALL_ALLOW_HTTP", details: []string{"true or false"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCommandLine(t)
			c.env = append(c.env, test.env...)
			config := test.provider + taskBlock("campaign", inline, fmt.Sprintf("name = %q", name))
			if test.summary != "" {
				c.wantOne(c.plan(config), "error", test.summary, test.details...)
				return
			}
			c.wantSuccess(c.apply(config))
		})
	}
}
