package numberlist

import (
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
	hasPhone  bool     // whether an entry so far has the key of the phone
}

// field returns the field of a key, or fieldIgnored.
func (k *keys) field(key []byte) field {
	if len(k.format.Columns) > 0 {
		for f, column := range columns {
			if want := k.format.Columns[column]; want != "" && want == string(key) {
				return k.counts(field(f))
			}
		}
		return fieldIgnored
	}
	f, known := fieldNamed(key)
	if known {
		return k.counts(f)
	}
	if len(k.unknown) < maxNamesShown && !slices.Contains(k.unknown, string(key)) {
		k.unknown = append(k.unknown, string(key))
	}
	return fieldIgnored
}

func (k *keys) counts(f field) field {
	k.hasPhone = k.hasPhone || f == fieldPhone
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
	return fatal(at, text+". "+strings.ReplaceAll(h.advice(unknown, values), "by its header", "by its key"))
}

// deliver parses one entry and hands it on.
func (p *objectParser) deliver(at position, data []byte, out *rowScan) error {
	var row cells
	if fault := p.parse(data, &row); fault != nil {
		return out.reject(at, p.column, fault)
	}
	if len(p.keys.unknown) > 0 && !p.keys.phoneOnly {
		seen, values := p.all(data)
		return p.keys.err(at, seen, values)
	}
	return out.row(at, &row)
}

// end refuses a do-not-call list of which no entry has a phone: its people would be called.
func (k *keys) end(at position) error {
	if k.hasPhone || len(k.unknown) == 0 {
		return nil
	}
	return k.err(at, k.unknown, nil)
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
