package provider

import (
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// origin is what is remembered of how a task came to be, in private state.
type origin struct {
	// TaskID is the task itself: a replacement is planned without its state, and is told this much.
	TaskID string `json:"task_id,omitempty"`
	// CallAgain is the call_again that the task was made with, or that the first apply after an import took over.
	CallAgain string `json:"call_again,omitempty"`
	// Skipped are the tasks whose people were left out, also those that the configuration does not name any more.
	Skipped []string `json:"skipped,omitempty"`
	// KnowsPrevious is true for a task whose creation has asked for previous tasks and remembers them (Knowledge.Previous).
	KnowsPrevious bool `json:"knows_previous,omitempty"`
	// ListDigest is what is stored of the digest of the list as last written, with the people who were left out.
	ListDigest string `json:"list_digest,omitempty"`
	// Started is true once the platform showed that the task was started.
	Started bool `json:"started,omitempty"`
	// Place is where the task was made.
	Place place `json:"place,omitzero"`
	// Undecided is set where it is not known whether the task was made; then it has no id.
	Undecided *undecidedCreation `json:"undecided,omitempty"`
}

// note takes over what a row tells of the task.
func (o *origin) note(task yccall.Task) {
	o.TaskID, o.Started = task.ID, o.Started || campaign.Started(task)
}

// recall takes over what the state tells of a task whose private state is lost: Terraform hands over none of a tainted task that
// is made anew, and stores none if that fails.
func (o *origin) recall(state outboundTaskModel) {
	if o.TaskID == "" {
		o.TaskID, o.CallAgain, o.Skipped = state.ID.ValueString(), state.CallAgain.ValueString(), state.skipIDs()
	}
}

// callsAgain reports whether call_again says that everybody may be called again: a value that is not the one that the task
// was made with. Taking it out changes nothing.
func (m outboundTaskModel) callsAgain(p taskPrivate) bool {
	return isSet(m.CallAgain) && m.CallAgain.ValueString() != p.CallAgain && !p.Imported
}

// consent is what a task was made with.
func (p taskPrivate) consent() consent { return consent{callAgain: p.CallAgain, imported: p.Imported} }

// skipIDs are the known elements of skip_called_by.
func (m outboundTaskModel) skipIDs() []string {
	var ids []string
	for _, id := range stringElements(m.SkipCalledBy) {
		if isSet(id) {
			ids = append(ids, id.ValueString())
		}
	}
	return ids
}

// skipped are the tasks whose people are left out: those of the configuration, and those that were left out before, until
// a new call_again.
func (m outboundTaskModel) skipped(p taskPrivate) []string {
	ids := m.skipIDs()
	if !m.callsAgain(p) {
		ids = append(ids, p.Skipped...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
