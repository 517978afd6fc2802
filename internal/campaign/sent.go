package campaign

import (
	"iter"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// This file remembers, for one piece of work, what was sent, what is to be sent, and what the platform has rejected.

// ledger keeps all this together, and whom the latest listing shows as called.
type ledger struct {
	sent     sentLog
	rejected rejections
	queue    queue
	called   Called
}

// sentBatch is a batch that was sent.
type sentBatch struct {
	numbers []phone.Number
	// confirmed is true when the platform has answered, dropped when it has said that it took fewer numbers than it
	// named no reason for.
	confirmed, dropped bool
}

// sentLog has the batches that were sent, in their order.
type sentLog struct{ batches []sentBatch }

// add keeps a batch. Its numbers are copied, since a batch is valid only until the one after the next is asked for.
func (l *sentLog) add(b sentBatch) {
	b.numbers = slices.Clone(b.numbers)
	l.batches = append(l.batches, b)
}

func (l *sentLog) any() bool { return len(l.batches) > 0 }

// record is what was done with one number.
type record struct {
	times     uint8 // how often it was sent
	confirmed bool  // the last time
	excused   bool  // whether a batch with it showed anything, or was said to be incomplete
}

// records tells what was done with each number of a set. visible says which of them the task holds.
func (l *sentLog) records(set *phone.Set, visible func(index int) bool) map[int]record {
	records := map[int]record{}
	for _, b := range l.batches {
		shown := false
		var missing []int
		for _, n := range b.numbers {
			index, ok := set.Find(n)
			switch {
			case !ok:
			case visible(index):
				shown = true
			default:
				missing = append(missing, index)
			}
		}
		for _, index := range missing {
			r := records[index]
			r.times++
			r.confirmed = b.confirmed
			r.excused = r.excused || shown || b.dropped
			records[index] = r
		}
	}
	return records
}

// queue hands out what is to be sent, batch by batch.
type queue struct {
	halves []*numberlist.Batch // of batches that were too large
	pull   func() (*numberlist.Batch, error, bool)
	stop   func()
}

// replace drops what is left and hands out other batches; nil is none.
func (q *queue) replace(batches iter.Seq2[*numberlist.Batch, error]) {
	q.close()
	if batches != nil {
		q.pull, q.stop = iter.Pull2(ahead(batches))
	}
}

// next returns the next batch; nil if there is none.
func (q *queue) next() (*numberlist.Batch, error) {
	if len(q.halves) > 0 {
		batch := q.halves[0]
		q.halves = q.halves[1:]
		return batch, nil
	}
	if q.pull == nil {
		return nil, nil
	}
	batch, err, more := q.pull()
	if !more {
		return nil, nil
	}
	return batch, err
}

// halve puts the halves of a batch that was too large in front. It reports whether there are any.
func (q *queue) halve(batch *numberlist.Batch) bool {
	if batch.Count() < 2 {
		return false
	}
	half := func(first bool) *numberlist.Batch {
		n := 0
		return batch.Subset(func(phone.Number) bool { n++; return (n <= batch.Count()/2) == first })
	}
	first, second := half(true), half(false)
	q.halves = slices.Insert(q.halves, 0, first, second)
	return true
}

func (q *queue) close() {
	if q.stop != nil {
		q.stop()
	}
	*q = queue{}
}

// rejections is what the platform did not accept.
type rejections struct {
	// phones are in the order in which the platform named them.
	phones []string
	// wanted has those that are numbers of the list, as far as they are readable.
	wanted map[phone.Number]bool
	// unparsable is what an earlier reply rejected in a form that names no number. A comparison with the task finds out
	// anew what that was.
	unparsable []string
	// left were rejected earlier and have left the list since.
	left []phone.Number
}

// add records what a reply names as invalid.
func (r *rejections) add(items []yccall.InvalidItem) {
	for _, item := range items {
		n, err := phone.Parse(item.Phone)
		switch {
		case item.Phone == "":
			r.phones = append(r.phones, item.JSON)
		case err != nil:
			r.phones = append(r.phones, item.Phone)
		default:
			r.addNumber(n, item.Phone)
		}
	}
}

// addEarlier takes over what an earlier reply named as invalid, as far as it is still wanted.
func (r *rejections) addEarlier(phones []string, set *phone.Set) {
	for _, text := range phones {
		n, err := phone.Parse(text)
		switch {
		case err != nil:
			r.unparsable = append(r.unparsable, text)
		case set.Contains(n):
			r.addNumber(n, text)
		default:
			r.left = append(r.left, n)
		}
	}
}

func (r *rejections) addNumber(n phone.Number, text string) {
	if !r.wanted[n] {
		if r.wanted == nil {
			r.wanted = map[phone.Number]bool{}
		}
		r.wanted[n] = true
		r.phones = append(r.phones, text)
	}
}

func (r *rejections) has(n phone.Number) bool { return r.wanted[n] }

func (r *rejections) count() int64 { return int64(len(r.phones) + len(r.unparsable)) }

func (r *rejections) all() []string { return slices.Concat(r.unparsable, r.phones) }
