package provider

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// A task that is given no custom task id gets one that is derived from what it is. It is not random, because Terraform
// plans twice and both plans must agree. That has a good side: a campaign whose creation was interrupted is found again
// by the next apply, and a campaign that is declared twice is noticed before it calls everybody twice.

// parameter is one thing that tells a campaign from others: a parameter of the API as it is sent, or a digest.
type parameter struct{ name, value string }

// derivedTaskID is the custom task id of the campaign that has these parameters. It has 31 characters, because some
// servers cut ids behind the 32nd, and no digits, so that nobody who looks for phone numbers in a log finds one in it:
// the letters a to p stand for 0 to 15. Each parameter is written with the length of its value, so that no two lists of
// parameters have the same text:
//
//	assigntype=1:3
//	assignagent=13:renewals-team
//
// Golden tests fix the ids: another encoding would make every campaign anew whose creation was interrupted.
func derivedTaskID(parameters []parameter) string {
	h := sha256.New()
	for _, p := range parameters {
		_, _ = io.WriteString(h, p.name+"="+strconv.Itoa(len(p.value))+":"+p.value+"\n")
	}
	id := []byte("tf-")
	for _, b := range h.Sum(nil)[:14] {
		id = append(id, 'a'+b>>4, 'a'+b&15)
	}
	return string(id)
}

// consentParameters are what a configuration says about calling people again: with another word, it is another campaign.
func consentParameters(callAgain string, skipped []string) []parameter {
	var list []parameter
	if callAgain != "" {
		list = append(list, parameter{"call_again", callAgain})
	}
	for _, id := range slices.Sorted(slices.Values(skipped)) {
		list = append(list, parameter{"skip_called_by", id})
	}
	return list
}

// identifying lists what tells a campaign without a name from others: TaskCreat's parameters that are set, and the digest
// of the list. What is unset is left out, so that a parameter that a later version of the provider knows changes no id.
func identifying(task yccall.CreateTask, listDigest string) []parameter {
	var list []parameter
	text := func(name, value string) {
		if value != "" {
			list = append(list, parameter{name, value})
		}
	}
	number := func(name string, value *int) {
		if value != nil {
			list = append(list, parameter{name, strconv.Itoa(*value)})
		}
	}
	text("assigntype", strconv.Itoa(int(task.AssignType)))
	text("assignagent", task.AssignAgent)
	text("taskscale", task.TaskScale)
	number("concurrent", task.Concurrent)
	text("scheduledtime", task.ScheduledTime)
	text("pausedtime", task.PausedTime)
	text("isscale", task.ScaleMode)
	text("disnumber", strings.Join(task.CallerNumbers, ","))
	text("taskname", task.Name)
	if multi := task.MultiCall; multi != nil {
		text("is_multi_call", "1")
		if multi.Type != nil {
			text("multi_call_type", strconv.Itoa(int(*multi.Type)))
		}
		number("multi_call_max_rounds", multi.MaxRounds)
		number("multi_call_interval", multi.Interval)
	}
	text("numbers_sha256", listDigest)
	return list
}

// deriveTaskID fills in the custom task id of a new task, unless what it is derived from is not known yet. A campaign with a
// name is known by it, whatever else changes.
func (m *outboundTaskModel) deriveTaskID(ctx context.Context) diag.Diagnostics {
	if m.CallAgain.IsUnknown() || !fullyKnown(ctx, m.SkipCalledBy) || m.Name.IsUnknown() {
		return nil
	}
	consent := consentParameters(m.CallAgain.ValueString(), m.skipIDs())
	if name := m.Name.ValueString(); name != "" {
		m.CustomTaskID = types.StringValue(derivedTaskID(append([]parameter{{"taskname", name}}, consent...)))
		return nil
	}
	for _, a := range m.replacingAttributes() {
		if a.name != "custom_task_id" && !fullyKnown(ctx, a.value) {
			return nil
		}
	}
	if m.NumbersSHA.IsUnknown() {
		return nil
	}
	task, diags := m.createTask(ctx)
	if !diags.HasError() {
		m.CustomTaskID = types.StringValue(derivedTaskID(append(identifying(task, m.NumbersSHA.ValueString()), consent...)))
	}
	return diags
}

// firstVersionTaskID is the id that version 1 of this provider derived, from the texts that the framework has for
// values, and from the quick digest of the list. A campaign whose creation it began, and that never reached a state, is on
// the platform under this id.
func (m outboundTaskModel) firstVersionTaskID(listSHA256 string) string {
	h := sha256.New()
	for _, a := range []namedValue{
		{"assign_type", m.AssignType},
		{"assign_agent", m.AssignAgent},
		{"task_scale", m.TaskScale},
		{"name", m.Name},
		{"concurrent", m.Concurrent},
		{"scale_mode", m.ScaleMode},
		{"caller_numbers", m.CallerNumbers},
		{"scheduled_time", m.ScheduledTime},
		{"paused_time", m.PausedTime},
		{"multi_call", m.MultiCall},
	} {
		fmt.Fprintf(h, "%s=%s\n", a.name, a.value)
	}
	fmt.Fprintf(h, "numbers=%s\n", listSHA256)
	return "tf-" + hex.EncodeToString(h.Sum(nil)[:16])
}
