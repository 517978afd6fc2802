package yccalltest

import (
	"fmt"
	"slices"
	"strings"
)

// DialectName is a habit that a command line can ask for.
type DialectName struct {
	Name string
	Help string // in a few words
	set  func(*Dialect)
}

var dialectNames = []DialectName{
	{"ignore-taskid-filter", "TaskList and TaskInfo ignore taskid",
		func(d *Dialect) { d.IgnoreTaskIDFilter = true }},
	{"ignore-customtaskid-filter", "TaskList and TaskInfo ignore customtaskid",
		func(d *Dialect) { d.IgnoreCustomIDFilter = true }},
	{"ignore-status-filter", "TaskList and TaskInfo ignore status",
		func(d *Dialect) { d.IgnoreStatusFilter = true }},
	{"ignore-paging", "every page of a list is the whole list",
		func(d *Dialect) { d.IgnorePaging = true }},
	{"no-customtaskid-echo", "TaskList rows lack customtaskid",
		func(d *Dialect) { d.NoCustomIDEcho = true }},
	{"null-customtaskid-echo", "TaskList rows have null for customtaskid",
		func(d *Dialect) { d.NullCustomIDEcho = true }},
	{"old-rows", "TaskList rows lack everything added since 2025",
		func(d *Dialect) { d.OldRows = true }},
	{"no-counts", "TaskList rows lack total, called and uncalled",
		func(d *Dialect) { d.NoCounts = true }},
	{"echo-number-extras", "TaskInfo rows have ext and time",
		func(d *Dialect) { d.EchoNumberExtras = true }},
	{"string-ints", "integers are JSON strings",
		func(d *Dialect) { d.StringInts = true }},
	{"int-strings", "short strings of digits are JSON numbers",
		func(d *Dialect) { d.IntStrings = true }},
	{"empty-object-as-array", "{} is written []",
		func(d *Dialect) { d.EmptyObjectAsArray = true }},
	{"empty-array-as-object", "[] is written {}",
		func(d *Dialect) { d.EmptyArrayAsObject = true }},
	{"index-keyed-lists", "lists are written {\"0\":…,\"1\":…}",
		func(d *Dialect) { d.IndexKeyedLists = true }},
	{"bom", "a byte order mark and blanks come before the JSON",
		func(d *Dialect) { d.BOM = true }},
	{"unknown-task-is-error", "listing an unknown taskid is refused",
		func(d *Dialect) { d.UnknownTaskIsError = true }},
	{"silent-dedupe", "a number that the task holds is not stored again",
		func(d *Dialect) { d.SilentDedupe = true }},
	{"single-session", "a log-in ends earlier tokens",
		func(d *Dialect) { d.SingleSession = true }},
	{"normalise-numbers", "numbers are read back without plus sign and leading zeros",
		func(d *Dialect) { d.NormaliseNumbers = true }},
	{"remove-called", "taskDelPhone removes called numbers, too",
		func(d *Dialect) { d.RemoveCalled = true }},
	{"deadline-pauses", "pausedtime pauses a task; otherwise it ends it",
		func(d *Dialect) { d.DeadlinePauses = true }},
	{"refuse-large-pages", "a too large itemsperpage is refused, not lowered",
		func(d *Dialect) { d.RefuseLargePages = true }},
	{"invalid-strings", "invaliddata is a list of strings",
		func(d *Dialect) { d.InvalidData = InvalidStrings }},
	{"invalid-numbers", "invaliddata is a list of JSON numbers",
		func(d *Dialect) { d.InvalidData = InvalidNumbers }},
	{"invalid-indexed", "invaliddata is an object keyed by index",
		func(d *Dialect) { d.InvalidData = InvalidIndexed }},
	{"omit-invalid-data", "there is no invaliddata",
		func(d *Dialect) { d.OmitInvalidData = true }},
}

// DialectNames lists the names that [ParseDialect] knows.
func DialectNames() []DialectName { return slices.Clone(dialectNames) }

// ParseDialect reads a comma-separated list of dialect names, such as "old-rows,string-ints". An empty text is the
// zero Dialect. MaxPageSize has no name.
func ParseDialect(text string) (Dialect, error) {
	var dialect Dialect
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		at := slices.IndexFunc(dialectNames, func(known DialectName) bool { return known.Name == name })
		if at < 0 {
			return Dialect{}, fmt.Errorf("unknown dialect %q", name)
		}
		dialectNames[at].set(&dialect)
	}
	return dialect, nil
}
