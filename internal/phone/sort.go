package phone

import "math/bits"

// sortNumbers sorts numbers and returns the result, which may take the place of numbers.
func sortNumbers(numbers []Number) []Number {
	return sortBy(numbers, func(n *Number) Number { return *n })
}

// sortRecords sorts by number and returns the result, which may take the place of records.
func sortRecords(records []Record) []Record {
	return sortBy(records, func(r *Record) Number { return r.Number })
}

// sortBy is a radix sort from the lowest digit up, several times as fast as a sort by comparison.
func sortBy[T any](items []T, number func(*T) Number) []T {
	const (
		digitBits = 11
		radix     = 1 << digitBits
	)
	var differ Number // the bits that are not the same in all numbers
	sorted := true
	for i := 1; i < len(items); i++ {
		differ |= number(&items[i]) ^ number(&items[0])
		sorted = sorted && number(&items[i-1]) <= number(&items[i])
	}
	if sorted {
		return items
	}
	spare := make([]T, len(items))
	for shift := bits.TrailingZeros64(uint64(differ)); differ>>shift != 0; shift += digitBits {
		var next [radix]int
		for i := range items {
			next[number(&items[i])>>shift%radix]++
		}
		place := 0
		for digit, count := range next {
			next[digit] = place
			place += count
		}
		for i := range items {
			digit := number(&items[i]) >> shift % radix
			spare[next[digit]] = items[i]
			next[digit]++
		}
		items, spare = spare, items
	}
	return items
}
