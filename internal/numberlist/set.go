package numberlist

// Record is a number in the form in which lists are kept and compared: 16 bytes.
type Record struct {
	Key     Key
	Content Content
}

// Set holds the numbers of a checked list in the order of their keys, at 16 bytes each. It does not change and is safe
// for concurrent use. A nil Set is empty.
type Set struct{ records []Record }

// Len returns how many numbers are in the set.
func (s *Set) Len() int {
	if s == nil {
		return 0
	}
	return len(s.records)
}

// At returns the number at an index from 0 to Len-1, in the order of the keys.
func (s *Set) At(i int) Record { return s.records[i] }

// Find returns the index of the number with exactly this key.
func (s *Set) Find(key Key) (index int, ok bool) {
	index = s.search(key)
	return index, index < s.Len() && s.records[index].Key == key
}

// Contains reports whether the number with exactly this key is in the set.
func (s *Set) Contains(key Key) bool {
	_, ok := s.Find(key)
	return ok
}

// ContainsIgnoringPlus reports whether the number is in the set with or without a leading +. It is how numbers are
// withheld: between calling somebody who must not be called and leaving somebody out, the latter is the safe side.
func (s *Set) ContainsIgnoringPlus(key Key) bool {
	index := s.search(key.withoutPlus())
	return index < s.Len() && s.records[index].Key.withoutPlus() == key.withoutPlus()
}

// search returns the index of the first number that is not below key.
func (s *Set) search(key Key) int {
	low, high := 0, s.Len()
	for low < high {
		middle := int(uint(low+high) >> 1)
		if s.records[middle].Key < key {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// recordChunk is how many records the collector allocates at once.
const recordChunk = 1 << 14

// collector gathers records whose number is not known beforehand. It grows in chunks, because doubling one slice would
// need more than twice the memory that the list has in the end.
type collector struct {
	chunks [][]Record
	count  int
}

func (c *collector) add(r Record) {
	last := len(c.chunks) - 1
	if last < 0 || len(c.chunks[last]) == cap(c.chunks[last]) {
		size := recordChunk
		if last < 0 {
			size = 64 // most lists are short
		}
		c.chunks = append(c.chunks, make([]Record, 0, size))
		last++
	}
	c.chunks[last] = append(c.chunks[last], r)
	c.count++
}

// set returns what was gathered and leaves the collector empty.
func (c *collector) set() *Set {
	records := make([]Record, 0, c.count)
	for i, chunk := range c.chunks {
		records = append(records, chunk...)
		c.chunks[i] = nil
	}
	*c = collector{}
	return &Set{sortRecords(records)}
}

// repeated returns the keys, without +, that are in the set more than once, and how many times too often in all. A
// number with and without a + is the same person, who would be called twice.
func (s *Set) repeated() (keys []Key, surplus int) {
	for i := 1; i < s.Len(); i++ {
		key := s.records[i].Key.withoutPlus()
		if key != s.records[i-1].Key.withoutPlus() {
			continue
		}
		if surplus++; len(keys) == 0 || keys[len(keys)-1] != key {
			keys = append(keys, key)
		}
	}
	return keys, surplus
}
