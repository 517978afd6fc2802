package numberlist

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

// ErrChanged says that the source does not hold the list any more that was checked.
var ErrChanged = errors.New("the list changed while it was being sent")

// Batches reads the list again and hands it out in batches of at most [MaxPerBatch] numbers and [MaxBatchBytes] of JSON, in
// the order of the list. If keep is given, only the entries for which it is true are in a batch; i is the place in the
// list, counted from 0 and without what was excluded.
//
// Nothing is handed out that was not checked: each entry of a batch is known to be that of [Check], whatever happened to
// the source since. At the first difference the sequence ends with [ErrChanged], and without differences it ends after
// the whole source was read and found to be the same. Any other error is that of reading, or of ctx.
//
// A batch is valid until the batch after the next one is asked for. So one batch can be sent while the next is read:
// there are two buffers, which take turns.
func (l *List) Batches(ctx context.Context, keep func(i int, n phone.Number) bool) iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		r := &batchReader{list: l, keep: keep, yield: yield, filter: l.filter.begin(), order: newListDigest(), current: new(batchBuffer), other: new(batchBuffer)}
		r.current.reset()
		err := l.Source.scan(ctx, false, r)
		if err == nil {
			err = r.end()
		}
		var content *fatalProblem
		switch {
		case err == nil || r.stopped:
			return
		case errors.As(err, &content), errors.Is(err, errStop):
			err = ErrChanged
		}
		if errors.Is(err, ErrChanged) {
			err = fmt.Errorf("%s: %w", l.Source, ErrChanged)
		}
		yield(nil, err)
	}
}

// BatchesFrom is Batches for the entries from a place in the list on. If these were kept in memory, because the list was
// checked with from as its CheckOptions.PrefixCount, nothing is read again.
func (l *List) BatchesFrom(ctx context.Context, from int) iter.Seq2[*Batch, error] {
	if l.pass.tail == nil || from != l.pass.prefix {
		return l.Batches(ctx, func(i int, _ phone.Number) bool { return i >= from })
	}
	return func(yield func(*Batch, error) bool) {
		if tail := l.pass.tail.Subset(func(n phone.Number) bool { return !l.skipped.Contains(n) }); tail.Count() > 0 {
			yield(tail, nil)
		}
	}
}

// batchReader is the consumer of the second pass.
type batchReader struct {
	list           *List
	keep           func(i int, n phone.Number) bool
	yield          func(*Batch, error) bool
	filter         *filterPass
	order          *listDigest
	content        contentHasher
	current, other *batchBuffer
	count          int  // entries of the list read
	blocks         int  // blocks proven
	stopped        bool // the caller has broken off the loop
}

func (r *batchReader) entry(_ position, e *entry) error {
	if r.filter.judge(e.number) != wanted {
		return nil
	}
	if (r.keep == nil || r.keep(r.count, e.number)) && !r.list.skipped.Contains(e.number) {
		r.current.add(e)
		if r.current.full() {
			if err := r.handOut(); err != nil {
				return err
			}
		}
	}
	r.count++
	if r.order.add(phone.Record{Number: e.number, Content: r.content.content(e)}, e) {
		if r.blocks == len(r.list.pass.blocks) || r.order.sum() != r.list.pass.blocks[r.blocks] {
			return ErrChanged
		}
		r.blocks++
		r.current.proven = len(r.current.numbers)
	}
	return nil
}

// reject is called for the list that was checked only if it has bad rows that are left out.
func (r *batchReader) reject([]Problem) error {
	if r.list.filter.skip {
		return nil
	}
	return ErrChanged
}

// handOut yields the proven entries and keeps the others for the next batch. There are proven ones whenever a batch is
// full, because a block is smaller than a batch.
func (r *batchReader) handOut() error {
	if !r.yield(r.current.provenBatch(), nil) {
		r.stopped = true
		return errStop
	}
	// Only now is the other buffer free: the batch in it was valid until this moment.
	r.other.takeRest(r.current)
	r.current, r.other = r.other, r.current
	return nil
}

// end compares the whole and yields what is left.
func (r *batchReader) end() error {
	if r.order.sum() != r.list.pass.order {
		return ErrChanged
	}
	r.current.proven = len(r.current.numbers)
	if r.current.proven == 0 {
		return nil
	}
	return r.handOut()
}
