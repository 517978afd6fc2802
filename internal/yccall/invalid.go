package yccall

import (
	"bytes"
	"encoding/json"
	"errors"
)

// InvalidItem is an entry of telphone that the platform did not take, as
// TaskCreat and TaskAdd report it in invaliddata. It holds personal data.
type InvalidItem struct {
	// Phone is the number with its digits as they came, or "" where none can be
	// made out.
	Phone string
	// JSON is the entry as it came, as compact JSON.
	JSON string
}

// decodeInvalid reads invaliddata. No page of the platform shows one that is not
// empty, so its entries may be strings, numbers or objects with the number under
// "phone" (as it was sent) or "telphone" (as TaskInfo returns it), in a list in
// any of PHP's spellings. What does not fit is kept as JSON. It is an error only
// where there are more entries than a request has numbers.
func decodeInvalid(raw []byte) ([]InvalidItem, error) {
	entries, err := decodeList(raw)
	if errors.Is(err, errNotAList) {
		entries = []json.RawMessage{raw}
	}
	switch {
	case errors.Is(err, errTooManyRows), len(entries) > 2*MaxNumbersPerRequest:
		return nil, errTooManyRows
	case len(entries) == 0:
		return nil, nil
	}
	items := make([]InvalidItem, 0, len(entries))
	for _, entry := range entries {
		items = append(items, InvalidItem{Phone: invalidPhone(entry), JSON: compactJSON(entry)})
	}
	return items, nil
}

func invalidPhone(entry json.RawMessage) string {
	var object struct {
		Phone    flexText `json:"phone"`
		Telphone flexText `json:"telphone"`
	}
	if json.Unmarshal(entry, &object) == nil {
		if object.Phone.value != "" {
			return object.Phone.value
		}
		return object.Telphone.value
	}
	return scalar(entry)
}

func compactJSON(raw json.RawMessage) string {
	var b bytes.Buffer
	if json.Compact(&b, raw) != nil {
		return string(raw)
	}
	return b.String()
}
