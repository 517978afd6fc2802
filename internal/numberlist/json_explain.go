package numberlist

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// This file explains JSON that cannot be used.

// malformed says why an entry is no JSON. Reading ended at p.pos; isKey is true if a key should begin there.
func (p *objectParser) malformed(isKey bool) *phone.Fault {
	rest := p.data[p.pos:]
	switch {
	case len(rest) == 0:
		return faultJSON
	case rest[0] == '\'', isKey && rest[0] != '"' && isWord(rest[0]):
		return faultJSONQuotes
	case isKey && (rest[0] == '}' || rest[0] == ','):
		return faultJSONComma
	case rest[0] < ' ':
		return faultJSONControl
	default:
		return faultJSON
	}
}

// noValue says why a literal is none.
func noValue(literal []byte) *phone.Fault {
	switch {
	case len(literal) == 0:
		return faultJSON
	case literal[0] == '\'':
		return faultJSONQuotes
	case isWord(literal[0]), literal[0] == '-':
		return faultJSONWord
	case literal[0] == '0', literal[0] == '+':
		return faultJSONNumber
	default:
		return faultJSON
	}
}

func isWord(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }

// listWithin returns where in an object there is a list of objects, as a path for jq: .data.rows. It is empty if there is
// none, or if the object is an entry itself. The text may break off.
func listWithin(object []byte) string {
	decoder := json.NewDecoder(bytes.NewReader(object))
	if _, err := decoder.Token(); err != nil {
		return ""
	}
	return findList(decoder, "")
}

// findList looks for the list behind the brace that opens an object.
func findList(decoder *json.Decoder, path string) string {
	for decoder.More() {
		key, keyErr := decoder.Token()
		value, err := decoder.Token()
		name, isText := key.(string)
		if keyErr != nil || err != nil || !isText || path == "" && namesPhones(name) {
			return ""
		}
		found := ""
		switch value {
		case json.Delim('{'):
			found = findList(decoder, path+"."+name)
			_, err = decoder.Token() // the brace that closes it
		case json.Delim('['):
			var first json.Token
			if decoder.More() {
				first, err = decoder.Token()
			}
			if first == nil || first == json.Delim('{') {
				found = path + "." + name
				break
			}
			err = passList(decoder, first)
		}
		if found != "" || err != nil {
			return found
		}
	}
	return ""
}

// passList passes a list behind its first token.
func passList(decoder *json.Decoder, token json.Token) error {
	for depth := 1; ; {
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			if depth--; depth == 0 {
				return nil
			}
		}
		var err error
		if token, err = decoder.Token(); err != nil {
			return err
		}
	}
}

var plainPath = regexp.MustCompile(`^(\.[A-Za-z_][A-Za-z_0-9]*)+$`)

// withinAnObject says how a list is taken out of an object.
func withinAnObject(path string) string {
	if !plainPath.MatchString(path) || !showable(path) {
		path = ".data"
	}
	return fmt.Sprintf("the list is inside an object, and a JSON array is expected: take it out, as jq %s or jsonencode(jsondecode(…)%s) does", path, path)
}

// nested says that the phones are within the value of a key. It is empty if they are not.
func nested(names, values []string) string {
	for i, name := range names {
		if i >= len(values) || !showable(name) {
			continue
		}
		if path := listWithin([]byte(`{"":` + values[i] + "}")); path != "" {
			within := withinAnObject("." + name + strings.TrimPrefix(path, "."))
			return strings.ToUpper(within[:1]) + within[1:]
		}
		var within map[string]json.RawMessage
		if json.Unmarshal([]byte(values[i]), &within) != nil {
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(within)) {
			if namesPhones(key) && showable(key) {
				return fmt.Sprintf("The phones seem to be within %q, under %q: bring them to the top of each entry, as jq 'map({phone: .%s.%s})' does", name, key, name, key)
			}
		}
	}
	return ""
}

// missing refuses a list of which no entry has a key that the configuration names, if that is the one of the phones or if
// another differs from it by case alone.
func (k *keys) missing(at position) error {
	for f, column := range columns {
		want := k.format.Columns[column]
		isAlike := slices.ContainsFunc(k.ignored, func(name string) bool { return strings.EqualFold(name, want) })
		if want == "" || k.seen[f] || field(f) != fieldPhone && !isAlike || len(k.ignored) == 0 {
			continue
		}
		h := &header{names: k.ignored, attribute: attributeOf(k.phoneOnly)}
		return fatal(at, fmt.Sprintf("no entry has the key %s, which %s names for %s; %s", named(want), h.attribute, column, strings.Replace(h.present(), "columns", "keys", 1)))
	}
	return nil
}
