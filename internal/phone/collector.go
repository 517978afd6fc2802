package phone

// chunkSize is how many records a Collector allocates at once.
const chunkSize = 1 << 14

// Collector gathers records whose number is not known beforehand, and makes a [Set] of them. It grows in chunks, because
// doubling one slice would need more than twice the memory that the list has in the end. The zero Collector is ready to
// use.
type Collector struct {
	chunks []chunk
	count  int
	filled bool // whether any content is not zero
}

// chunk has contents only from the first record on that has one: contents[i] belongs to numbers[i].
type chunk struct {
	numbers  []Number
	contents []Content
}

// Add takes one more record in, in any order.
func (c *Collector) Add(r Record) {
	last := len(c.chunks) - 1
	if last < 0 || len(c.chunks[last].numbers) == cap(c.chunks[last].numbers) {
		size := chunkSize
		if last < 0 {
			size = 64 // most lists are short
		}
		c.chunks = append(c.chunks, chunk{numbers: make([]Number, 0, size)})
		last++
	}
	k := &c.chunks[last]
	k.numbers = append(k.numbers, r.Number)
	if r.Content != 0 && k.contents == nil {
		k.contents = make([]Content, cap(k.numbers))
		c.filled = true
	}
	if k.contents != nil {
		k.contents[len(k.numbers)-1] = r.Content
	}
	c.count++
}

// Count returns how many records were added.
func (c *Collector) Count() int { return c.count }

// Set returns what was gathered, repetitions included, and leaves the collector empty.
func (c *Collector) Set() *Set {
	defer func() { *c = Collector{} }()
	if !c.filled {
		numbers := make([]Number, 0, c.count)
		for i := range c.chunks {
			numbers = append(numbers, c.chunks[i].numbers...)
			c.chunks[i] = chunk{}
		}
		return &Set{numbers: sortNumbers(numbers)}
	}
	records := make([]Record, 0, c.count)
	for i, k := range c.chunks {
		for j, n := range k.numbers {
			r := Record{Number: n}
			if k.contents != nil {
				r.Content = k.contents[j]
			}
			records = append(records, r)
		}
		c.chunks[i] = chunk{}
	}
	records = sortRecords(records)
	s := &Set{numbers: make([]Number, len(records)), contents: make([]Content, len(records))}
	for i, r := range records {
		s.numbers[i], s.contents[i] = r.Number, r.Content
	}
	return s
}
