package yccall

import "strconv"

// TaskStatus is the run state of a task, as the platform's TaskList codes it.
// Any other code stands for itself; zero means that the server sent none, or
// sent something that is not a number.
type TaskStatus int

// The documented run states.
const (
	StatusNotStarted TaskStatus = 1025
	StatusRunning    TaskStatus = 1026
	StatusPaused     TaskStatus = 1027
	StatusEnded      TaskStatus = 1028
)

// String returns "not_started", "running", "paused" or "ended", "unknown" for
// zero, and the digits of any other code.
func (s TaskStatus) String() string {
	switch s {
	case StatusNotStarted:
		return "not_started"
	case StatusRunning:
		return "running"
	case StatusPaused:
		return "paused"
	case StatusEnded:
		return "ended"
	case 0:
		return "unknown"
	}
	return strconv.Itoa(int(s))
}

// filterCode returns the code that TaskList's status filter has for s: it
// numbers the same states differently. ok is false for undocumented states.
func (s TaskStatus) filterCode() (code int, ok bool) {
	code = int(s - StatusNotStarted)
	return code, code >= 0 && code <= 3
}
