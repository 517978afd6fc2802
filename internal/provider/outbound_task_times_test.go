package provider_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// TestTimesThatHavePassedAreAnErrorForWhoIsNewOnly: who is new would be lost, and a running campaign must stay plannable.
func TestTimesThatHavePassedAreAnErrorForWhoIsNewOnly(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	now := w.mock.Now()
	at := func(later time.Duration) string { return strconv.FormatInt(now.Add(later).Unix(), 10) }
	const title = "Numbers whose time has passed"
	config := task(object{"numbers_file": w.csv("list.csv", "phone,time", "13800000001,"+at(-time.Minute)), "desired_status": "running"})
	w.wantError(w.apply(config), title, "1 number", "line 2", "or leave the time out")
	w.wantChanges()
	skipping := task(object{"numbers_file": config["numbers_file"], "desired_status": "running", "on_bad_rows": "skip"})
	w.wantWarning(w.refreshAndPlan(skipping).Diagnostics, title, "line 2")

	w.csv("list.csv", "phone,time", "13800000001,"+at(time.Minute), "13800000002,"+at(time.Hour))
	w.mustApply(config)
	w.mock.Advance(2 * time.Minute)
	w.wantWarning(w.refreshAndPlan(config).Diagnostics, title, "1 number", "line 2")

	w.csv("list.csv", "phone,time", "13800000001,"+at(time.Minute), "13800000002,"+at(time.Hour), "13800000003,"+at(time.Second))
	w.wantError(w.apply(config), title, "1 number", "line 4", "terraform destroy -refresh=false")
	w.csv("list.csv", "phone,time", "13800000001,"+at(time.Minute), "13800000003,"+at(time.Hour))
	w.wantWarning(w.mustApply(config), title, "line 2")
}
