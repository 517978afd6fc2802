package sketch

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"slices"
	"strings"
)

// sums is how many sums a sketch has.
const sums = 96

// Sketch stands for the time and ext fields of all entries of a list. The zero Sketch says that nothing is known of them.
// It does not change, and is a text of letters, digits and punctuation when it is stored.
type Sketch struct {
	kind  kind
	check byte     // tells the key; of a keyed Sketch
	sums  []uint64 // of a keyed Sketch
}

type kind uint8

const (
	unknown kind = iota
	none         // no entry has such fields
	unkeyed      // some entry has, and there was no key
	keyed
)

// None returns the sketch of a list in which no entry has such fields.
func None() Sketch { return Sketch{kind: none} }

// Unkeyed returns the sketch of a list of which is known only that an entry has such fields.
func Unkeyed() Sketch { return Sketch{kind: unkeyed} }

// IsZero reports whether nothing is known of the list.
func (s Sketch) IsZero() bool { return s.kind == unknown }

// HasFields reports whether an entry of the list is known to have such fields.
func (s Sketch) HasFields() bool { return s.kind == unkeyed || s.kind == keyed }

// Equal reports whether two sketches say the same.
func (s Sketch) Equal(other Sketch) bool {
	return s.kind == other.kind && s.check == other.check && slices.Equal(s.sums, other.sums)
}

const (
	noneText    = "none"
	unkeyedText = "unkeyed"
	keyedText   = "k1:"
)

// ErrMalformed says that a text is no sketch.
var ErrMalformed = errors.New("it is no sketch of a number list")

// MarshalText returns the sketch as it is stored.
func (s Sketch) MarshalText() ([]byte, error) {
	switch s.kind {
	case none:
		return []byte(noneText), nil
	case unkeyed:
		return []byte(unkeyedText), nil
	case keyed:
		raw := []byte{s.check}
		for _, sum := range s.sums {
			raw = binary.BigEndian.AppendUint64(raw, sum)
		}
		return []byte(keyedText + base64.RawStdEncoding.EncodeToString(raw)), nil
	default:
		return nil, nil
	}
}

// UnmarshalText reads what MarshalText returned. The error is ErrMalformed for anything else.
func (s *Sketch) UnmarshalText(text []byte) error {
	switch string(text) {
	case "":
		*s = Sketch{}
		return nil
	case noneText:
		*s = None()
		return nil
	case unkeyedText:
		*s = Unkeyed()
		return nil
	}
	encoded, ok := strings.CutPrefix(string(text), keyedText)
	raw, err := base64.RawStdEncoding.DecodeString(encoded)
	if !ok || err != nil || len(raw) != 1+8*sums {
		return ErrMalformed
	}
	read := Sketch{kind: keyed, check: raw[0]}
	for rest := raw[1:]; len(rest) > 0; rest = rest[8:] {
		read.sums = append(read.sums, binary.BigEndian.Uint64(rest))
	}
	if slices.ContainsFunc(read.sums, func(sum uint64) bool { return sum >= prime }) {
		return ErrMalformed
	}
	*s = read
	return nil
}
