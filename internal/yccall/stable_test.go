package yccall

import (
	"errors"
	"fmt"
	"testing"
)

func TestStableReadsAgainOnlyWhileTheListingMoves(t *testing.T) {
	t.Parallel()
	moved := fmt.Errorf("page 2: %w", ErrUnstableListing)
	for name, tc := range map[string]struct {
		errs     []error
		readings int
		want     error
	}{
		"complete at once":      {[]error{nil}, 1, nil},
		"complete in the end":   {[]error{moved, moved, nil}, 3, nil},
		"never complete":        {[]error{moved, moved, moved, nil}, 3, ErrUnstableListing},
		"another error":         {[]error{ErrRefused, nil}, 1, ErrRefused},
		"another error, after":  {[]error{moved, ErrNoReply, nil}, 2, ErrNoReply},
		"complete after a move": {[]error{moved, nil}, 2, nil},
	} {
		readings := 0
		got, err := Stable(func() (int, error) {
			readings++
			return readings, tc.errs[readings-1]
		})
		if !errors.Is(err, tc.want) || got != tc.readings || readings != tc.readings {
			t.Errorf("%s: got %d and %v after %d readings, want %v after %d", name, got, err, readings, tc.want, tc.readings)
		}
	}
}
