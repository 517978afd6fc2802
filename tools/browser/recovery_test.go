package browser

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const campaign = `
terraform {
  required_providers {
    yccall = { source = "yccall/yccall" }
  }
}
provider "yccall" {}
resource "yccall_outbound_task" "renewals" {
  name           = "Renewals of December"
  custom_task_id = "renewals-2026-12"
  assign_type    = "extension_group"
  assign_agent   = "renewals-team"
  task_scale     = "1:2"
  numbers_file   = "${path.module}/renewals.csv"
  desired_status = "running"
}
`

// The reply to TaskCreat is lost, and the provider finds the task, starts it and sends nothing again.
func TestPageShowsALostReplyAndItsRecovery(t *testing.T) {
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if cli == "" {
		t.Skip("TF_ACC_TERRAFORM_PATH names no CLI")
	}
	programs, dir := build(t), t.TempDir()
	var list strings.Builder
	list.WriteString("phone\n")
	for i := range 1000 {
		fmt.Fprintf(&list, "+4477009%05d\n", i)
	}
	for name, text := range map[string]string{
		"main.tf": campaign, "renewals.csv": list.String(),
		"dev.tfrc": fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"yccall/yccall\" = %q\n  }\n  direct {}\n}\n", programs),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	address := startMock(t, programs, "-fault", "TaskCreat:1:cut-after-effect", "-dialer", "at-once=200,call-time=20s-60s")
	p := &page{t, chromium(t)}
	p.look(1280, "light")
	p.run("opening the page", chromedp.Navigate(address))

	apply := exec.CommandContext(t.Context(), cli, "apply", "-input=false", "-auto-approve", "-no-color")
	apply.Dir = dir
	apply.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(dir, "dev.tfrc"), "CHECKPOINT_DISABLE=1", "YCCALL_ENDPOINT="+address, "YCCALL_TOKEN=token")
	if out, err := apply.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}

	p.wait("calls that go on", `document.querySelector(".counts .ringing")?.textContent === "200 in a call"`)
	control(t, address, "advance", map[string]string{"by": "50s"})
	p.wait("progress", `Number(document.querySelector("[role=progressbar]").getAttribute("aria-valuenow")) >= 100`)
	p.picture("recovery")
	const requests = `[...document.querySelectorAll("#requests li")].reverse().map(r => r.textContent)`
	if got := p.text(requests + `.filter(r => r.includes("TaskCreat")).length + " " + document.querySelectorAll("article").length`); got != "1 1" {
		t.Errorf("requests and campaigns: %s, want one of each", got)
	}
	if got := p.text(requests + `.filter(r => r.includes("fault: cut-after-effect") || r.includes("now running")).map(r => r.includes("fault")).join()`); got != "true,false" {
		t.Errorf("the lost reply and the start are shown as %s", got)
	}
	control(t, address, "advance", map[string]string{"by": "1h"})
	p.wait("everybody called", `document.querySelector("[role=progressbar]").getAttribute("aria-valuenow") === "1000"`)
	p.wait("the end", `document.querySelector("article").className === "ended"`)
}
