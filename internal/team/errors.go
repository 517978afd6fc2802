package team

import "github.com/yccall/terraform-provider-yccall/internal/yccall"

// ExistsError says that something of the name is there already. It was not touched.
type ExistsError struct {
	// What is "extension group night", for example.
	What string
	// Name is what the platform calls it.
	Name string
}

func (e *ExistsError) Error() string { return e.What + " exists already" }

// UnknownError says that a change was sent and that nobody knows whether it was or will be done.
type UnknownError struct {
	What  string
	Cause error
}

func (e *UnknownError) Error() string {
	return "whether " + e.What + " was changed is unknown: " + e.Cause.Error()
}

// Unwrap returns what became of the request.
func (e *UnknownError) Unwrap() error { return e.Cause }

// NotShownError says that the platform confirmed a change and does not show it.
type NotShownError struct {
	What string
	// Look is why the platform could not be read; nil if it was, and shows something else.
	Look error
	// New are names that are listed since then, one of which may be what the platform made of the name.
	New []string
}

func (e *NotShownError) Error() string {
	text := "the platform confirmed the change of " + e.What + " and does not show it"
	if e.Look != nil {
		text += ": " + e.Look.Error()
	}
	return text
}

// Unwrap returns why the platform could not be read.
func (e *NotShownError) Unwrap() error { return e.Look }

// InUseError says that a task that has not ended uses what was to be deleted.
type InUseError struct {
	What string
	Task yccall.Task
}

func (e *InUseError) Error() string { return e.What + " is used by task " + e.Task.ID }
