package yccall

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// replies answers requests in the process, so that the time of a synctest bubble passes. After the
// last one, it answers with success.
type replies struct {
	mu   sync.Mutex
	next []*http.Response
	sent []time.Time
}

func (r *replies) RoundTrip(req *http.Request) (*http.Response, error) {
	if _, err := io.Copy(io.Discard, req.Body); err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent = append(r.sent, time.Now())
	if len(r.next) == 0 {
		return replyOf(http.StatusOK, success(resultForAll)), nil
	}
	next := r.next[0]
	r.next = r.next[1:]
	return next, nil
}

// waits returns the times between the requests.
func (r *replies) waits() []time.Duration {
	var waits []time.Duration
	for i := 1; i < len(r.sent); i++ {
		waits = append(waits, r.sent[i].Sub(r.sent[i-1]))
	}
	return waits
}

// replyOf makes a reply; headers are names and values.
func replyOf(status int, body string, headers ...string) *http.Response {
	resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
	for i := 0; i < len(headers); i += 2 {
		resp.Header.Set(headers[i], headers[i+1])
	}
	return resp
}

func clientOf(t *testing.T, r *replies) *Client {
	t.Helper()
	return newClient(t, "http://"+nobodyListens, func(cfg *Config) {
		cfg.Transport, cfg.MaxRetries, cfg.RetryWaitMin, cfg.RetryWaitMax = r, 0, 500*time.Millisecond, 15*time.Second
	})
}

func tooMany(headers ...string) *http.Response {
	return replyOf(http.StatusTooManyRequests, "", headers...)
}

func TestRateLimitIsWaitedOutForEveryService(t *testing.T) {
	t.Parallel()
	for name, reply := range map[string]*http.Response{
		"page":     tooMany("Retry-After", "30"),
		"envelope": replyOf(http.StatusTooManyRequests, `{"ret":429,"data":{},"msg":"slowly"}`, "Retry-After", "30"),
	} {
		body, err := io.ReadAll(reply.Body)
		if err != nil {
			t.Fatal(err)
		}
		for _, op := range allOperations() {
			t.Run(name+"/"+op.service.short, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					r := &replies{next: []*http.Response{replyOf(reply.StatusCode, string(body), "Retry-After", "30"), tooMany("Retry-After", "30")}}
					if err := op.do(t.Context(), clientOf(t, r)); err != nil {
						t.Error(err)
					}
					for _, wait := range r.waits() {
						if wait < 30*time.Second || wait > 35*time.Second {
							t.Errorf("it waited %s, want thirty seconds and a little", wait)
						}
					}
					if len(r.sent) != 3 {
						t.Errorf("sent %d times, want 3", len(r.sent))
					}
				})
			})
		}
	}
}

func TestRetryAfterIsReadInEachForm(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		headers  []string
		from, to time.Duration
	}{
		"seconds":                   {[]string{"Retry-After", "120"}, 2 * time.Minute, 2*time.Minute + 16*time.Second},
		"at once":                   {[]string{"Retry-After", "0"}, 0, time.Second},
		"a date by our clock":       {[]string{"Retry-After", "Sat, 01 Jan 2000 00:01:00 GMT"}, time.Minute, 68 * time.Second},
		"a date by the server's":    {[]string{"Retry-After", "Wed, 25 Nov 2026 10:01:00 GMT", "Date", "Wed, 25 Nov 2026 10:00:00 GMT"}, time.Minute, 68 * time.Second},
		"a date that has passed":    {[]string{"Retry-After", "Fri, 31 Dec 1999 00:00:00 GMT"}, 0, time.Second},
		"none":                      {nil, 250 * time.Millisecond, 500 * time.Millisecond},
		"something else":            {[]string{"Retry-After", "later"}, 250 * time.Millisecond, 500 * time.Millisecond},
		"a fraction is not allowed": {[]string{"Retry-After", "1.5"}, 250 * time.Millisecond, 500 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := &replies{next: []*http.Response{tooMany(tc.headers...)}}
				if err := clientOf(t, r).SetTaskStatus(t.Context(), "1", CommandRun); err != nil {
					t.Error(err)
				}
				if waits := r.waits(); len(waits) != 1 || waits[0] < tc.from || waits[0] > tc.to {
					t.Errorf("it waited %v, want once, from %s to %s", waits, tc.from, tc.to)
				}
			})
		})
	}
}

func TestWaitsForTheSameMomentAreSpread(t *testing.T) {
	t.Parallel()
	seen := map[time.Duration]bool{}
	after := time.Minute
	for range 50 {
		wait, again := new(repeats).next(serviceTaskAdd, &Error{kinds: []error{ErrRateLimited}, retryAfter: &after}, retryLimits{})
		if !again || wait < after {
			t.Fatalf("wait %s, again %v", wait, again)
		}
		seen[wait] = true
	}
	if len(seen) < 10 {
		t.Errorf("%d different waits of 50", len(seen))
	}
}

func TestRateLimitIsNotWaitedOutForEver(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		headers  []string
		requests int
		says     string
	}{
		"longer than a client waits": {[]string{"Retry-After", "3600"}, 1, "wait 1h0m0s"},
		"again and again":            {[]string{"Retry-After", "200"}, 3, "wait 3m20s"},
		"no word of how long":        {nil, 0, "no more requests at the moment"},
		"at once, for ever":          {[]string{"Retry-After", "0"}, 51, "no more requests at the moment"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				r := &replies{}
				for range 1000 {
					r.next = append(r.next, tooMany(tc.headers...))
				}
				_, err := clientOf(t, r).AddNumbers(t.Context(), "1", []byte("[]"))
				if !errors.Is(err, ErrRateLimited) || errors.Is(err, ErrMayHaveRun) || !strings.Contains(err.Error(), tc.says) {
					t.Errorf("got %v, want ErrRateLimited that says %q", err, tc.says)
				}
				if tc.requests > 0 && len(r.sent) != tc.requests {
					t.Errorf("sent %d times, want %d", len(r.sent), tc.requests)
				}
				if waited := time.Since(start); waited > 10*time.Minute {
					t.Errorf("it waited %s", waited)
				}
			})
		})
	}
}

func TestWaitForTheRateLimitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		start := time.Now()
		r := &replies{next: []*http.Response{tooMany("Retry-After", "60")}}
		err := clientOf(t, r).SetTaskStatus(ctx, "1", CommandRun)
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, ErrMayHaveRun) || !strings.Contains(err.Error(), ErrRateLimited.Error()) {
			t.Errorf("got %v, want the deadline and what it waited for", err)
		}
		if waited := time.Since(start); waited != 10*time.Second || len(r.sent) != 1 {
			t.Errorf("it waited %s and sent %d times", waited, len(r.sent))
		}
	})
}
