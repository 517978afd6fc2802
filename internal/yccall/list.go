package yccall

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
)

// decodeList returns the elements of a list in PHP's spellings: a JSON array; an
// object whose keys are indexes, which is how PHP writes an array with gaps; an
// object that is itself the only row; or nothing. Elements that are null are
// left out.
func decodeList(raw []byte) ([]json.RawMessage, error) {
	raw = bytes.TrimSpace(raw)
	if isNothing(raw) {
		return nil, nil
	}
	if elements(raw) > maxPageRows {
		return nil, errTooManyRows
	}
	switch raw[0] {
	case '[':
		var rows []json.RawMessage
		if err := json.Unmarshal(raw, &rows); err != nil {
			return nil, errNotAList
		}
		return slices.DeleteFunc(rows, isNull), nil
	case '{':
		return decodeObjectAsList(raw)
	}
	return nil, errNotAList
}

func decodeObjectAsList(raw []byte) ([]json.RawMessage, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		return nil, errNotAList
	}
	indexes := make([]int, 0, len(object))
	for key := range object {
		index, ok := listIndex(key)
		if !ok {
			return []json.RawMessage{raw}, nil // a row, not a list of rows
		}
		indexes = append(indexes, index)
	}
	slices.Sort(indexes)
	rows := make([]json.RawMessage, 0, len(indexes))
	for _, index := range indexes {
		rows = append(rows, object[strconv.Itoa(index)])
	}
	return slices.DeleteFunc(rows, isNull), nil
}

func listIndex(key string) (index int, ok bool) {
	index, err := strconv.Atoi(key)
	return index, err == nil && index >= 0 && strconv.Itoa(index) == key
}

func isNull(raw json.RawMessage) bool { return string(raw) == "null" }

// decodeRows decodes every row of a list.
func decodeRows[Row any](list []json.RawMessage) ([]Row, error) {
	rows := make([]Row, len(list))
	for i, raw := range list {
		if raw[0] != '{' {
			return nil, errNotAnObject
		}
		if elements(raw) > maxFields {
			return nil, errTooManyFields
		}
		if err := json.Unmarshal(raw, &rows[i]); err != nil {
			return nil, errNotAnObject
		}
	}
	return rows, nil
}
