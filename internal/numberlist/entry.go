package numberlist

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// Entry is one number with what belongs to it: one element of the parameter telphone of App.Sip_Yccall.TaskCreat and
// App.Sip_Yccall.TaskAdd. Zero values are unset and left out of what is sent.
type Entry struct {
	Phone      string // as [phone.Read] takes it; required
	Time       int64  // unix seconds, from 2001 on; the number is not called after it
	UserID     string // valid UTF-8, at most 4,096 bytes, as the other texts; without control characters, as the other ids
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

	fieldIgnored  field = -1
	fieldNameless field = -2 // a column without a name, which should have no values
)

// columns names the fields as users write them; the platform spells them without the underscore.
var columns = [fieldCount]string{"phone", "time", "user_id", "member_id", "custom_uuid", "ext"}

func (f field) String() string { return columns[f] }

// fieldNamed finds the field of a header cell or JSON key: in any case, with or without underscores, and with blanks or
// invisible characters around it.
func fieldNamed(name []byte) (field, bool) {
	for f := range fieldCount { // the two exact names need no copy
		if columns[f] == string(name) || wireKeys[f] == string(name) {
			return f, true
		}
	}
	plain := strings.ReplaceAll(phone.Trim(string(name)), "_", "")
	for f := range fieldCount {
		if strings.EqualFold(wireKeys[f], plain) {
			return f, true
		}
	}
	return fieldIgnored, false
}

// cells are the values of one row as they were written. A nil or empty cell is unset. They point into the buffer of
// the reader and are valid only until the next row is read.
type cells [fieldCount][]byte

// entry is a row that was found to be right. Its texts are valid only until the next row is read.
type entry struct {
	number phone.Number
	time   int64 // 0 if unset
	texts  [fieldCount - fieldUserID][]byte
	hidden bool // the row is not shown in its workbook
}

// textBytes is how long the texts are together.
func (e *entry) textBytes() int {
	return len(e.texts[0]) + len(e.texts[1]) + len(e.texts[2]) + len(e.texts[3])
}

func (e *entry) text(f field) []byte { return e.texts[f-fieldUserID] }

const maxTextBytes = 4096

// fill takes over the values of row and calls problem for each one that is not as it should be. If phoneOnly is true,
// the other values do not matter. isPlain is false if one of those that matter may be something else than UTF-8.
func (e *entry) fill(row *cells, phoneOnly bool, problem func(column field, fault *phone.Fault, detail string)) (isPlain bool) {
	var err error
	if e.number, err = phone.Read(row[fieldPhone]); err != nil {
		var wrong *phone.Error
		switch {
		case !errors.As(err, &wrong):
		case namesPhones(string(row[fieldPhone])):
			problem(fieldPhone, faultHeaderAgain, "")
		default:
			problem(fieldPhone, wrong.Fault, wrong.Error())
		}
	}
	e.time = 0
	if phoneOnly {
		return true
	}
	if len(row[fieldTime]) > 0 {
		var fault *phone.Fault
		if e.time, fault = parseTime(row[fieldTime]); fault != nil {
			problem(fieldTime, fault, "")
		}
	}
	isPlain = true
	for f := fieldUserID; f < fieldCount; f++ {
		value := row[f]
		if len(value) > 0 {
			plain := isPrintableASCII(value)
			if f != fieldExt {
				value = trim(value)
				if !plain && hasControl(value) {
					problem(f, faultControl, "")
				}
			}
			isPlain = isPlain && plain
		}
		if len(value) > maxTextBytes {
			problem(f, faultTextLong, "")
		}
		e.texts[f-fieldUserID] = value
	}
	return isPlain
}

// isPrintableASCII looks at eight bytes at a time. Nearly all texts are, and need no other look then.
func isPrintableASCII(text []byte) bool {
	const each, high = 0x0101010101010101, 0x8080808080808080
	for ; len(text) >= 8; text = text[8:] {
		// The high bit of a byte is set by what is not ASCII, by the loan of a byte below a blank, and by adding 1 to 0x7f.
		if eight := binary.LittleEndian.Uint64(text); (eight|(eight-each*' ')|(eight+each))&high != 0 {
			return false
		}
	}
	for _, c := range text {
		if c < ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// trim is phone.Trim without a copy.
func trim(value []byte) []byte {
	if first, last := value[0], value[len(value)-1]; first > ' ' && first < utf8.RuneSelf && last > ' ' && last < utf8.RuneSelf {
		return value
	}
	text := string(value)
	inner := phone.Trim(text)
	start := strings.Index(text, inner)
	return value[start : start+len(inner)]
}

func hasControl(value []byte) bool {
	for i, c := range value {
		if c < ' ' || c == 0x7f {
			return true
		}
		if c >= utf8.RuneSelf {
			return bytes.ContainsFunc(value[i:], unicode.IsControl)
		}
	}
	return false
}

// parseTime reads unix seconds, or a date of RFC 3339, whose offset says which moment is meant. A time of blanks only is
// unset.
func parseTime(cell []byte) (seconds int64, fault *phone.Fault) {
	digits := true
	for _, c := range cell {
		if c < '0' || c > '9' {
			digits = false
			break
		}
		if seconds <= maxTime*1000 {
			seconds = seconds*10 + int64(c-'0')
		}
	}
	if !digits {
		text := phone.Trim(string(cell))
		if text == "" {
			return 0, nil
		}
		if len(text) < len(cell) {
			return parseTime([]byte(text))
		}
		return parseDate(text)
	}
	switch {
	case seconds >= minTime && seconds <= maxTime:
		return seconds, nil
	case isCompactDate(string(cell)):
		return 0, faultTimeNoOffset
	case len(cell) >= 13:
		return 0, faultTimeMillis
	case len(cell) == 5 && seconds >= 20_000:
		return 0, faultTimeSerial
	default:
		return 0, faultTimeRange
	}
}

// dateForm recognises what is a date, in whatever form, and offset the end of one that says which moment is meant.
var (
	dateForm = regexp.MustCompile(`(?i)^([a-z]{3,9}\.?,? +)?([0-9]{1,4}[-/. 年]+([0-9]{1,2}|[a-z]{3,9})[-/. 月,]+[0-9]{1,4}|[0-9]{1,2}月[0-9]{1,2}日|[a-z]{3,9} +[0-9]{1,2}[ ,])`)
	offset   = regexp.MustCompile(`(?i)(z|(utc|gmt)([+-][0-9:]+)?|:[0-9]{2}(\.[0-9]+)? ?[+-][0-9]{2}:?([0-9]{2})?)( *\(.*\))?$`)
)

// isCompactDate recognises a date that is written without anything between its parts, of this century.
func isCompactDate(digits string) bool {
	const layout = "20060102150405"
	if n := len(digits); n != 8 && n != 12 && n != 14 || !strings.HasPrefix(digits, "20") {
		return false
	}
	_, err := time.Parse(layout[:len(digits)], digits)
	return err == nil
}

func parseDate(text string) (seconds int64, fault *phone.Fault) {
	if t, err := time.Parse(time.RFC3339, strings.ToUpper(text)); err == nil {
		if seconds := t.Unix(); seconds >= minTime && seconds <= maxTime {
			return seconds, nil
		}
		return 0, faultTimeRange
	}
	switch {
	case dateForm.MatchString(text) && offset.MatchString(text):
		return 0, faultTimeOther
	case dateForm.MatchString(text):
		return 0, faultTimeNoOffset
	case looksShortened([]byte(text)):
		return 0, faultTimeRounded
	}
	if days, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64); err == nil && days >= 20_000 && days < 100_000 {
		return 0, faultTimeSerial
	}
	return 0, faultTimeForm
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

// invalid returns the first cell from a field on that is not UTF-8.
func (c *cells) invalid(from field) []byte {
	for _, cell := range c[from:] {
		if len(cell) > 0 && !utf8.Valid(cell) {
			return cell
		}
	}
	return nil
}
