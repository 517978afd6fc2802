package yccalltest

import (
	"fmt"
	"math/bits"
	"strings"
)

// Dialect is how a server differs from the newest well-behaved one, which is the zero value.
type Dialect struct {
	Habits Habit // one or more, as in NoCounts | OldRows

	MaxPageSize int // largest itemsperpage; 0 is 1000
}

// Habit is a set of habits of older servers, of PHP and of what stands before it. They combine freely.
type Habit uint64

// The habits. What each does says [Habit.Help].
const (
	IgnoreTaskIDFilter Habit = 1 << iota
	IgnoreCustomIDFilter
	IgnoreStatusFilter
	IgnorePaging
	NoCustomIDEcho
	NullCustomIDEcho
	OldRows
	NoCounts
	EchoNumberExtras
	StringInts
	IntStrings
	EmptyObjectAsArray
	EmptyArrayAsObject
	IndexKeyedLists
	BOM
	UnknownTaskIsError
	SilentDedupe
	SingleSession
	NormaliseNumbers
	RemoveCalled
	DeadlinePauses
	RefuseLargePages
	InvalidStrings
	InvalidNumbers
	InvalidIndexed
	OmitInvalidData
)

// habits has the name and the meaning of each habit, in the order of the constants.
var habits = [...]struct{ name, help string }{
	{"ignore-taskid-filter", "TaskList and TaskInfo ignore taskid"},
	{"ignore-customtaskid-filter", "TaskList and TaskInfo ignore customtaskid"},
	{"ignore-status-filter", "TaskList and TaskInfo ignore status"},
	{"ignore-paging", "every page of a list is the whole list"},
	{"no-customtaskid-echo", "TaskList rows lack customtaskid"},
	{"null-customtaskid-echo", "TaskList rows have null for customtaskid"},
	{"old-rows", "TaskList rows lack everything added since 2025"},
	{"no-counts", "TaskList rows lack total, called and uncalled"},
	{"echo-number-extras", "TaskInfo rows have ext and time"},
	{"string-ints", "integers are JSON strings"},
	{"int-strings", "strings of up to 15 digits are JSON numbers"},
	{"empty-object-as-array", "{} is written []"},
	{"empty-array-as-object", "[] is written {}"},
	{"index-keyed-lists", "lists are written {\"0\":…,\"1\":…}"},
	{"bom", "a byte order mark and blanks come before the JSON"},
	{"unknown-task-is-error", "listing an unknown taskid is refused"},
	{"silent-dedupe", "a number that the task holds is accepted and not stored again"},
	{"single-session", "a log-in ends earlier tokens"},
	{"normalise-numbers", "numbers are read back without plus sign and leading zeros"},
	{"remove-called", "taskDelPhone removes called numbers, too"},
	{"deadline-pauses", "pausedtime pauses a task; otherwise it ends it"},
	{"refuse-large-pages", "a too large itemsperpage is refused, not lowered"},
	{"invalid-strings", "invaliddata is a list of strings; otherwise of the items as they were sent"},
	{"invalid-numbers", "invaliddata is a list of JSON numbers where they can be"},
	{"invalid-indexed", "invaliddata is an object keyed by the index of the item in the request"},
	{"omit-invalid-data", "there is no invaliddata"},
}

// Habits lists all habits in the order of their constants.
func Habits() []Habit {
	all := make([]Habit, len(habits))
	for i := range habits {
		all[i] = 1 << i
	}
	return all
}

// String returns the names of the habits, separated by commas.
func (h Habit) String() string {
	var names []string
	for ; h != 0; h &= h - 1 {
		names = append(names, habits[bits.TrailingZeros64(uint64(h))].name)
	}
	return strings.Join(names, ",")
}

// Help says in a few words what a single habit is.
func (h Habit) Help() string { return habits[bits.TrailingZeros64(uint64(h))].help }

// ParseHabits is the reverse of [Habit.String]: it reads a list such as "old-rows,string-ints".
func ParseHabits(text string) (Habit, error) {
	var set Habit
	for name := range strings.SplitSeq(text, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		known := false
		for i, habit := range habits {
			if habit.name == name {
				set |= 1 << i
				known = true
			}
		}
		if !known {
			return 0, fmt.Errorf("unknown habit %q", name)
		}
	}
	return set, nil
}

// has reports whether the server has a habit.
func (d *Dialect) has(habit Habit) bool { return d.Habits&habit != 0 }

// format is how the platform writes a stored number when it is read back.
func (d *Dialect) format(phone string) string {
	if !d.has(NormaliseNumbers) {
		return phone
	}
	short := strings.TrimLeft(strings.TrimPrefix(phone, "+"), "0")
	if short == "" {
		return phone
	}
	return short
}
