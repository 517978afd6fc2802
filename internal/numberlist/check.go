package numberlist

import (
	"context"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// CheckOptions says what a list is checked for. The zero value is a plain check.
type CheckOptions struct {
	// Now is compared with the times of the entries. If it is zero, List.PastTimes stays 0.
	Now time.Time
	// Exclude has the numbers that must not be called. Entries whose phone is in it, with or without a leading +, are
	// checked but not part of the list.
	Exclude *phone.Set
	// PrefixCount asks for the digest of the first so many entries, if it is above 0. What follows them is kept in
	// memory for List.BatchesFrom, unless it is more than one batch.
	PrefixCount int
	// KeepSet keeps the numbers in memory, at 16 bytes each, for List.Set.
	KeepSet bool
	// AllowEmpty accepts a list without numbers, as a do-not-call list may be.
	AllowEmpty bool
}

// List is a list that was found to be right. It holds no numbers except those of Set. It is safe for concurrent use.
type List struct {
	Source   *Source
	Count    int // numbers, after exclusion
	Excluded int // entries left out because of CheckOptions.Exclude
	Skipped  int // entries left out by Without
	// SHA256 is the digest of the list in hexadecimal. It covers all fields of all entries after exclusion, and does
	// not depend on the order of rows and columns or on the format.
	SHA256 string
	// OrderSHA256 is a digest that depends on the order of the entries, too.
	OrderSHA256 string
	// PrefixSHA256 is the OrderSHA256 that the list of the first CheckOptions.PrefixCount entries alone would have. It
	// is empty if it was not asked for or the list is shorter. If it equals the OrderSHA256 of an older list of that
	// length, the list is the older one with entries appended.
	PrefixSHA256 string
	// Lookalikes counts the entries that are not excluded and look like a number of CheckOptions.Exclude in another
	// format: with or without leading zeros, or the prefix of a country or area. LookalikePlaces names where the first
	// ones stand, at most MaxProblems: "on line 7" or "at index 6".
	Lookalikes      int
	LookalikePlaces []string
	PastTimes       int  // entries whose time is not after CheckOptions.Now: the platform will not call them
	HasUnechoed     bool // whether an entry has fields that the platform does not show again (time, ext)

	exclude *phone.Set
	skipped *phone.Set // by Without
	blocks  []digest   // after each block, in list order
	order   digest
	set     *phone.Set
	prefix  int    // CheckOptions.PrefixCount
	tail    *Batch // what follows the prefix; nil if it was not kept
}

// Excludes reports whether a number is in CheckOptions.Exclude, with or without a leading +.
func (l *List) Excludes(n phone.Number) bool { return l.exclude.ContainsIgnoringPlus(n) }

// Set returns the numbers of the list, or nil if CheckOptions.KeepSet was not set.
func (l *List) Set() *phone.Set { return l.set }

// Check reads the list once and checks every entry of it: phones and times are well formed, texts are UTF-8 and not too
// long, columns are known, and no number stands there twice. A leading + does not make a number another one here: it
// is the same person, who would be called twice.
//
// The error is a [*ProblemsError] if the content is wrong, [ErrEmpty] if there is none, the error of the file system if
// the source cannot be read (so that errors.Is(err, fs.ErrNotExist) works), or that of ctx.
func Check(ctx context.Context, s *Source, o CheckOptions) (*List, error) {
	c := &checker{
		options: o,
		list:    &List{Source: s, exclude: o.Exclude, prefix: o.PrefixCount},
		order:   newListDigest(),
	}
	if !o.Now.IsZero() {
		c.now = o.Now.Unix()
	}
	err := s.scan(ctx, c)
	var content *fatalProblem
	switch {
	case errors.As(err, &content):
		c.log.add(content.Problem)
		c.log.stopped = true
	case errors.Is(err, errStop):
		c.log.stopped = true
	case err != nil:
		return nil, err
	}
	return c.finish(ctx)
}

// hopelessRows is after how many rows a list is given up if none of them was right: it is not what it seems to be.
const hopelessRows = 1000

// checker is the consumer of the first pass.
type checker struct {
	options  CheckOptions
	now      int64
	list     *List
	order    *listDigest
	content  contentHasher
	wanted   phone.Collector
	excluded phone.Collector
	tail     *batchBuffer // nil before the prefix has ended, and when there is too much behind it
	log      problemLog
	badRows  int
}

func (c *checker) entry(_ position, e *entry) error {
	r := phone.Record{Number: e.number, Content: c.content.content(e)}
	if c.options.Exclude.ContainsIgnoringPlus(r.Number) {
		c.excluded.Add(r)
		return nil
	}
	c.keepTail(e)
	c.wanted.Add(r)
	if r.Content != 0 {
		c.list.HasUnechoed = c.list.HasUnechoed || r.Content.Unechoed() != 0
		if e.time != 0 && e.time <= c.now {
			c.list.PastTimes++
		}
	}
	if c.order.add(r, e) {
		c.list.blocks = append(c.list.blocks, c.order.sum())
	}
	if c.wanted.Count() == c.options.PrefixCount {
		c.list.PrefixSHA256 = encode(c.order.sum())
	}
	return nil
}

// keepTail keeps an entry that comes after the prefix, as long as all of them fit in one batch. So appending to a list,
// which is what most changes are, needs no second pass.
func (c *checker) keepTail(e *entry) {
	if c.options.PrefixCount > 0 && c.wanted.Count() == c.options.PrefixCount {
		c.tail = new(batchBuffer)
		c.tail.reset()
	}
	if c.tail == nil {
		return
	}
	if c.tail.add(e); c.tail.full() {
		c.tail = nil
	}
}

func (c *checker) reject(problems []Problem) error {
	c.log.add(problems...)
	if c.badRows++; c.badRows == hopelessRows && c.wanted.Count()+c.excluded.Count() == 0 {
		return errStop
	}
	return nil
}

// finish judges what only the whole list shows.
func (c *checker) finish(ctx context.Context) (*List, error) {
	l := c.list
	l.Count, l.Excluded = c.wanted.Count(), c.excluded.Count()
	set := c.wanted.Set()
	repeated, surplus := set.Repeated()
	repeatedToo, surplusToo := c.excluded.Set().Repeated()
	if surplus += surplusToo; surplus > 0 {
		numbers := slices.Concat(repeated, repeatedToo)
		slices.Sort(numbers)
		found, err := findRepetitions(ctx, l.Source, numbers)
		if err != nil {
			return nil, err
		}
		c.log.merge(found, surplus)
	}
	if err := c.log.err(l.Source.String()); err != nil {
		return nil, err
	}
	if l.Count+l.Excluded == 0 && !c.options.AllowEmpty {
		return nil, &emptyError{l.Source.String()}
	}
	l.order = c.order.sum()
	l.OrderSHA256 = encode(l.order)
	l.SHA256 = encode(canonicalDigest(set))
	if numbers := set.Lookalikes(c.options.Exclude); len(numbers) > 0 {
		places, err := findLookalikes(ctx, l.Source, numbers)
		if err != nil {
			return nil, err
		}
		l.Lookalikes, l.LookalikePlaces = len(numbers), places
	}
	if c.tail != nil {
		c.tail.proven = len(c.tail.numbers)
		l.tail = c.tail.provenBatch()
	}
	if c.options.KeepSet {
		l.set = set
	}
	return l, nil
}

func encode(d digest) string { return hex.EncodeToString(d[:]) }
