package phone

import "math/bits"

// sortRecords sorts by number and returns the result, which may take the place of records. It is a radix sort from the
// lowest digit up, several times as fast as a sort by comparison.
func sortRecords(records []Record) []Record {
	const (
		digitBits = 11
		radix     = 1 << digitBits
	)
	var differ Number // the bits that are not the same in all numbers
	sorted := true
	for i := 1; i < len(records); i++ {
		differ |= records[i].Number ^ records[0].Number
		sorted = sorted && records[i-1].Number <= records[i].Number
	}
	if sorted {
		return records
	}
	spare := make([]Record, len(records))
	for shift := bits.TrailingZeros64(uint64(differ)); differ>>shift != 0; shift += digitBits {
		var next [radix]int
		for i := range records {
			next[records[i].Number>>shift%radix]++
		}
		place := 0
		for digit, count := range next {
			next[digit] = place
			place += count
		}
		for _, r := range records {
			digit := r.Number >> shift % radix
			spare[next[digit]] = r
			next[digit]++
		}
		records, spare = spare, records
	}
	return records
}
