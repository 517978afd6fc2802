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
	// removed is true for numbers that were seen on the task and removed again: they are sent as if for the first time.
	removed bool
}

// sentLog has the batches that were sent, in their order.
type sentLog struct{ batches []sentBatch }

// add keeps a batch. Its numbers are copied, since a batch is valid only until the one after the next is asked for.
func (l *sentLog) add(b sentBatch) {
	b.numbers = slices.Clone(b.numbers)
	l.batches = append(l.batches, b)
}

// any reports whether any numbers were added.
func (l *sentLog) any() bool {
	return slices.ContainsFunc(l.batches, func(b sentBatch) bool { return !b.removed })
}

// record is what was done with one number.
type record struct {
	times     uint8 // how often it was sent
	confirmed bool  // the last time
	excused   bool  // whether a batch with it showed anything, or was said to be incomplete
}

// missing is why a wanted number is not on the task.
type missing int

const (
	neverSent  missing = iota
	notShown           // the platform has confirmed it, and shows nothing of what was sent with it
	sentInVain         // taken more than once without a complaint: the platform dropped it silently
	sentOnce           // or in doubt, so that it may be sent again
)

// missing tells by what was done with a number why it is not on the task.
func (r record) missing() missing {
	switch {
	case r.times == 0:
		return neverSent
	case r.confirmed && !r.excused:
		return notShown
	case r.confirmed && r.times > 1:
		return sentInVain
	default:
		return sentOnce
	}
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
			if b.removed {
				delete(records, index)
				continue
			}
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
	waiting []*numberlist.Batch // come before what pull returns
	pull    func() (*numberlist.Batch, error, bool)
	stop    func()
	// most is how many numbers a batch may have, since larger ones were refused for their size; 0 is any number.
	most int
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
	batch, err := q.take()
	if err != nil || batch == nil {
		return nil, err
	}
	for q.most > 0 && batch.Count() > q.most {
		first, second, ok := batch.Halves()
		if !ok {
			break
		}
		q.again(second)
		batch = first
	}
	return batch, nil
}

func (q *queue) take() (*numberlist.Batch, error) {
	if len(q.waiting) > 0 {
		batch := q.waiting[0]
		q.waiting = q.waiting[1:]
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

// again puts a batch in front.
func (q *queue) again(batch *numberlist.Batch) { q.waiting = slices.Insert(q.waiting, 0, batch) }

// halve bounds all batches from now on by half of one that was too large. It reports whether that is possible.
func (q *queue) halve(batch *numberlist.Batch) bool {
	if batch.Count() < 2 {
		return false
	}
	q.most = batch.Count() / 2
	return true
}

// close drops what is left.
func (q *queue) close() {
	if q.stop != nil {
		q.stop()
	}
	*q = queue{most: q.most}
}

// rejections is what the platform did not accept.
type rejections struct {
	// phones are in the order in which the platform named them.
	phones []string
	// wanted has those that are numbers of the list, as far as they are readable.
	wanted map[phone.Number]bool
	// nameless is what was rejected in a form that names no number. A comparison with the task finds out anew what that
	// was.
	nameless []string
	// left were rejected earlier and have left the list since.
	left []phone.Number
}

// add records what a reply names as invalid, and reports whether it left open of any item which number that is.
func (r *rejections) add(items []yccall.InvalidItem) (nameless bool) {
	for _, item := range items {
		n, err := phone.Parse(item.Phone)
		switch {
		case item.Phone == "":
			r.nameless = append(r.nameless, item.JSON)
			nameless = true
		case err != nil:
			r.nameless = append(r.nameless, item.Phone)
			nameless = true
		default:
			r.addNumber(n, item.Phone)
		}
	}
	return nameless
}

// addPrevious takes over what an earlier reply named as invalid, as far as it is still wanted.
func (r *rejections) addPrevious(phones []string, set *phone.Set) {
	for _, text := range phones {
		n, err := phone.Parse(text)
		switch {
		case err != nil:
			r.nameless = append(r.nameless, text)
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

func (r *rejections) all() []string { return slices.Concat(r.nameless, r.phones) }

// forgetNameless drops what names no number, now that the numbers themselves were compared.
func (r *rejections) forgetNameless() { r.nameless = nil }
