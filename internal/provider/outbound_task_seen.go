package provider

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
)

// This file has what the process remembers of the objects that it has read, planned and ended. Terraform shows nothing of a
// tainted resource when it plans a new one in its place, whose name and settings may be others: only this memory tells that it
// is the same campaign. When it plans, the task was read just before, and is never shown; when it applies, it was ended just
// before, unless the new one is created first.

// seenTask is a task of a state, as this process has read or ended it; zero for an object of another resource.
type seenTask struct {
	isTask                      bool
	name, listDigest, callAgain string
	// whole is the digest of the list with the people who were left out, skipped are the tasks that had called them.
	whole          string
	skipped        []string
	started, ended bool
	imported       bool      // nobody knows what the task was made with
	at             time.Time // when it was read; zero where reading it has failed
}

// noteRead remembers that an object was read by this process, which plans a change then. Terraform has one process for the
// plan and another one for the apply, and the latter reads nothing: that is how the two are told apart.
func (d *providerData) noteRead(key string) { d.read.Store(key, seenTask{}) }

// wasRead reports whether this process has read an object.
func (d *providerData) wasRead(key string) bool {
	_, read := d.read.Load(key)
	return read
}

// seenAs is what is remembered of a task that was read.
func (m outboundTaskModel) seenAs(p taskPrivate, now time.Time) seenTask {
	callAgain := p.CallAgain
	if p.TaskID == "" {
		callAgain = m.CallAgain.ValueString() // Terraform ends a tainted object without its private state
	}
	return seenTask{
		isTask: true, name: m.Name.ValueString(), listDigest: m.NumbersSHA.ValueString(), callAgain: callAgain, whole: p.ListDigest, skipped: p.Skipped,
		started: m.runStateOf(m, p, now).started(), ended: m.Status.ValueString() == statusEnded, imported: p.Imported, at: time.Now(),
	}
}

// entries are the tasks that are remembered in a map, by their ids.
func entries(m *sync.Map) iter.Seq2[string, seenTask] {
	return func(yield func(string, seenTask) bool) {
		m.Range(func(key, value any) bool {
			id, _ := key.(string)
			t, _ := value.(seenTask)
			return yield(id, t)
		})
	}
}

// showsWithin is how many seconds after reading a task Terraform has shown it at the latest. It does so at once.
const showsWithin = 10

// hidden reports whether Terraform has read a task and does not show it in this plan: it is tainted, or forgotten by a
// removed block.
func (r *outboundTaskResource) hidden(ctx context.Context, id string, t seenTask) bool {
	for range showsWithin {
		if _, planned := r.planned.Load(id); planned {
			return false
		}
		if time.Since(t.at) >= showsWithin*time.Second {
			return true
		}
		if r.wait(ctx, time.Second) != nil {
			return false
		}
	}
	_, planned := r.planned.Load(id)
	return !planned
}

// wasStarted reports whether a task was started, by what this process has read, or else by what is remembered of the task that
// is replaced.
func (d *providerData) wasStarted(id string, old taskPrivate) bool {
	value, _ := d.read.Load(id)
	if t, _ := value.(seenTask); !t.at.IsZero() {
		return t.started
	}
	return id == old.TaskID && (old.Started || old.ToldToRun)
}

// refusal returns why a previous task forbids a new one. Its row may be behind, and show a task not started that was.
func (r *outboundTaskResource) refusal(
	ctx context.Context, e campaign.Previous, old taskPrivate, consent campaign.Consent, list *numberlist.List,
) error {
	err := r.runner.Refusal(ctx, e, consent, list)
	var unstarted *campaign.UnstartedError
	if errors.As(err, &unstarted) && r.wasStarted(e.Task.ID, old) {
		return &campaign.RunsAlreadyError{Task: e.Task}
	}
	return err
}

// findPrevious looks for previous tasks of a campaign that is to be created: on the platform, and among those that this
// process knows. The name and the settings of a task that had ended may have changed in state alone.
func (r *outboundTaskResource) findPrevious(ctx context.Context, plan outboundTaskModel, replaces string, list *numberlist.List) ([]campaign.Previous, error) {
	previous, err := r.runner.FindPrevious(ctx, plan.campaign(ctx, replaces, list))
	if err != nil {
		return nil, err
	}
	known := map[string]bool{replaces: true}
	for _, e := range previous {
		known[e.Task.ID] = true
	}
	for id, t := range r.alike(ctx, plan) {
		if known[id] {
			continue
		}
		known[id] = true
		e, found, err := r.runner.PreviousByID(ctx, id, t.imported || t.callAgain == plan.CallAgain.ValueString())
		if err != nil {
			return nil, err
		}
		if found {
			previous = append(previous, e)
		}
	}
	return previous, nil
}

// alike are tasks that may have called people of the campaign that is planned, by their ids, each with the task that tells.
func (r *outboundTaskResource) alike(ctx context.Context, plan outboundTaskModel) map[string]seenTask {
	found := map[string]seenTask{}
	for id, t := range entries(&r.read) {
		if t.ended && t.sameCampaign(plan) {
			found[id] = t
		}
		if t.replacedBy(plan) && r.hidden(ctx, id, t) {
			t.previous(id, found)
		}
	}
	for id, t := range entries(&r.gone) {
		if t.listDigest == "" || t.replacedBy(plan) { // its list is not known after an import, say: whom it has called is asked
			t.previous(id, found)
		}
	}
	return found
}

// mayBeTainted reports whether a new task may be planned in place of a tainted one: this process has read a task of that
// name, or without one, which Terraform does not show.
func (r *outboundTaskResource) mayBeTainted(ctx context.Context, plan outboundTaskModel) bool {
	for id, t := range entries(&r.read) {
		if t.isTask && t.name == plan.Name.ValueString() && r.hidden(ctx, id, t) {
			return true
		}
	}
	return false
}

// sameCampaign reports whether a task that was read is the campaign that is planned, to the people on its list.
func (t seenTask) sameCampaign(plan outboundTaskModel) bool {
	if t.name != "" || plan.Name.ValueString() != "" {
		return t.name == plan.Name.ValueString()
	}
	return t.listDigest != "" && t.listDigest == plan.NumbersSHA.ValueString()
}

// replacedBy reports whether a task that is tainted, or was just ended, may be the one in whose place a new one is planned: it
// has the same list, before or after people were left out.
func (t seenTask) replacedBy(plan outboundTaskModel) bool {
	digest := plan.NumbersSHA.ValueString()
	return digest != "" && (t.listDigest == digest || t.whole == digest)
}

// previous notes the tasks that have called people of the campaign of this one. While it has not ended, checkHidden looks at it.
func (t seenTask) previous(id string, found map[string]seenTask) {
	for _, skipped := range t.skipped {
		found[skipped] = t
	}
	if t.ended {
		found[id] = t
	}
}

// checkHidden refuses a new task while one that runs has people of its list and is not shown in this plan: the new one may be
// planned in its place.
func (r *outboundTaskResource) checkHidden(ctx context.Context, list *numberlist.List) (diags diag.Diagnostics) {
	for id, t := range entries(&r.read) {
		if !t.started || t.ended || !r.hidden(ctx, id, t) {
			continue
		}
		if list != nil {
			added, known, err := r.runner.Added(ctx, id, list)
			if err == nil && known && added.Count == list.Count {
				continue
			}
		}
		diags.Append(diag.NewAttributeErrorDiagnostic(path.Root("custom_task_id"), "The campaign runs already", fmt.Sprintf(
			"Task %s is in state, was started and has not ended, and may have called people of this list. The plan does not show it: the resource is tainted "+
				"(terraform taint, a failed provisioner) and a new task would take its place, or a removed block forgets it. Nothing was sent: a new task would call them again.\n\n"+
				"To leave the campaign as it is, run \"terraform untaint ADDRESS\" and plan again. If a removed block forgets the task, and the new one is another campaign, "+
				"apply the removed block first.\n\n%s", id, stopFoundAdvice)))
	}
	return diags
}
