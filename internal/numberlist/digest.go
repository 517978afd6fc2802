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
	hash hash.Hash
	buf  []byte // of a capacity for whole records
}

const recordBytes = 16

func newRecordDigest() *recordDigest {
	return &recordDigest{hash: sha256.New(), buf: make([]byte, 0, 256*recordBytes)}
}

func (d *recordDigest) add(r phone.Record) {
	if len(d.buf) == cap(d.buf) {
		d.flush()
	}
	end := len(d.buf) + recordBytes
	d.buf = d.buf[:end]
	record := d.buf[end-recordBytes:]
	binary.BigEndian.PutUint64(record, uint64(r.Number))
	binary.BigEndian.PutUint64(record[8:], uint64(r.Content))
}

func (d *recordDigest) flush() {
	_, _ = d.hash.Write(d.buf) // a hash never fails
	d.buf = d.buf[:0]
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
		for _, text := range e.texts {
			d.bytes += len(text)
		}
	}
	if d.entries < blockEntries && d.bytes < blockBytes {
		return false
	}
	d.entries, d.bytes = 0, 0
	return true
}
