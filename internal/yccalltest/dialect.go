package yccalltest

import (
	"cmp"
	"html"
	"math/bits"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Dialect is how a server differs from the newest well-behaved one, which is the zero value.
type Dialect struct {
	Habits Habit // one or more, as in NoCounts | OldRows

	MaxPageSize int   // largest itemsperpage; 0 is 1000
	FailsAbove  int   // a page of more rows ends in HTTP 504; 0 is never
	MaxBody     int64 // the body size in bytes above which a front end answers HTTP 413; 0 is none
	PostMaxSize int64 // the body size in bytes above which PHP drops all fields; 0 is 8 MiB

	MaxCustomID int // the characters of a customtaskid above which it is cut or refused, where it is; 0 is 32

	PhonePrefix string   // numbers are read back with this in front, unless they begin with it
	DropNumbers []string // numbers that begin so are dropped without a word

	Timings     []ServiceTiming // when things happen to requests; of those that match a service the last one counts
	Lag         Lag
	RecentTasks time.Duration // TaskList shows only tasks so young, unless createtime is given; 0 is all
	PurgeAfter  time.Duration // a task is forgotten so long after its end; 0 is never
}

// Lag says how long ago it is what TaskList and TaskInfo show.
type Lag struct {
	Tasks     time.Duration // that there is a task
	Numbers   time.Duration // its numbers, how many there are and which were called
	RunStates time.Duration // its status, and when it started and ended
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
	DropsCountAsSuccess
	CutCustomIDs
	TrimCustomIDs
	FoldCustomIDs
	RefuseLongCustomIDs
	RandomTaskIDs
	TotalWithRejected
	TotalWaiting
	EmptyListIsError
	InfoUncalledOnly
	ScheduleNeedsStart
	NoScheduleEcho
	NoCurrentCalls
	RefuseRemovalOfCalled
	UnknownStatus
	OversizePage
	DropsKeptConnections
	NewNamesNeedLogin
	PlainQueueNames
	PHPWarnings
	ZeroTimes
	CalledIsNow
	SwapNumberFilter
	EscapeNames
	TotalOfPage
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
	{"drops-count-as-success", "success counts numbers that are dropped without a word"},
	{"cut-customtaskids", "a customtaskid is cut to max-customtaskid characters when it is stored"},
	{"trim-customtaskids", "a customtaskid is stored without blanks around it"},
	{"fold-customtaskids", "a customtaskid is stored in lower case, and found in any"},
	{"refuse-long-customtaskids", "a customtaskid of more than max-customtaskid characters is refused with ret 400, as a filter too"},
	{"random-task-ids", "task ids do not grow"},
	{"total-with-rejected", "total counts the rejected numbers as well"},
	{"total-waiting", "total counts only numbers that were not called"},
	{"empty-list-is-error", "an empty list is data.status 1"},
	{"info-uncalled-only", "TaskInfo without status lists only numbers that were not called"},
	{"schedule-needs-start", "scheduledtime is kept only by a task that is created with status=1"},
	{"no-schedule-echo", "TaskList rows lack scheduledtime"},
	{"no-current-calls", "TaskList rows lack currentconcurrent"},
	{"refuse-removal-of-called", "taskDelPhone removes nothing if one of its numbers was called"},
	{"unknown-status", "a running task has status 1029, which no page explains"},
	{"oversize-page", "a body above post_max_size is answered with an HTML page and HTTP 200; otherwise ret 404"},
	{"drops-kept-connections", "a kept-alive connection is closed when the next request arrives, which is not run"},
	{"new-names-need-login", "a token does not know groups that were made after it: code 1010"},
	{"plain-queue-names", "queues for tasks are stored under the name that they are made with; otherwise with autocall_ before it"},
	{"php-warnings", "a warning of PHP comes before the JSON, and a notice behind it"},
	{"zero-times", "times that have not come are 0000-00-00 00:00:00"},
	{"called-is-now", "called counts the calls of now"},
	{"swap-number-filter", "TaskInfo's status 1 asks for called numbers, and 2 for the others"},
	{"escape-names", "TaskList writes names for a page of HTML"},
	{"total-of-page", "totalitems counts the rows of the page"},
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

// has reports whether the server has a habit.
func (d *Dialect) has(habit Habit) bool { return d.Habits&habit != 0 }

// format is how the platform writes a stored number when it is read back.
func (d *Dialect) format(phone string) string {
	if d.has(NormaliseNumbers) {
		if short := strings.TrimLeft(strings.TrimPrefix(phone, "+"), "0"); short != "" {
			phone = short
		}
	}
	if !strings.HasPrefix(phone, d.PhonePrefix) {
		phone = d.PhonePrefix + phone
	}
	return phone
}

// name is how the platform writes the name of a task.
func (d *Dialect) name(name string) string {
	if d.has(EscapeNames) {
		return html.EscapeString(name)
	}
	return name
}

// drops reports whether the platform loses a number without a word.
func (d *Dialect) drops(phone string) bool {
	for _, prefix := range d.DropNumbers {
		if strings.HasPrefix(phone, prefix) {
			return true
		}
	}
	return false
}

// maxCustomID is how long a customtaskid may be where that is limited and nothing else is said.
const maxCustomID = 32

// customID reads a customtaskid as the platform stores it.
func (d *Dialect) customID(p *params) string {
	id, most := p.optional("customtaskid"), cmp.Or(d.MaxCustomID, maxCustomID)
	if d.has(RefuseLongCustomIDs) && utf8.RuneCountInString(id) > most {
		p.refuseValue("customtaskid", "长度应该小于或等于"+strconv.Itoa(most))
	}
	if d.has(TrimCustomIDs) {
		id = strings.TrimSpace(id)
	}
	if d.has(CutCustomIDs) && utf8.RuneCountInString(id) > most {
		id = string([]rune(id)[:most])
	}
	if d.has(FoldCustomIDs) {
		id = strings.ToLower(id)
	}
	return id
}

// customIDFilter reads a customtaskid that is looked for. A column that cuts what is stored does not cut that.
func (d *Dialect) customIDFilter(p *params) string {
	filter := *d
	filter.Habits &^= CutCustomIDs
	id := filter.customID(p)
	if d.has(IgnoreCustomIDFilter) {
		return ""
	}
	return id
}
