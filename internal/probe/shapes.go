package probe

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// shapes notes how replies are written, whatever they say.
type shapes struct {
	marked, clean               bool // with and without something before the JSON
	integers, integerTexts      bool // integers as numbers, and as texts
	digitTexts, digitNumbers    bool // texts of digits as texts, and as numbers
	lists, indexed              bool // lists as arrays, and as objects with index keys
	emptyObject, emptyList, nul bool // how "no data" is written in a refusal
}

// rowKeys are where rows stand in a result.
var rowKeys = []string{"task", "result"}

// digitKeys are fields of rows whose values are texts, of digits for the most part.
var digitKeys = []string{"telphone", "extnumber", "disnumber"}

func (s *shapes) note(r reply) {
	if r.ret == 0 {
		return
	}
	s.marked = s.marked || r.marked
	s.clean = s.clean || !r.marked
	s.noteInteger(r.envelope["ret"])
	s.noteInteger(r.data["status"])
	if r.ret != retOK {
		switch data := r.envelope["data"]; {
		case kindOf(data) == nullKind || kindOf(data) == absentKind:
			s.nul = true
		case kindOf(data) == listKind:
			s.emptyList = true
		case kindOf(data) == objectKind:
			s.emptyObject = true
		}
	}
	result := r.data["result"]
	s.noteList(result)
	members := r.result()
	s.noteInteger(members["totalitems"])
	for _, key := range rowKeys {
		s.noteList(members[key])
	}
}

func (s *shapes) noteInteger(raw json.RawMessage) {
	switch kindOf(raw) {
	case numberKind:
		s.integers = true
	case textKind:
		s.integerTexts = true
	default:
	}
}

// indexKey is how an object begins that PHP made of a list.
var indexKey = regexp.MustCompile(`^\{\s*"\d+"\s*:`)

// noteList looks at a list that is not empty, and at its first row.
func (s *shapes) noteList(raw json.RawMessage) {
	isIndexed := indexKey.Match(raw)
	if kindOf(raw) != listKind && !isIndexed {
		return
	}
	rows, err := yccall.DecodeList(raw)
	if err != nil || len(rows) == 0 {
		return
	}
	s.lists = s.lists || !isIndexed
	s.indexed = s.indexed || isIndexed
	s.noteRow(rows[0])
}

func (s *shapes) noteRow(row json.RawMessage) {
	members := fields(row)
	for _, key := range digitKeys {
		switch kindOf(members[key]) {
		case numberKind:
			s.digitNumbers = true
		case textKind:
			s.digitTexts = s.digitTexts || isSmallInteger(text(members[key]))
		default:
		}
	}
	s.noteInteger(members["status"])
}

// isSmallInteger reports whether a text would read the same as a JSON number.
func isSmallInteger(text string) bool {
	return text != "" && len(text) <= 15 && (text[0] != '0' || len(text) == 1) && strings.Trim(text, "0123456789") == ""
}

// find tells what was noted.
func (s *shapes) find(f findings) {
	f.first("reply-start", sign{s.marked, "marked"}, sign{s.clean, "clean"})
	f.first("integers", sign{s.integerTexts, "texts"}, sign{s.integers, "numbers"})
	f.first("digit-texts", sign{s.digitNumbers, "numbers"}, sign{s.digitTexts, "texts"})
	f.first("lists", sign{s.indexed, "indexed"}, sign{s.lists, "arrays"})
	f.first("no-data", sign{s.emptyList, "list"}, sign{s.emptyObject, "object"}, sign{s.nul, "null"})
}
