package numberlist

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// Entry is one number with what belongs to it: one element of the parameter telphone of App.Sip_Yccall.TaskCreat and
// App.Sip_Yccall.TaskAdd. Zero values are unset and left out of what is sent.
type Entry struct {
	Phone      string // as [phone.Parse] takes it; required
	Time       int64  // unix seconds, 1 to 9,999,999,999; the number is not called after it
	UserID     string // valid UTF-8, at most 4,096 bytes, as the other texts
	MemberID   string
	CustomUUID string
	Ext        string
}

// ZeroTime is the Time of an entry whose time was written as 0. That is refused, as it is in a file, and not unset.
const ZeroTime = math.MinInt64

// field is one of the columns that a list may have.
type field int

const (
	fieldPhone field = iota
	fieldTime
	fieldUserID
	fieldMemberID
	fieldCustomUUID
	fieldExt
	fieldCount
)

// columns names the fields as users write them; the platform spells them without the underscore.
var columns = [fieldCount]string{"phone", "time", "user_id", "member_id", "custom_uuid", "ext"}

func (f field) String() string { return columns[f] }

var columnList = strings.Join(columns[:], ", ")

// fieldNamed finds the field of a header cell or JSON key: in any case, with or without underscores, and with spaces
// around it.
func fieldNamed(name []byte) (field, bool) {
	for f := range fieldCount { // the two exact names need no copy
		if columns[f] == string(name) || wireKeys[f] == string(name) {
			return f, true
		}
	}
	plain := bytes.ReplaceAll(bytes.TrimSpace(name), []byte("_"), nil)
	for f := range fieldCount {
		if strings.EqualFold(wireKeys[f], string(plain)) {
			return f, true
		}
	}
	return 0, false
}

// cells are the values of one row as they were written. A nil or empty cell is unset. They point into the buffer of
// the reader and are valid only until the next row is read.
type cells [fieldCount][]byte

// set reports whether any cell has a value.
func (c *cells) set() bool {
	for f := range c {
		if len(c[f]) > 0 {
			return true
		}
	}
	return false
}

// entry is a row that was found to be right. Its texts are valid only until the next row is read.
type entry struct {
	number phone.Number
	time   int64 // 0 if unset
	texts  [fieldCount - fieldUserID][]byte
}

func (e *entry) text(f field) []byte { return e.texts[f-fieldUserID] }

const (
	maxTextBytes = 4096
	maxTime      = 9_999_999_999
)

// fill takes over the values of row and calls problem for each one that is not as it should be.
func (e *entry) fill(row *cells, problem func(column field, text string)) {
	var err error
	if e.number, err = phone.Parse(row[fieldPhone]); err != nil {
		problem(fieldPhone, err.Error())
	}
	e.time = 0
	if len(row[fieldTime]) > 0 {
		var text string
		if e.time, text = parseTime(row[fieldTime]); text != "" {
			problem(fieldTime, text)
		}
	}
	for f := fieldUserID; f < fieldCount; f++ {
		if len(row[f]) > maxTextBytes {
			problem(f, "is longer than 4,096 bytes")
		}
		e.texts[f-fieldUserID] = row[f]
	}
}

// parseTime reads unix seconds. A time of blanks only is unset. The text says what is wrong, if anything is.
func parseTime(cell []byte) (seconds int64, text string) {
	cell = bytes.TrimSpace(cell)
	for _, c := range cell {
		if c < '0' || c > '9' {
			return 0, "must be unix seconds, in digits only"
		}
		if seconds <= maxTime*1000 {
			seconds = seconds*10 + int64(c-'0')
		}
	}
	switch {
	case len(cell) == 13 && seconds > maxTime:
		return 0, "must be unix seconds; it looks like milliseconds"
	case len(cell) > 0 && seconds == 0, seconds > maxTime:
		return 0, fmt.Sprintf("must be unix seconds from 1 to %d", int64(maxTime))
	}
	return seconds, ""
}

// cells lays the entry out as a row, so that an inline list passes the same checks as a file.
func (e *Entry) cells() cells {
	row := cells{
		fieldPhone:      []byte(e.Phone),
		fieldUserID:     []byte(e.UserID),
		fieldMemberID:   []byte(e.MemberID),
		fieldCustomUUID: []byte(e.CustomUUID),
		fieldExt:        []byte(e.Ext),
	}
	switch e.Time {
	case 0:
	case ZeroTime:
		row[fieldTime] = []byte("0")
	default:
		row[fieldTime] = strconv.AppendInt(nil, e.Time, 10)
	}
	return row
}

// valid reports whether the cells from a field on are UTF-8.
func (c *cells) valid(from field) bool {
	for _, cell := range c[from:] {
		if len(cell) > 0 && !utf8.Valid(cell) {
			return false
		}
	}
	return true
}
