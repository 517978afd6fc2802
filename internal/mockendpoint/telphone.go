package mockendpoint

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
)

// maxNumbers is how many numbers one call may carry.
const maxNumbers = 10_000

// submission is one element of telphone.
type submission struct {
	phone     string
	details   *details
	raw       string // the element as it was sent
	index     int
	malformed bool // not an object with a usable phone and time
}

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

// parseTelphone reads the JSON array of TaskCreat and TaskAdd element by element. It stops soon after maxNumbers: the
// call is refused then anyway.
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

func (it item) submission() submission {
	phone, ok := scalarText(it.Phone)
	sub := submission{phone: phone, malformed: !ok || phone == ""}
	d := details{}
	if text, ok := scalarText(it.Time); !ok {
		sub.malformed = true
	} else if text != "" {
		seconds, err := strconv.ParseInt(text, 10, 64)
		sub.malformed = sub.malformed || err != nil
		d.time = seconds
	}
	d.userID, _ = scalarText(it.UserID)
	d.memberID, _ = scalarText(it.MemberID)
	d.customID, _ = scalarText(it.CustomUUID)
	d.ext, _ = scalarText(it.Ext)
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

// invalidData writes rejected elements the way the dialect has it.
func invalidData(shape InvalidDataShape, rejected []submission) any {
	if shape == InvalidIndexed && len(rejected) > 0 {
		indexed := make(object, len(rejected))
		for i, sub := range rejected {
			indexed[i] = member{strconv.Itoa(sub.index), rawJSON(sub.raw)}
		}
		return indexed
	}
	items := make(list, len(rejected))
	for i, sub := range rejected {
		switch {
		case shape == InvalidObjects || shape == InvalidIndexed:
			items[i] = rawJSON(sub.raw)
		case shape == InvalidNumbers && isPlainInteger(sub.phone):
			items[i] = rawJSON(sub.phone)
		default:
			items[i] = identifier(sub.phone)
		}
	}
	return items
}
