package acceptance

import (
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// A provider block that points somewhere else does not find the task. However often a command is repeated there, and although
// Terraform loses what the provider remembers of a tainted task when its replacement fails, the running task stays in state.
func TestAccRunningTaskIsNeverForgottenAtAnotherEndpoint(t *testing.T) {
	t.Parallel()
	const approved, blindly = "-auto-approve", "-refresh=false"
	destroy, replace := []string{"destroy", approved}, []string{"apply", approved, "-replace=" + theCampaign}
	takeOut := []string{"taken out", approved}
	for name, test := range map[string]struct {
		tainted  bool
		commands [][]string
	}{
		"destroyed":                         {false, [][]string{destroy, destroy, append(destroy, blindly)}},
		"replaced":                          {false, [][]string{replace, append(replace, blindly), destroy}},
		"tainted":                           {true, [][]string{destroy, {"apply", approved}, {"apply", approved, blindly}, destroy, takeOut, append(destroy, blindly)}},
		"tainted, and looked for once more": {true, [][]string{{"apply", approved, blindly}, {"apply", approved, "-refresh-only"}, append(destroy, blindly)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := startCampaign(t, `name = "renewals"`)
			other := startPlatform(t, yccalltest.Config{})
			elsewhere := strings.ReplaceAll(r.config, r.platform.URL(), other.URL())
			if test.tainted {
				r.taint(theCampaign)
			}
			for i, command := range test.commands {
				config, refreshes := elsewhere, command[len(command)-1] == "-refresh-only"
				if command[0] == takeOut[0] {
					config, command = providerBlock(other), []string{"apply", approved}
				}
				o := r.run(config, command[0], command[1:]...)
				if o.failed == refreshes {
					t.Errorf("%d: %q failed: %v\n%s", i+1, command, o.failed, o.text)
				}
				if advice := o.shown("terraform state rm|terraform untaint"); strings.HasPrefix(advice, "not shown") {
					t.Errorf("%d: %q does not say how to go on:\n%s", i+1, command, o.text)
				}
				if !strings.Contains(r.state(), r.id) {
					t.Fatalf("%d: %q has forgotten the task:\n%s", i+1, command, o.text)
				}
			}
			r.wantNoError(sent(r.platform)())
			if n := other.Requests("TaskCreat"); n > 0 {
				t.Errorf("%d tasks were made at the other endpoint", n)
			}

			// At the right endpoint it is ended, wherever it was looked for before.
			r.wantSuccess(r.run(r.config, "destroy", approved, blindly))
			if task, _ := r.platform.Task(r.id); task.Status != yccalltest.Ended {
				t.Errorf("the task is %s, want it ended", task.Status)
			}
		})
	}
}
