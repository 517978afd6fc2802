package sketch

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// Sketcher makes sketches and compares them. A nil Sketcher has no key. It is safe for concurrent use.
type Sketcher struct {
	block cipher.Block
	check byte
}

const (
	aesKeyBytes = 16
	purpose     = "terraform-provider-yccall: sketch of a number list"
)

// New returns a Sketcher whose key is derived from a secret, or nil if the secret is empty. Whoever has a sketch and the
// secret can compute numbers; so the secret must be one that is not stored beside the sketch, and hard to guess.
func New(secret []byte) *Sketcher {
	if len(secret) == 0 {
		return nil
	}
	// One byte more than the key serves to notice another secret. It is no more than one, so that a sketch is no use
	// for guessing the secret; another secret with the same byte makes nonsense of the sums, which is noticed as well.
	derived, err := hkdf.Key(sha256.New, secret, nil, purpose, aesKeyBytes+1)
	if err != nil {
		panic("sketch: " + err.Error()) // only for keys of more than 8,160 bytes
	}
	block, err := aes.NewCipher(derived[:aesKeyBytes])
	if err != nil {
		panic("sketch: " + err.Error()) // only for keys of another length
	}
	return &Sketcher{block: block, check: derived[aesKeyBytes]}
}

// Of returns the sketch of a list. An entry without such fields costs nothing.
func (k *Sketcher) Of(set *phone.Set) Sketch {
	b := k.Builder()
	for i := range set.Len() {
		b.Add(set.At(i))
	}
	return b.Sketch()
}

// Builder makes a sketch entry by entry.
type Builder struct {
	sketcher *Sketcher
	sketch   Sketch
}

// Builder begins the sketch of a list.
func (k *Sketcher) Builder() *Builder { return &Builder{sketcher: k, sketch: None()} }

// Add takes an entry in.
func (b *Builder) Add(r phone.Record) {
	switch {
	case r.Content.Unechoed() == 0:
		return
	case b.sketcher == nil:
		b.sketch.kind = unkeyed
		return
	case b.sketch.kind == none:
		b.sketch = Sketch{kind: keyed, check: b.sketcher.check, sums: make([]uint64, sums)}
	}
	// Four terms side by side, since a processor does not wait for one to begin with the next.
	x, term := b.sketcher.place(r.Number), b.sketcher.value(r)
	x2 := mul(x, x)
	x4 := mul(x2, x2)
	terms := [4]uint64{term, mul(term, x), mul(term, x2), mul(mul(term, x2), x)}
	for rest := b.sketch.sums; len(rest) >= 4; rest = rest[4:] {
		for i := range terms {
			rest[i] = add(rest[i], terms[i])
			terms[i] = mul(terms[i], x4)
		}
	}
}

// Sketch returns the sketch of what was added. Nothing can be added afterwards.
func (b *Builder) Sketch() Sketch { return b.sketch }

// What a block that is enciphered stands for is its last byte, so that no place is the value of anything.
const (
	forPlace = 1
	forValue = 2
)

// place returns where entries of a number are in the field. It is never 0.
func (k *Sketcher) place(n phone.Number) uint64 { return k.scramble(n, 0, forPlace) }

// value returns what stands for the fields of an entry. It is never 0. Entries with equal fields have different values.
func (k *Sketcher) value(r phone.Record) uint64 {
	return k.scramble(r.Number, r.Content.Unechoed(), forValue)
}

// scramble is the pseudo-random function: AES of one block, cut to the field.
//
//	 0               8       12      15 16
//	+---------------+-------+--------+-+
//	| number        | fields| 0      |purpose
//	+---------------+-------+--------+-+
func (k *Sketcher) scramble(n phone.Number, fields uint32, purpose byte) uint64 {
	var b [aes.BlockSize]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	binary.BigEndian.PutUint32(b[8:], fields)
	b[aes.BlockSize-1] = purpose
	k.block.Encrypt(b[:], b[:])
	return nonzero(binary.BigEndian.Uint64(b[:]))
}
