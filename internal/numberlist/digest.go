package numberlist

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

type digest = [sha256.Size]byte

// recordDigest is a running SHA-256 over records: 8 bytes of number and 8 bytes of content each, big-endian.
type recordDigest struct {
	hash    hash.Hash
	waiting []phone.Record // that are not in hash yet
	encoded [maxWaiting * recordBytes]byte
}

const (
	maxWaiting  = 256
	recordBytes = 16
)

func newRecordDigest() *recordDigest {
	return &recordDigest{hash: sha256.New(), waiting: make([]phone.Record, 0, maxWaiting)}
}

func (d *recordDigest) add(r phone.Record) {
	if len(d.waiting) == maxWaiting {
		d.flush()
	}
	d.waiting = append(d.waiting, r)
}

func (d *recordDigest) flush() {
	for i, r := range d.waiting {
		encoded := d.encoded[i*recordBytes:][:recordBytes]
		binary.BigEndian.PutUint64(encoded, uint64(r.Number))
		binary.BigEndian.PutUint64(encoded[8:], uint64(r.Content))
	}
	_, _ = d.hash.Write(d.encoded[:len(d.waiting)*recordBytes]) // a hash never fails
	d.waiting = d.waiting[:0]
}

// sum returns the digest of all records so far; more may follow.
func (d *recordDigest) sum() digest {
	d.flush()
	var sum digest
	d.hash.Sum(sum[:0])
	return sum
}

// canonicalDigest is the digest of the numbers in the order of a set, so that row order, column order and file
// format do not matter.
func canonicalDigest(s *phone.Set) digest {
	d := newRecordDigest()
	for i := range s.Len() {
		d.add(s.At(i))
	}
	return d.sum()
}

// The size of a block. Its encoded form is always well below MaxBatchBytes: escaping makes a byte six at worst.
const (
	blockEntries = 1000
	blockBytes   = 64 << 10 // of texts
)

// listDigest follows a list in its own order. It divides the list into blocks, and notes the digest of everything up
// to the end of each, by which a later pass recognises that it still reads the same list before it uses what it read.
type listDigest struct {
	*recordDigest
	entries, bytes int // of the current block
}

func newListDigest() *listDigest { return &listDigest{recordDigest: newRecordDigest()} }

// add takes the next entry and reports whether it ends a block.
func (d *listDigest) add(r phone.Record, e *entry) (blockEnd bool) {
	d.recordDigest.add(r)
	d.entries++
	if r.Content != 0 {
		d.bytes += e.textBytes()
	}
	if d.entries < blockEntries && d.bytes < blockBytes {
		return false
	}
	d.entries, d.bytes = 0, 0
	return true
}
