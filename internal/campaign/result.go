package campaign

import (
	"github.com/yccall/terraform-provider-yccall/internal/sketch"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Result is how a task stands after work on it. It is filled as far as the work came, also when an error is returned with
// it.
type Result struct {
	TaskID string
	// Rejected holds what the platform did not accept (invaliddata): the phone number, or the entry's JSON where no phone
	// can be made out. Personal data.
	Rejected []string
	// Held is how many numbers the task counts; -1 if not known.
	Held int64
	// InSync is true when the task holds exactly the wanted numbers that the platform accepts. While it is not, a request may
	// still have an effect, and the next work on the task waits for that.
	InSync bool
	// Untouched is true when an Update has failed before it has sent anything.
	Untouched bool
	// Task is the task's row as last seen; Seen is false when it was never seen.
	Task yccall.Task
	Seen bool
	// UnechoedDoubt is true when numbers were sent and the work was not finished: which of them have the time and ext of
	// this list, and which those of an earlier one, is not known.
	UnechoedDoubt bool
	// StartUnconfirmed is true when the start was sent and can be neither confirmed nor refuted.
	StartUnconfirmed bool
	// Unfindable is true when the platform does not show the new task under its custom task id.
	Unfindable bool
	Called     Called
	Knowledge  Knowledge
	// Sketch is what is to be remembered of the list's time and ext fields; zero unless InSync.
	Sketch sketch.Sketch
}

// Knowledge is what work on a task has learned of the platform. It is remembered with the task.
type Knowledge struct {
	// Format is how the platform writes numbers; nil when it is not known.
	Format *Format `json:"format,omitempty"`
	// CountByListing is true when the row of the task counts something else than its numbers, so that they are counted by
	// TaskInfo.
	CountByListing bool `json:"count_by_listing,omitempty"`
	// Previous are the ids of tasks of the same campaign that have ended, and had called nobody who was on the list when
	// this task was made. Whoever is put on the list later may be one of those whom they have called.
	Previous []string `json:"previous,omitempty"`
}
