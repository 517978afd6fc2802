package numberlist

import (
	"encoding/binary"
	"hash/crc32"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// ContentOf returns the content of an entry; the phone does not matter. It serves to compare what the platform holds
// with what a [phone.Set] wants.
func ContentOf(e Entry) phone.Content {
	read := entry{time: e.Time}
	row := e.cells()
	copy(read.texts[:], row[fieldUserID:])
	var h contentHasher
	return h.content(&read)
}

// contentHasher computes contents; it keeps its buffer from one row to the next.
type contentHasher struct{ buf []byte }

func (h *contentHasher) content(e *entry) phone.Content {
	if e.time == 0 && e.textBytes() == 0 {
		return 0
	}
	return h.sums(e)
}

func (h *contentHasher) sums(e *entry) phone.Content {
	var c phone.Content
	userID, memberID, customUUID := e.text(fieldUserID), e.text(fieldMemberID), e.text(fieldCustomUUID)
	if len(userID)+len(memberID)+len(customUUID) > 0 {
		// The lengths in front keep ("ab", "c") and ("a", "bc") apart.
		h.buf = binary.AppendUvarint(h.buf[:0], uint64(len(userID)))
		h.buf = append(h.buf, userID...)
		h.buf = binary.AppendUvarint(h.buf, uint64(len(memberID)))
		h.buf = append(h.buf, memberID...)
		h.buf = append(h.buf, customUUID...)
		c = phone.Content(h.sum()) << 32
	}
	if ext := e.text(fieldExt); e.time != 0 || len(ext) > 0 {
		h.buf = binary.BigEndian.AppendUint64(h.buf[:0], uint64(e.time)) // #nosec G115 -- only its bits matter
		h.buf = append(h.buf, ext...)
		c |= phone.Content(h.sum())
	}
	return c
}

// castagnoli is the CRC that processors have an instruction for. SHA-256 cut to 32 bits is as easy to forge, and took a
// third of the time of reading a list.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sum is never 0: that value means that nothing is set.
func (h *contentHasher) sum() uint32 { return max(crc32.Checksum(h.buf, castagnoli), 1) }
