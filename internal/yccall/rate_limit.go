package yccall

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// retryAfter reads Retry-After, in seconds or as a date. It is nil where the header
// is absent or not understood.
func retryAfter(resp *http.Response) *time.Duration {
	text := strings.TrimSpace(resp.Header.Get("Retry-After"))
	var wait time.Duration
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		wait = time.Duration(seconds) * time.Second
	} else {
		until, err := http.ParseTime(text)
		if err != nil {
			return nil
		}
		// The server's own clock measures best what it meant.
		now, err := http.ParseTime(resp.Header.Get("Date"))
		if err != nil {
			now = time.Now()
		}
		wait = max(0, until.Sub(now))
	}
	return &wait
}
