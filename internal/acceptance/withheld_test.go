package acceptance

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestAccWriteOnlyTextReachesThePlatformAndNoFile(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c := newCommandLine(t)
	config := func(phones ...string) string {
		// What depends on an ephemeral value may only go where nothing is kept.
		return "variable \"list\" {\ntype = string\nephemeral = true\ndefault = \"phone\\n" + strings.Join(phones, "\\n") + "\\n\"\n}\n" +
			campaign(platform, `numbers_wo = var.list`, `desired_status = "running"`)
	}
	c.wantSuccess(c.run(config(phonetest.Phones(0, 4)...), "plan", "-out=saved"))
	c.wantSuccess(c.run(config(phonetest.Phones(0, 4)...), "apply", "saved"))
	c.wantAtRest(config(phonetest.Phones(0, 4)...))
	c.wantNoError(sent(platform, "TaskCreat status 0, 4 numbers", "TaskSet 1")())

	o := c.apply(config(phonetest.Phones(1, 5)...))
	c.wantSuccess(o)
	if o.actions[theCampaign] != "update" {
		t.Errorf("the plan is to %q, want an update", o.actions[theCampaign])
	}
	c.wantNoError(sent(platform, "TaskSet 2", "taskDelPhone, 1 numbers", "TaskAdd, 2 numbers", "TaskSet 1")())
	c.wantNoError(holds(platform, phonetest.Phones(1, 5)...)())
	files := map[string]string{"the state": c.state(), "the saved plan": c.show("saved")}
	for name, content := range files {
		if found := phoneIn(platform, content); found != "" {
			t.Errorf("%s holds the number %s", name, found)
		}
	}
}

func TestAccDoNotCallListIsWithheldAndLaterAdditionsAreWithdrawn(t *testing.T) {
	t.Parallel()
	r := startCampaign(t)
	list := writeCSV(t, t.TempDir(), "withheld.csv", phonetest.Phone(1), phonetest.Phone(99))
	config := campaign(r.platform, numbersFile(r.list), `desired_status = "running"`, fmt.Sprintf("do_not_call_file = %q", list))

	r.wantPlanned(r.apply(config), "update")
	r.wantNoError(sent(r.platform, "TaskSet 2", "taskDelPhone, 1 numbers", "TaskSet 1")())
	r.wantNoError(holds(r.platform, phonetest.Phone(0), phonetest.Phone(2), phonetest.Phone(3), phonetest.Phone(4), phonetest.Phone(5))())
	r.wantAtRest(config)
	if state := r.state(); !strings.Contains(state, `"excluded_count": 1`) {
		t.Errorf("the state does not count the withheld number:\n%s", state)
	}
}
