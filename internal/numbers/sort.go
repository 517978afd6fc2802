package numbers

import "math/bits"

// sortRecords sorts by key, in place: an American flag sort, several times as fast as a sort by comparison. Records of
// the same key come in any order.
func sortRecords(records []Record) {
	if len(records) <= 64 {
		insertRecords(records)
		return
	}
	var differ Key
	sorted := true
	for i := 1; i < len(records); i++ {
		differ |= records[i].Key ^ records[0].Key
		sorted = sorted && records[i-1].Key <= records[i].Key
	}
	if sorted {
		return
	}
	// Only the highest eight bits that are not the same in all keys decide.
	shift := max(bits.Len64(uint64(differ))-8, 0)
	var start, end [257]int
	for i := range records {
		end[int(byte(records[i].Key>>shift))+1]++
	}
	for b := 1; b < len(end); b++ {
		end[b] += end[b-1]
	}
	start = end
	for b := range 256 {
		for start[b] < end[b+1] {
			r := records[start[b]]
			for {
				home := byte(r.Key >> shift)
				if int(home) == b {
					break
				}
				r, records[start[home]] = records[start[home]], r
				start[home]++
			}
			records[start[b]] = r
			start[b]++
		}
	}
	if shift == 0 {
		return
	}
	for b := range 256 {
		sortRecords(records[end[b]:end[b+1]])
	}
}

// insertRecords sorts a few records, by insertion.
func insertRecords(records []Record) {
	for i := 1; i < len(records); i++ {
		r := records[i]
		j := i
		for ; j > 0 && records[j-1].Key > r.Key; j-- {
			records[j] = records[j-1]
		}
		records[j] = r
	}
}
