package phone

import "math/bits"

// The sort is a radix sort from the lowest digit up, several times as fast as a sort by comparison.
const (
	digitBits = 11
	radix     = 1 << digitBits
)

// sortChunks returns the records of some chunks, count of them, in the order of their numbers. The chunks must not be used
// any more. filled says whether any of them has contents.
func sortChunks(from []chunk, count int, filled bool) chunk {
	differ := differing(from)
	var to, spare chunk
	for shift := uint(bits.TrailingZeros64(differ)); len(from) > 1 || differ>>shift != 0; shift += digitBits {
		if to = spare; to.numbers == nil {
			to.numbers = make([]Number, count)
			if filled {
				to.contents = make([]Content, count)
			}
		}
		distribute(from, to, shift)
		if len(from) == 1 {
			spare = from[0]
		}
		from = []chunk{to}
	}
	return from[0]
}

// differing returns the bits in which not all numbers are the same. It is 0 if they are in order already: then all that is
// left to do is to put them together.
func differing(chunks []chunk) uint64 {
	var ones, zeros, last Number
	sorted := true
	for _, c := range chunks {
		for _, n := range c.numbers {
			ones, zeros, sorted, last = ones|n, zeros|^n, sorted && last <= n, n
		}
	}
	if sorted {
		return 0
	}
	return uint64(ones & zeros)
}

// distribute moves records to where they belong by one digit, and leaves those of the same digit in their order. Chunks
// without contents are moved to new ones only, where all contents are zero.
func distribute(from []chunk, to chunk, shift uint) {
	var next [radix]int // where the next record with a digit goes; how many there are, at first
	for _, c := range from {
		for _, n := range c.numbers {
			next[n>>shift%radix]++
		}
	}
	place := 0
	for digit, count := range next {
		next[digit] = place
		place += count
	}
	for _, c := range from {
		if c.contents == nil {
			for _, n := range c.numbers {
				digit := n >> shift % radix
				to.numbers[next[digit]] = n
				next[digit]++
			}
			continue
		}
		for i, n := range c.numbers {
			digit := n >> shift % radix
			to.numbers[next[digit]], to.contents[next[digit]] = n, c.contents[i]
			next[digit]++
		}
	}
}
