package yccall

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
)

// TestFormThatPHPDroppedIsTooLarge is about bodies over PHP's post_max_size: the platform's default
// service answers them, with a page or a greeting in HTTP 200.
func TestFormThatPHPDroppedIsTooLarge(t *testing.T) {
	t.Parallel()
	const page = `<!DOCTYPE html><html><head><title>PhalApi</title></head><body>Hello</body></html>`
	for name, tc := range map[string]struct {
		reply string
		size  int
		large bool
	}{
		"page":                         {page, 1 << 20, true},
		"page after a byte order mark": {"\uFEFF" + page, 1 << 20, true},
		"greeting":                     {`{"ret":200,"data":{"title":"Hello","version":"2.23"},"msg":""}`, 1 << 20, true},
		"page for a small form":        {page, 1 << 10, false},
		"greeting for a small form":    {`{"ret":200,"data":{"title":"Hello"},"msg":""}`, 1 << 10, false},
		"nothing":                      {"", 1 << 20, false},
		"cut short":                    {`{"ret":200,"data":{"sta`, 1 << 20, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, always(tc.reply))
			_, err := newClient(t, p.URL).AddNumbers(context.Background(), "1", bytes.Repeat([]byte("x"), tc.size))
			if errors.Is(err, ErrTooLarge) != tc.large || !errors.Is(err, ErrMalformedReply) || !errors.Is(err, ErrMayHaveRun) {
				t.Errorf("got %v, too large: %v, want %v", err, errors.Is(err, ErrTooLarge), tc.large)
			}
			if tc.large && !strings.Contains(err.Error(), ErrTooLarge.Error()) {
				t.Errorf("%q does not say so", err)
			}
			if n := p.count(serviceTaskAdd); n != 1 {
				t.Errorf("sent %d times, want once", n)
			}
		})
	}
}
