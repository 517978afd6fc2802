package yccalltest

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// maxNumbers is how many numbers one request may carry.
const maxNumbers = 10_000

// submission is one element of telphone.
type submission struct {
	phone     string
	details   *details
	raw       string // the element as it was sent
	index     int
	malformed bool // not an object with a usable phone and time
	fate      fate
}

// fate is what becomes of a submission.
type fate uint8

const (
	taken    fate = iota
	rejected      // it goes to invaliddata
	dropped       // it is not stored, and nobody is told
)

// item is the wire form of an element. phone and time come as JSON strings and as numbers, so they are decoded late.
type item struct {
	Phone      any `json:"phone"`
	Time       any `json:"time"`
	UserID     any `json:"userid"`
	MemberID   any `json:"memberid"`
	CustomUUID any `json:"customuuid"`
	Ext        any `json:"ext"`
}

var errTelphone = errors.New("telphone is not a JSON array")

// parseTelphone reads the JSON array of TaskCreat and TaskAdd, element by element. It stops soon after maxNumbers: the
// request is refused then anyway.
func parseTelphone(text string) ([]submission, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if opening, err := decoder.Token(); err != nil || opening != json.Delim('[') {
		return nil, errTelphone
	}
	var submissions []submission
	for decoder.More() && len(submissions) <= maxNumbers {
		from := decoder.InputOffset()
		var it item
		err := decoder.Decode(&it)
		var wrongType *json.UnmarshalTypeError
		if err != nil && !errors.As(err, &wrongType) {
			return nil, errTelphone
		}
		sub := it.submission()
		sub.malformed = sub.malformed || err != nil
		sub.index = len(submissions)
		sub.raw = strings.TrimLeft(text[from:decoder.InputOffset()], ", \t\r\n")
		submissions = append(submissions, sub)
	}
	if _, err := decoder.Token(); err != nil {
		return nil, errTelphone
	}
	return submissions, nil
}

func (it *item) submission() submission {
	phone, phoneIsScalar := scalarText(it.Phone)
	latest, timeIsScalar := scalarText(it.Time)
	var d details
	d.userID, _ = scalarText(it.UserID)
	d.memberID, _ = scalarText(it.MemberID)
	d.customID, _ = scalarText(it.CustomUUID)
	d.ext, _ = scalarText(it.Ext)
	sub := submission{phone: phone, malformed: phone == "" || !phoneIsScalar || !timeIsScalar}
	if latest != "" {
		seconds, err := strconv.ParseInt(latest, 10, 64)
		sub.malformed = sub.malformed || err != nil
		d.time = seconds
	}
	if d != (details{}) {
		sub.details = &d
	}
	return sub
}

// scalarText gives the text of a JSON string, number or null.
func scalarText(value any) (string, bool) {
	switch v := value.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	}
	return "", false
}

// invalidData writes rejected elements the way the dialect has it. The vendor's pages show none.
func (d *Dialect) invalidData(rejected []submission) any {
	if d.has(InvalidIndexed) && len(rejected) > 0 {
		indexed := make(object, len(rejected))
		for i, sub := range rejected {
			indexed[i] = member{strconv.Itoa(sub.index), rawJSON(sub.raw)}
		}
		return indexed
	}
	items := make(list, len(rejected))
	for i, sub := range rejected {
		switch {
		case d.has(InvalidNumbers) && isPlainInteger(sub.phone):
			items[i] = rawJSON(sub.phone)
		case d.has(InvalidStrings | InvalidNumbers):
			items[i] = identifier(sub.phone)
		default:
			items[i] = rawJSON(sub.raw)
		}
	}
	return items
}
