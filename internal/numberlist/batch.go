package numberlist

import (
	"slices"
	"strconv"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// Limits of what one request of App.Sip_Yccall.TaskCreat or App.Sip_Yccall.TaskAdd takes. The first is the platform's own.
// The second keeps a request below 1 MiB, which a front end takes as it comes out of the box (nginx: client_max_body_size).
const (
	MaxPerBatch   = 10_000
	MaxBatchBytes = 1_000_000
)

// Batch is what one request carries: a piece of a list in the form in which the platform takes it.
type Batch struct {
	text    []byte
	numbers []phone.Number
	ends    []int // of each entry's object in text
}

// JSON returns the value of the parameter telphone: a JSON array of objects with the keys phone, time, userid,
// memberid, customuuid and ext, of which those that are unset are left out.
func (b *Batch) JSON() []byte { return b.text }

// Count returns how many numbers are in the batch, from 1 to MaxPerBatch; a Subset may have none.
func (b *Batch) Count() int { return len(b.numbers) }

// Numbers returns the numbers of the batch, in the order of the list.
func (b *Batch) Numbers() []phone.Number { return b.numbers }

// Subset returns a new batch, with memory of its own, of the numbers for which keep is true.
func (b *Batch) Subset(keep func(phone.Number) bool) *Batch {
	subset := &Batch{text: []byte{'['}}
	start := 1
	for i, n := range b.numbers {
		if keep(n) {
			if len(subset.numbers) > 0 {
				subset.text = append(subset.text, ',')
			}
			subset.text = append(subset.text, b.text[start:b.ends[i]]...)
			subset.numbers = append(subset.numbers, n)
			subset.ends = append(subset.ends, len(subset.text))
		}
		start = b.ends[i] + 1
	}
	subset.text = append(subset.text, ']')
	return subset
}

// Halves returns two new batches, with memory of their own, which together are this one in its order. It is for a
// platform that refuses a request for its size. ok is false if there are fewer than two numbers.
func (b *Batch) Halves() (first, second *Batch, ok bool) {
	middle := len(b.numbers) / 2
	if middle == 0 {
		return nil, nil, false
	}
	return b.slice(0, middle), b.slice(middle, len(b.numbers)), true
}

// slice returns a new batch of the numbers from one index up to another.
func (b *Batch) slice(from, to int) *Batch {
	start := 1 // behind the bracket
	if from > 0 {
		start = b.ends[from-1] + 1 // behind the comma
	}
	text := append([]byte{'['}, b.text[start:b.ends[to-1]]...)
	piece := &Batch{text: append(text, ']'), numbers: slices.Clone(b.numbers[from:to])}
	for _, end := range b.ends[from:to] {
		piece.ends = append(piece.ends, end-start+1)
	}
	return piece
}

// batchBuffer is where a batch grows. Its first entries are proven: a later pass has found them to be those that were
// checked. Only they ever leave it.
type batchBuffer struct {
	text    []byte // an array that lacks its end
	numbers []phone.Number
	ends    []int
	proven  int
}

func (b *batchBuffer) reset() {
	b.text, b.numbers, b.ends, b.proven = append(b.text[:0], '['), b.numbers[:0], b.ends[:0], 0
}

func (b *batchBuffer) add(e *entry) {
	if len(b.numbers) > 0 {
		b.text = append(b.text, ',')
	}
	b.text = appendObject(b.text, e)
	b.numbers = append(b.numbers, e.number)
	b.ends = append(b.ends, len(b.text))
}

// full reports whether the entries are more than one request takes.
func (b *batchBuffer) full() bool {
	return len(b.numbers) > MaxPerBatch || len(b.text)+1 > MaxBatchBytes
}

// provenBatch returns the proven entries. The end of the array takes the place of the comma behind them.
func (b *batchBuffer) provenBatch() *Batch {
	n, end := b.proven, b.ends[b.proven-1]
	if n == len(b.numbers) {
		b.text = append(b.text, ']')
	} else {
		b.text[end] = ']'
	}
	return &Batch{text: b.text[: end+1 : end+1], numbers: b.numbers[:n:n], ends: b.ends[:n:n]}
}

// takeRest copies the entries of other that are not proven.
func (b *batchBuffer) takeRest(other *batchBuffer) {
	b.reset()
	if other.proven == len(other.numbers) {
		return
	}
	from := other.ends[other.proven-1] // the place of the comma
	b.text = append(b.text, other.text[from+1:]...)
	b.numbers = append(b.numbers, other.numbers[other.proven:]...)
	for _, end := range other.ends[other.proven:] {
		b.ends = append(b.ends, end-from)
	}
}

// wireKeys are the fields as the platform spells them.
var wireKeys = [fieldCount]string{"phone", "time", "userid", "memberid", "customuuid", "ext"}

// appendObject appends the entry as an element of telphone.
func appendObject(text []byte, e *entry) []byte {
	text = append(text, `{"phone":"`...)
	text = e.number.AppendTo(text)
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
