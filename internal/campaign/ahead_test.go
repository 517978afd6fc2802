package campaign

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
)

func TestPartsAreReadOneAheadAndHandedOutInOrder(t *testing.T) {
	t.Parallel()
	parts := []*numberlist.Batch{{}, {}, {}}
	broken := errors.New("broken")
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		sequence := func(yield func(*numberlist.Batch, error) bool) {
			for _, part := range parts {
				asked++
				if !yield(part, nil) {
					return
				}
			}
			yield(nil, broken)
		}
		var got []*numberlist.Batch
		for part, err := range ahead(sequence) {
			synctest.Wait()
			if want := min(len(got)+2, len(parts)); asked != want {
				t.Errorf("%d parts were asked for while part %d is used, want %d", asked, len(got)+1, want)
			}
			if err != nil {
				if !errors.Is(err, broken) || len(got) != len(parts) {
					t.Errorf("after %d parts the error is %v", len(got), err)
				}
				continue
			}
			got = append(got, part)
		}
		if !slices.Equal(got, parts) {
			t.Error("the parts did not come in spec")
		}
	})
}

// TestBreakingOffWaitsForTheReader: a list that is still being read must not outlive the work on it.
func TestBreakingOffWaitsForTheReader(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		closed, returned := false, false
		sequence := func(yield func(*numberlist.Batch, error) bool) {
			defer func() { closed = true }()
			if !yield(&numberlist.Batch{}, nil) {
				return
			}
			<-release
			yield(&numberlist.Batch{}, nil)
		}
		go func() {
			for _, err := range ahead(sequence) {
				if err != nil {
					t.Error(err)
				}
				break
			}
			returned = true
		}()
		synctest.Wait()
		if returned {
			t.Error("the loop ended while the next part was being read")
		}
		close(release)
		synctest.Wait()
		if !returned || !closed {
			t.Errorf("the loop ended: %v, the list was closed: %v", returned, closed)
		}
	})
}

// A panic of the reader is one of whoever uses the batches: where it is caught, it can be reported.
func TestPanicWhileReadingAheadReachesTheUser(t *testing.T) {
	t.Parallel()
	defer func() {
		if got := recover(); got != "broken" {
			t.Errorf("the panic is %v", got)
		}
	}()
	for _, err := range ahead(func(yield func(*numberlist.Batch, error) bool) {
		yield(&numberlist.Batch{}, nil)
		panic("broken")
	}) {
		if err != nil {
			t.Error(err)
		}
	}
	t.Error("there was no panic")
}
