package phone

// chunkSize is how many records a Collector allocates at once.
const chunkSize = 1 << 14

// Collector gathers records whose number is not known beforehand, and makes a [Set] of them. It grows in chunks, because
// doubling one slice would need more than twice the memory that the list has in the end. The zero Collector is ready to
// use.
type Collector struct {
	chunks [][]Record
	count  int
}

// Add takes one more record in, in any order.
func (c *Collector) Add(r Record) {
	last := len(c.chunks) - 1
	if last < 0 || len(c.chunks[last]) == cap(c.chunks[last]) {
		size := chunkSize
		if last < 0 {
			size = 64 // most lists are short
		}
		c.chunks = append(c.chunks, make([]Record, 0, size))
		last++
	}
	c.chunks[last] = append(c.chunks[last], r)
	c.count++
}

// Count returns how many records were added.
func (c *Collector) Count() int { return c.count }

// Set returns what was gathered, repetitions included, and leaves the collector empty.
func (c *Collector) Set() *Set {
	records := make([]Record, 0, c.count)
	for i, chunk := range c.chunks {
		records = append(records, chunk...)
		c.chunks[i] = nil
	}
	*c = Collector{}
	return &Set{sortRecords(records)}
}
