package phone

import "math/bits"

// The sorts here are radix sorts from the lowest digit up, several times as fast as a sort by comparison. That of numbers
// alone and that of records differ in what they move; one for both would call a function for each look at a number.
const (
	digitBits = 11
	radix     = 1 << digitBits
)

// sortNumbers sorts numbers and returns the result, which may take the place of numbers.
func sortNumbers(numbers []Number) []Number {
	differ, sorted := Number(0), true
	for i := 1; i < len(numbers); i++ {
		differ |= numbers[i] ^ numbers[0]
		sorted = sorted && numbers[i-1] <= numbers[i]
	}
	if sorted {
		return numbers
	}
	spare := make([]Number, len(numbers))
	for shift := bits.TrailingZeros64(uint64(differ)); differ>>shift != 0; shift += digitBits {
		var next [radix]int
		for _, n := range numbers {
			next[n>>shift%radix]++
		}
		begin(&next)
		for _, n := range numbers {
			digit := n >> shift % radix
			spare[next[digit]] = n
			next[digit]++
		}
		numbers, spare = spare, numbers
	}
	return numbers
}

// sortRecords sorts by number and returns the result, which may take the place of records.
func sortRecords(records []Record) []Record {
	differ, sorted := Number(0), true
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
		begin(&next)
		for _, r := range records {
			digit := r.Number >> shift % radix
			spare[next[digit]] = r
			next[digit]++
		}
		records, spare = spare, records
	}
	return records
}

// begin turns how many items have each digit into where the first of them goes.
func begin(counts *[radix]int) {
	place := 0
	for digit, count := range counts {
		counts[digit] = place
		place += count
	}
}
