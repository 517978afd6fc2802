package yccall

import (
	"bytes"
	"encoding/json"
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
// any of PHP's spellings. What does not fit is kept as JSON.
func decodeInvalid(raw []byte) []InvalidItem {
	entries, err := decodeList(raw)
	if err != nil {
		entries = []json.RawMessage{raw}
	}
	if len(entries) == 0 {
		return nil
	}
	items := make([]InvalidItem, 0, len(entries))
	for _, entry := range entries {
		items = append(items, InvalidItem{Phone: invalidPhone(entry), JSON: compactJSON(entry)})
	}
	return items
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
