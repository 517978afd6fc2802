package provider

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/sketch"
)

// privateKey is where a task's private state lies.
const privateKey = "task"

// taskPrivate is what the provider remembers of a task beside its state: facts about our last
// writes that no attribute shows. It never holds a number.
type taskPrivate struct {
	lastWritten
	origin
	quickDigests
	// Knowledge is what work on the task has learned of the platform.
	Knowledge campaign.Knowledge `json:"knowledge,omitzero"`
	// UTCOffset is how many seconds the platform's wall clock is ahead of UTC; nil when not known.
	UTCOffset *int64 `json:"utc_offset,omitempty"`
	// ScheduledTime and PausedTime are what the platform has for these attributes of a task that was
	// imported. They hold also where the configuration leaves the attributes out; empty when not known.
	ScheduledTime string `json:"scheduled_time,omitempty"`
	PausedTime    string `json:"paused_time,omitempty"`
	// Imported is true from the import on until the first apply has taken the configuration over.
	Imported bool `json:"imported,omitempty"`
	// ToldToRun is true once the task was told to run, also while it still waits for its scheduled time.
	ToldToRun bool `json:"told_to_run,omitempty"`
	// StartUnconfirmed is true while a task that was told to run, and never confirmed it, is seen not started.
	StartUnconfirmed bool `json:"start_unconfirmed,omitempty"`
	// WasRunning is true when the task ran at the end of the last apply.
	WasRunning bool `json:"was_running,omitempty"`
	// LeftPaused is true while the task has a pause of our own that could not be undone.
	LeftPaused bool `json:"left_paused,omitempty"`
}

// lastWritten is what is remembered of the last work on the task's numbers.
type lastWritten struct {
	// Held is how many numbers the task held after our last write; nil when that is not known, and when a request may
	// still have an effect.
	Held *int64 `json:"held,omitempty"`
	// Listed and OrderDigest are the length of the list as last written, and what is stored of its order-dependent
	// digest. A list that begins with it only needs its end sent.
	Listed      int    `json:"listed,omitempty"`
	OrderDigest string `json:"order_digest,omitempty"`
	// Sketch stands for the time and ext fields of all entries as last written, which the platform does not echo; zero
	// when not known.
	Sketch sketch.Sketch `json:"sketch,omitzero"`
	// UnkeyedSums are what the first version kept instead of Sketch, from which numbers could be computed. They are
	// read, and never written again.
	UnkeyedSums []uint64 `json:"hidden_sums,omitempty"`
	// HalfWritten is what is stored of the digest of the list that numbers were sent of when the change stopped half-way,
	// or severalLists: the time and ext of some are those of that list, and of others still the old ones.
	HalfWritten string `json:"half_written_digest,omitempty"`
}

// quickDigests are what was kept before digests were slow, and numbers of short lists could be found by trying. They are
// read, and never written again.
type quickDigests struct {
	OrderSHA256     string `json:"order_sha256,omitempty"`
	ListSHA256      string `json:"list_sha256,omitempty"`
	HalfWrittenList string `json:"half_written,omitempty"`
}

// see takes note of the status that the platform reports.
func (p *taskPrivate) see(status string) {
	p.StartUnconfirmed = p.StartUnconfirmed && status == statusNotStarted
	p.LeftPaused = p.LeftPaused && status == statusPaused
}

// severalLists stands for more than one list written half-way, one after the other.
const severalLists = "several"

// privateGetter and privateSetter are the framework's private state, whose type is not exported.
type privateGetter interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

type privateSetter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// readPrivate returns what is remembered of a task, or nothing for a task of which nothing is.
func readPrivate(ctx context.Context, from privateGetter) (taskPrivate, diag.Diagnostics) {
	var p taskPrivate
	raw, diags := from.GetKey(ctx, privateKey)
	if diags.HasError() || len(raw) == 0 {
		return p, diags
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		diags.AddError("Damaged private state",
			"What the provider remembers of this task beside its state cannot be read: "+err.Error()+
				".\n\nThe state file was damaged, or written by a newer version of the provider. Nothing was changed on the platform.")
	}
	switch {
	case p.UnkeyedSums == nil:
	case slices.ContainsFunc(p.UnkeyedSums, func(sum uint64) bool { return sum != 0 }):
		p.Sketch = sketch.Unkeyed()
	default:
		p.Sketch = sketch.None()
	}
	p.UnkeyedSums = nil
	return p, diags
}

// readPrivate returns what is remembered of a task. Quick digests become slow ones.
func (r *outboundTaskResource) readPrivate(ctx context.Context, from privateGetter) (taskPrivate, diag.Diagnostics) {
	p, diags := readPrivate(ctx, from)
	quick := p.quickDigests
	p.quickDigests = quickDigests{}
	for _, d := range []struct {
		quick string
		slow  *string
	}{{quick.OrderSHA256, &p.OrderDigest}, {quick.ListSHA256, &p.ListDigest}, {quick.HalfWrittenList, &p.HalfWritten}} {
		switch d.quick {
		case "":
		case severalLists:
			*d.slow = severalLists
		default:
			*d.slow = r.stored(d.quick)
		}
	}
	return p, diags
}

// write keeps p with the state.
func (p taskPrivate) write(ctx context.Context, to privateSetter) diag.Diagnostics {
	raw, err := json.Marshal(p)
	if err != nil {
		var diags diag.Diagnostics
		diags.AddError("Private state not written", err.Error())
		return diags
	}
	return to.SetKey(ctx, privateKey, raw)
}
