package numberlist

import (
	"slices"
	"strconv"
)

// Limits of what one call of App.Sip_Yccall.TaskCreat or App.Sip_Yccall.TaskAdd takes. The first is the platform's own.
// The second keeps a request well below 8 MiB, PHP's default bound on a body, above which the platform sees none of it.
const (
	MaxPerBatch   = 10_000
	MaxBatchBytes = 4 << 20
)

// Batch is a piece of a list in the form in which the platform takes it.
type Batch struct {
	text []byte
	keys []Key
	ends []int // of each entry's object in text
}

// JSON returns the value of the parameter telphone: a JSON array of objects with the keys phone, time, userid,
// memberid, customuuid and ext, of which those that are unset are left out.
func (p *Batch) JSON() []byte { return p.text }

// Count returns how many numbers are in the part, from 1 to MaxPerBatch; a Subset may have none.
func (p *Batch) Count() int { return len(p.keys) }

// Keys returns the numbers of the part, in the order of the list.
func (p *Batch) Keys() []Key { return p.keys }

// Subset returns a new part, with memory of its own, of the numbers for which keep is true.
func (p *Batch) Subset(keep func(Key) bool) *Batch {
	subset := &Batch{text: []byte{'['}}
	start := 1
	for i, key := range p.keys {
		if keep(key) {
			if len(subset.keys) > 0 {
				subset.text = append(subset.text, ',')
			}
			subset.text = append(subset.text, p.text[start:p.ends[i]]...)
			subset.keys = append(subset.keys, key)
			subset.ends = append(subset.ends, len(subset.text))
		}
		start = p.ends[i] + 1
	}
	subset.text = append(subset.text, ']')
	return subset
}

// batchBuffer is where a part grows. Its first entries are proven: a later pass has found them to be those that were
// checked. Only they ever leave it.
type batchBuffer struct {
	text   []byte // an array that lacks its end
	keys   []Key
	ends   []int
	proven int
}

func (b *batchBuffer) reset() {
	b.text, b.keys, b.ends, b.proven = append(b.text[:0], '['), b.keys[:0], b.ends[:0], 0
}

func (b *batchBuffer) add(e *entry) {
	if len(b.keys) > 0 {
		b.text = append(b.text, ',')
	}
	b.text = appendObject(b.text, e)
	b.keys = append(b.keys, e.key)
	b.ends = append(b.ends, len(b.text))
}

// full reports whether the entries are more than one call takes.
func (b *batchBuffer) full() bool { return len(b.keys) > MaxPerBatch || len(b.text)+1 > MaxBatchBytes }

// provenBatch returns the proven entries. The end of the array takes the place of the comma behind them.
func (b *batchBuffer) provenBatch() *Batch {
	n, end := b.proven, b.ends[b.proven-1]
	if n == len(b.keys) {
		b.text = append(b.text, ']')
	} else {
		b.text[end] = ']'
	}
	return &Batch{text: b.text[: end+1 : end+1], keys: b.keys[:n:n], ends: b.ends[:n:n]}
}

// takeRest copies the entries of other that are not proven.
func (b *batchBuffer) takeRest(other *batchBuffer) {
	b.reset()
	if other.proven == len(other.keys) {
		return
	}
	from := other.ends[other.proven-1] // the place of the comma
	b.text = append(b.text, other.text[from+1:]...)
	b.keys = append(b.keys, other.keys[other.proven:]...)
	for _, end := range other.ends[other.proven:] {
		b.ends = append(b.ends, end-from)
	}
}

// wireKeys are the fields as the platform spells them.
var wireKeys = [fieldCount]string{"phone", "time", "userid", "memberid", "customuuid", "ext"}

// appendObject appends the entry as an element of telphone.
func appendObject(text []byte, e *entry) []byte {
	text = append(text, `{"phone":"`...)
	text = e.key.AppendTo(text)
	text = append(text, '"')
	if e.time != 0 {
		text = append(text, `,"time":`...)
		text = strconv.AppendInt(text, e.time, 10)
	}
	for f := fieldUserID; f < fieldCount; f++ {
		if value := e.text(f); len(value) > 0 {
			text = append(text, `,"`...)
			text = append(text, wireKeys[f]...)
			text = append(text, `":"`...)
			text = appendEscaped(text, value)
			text = append(text, '"')
		}
	}
	return append(text, '}')
}

// appendEscaped appends the inside of a JSON string. The value is valid UTF-8.
func appendEscaped(text, value []byte) []byte {
	const hexDigits = "0123456789abcdef"
	text = slices.Grow(text, len(value))
	start := 0
	for i, c := range value {
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		text = append(text, value[start:i]...)
		if c < ' ' {
			text = append(text, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		} else {
			text = append(text, '\\', c)
		}
		start = i + 1
	}
	return append(text, value[start:]...)
}
