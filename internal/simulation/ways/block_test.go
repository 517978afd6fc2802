package ways

import (
	"fmt"
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
)

// block is a resource block that the user has written.
type block struct {
	name        string // of the campaign, which nobody but the user knows if it is nameless
	nameless    bool   // the task gets no name
	source      source // of the list
	patient     bool   // timeouts are long, because the platform is slow
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

// source is where a list comes from.
type source int

const (
	writeOnly source = iota
	inline
	file
)

func (s source) String() string { return [...]string{"write-only", "inline", "a file"}[s] }

// over reports whether the user is done with the campaign.
func (b block) over() bool { return b.desired == "ended" }

// runs reports whether the campaign is to call everybody.
func (b block) runs() bool { return b.desired == "running" || b.desired == "started" }

// csv is the list as text.
func (b block) csv() string { return "phone\n" + strings.Join(b.people, "\n") + "\n" }

// object is the block as Terraform passes it, with values that are not known yet. path is where the list lies, if it is a
// file.
func (b block) object(path string, unknown ...string) protocoltest.Object {
	object := protocoltest.Object{
		"assign_type": "extension_group", "assign_agent": "renewals-team", "task_scale": fmt.Sprintf("1:%d", b.variant+1),
	}
	switch b.source {
	case inline:
		var numbers []any
		for _, person := range b.people {
			numbers = append(numbers, protocoltest.Object{"phone": person})
		}
		object["numbers"] = numbers
	case file:
		object["numbers_file"] = path
	default:
		object["numbers_wo"] = b.csv()
	}
	if !b.nameless {
		object["name"] = b.name
	}
	if b.patient {
		object["timeouts"] = protocoltest.Object{"create": "3h", "read": "3h", "update": "3h", "delete": "3h"}
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
	return fmt.Sprintf("%s (nameless %t) settings %d, id %q, %s, again %q, skip %v, create first %t, %d people, %s: %s",
		b.name, b.nameless, b.variant, b.customID, b.desired, b.again, b.skip, b.createFirst, len(b.people), b.source, strings.Join(b.people, " "))
}

// newBlock makes a campaign up.
func (w *world) newBlock(name string) block {
	b := block{name: name, desired: pick(w, "running", "running", "started", ""), patient: len(w.dialect.Timings) > 0}
	b.nameless = w.chance(w.profile.or(0.1, w.profile.nameless))
	b.source = pick(w, writeOnly, writeOnly, inline, file)
	if w.chance(w.profile.or(0.2, w.profile.ownIDs)) {
		b.customID = w.word("own")
	}
	for range 2 + w.rng.IntN(4) + w.profile.people {
		b.people = append(b.people, w.newPerson(name))
	}
	return b
}

// newPerson makes somebody up who was never on a list, for the list of a campaign.
func (w *world) newPerson(campaign string) string {
	w.people++
	person := fmt.Sprintf("1380%07d", 1_000_000+(w.people*104_729)%9_000_000)
	w.onlooker.owners[person] = campaign
	return person
}
