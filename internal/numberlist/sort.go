package numberlist

import "math/bits"

// sortRecords sorts by key and returns the result, which may take the place of records. It is a radix sort from the
// lowest digit up, several times as fast as a sort by comparison.
func sortRecords(records []Record) []Record {
	const (
		digitBits = 11
		digits    = 1 << digitBits
	)
	var differ Key // the bits that are not the same in all keys
	sorted := true
	for i := 1; i < len(records); i++ {
		differ |= records[i].Key ^ records[0].Key
		sorted = sorted && records[i-1].Key <= records[i].Key
	}
	if sorted {
		return records
	}
	spare := make([]Record, len(records))
	for shift := bits.TrailingZeros64(uint64(differ)); differ>>shift != 0; shift += digitBits {
		var next [digits]int
		for i := range records {
			next[records[i].Key>>shift%digits]++
		}
		place := 0
		for digit, count := range next {
			next[digit] = place
			place += count
		}
		for _, r := range records {
			digit := r.Key >> shift % digits
			spare[next[digit]] = r
			next[digit]++
		}
		records, spare = spare, records
	}
	return records
}
