package numberlist

import "context"

// turns lets one list of a file be checked at a time: that of a million numbers takes several times the memory that it
// needs afterwards, and Terraform works on ten resources at once.
var turns = make(chan struct{}, 1)

// takeTurn waits until the source may be checked. done must be called afterwards.
func (s *Source) takeTurn(ctx context.Context) (done func(), err error) {
	if s.form == formInline {
		return func() {}, nil
	}
	select {
	case turns <- struct{}{}:
		return func() { <-turns }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
