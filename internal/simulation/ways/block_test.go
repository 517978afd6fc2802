package ways

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
)

// block is a resource block that the user has written.
type block struct {
	name        string // of the campaign
	variant     int    // stands for all that only a new task can change
	customID    string // custom_task_id, or empty
	desired     string // desired_status, or empty
	again       string // call_again, or empty
	skip        []string
	people      []string
	createFirst bool // lifecycle { create_before_destroy = true }
}

func (b block) clone() block {
	b.skip, b.people = slices.Clone(b.skip), slices.Clone(b.people)
	return b
}

// over reports whether the user is done with the campaign.
func (b block) over() bool { return b.desired == "ended" }

// runs reports whether the campaign is to call everybody.
func (b block) runs() bool { return b.desired == "running" || b.desired == "started" }

// object is the block as Terraform passes it, with values that are not known yet.
func (b block) object(unknown ...string) protocoltest.Object {
	object := protocoltest.Object{
		"assign_type": "extension_group", "assign_agent": "renewals-team", "task_scale": fmt.Sprintf("1:%d", b.variant+1),
		"name": b.name, "numbers_wo": "phone\n" + strings.Join(b.people, "\n") + "\n",
	}
	for name, text := range map[string]string{"custom_task_id": b.customID, "desired_status": b.desired, "call_again": b.again} {
		if text != "" {
			object[name] = text
		}
	}
	if len(b.skip) > 0 {
		var ids []any
		for _, id := range b.skip {
			ids = append(ids, id)
		}
		object["skip_called_by"] = ids
	}
	for _, name := range unknown {
		if object[name] != nil {
			object[name] = protocoltest.Unknown
		}
	}
	return object
}

func (b block) String() string {
	return fmt.Sprintf("%s settings %d, id %q, %s, again %q, skip %v, create first %t, %d people: %s",
		b.name, b.variant, b.customID, b.desired, b.again, b.skip, b.createFirst, len(b.people), strings.Join(b.people, " "))
}

// newBlock makes a campaign up.
func (w *world) newBlock(name string) block {
	b := block{name: name, desired: pick(w, "running", "running", "started", "")}
	if w.chance(w.profile.or(0.2, w.profile.ownIDs)) {
		b.customID = w.word("own")
	}
	for range 2 + w.rng.IntN(4) {
		b.people = append(b.people, w.newPerson())
	}
	return b
}

// newPerson makes somebody up who was never on a list.
func (w *world) newPerson() string {
	w.people++
	return fmt.Sprintf("1380%07d", 1_000_000+(w.people*104_729)%9_000_000)
}
