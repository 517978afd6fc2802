package numberlist

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// keys tells which key of an entry is which field.
type keys struct {
	format    Format
	phoneOnly bool
	unknown   []string // those of the entries so far that are none of ours
	ignored   []string // the first of those that the format does not name
	seen      [fieldCount]bool
}

// field returns the field of a key, or fieldIgnored.
func (k *keys) field(key []byte) field {
	if len(k.format.Columns) > 0 {
		for f, column := range columns {
			if want := k.format.Columns[column]; want != "" && want == string(key) {
				return k.counts(field(f))
			}
		}
		k.ignored = note(k.ignored, key)
		return fieldIgnored
	}
	f, known := fieldNamed(key)
	if known {
		return k.counts(f)
	}
	k.unknown = note(k.unknown, key)
	return fieldIgnored
}

// note adds a name to some, unless it is among them or they are enough to be shown.
func note(names []string, name []byte) []string {
	if len(names) == maxNamesShown || slices.ContainsFunc(names, func(known string) bool { return known == string(name) }) {
		return names
	}
	return append(names, string(name))
}

func (k *keys) counts(f field) field {
	k.seen[f] = true
	if k.phoneOnly && f != fieldPhone {
		return fieldIgnored
	}
	return f
}

// err explains keys that are none of ours, with what makes the list usable as it is. values has what stands behind them.
func (k *keys) err(at position, seen, values []string) error {
	h := &header{at: at, names: seen, format: k.format, phoneOnly: k.phoneOnly, attribute: attributeOf(k.phoneOnly)}
	_, unknown, err := h.named()
	if err != nil {
		return err
	}
	text := fmt.Sprintf("a key is not known: %s", h.list(unknown))
	if len(unknown) > 1 {
		text = fmt.Sprintf("%d keys are not known: %s", len(unknown), h.list(unknown))
	}
	advice := strings.ReplaceAll(h.advice(unknown, values), "by its header", "by its key")
	if within := nested(seen, values); within != "" && strings.Contains(advice, `"…"`) {
		advice = within
	}
	return fatal(at, text+". "+advice)
}

// deliver parses one entry and hands it on.
func (p *objectParser) deliver(at position, data []byte, out *rowScan) error {
	var row cells
	before := len(p.keys.unknown)
	if fault := p.parse(data, &row); fault != nil {
		p.keys.unknown = p.keys.unknown[:before]
		return out.reject(at, p.column, fault)
	}
	if len(p.keys.unknown) > 0 && !p.keys.phoneOnly {
		seen, values := p.all(data)
		return p.keys.err(at, seen, values)
	}
	if p.keys.phoneOnly && len(row[fieldPhone]) == 0 && p.isElsewhere {
		return out.reject(at, "", faultElsewhere)
	}
	return out.row(at, &row)
}

// end refuses, at the end of the list, keys that no entry had: of a do-not-call list, its people would be called.
func (k *keys) end(at position) error {
	switch {
	case len(k.format.Columns) > 0:
		return k.missing(at)
	case k.seen[fieldPhone] || len(k.unknown) == 0:
		return nil
	default:
		return k.err(at, k.unknown, nil)
	}
}

// given returns why a list was given up before its end.
func (k *keys) given(err error) error {
	if errors.Is(err, errStop) && !k.seen[fieldPhone] {
		return errors.Join(k.end(position{1, -1}), err)
	}
	return err
}

// all returns the keys of an entry that is right, apart from keys that are not known, and their values as they are written.
func (p *objectParser) all(data []byte) (seen, values []string) {
	p.data, p.pos, p.spill = data, 0, p.spill[:0]
	for p.accept('{'); !p.accept('}'); p.accept(',') {
		p.space()
		key, ok := p.text()
		if !ok || !p.accept(':') {
			return seen, values
		}
		p.space()
		start := p.pos
		if !p.skip() {
			return seen, values
		}
		seen, values = append(seen, phone.Trim(string(key))), append(values, string(p.data[start:p.pos]))
	}
	return seen, values
}
