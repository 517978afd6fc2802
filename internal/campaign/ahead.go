package campaign

import (
	"iter"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
)

// ahead reads a sequence of batches one batch ahead, so that a batch is read and encoded while the one before it is on the
// wire. A batch stays valid until the next one is taken, since a list's batches live until the one after the next is asked
// for.
func ahead(batches iter.Seq2[*numberlist.Batch, error]) iter.Seq2[*numberlist.Batch, error] {
	type result struct {
		batch *numberlist.Batch
		err   error
		more  bool
		panic any
	}
	return func(yield func(*numberlist.Batch, error) bool) {
		next, stop := iter.Pull2(batches)
		defer stop()
		read := func() <-chan result {
			c := make(chan result, 1)
			go func() {
				var got result
				defer func() {
					got.panic = recover() // it goes on where the batch is wanted, and can be reported there
					c <- got
				}()
				got.batch, got.err, got.more = next()
			}()
			return c
		}
		take := func(coming <-chan result) result {
			got := <-coming
			if got.panic != nil {
				panic(got.panic)
			}
			return got
		}
		for current := take(read()); current.more; {
			coming := read()
			if !yield(current.batch, current.err) {
				<-coming
				return
			}
			current = take(coming)
		}
	}
}
