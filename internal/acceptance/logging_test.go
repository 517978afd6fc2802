package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// The CLI writes only what the provider logs when TF_LOG_PROVIDER alone is set, so the whole file is
// the provider's.
func TestAccLogOfAWholeCampaignHoldsNoNumberAndNoSecret(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{RecordForms: true})
	c, dir := newCommandLine(t), t.TempDir()
	log := filepath.Join(dir, "provider.log")
	c.env = append(c.env, "TF_LOG_PROVIDER=TRACE", "TF_LOG_PATH="+log)
	entries := func(phones []string) string {
		return writeFile(t, dir, "list.csv", "phone,user_id,ext\n"+strings.Join(phones, ",secret-customer,secret-ext\n")+",secret-customer,secret-ext\n")
	}
	config := campaign(platform, numbersFile(entries(append(phonetest.Phones(0, 10_005), rejectedPhone(1)))), `
  desired_status = "running"
  caller_numbers = ["13800090001"]`)
	inlineTask := taskBlock("inline", `numbers = [{ phone = "13800080001", user_id = "secret-customer" }, { phone = "00000008001" }]`)

	// A campaign that has seen most kinds of trouble.
	platform.Plant(
		yccalltest.Fault{Service: "TaskList", Kind: yccalltest.Ret600, KillToken: true},
		yccalltest.Fault{Service: "TaskCreat", Kind: yccalltest.CutAfterEffect},
		yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.TruncatedJSON},
		yccalltest.Fault{Service: "TaskSet", Kind: yccalltest.HTMLBodyAfterEffect},
	)
	c.wantSuccess(c.apply(config + inlineTask))
	entries(phonetest.Phones(3, 10_007))
	platform.Plant(yccalltest.Fault{Service: "taskDelPhone", Kind: yccalltest.BusinessError, Times: -1})
	c.wantOne(c.apply(config+inlineTask), "error", "taskDelPhone was refused", "code 1003")
	platform.ClearFaults()
	c.wantSuccess(c.apply(config + inlineTask))
	c.wantSuccess(c.destroy(config + inlineTask))

	content, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	text := string(content)
	for _, service := range []string{"Login", "TaskList", "TaskInfo", "TaskCreat", "TaskAdd", "taskDelPhone", "TaskSet"} {
		if !strings.Contains(text, "service="+service) {
			t.Errorf("the log says nothing of %s", service)
		}
	}
	wantNoSecret(t, platform, text)
	for _, private := range []string{"secret-customer", "secret-ext"} {
		if strings.Contains(text, private) {
			t.Errorf("the log holds %s", private)
		}
	}
}
