package yccalltest

import "strings"

// Dialect collects habits of older servers and of PHP. They combine freely; the zero value has none of them.
type Dialect struct {
	IgnoreTaskIDFilter   bool // TaskList and TaskInfo ignore taskid
	IgnoreCustomIDFilter bool // TaskList and TaskInfo ignore customtaskid
	IgnoreStatusFilter   bool // TaskList and TaskInfo ignore status
	IgnorePaging         bool // every page of a list is the whole list

	NoCustomIDEcho   bool // TaskList rows lack customtaskid
	NullCustomIDEcho bool // TaskList rows have null for customtaskid
	OldRows          bool // TaskList rows lack everything that was added since 2025
	NoCounts         bool // TaskList rows lack total, called and uncalled
	EchoNumberExtras bool // TaskInfo rows have ext and time

	StringInts         bool // every integer is a JSON string
	IntStrings         bool // strings of up to 15 digits without a leading zero are JSON numbers (task ids are longer)
	EmptyObjectAsArray bool // {} is written []
	EmptyArrayAsObject bool // [] is written {}
	IndexKeyedLists    bool // a list that is not empty is written {"0":…,"1":…}
	BOM                bool // a byte order mark and blanks come before the JSON

	UnknownTaskIsError bool // TaskList and TaskInfo refuse an unknown taskid with data.status 1; otherwise an empty list
	SilentDedupe       bool // a number that the task holds already is counted as accepted and not stored again
	SingleSession      bool // a log-in ends the tokens of earlier log-ins
	NormaliseNumbers   bool // numbers are read back without a leading plus sign and without leading zeros
	RemoveCalled       bool // taskDelPhone removes numbers that were called already, too
	DeadlinePauses     bool // a task is paused at its pausedtime; otherwise it ends
	RefuseLargePages   bool // itemsperpage above MaxPageSize is refused with ret 400; otherwise it is lowered

	MaxPageSize int // largest itemsperpage; 0 is 1000

	InvalidData     InvalidDataShape // what the elements of invaliddata look like
	OmitInvalidData bool             // TaskCreat and TaskAdd reply without invaliddata
}

// InvalidDataShape says how rejected numbers are written into invaliddata. The vendor's pages do not show one.
type InvalidDataShape int

const (
	// InvalidObjects writes the items as they were sent, in a list.
	InvalidObjects InvalidDataShape = iota
	// InvalidStrings writes a list of phone numbers as strings.
	InvalidStrings
	// InvalidNumbers writes a list of phone numbers as JSON numbers where they can be.
	InvalidNumbers
	// InvalidIndexed writes an object keyed by the index of the item in the request, as a PHP loop leaves it behind.
	InvalidIndexed
)

// spelling is how the platform writes a stored number when it is read back.
func (d Dialect) spelling(phone string) string {
	if !d.NormaliseNumbers {
		return phone
	}
	short := strings.TrimLeft(strings.TrimPrefix(phone, "+"), "0")
	if short == "" {
		return phone
	}
	return short
}
