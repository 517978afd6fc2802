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
	// Now is compared with the times of the entries. If it is zero, List.PastTimes stays empty.
	Now time.Time
	// Exclude knows the people who must not be called. Entries whose phone matches are checked but not part of the list.
	Exclude *phone.Matcher
	// CallingCode is that of the country of numbers without one. Numbers of one person are repetitions then.
	CallingCode phone.CallingCode
	// SkipBadRows leaves out rows that cannot be used, and repetitions, instead of refusing the list.
	SkipBadRows bool
	// PrefixCount asks for the digest of the first so many entries, if it is above 0. What follows them is kept in
	// memory for List.BatchesFrom, unless it is more than one batch.
	PrefixCount int
	// KeepSet keeps the numbers in memory, at 8 or 16 bytes each, for List.Set.
	KeepSet bool
}

// List is a list that was found to be right. It holds no numbers except those of Set. It is safe for concurrent use.
type List struct {
	Source   *Source
	Count    int // numbers, after exclusion
	Excluded int // entries left out because of CheckOptions.Exclude
	BadRows  int // rows left out because of CheckOptions.SkipBadRows
	// Skipped is how many entries Without left out; SkippedLookalikes of them may be somebody else all the same.
	Skipped, SkippedLookalikes int
	// SHA256 is the digest of the list in hexadecimal. It covers all fields of all entries after exclusion, and does
	// not depend on the order of rows and columns or on the format.
	SHA256 string
	// OrderSHA256 is a digest that depends on the order of the entries, too.
	OrderSHA256 string
	// PrefixSHA256 is the OrderSHA256 that the list of the first CheckOptions.PrefixCount entries alone would have. It
	// is empty if it was not asked for or the list is shorter. If it equals the OrderSHA256 of an older list of that
	// length, the list is the older one with entries appended.
	PrefixSHA256 string
	Warnings     []Warning
	HasUnechoed  bool // whether an entry has fields that the platform does not show again (time, ext)
	// PastTimes are the entries whose time is not after CheckOptions.Now: the platform will not call them. PastAppended are
	// those of them that come after the first CheckOptions.PrefixCount.
	PastTimes, PastAppended Tally

	filter  filter
	skipped *phone.Set // by Without
	pass    passResult
}

// passResult is what later passes over the list need of the first one.
type passResult struct {
	blocks []digest // after each block, in list order
	order  digest
	set    *phone.Set
	prefix int    // CheckOptions.PrefixCount
	tail   *Batch // what follows the prefix; nil if it was not kept
}

// Excludes reports whether a number belongs to somebody whom CheckOptions.Exclude knows.
func (l *List) Excludes(n phone.Number) bool { return l.filter.exclude.Match(n) != phone.Different }

// Set returns the numbers of the list, or nil if CheckOptions.KeepSet was not set.
func (l *List) Set() *phone.Set { return l.pass.set }

// Check reads the list and checks every entry of it: phones and times are well formed, texts are UTF-8 and not too long,
// columns are known, and nobody stands there twice. What is likely wrong is in List.Warnings.
//
// The error is a [*ProblemsError] if the content is wrong, [ErrEmpty] if there is none, the error of the file system if
// the source cannot be read (so that errors.Is(err, fs.ErrNotExist) works), or that of ctx.
func Check(ctx context.Context, s *Source, o CheckOptions) (*List, error) {
	done, err := s.takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	f := filter{code: o.CallingCode, exclude: o.Exclude, skip: o.SkipBadRows}
	c, err := checkOnce(ctx, s, o, f)
	if err != nil {
		return nil, err
	}
	set := c.wanted.Set()
	people, surplus := set.Repeated(o.CallingCode)
	peopleToo, surplusToo := c.excluded.Set().Repeated(o.CallingCode)
	people = slices.Concat(people, peopleToo)
	slices.Sort(people)
	people = slices.Compact(people)
	switch {
	case surplus+surplusToo == 0:
	case o.SkipBadRows && c.log.fatal == nil:
		// The first of each stays, so the list is read anew, now that it is known who is there more than once.
		f.repeated = people
		if c, err = checkOnce(ctx, s, o, f); err != nil {
			return nil, err
		}
		set = c.wanted.Set()
	default:
		if err := findRepetitions(ctx, s, o, people, &c.log); err != nil {
			return nil, err
		}
	}
	return c.finish(ctx, set)
}

// checkOnce makes one pass over the list.
func checkOnce(ctx context.Context, s *Source, o CheckOptions, f filter) (*checker, error) {
	c := &checker{
		options: o,
		list:    &List{Source: s, filter: f, pass: passResult{prefix: o.PrefixCount}},
		filter:  f.begin(),
		order:   newListDigest(),
	}
	if !o.Now.IsZero() {
		c.now = o.Now.Unix()
	}
	err := s.scan(ctx, false, c)
	var content *fatalProblem
	switch {
	case errors.As(err, &content):
		c.log.fatal = content
	case errors.Is(err, errStop):
		c.log.stopped = true
	case err != nil:
		return nil, err
	}
	return c, nil
}

// hopelessRows is after how many rows a list is given up if none of them was right: it is not what it seems to be.
const hopelessRows = 1000

// checker is the consumer of the first pass.
type checker struct {
	options  CheckOptions
	now      int64
	list     *List
	filter   *filterPass
	order    *listDigest
	content  contentHasher
	wanted   phone.Collector
	excluded phone.Collector
	tail     *batchBuffer // what follows the prefix, unless it is more than one batch
	log      problemLog   // of bad rows
	badRows  int
	doubts   doubts
	sheets   int    // of a workbook, that are not read
	likely   script // the encoding that the list seems to have, if the format says another one
}

func (c *checker) otherSheets(count int) { c.sheets = count }

func (c *checker) otherEncoding(likely script) { c.likely = likely }

func (c *checker) entry(at position, e *entry) error {
	switch c.filter.judge(e.number) {
	case repeated:
		c.badRows++
		c.log.add(at.problem(fieldPhone.String(), faultRepeats, ""))
		return nil
	case excluded:
		c.list.Excluded++
		c.excluded.Add(phone.Record{Number: e.number})
		return nil
	case wanted:
	}
	r := phone.Record{Number: e.number, Content: c.content.content(e)}
	if c.tail != nil {
		c.keepTail(e)
	}
	c.wanted.Add(r)
	c.doubts.look(at, e, r.Content.Echoed() != 0)
	if r.Content != 0 {
		c.list.HasUnechoed = c.list.HasUnechoed || r.Content.Unechoed() != 0
		if e.time != 0 && e.time <= c.now {
			c.notePast(at)
		}
	}
	if c.order.add(r, e) {
		c.list.pass.blocks = append(c.list.pass.blocks, c.order.sum())
	}
	if c.wanted.Count() == c.options.PrefixCount {
		c.list.PrefixSHA256 = encode(c.order.sum())
		c.tail = new(batchBuffer)
		c.tail.reset()
	}
	return nil
}

// notePast counts an entry, which is among those wanted already, whose time has passed.
func (c *checker) notePast(at position) {
	c.list.PastTimes.add(at)
	if c.wanted.Count() > c.options.PrefixCount {
		c.list.PastAppended.add(at)
	}
}

// keepTail keeps an entry that comes after the prefix, as long as all of them fit in one batch. So appending to a list,
// which is what most changes are, needs no second pass.
func (c *checker) keepTail(e *entry) {
	if c.tail.add(e); c.tail.full() {
		c.tail = nil
	}
}

func (c *checker) reject(problems []Problem) error {
	c.log.add(problems...)
	if c.badRows++; c.badRows == hopelessRows && c.wanted.Count()+c.list.Excluded == 0 {
		return errStop
	}
	return nil
}

// finish judges what only the whole list shows.
func (c *checker) finish(ctx context.Context, set *phone.Set) (*List, error) {
	l := c.list
	l.Count = set.Len()
	if !c.options.SkipBadRows || c.log.stopped || c.log.fatal != nil {
		if err := c.log.err(l.Source.String()); err != nil {
			return nil, err
		}
	}
	l.BadRows = c.badRows
	if l.Count+l.Excluded == 0 {
		return nil, &emptyError{l.Source.String(), c.badRowsWarning(), c.sheets}
	}
	l.pass.order = c.order.sum()
	l.OrderSHA256 = encode(l.pass.order)
	l.SHA256 = encode(canonicalDigest(set))
	var err error
	if l.Warnings, err = c.warnings(ctx, set); err != nil {
		return nil, err
	}
	if c.tail != nil && len(c.tail.numbers) > 0 {
		c.tail.proven = len(c.tail.numbers)
		l.pass.tail = c.tail.provenBatch()
	}
	if c.options.KeepSet {
		l.pass.set = set
	}
	return l, nil
}

func encode(d digest) string { return hex.EncodeToString(d[:]) }
