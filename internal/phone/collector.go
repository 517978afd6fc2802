package phone

// chunkSize is how many records a Collector allocates at once.
const chunkSize = 1 << 14

// Collector gathers records whose number is not known beforehand, and makes a [Set] of them. It grows in chunks, because
// doubling one slice would need more than twice the memory that the list has in the end. The zero Collector is ready to
// use.
type Collector struct {
	full   []chunk
	chunk  // that grows
	count  int
	filled bool // whether any content is not zero
}

// chunk is a part of the records. It has contents only from the first record on that has one, and then one for each number.
type chunk struct {
	numbers  []Number
	contents []Content
}

// Add takes one more record in, in any order.
func (c *Collector) Add(r Record) {
	if len(c.numbers) == cap(c.numbers) {
		c.begin()
	}
	if r.Content != 0 && c.contents == nil {
		c.contents = make([]Content, len(c.numbers), cap(c.numbers))
		c.filled = true
	}
	if c.contents != nil {
		c.contents = append(c.contents, r.Content)
	}
	c.numbers = append(c.numbers, r.Number)
	c.count++
}

// begin begins a new chunk.
func (c *Collector) begin() {
	size := 64 // most lists are short
	if c.count > 0 {
		c.full = append(c.full, c.chunk)
		size = chunkSize
	}
	c.chunk = chunk{numbers: make([]Number, 0, size)}
}

// Count returns how many records were added.
func (c *Collector) Count() int { return c.count }

// Set returns what was gathered, repetitions included, and leaves the collector empty.
func (c *Collector) Set() *Set {
	all := *c
	*c = Collector{}
	all.full = append(all.full, all.chunk)
	sorted := sortChunks(all.full, all.count, all.filled)
	return &Set{numbers: sorted.numbers, contents: sorted.contents}
}
