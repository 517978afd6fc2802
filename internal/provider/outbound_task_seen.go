package provider

import (
	"context"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
)

// This file has what the process remembers of the objects that it has read.

// seenTask is a task of a state, as this process has read it.
type seenTask struct {
	name, listDigest, callAgain string
	ended                       bool
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
func (m outboundTaskModel) seenAs(p taskPrivate) seenTask {
	return seenTask{
		name: m.Name.ValueString(), listDigest: m.NumbersSHA.ValueString(), callAgain: p.CallAgain, ended: m.Status.ValueString() == statusEnded,
	}
}

// findPrevious looks for previous tasks of a campaign that is to be created. The name and the settings of a task that had
// ended may have changed in state alone: the platform does not know it by them. Terraform shows nothing of a tainted
// resource when it is planned, but the process has read it just before.
func (r *outboundTaskResource) findPrevious(ctx context.Context, plan outboundTaskModel, replaces string, list *numberlist.List) ([]campaign.Previous, error) {
	previous, err := r.runner.FindPrevious(ctx, plan.campaign(ctx, replaces, list))
	if err != nil {
		return nil, err
	}
	var alike []campaign.Previous
	r.read.Range(func(key, value any) bool {
		id, _ := key.(string)
		t, _ := value.(seenTask)
		known := id == replaces || slices.ContainsFunc(previous, func(e campaign.Previous) bool { return e.Task.ID == id })
		if known || !t.ended || !t.sameCampaign(plan) {
			return true
		}
		var o campaign.Observation
		if o, err = r.runner.Observe(ctx, id, campaign.Knowledge{}); o.Found {
			alike = append(alike, campaign.Previous{Task: o.Task, SameID: t.callAgain == plan.CallAgain.ValueString()})
		}
		return err == nil
	})
	return append(previous, alike...), err
}

// sameCampaign reports whether a task that was read is the campaign that is planned, to the people on its list.
func (t seenTask) sameCampaign(plan outboundTaskModel) bool {
	if t.name != "" || plan.Name.ValueString() != "" {
		return t.name == plan.Name.ValueString()
	}
	return t.listDigest != "" && t.listDigest == plan.NumbersSHA.ValueString()
}
