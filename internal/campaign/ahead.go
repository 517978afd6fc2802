package campaign

import (
	"iter"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
)

// ahead reads a sequence of parts one part ahead, so that a part is read and encoded while the one
// before it is on the wire. A part stays valid until the next one is taken, since a list's parts live
// until the one after the next is asked for.
func ahead(parts iter.Seq2[*numberlist.Batch, error]) iter.Seq2[*numberlist.Batch, error] {
	type result struct {
		part *numberlist.Batch
		err  error
		more bool
	}
	return func(yield func(*numberlist.Batch, error) bool) {
		next, stop := iter.Pull2(parts)
		defer stop()
		read := func() <-chan result {
			c := make(chan result, 1)
			go func() {
				part, err, more := next()
				c <- result{part, err, more}
			}()
			return c
		}
		for current := <-read(); current.more; {
			coming := read()
			if !yield(current.part, current.err) {
				<-coming
				return
			}
			current = <-coming
		}
	}
}
