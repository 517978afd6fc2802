package acceptance

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func TestAccNoNumberIsRecoveredFromTheFilesOfAPlanAndAState(t *testing.T) {
	t.Parallel()
	platform := startPlatform(t, yccalltest.Config{})
	c, text := newCommandLine(t), "phone,ext\n"+phonetest.Phone(1)+",card\n"
	list, err := numberlist.Check(t.Context(), numberlist.Text(text), numberlist.CheckOptions{})
	must(t, err)
	c.wantSuccess(c.run(campaign(platform, numbersFile(writeFile(t, c.dir, "list.csv", text))), "plan", "-out=saved"))
	c.wantSuccess(c.runAsItIs("apply", "saved"))
	for name, content := range map[string]string{"plan": unzipped(t, filepath.Join(c.dir, "saved")), "state": c.state()} {
		if !strings.Contains(content, "numbers_sha256") {
			t.Errorf("the %s holds no digest", name)
		}
		if found := phonetest.Recovered(content, []string{phonetest.Phone(1)}, list.SHA256, list.OrderSHA256); len(found) > 0 {
			t.Errorf("somebody who has the %s finds %v", name, found)
		}
	}
}
