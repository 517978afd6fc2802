package yccall

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// passingFaults are ways to lose a reply that may have an effect behind it and
// that may not come again.
var passingFaults = []struct {
	name  string
	kind  error
	fault func(w http.ResponseWriter, r *http.Request)
}{
	{"connection cut", ErrNoReply, func(w http.ResponseWriter, _ *http.Request) { cut(w) }},
	{"cut in the middle of the body", ErrNoReply, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = fmt.Fprint(w, `{"ret":200,`)
	}},
	{"HTTP 500 without body", ErrServerFault, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }},
	{"HTTP 502 page", ErrServerFault, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = fmt.Fprint(w, "<html>Bad Gateway</html>")
	}},
	{"ret 500", ErrServerFault, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `{"ret":500,"data":{},"msg":"fault"}`)
	}},
	{"undocumented ret", ErrServerFault, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `{"ret":"999","data":[],"msg":""}`)
	}},
	{"HTML page", ErrMalformedReply, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, "<html>login here</html>")
	}},
	{"truncated JSON", ErrMalformedReply, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, success(`{"taskid":"2025`)[:70])
	}},
	{"empty body", ErrMalformedReply, func(http.ResponseWriter, *http.Request) {}},
}

func TestReadsAreRepeatedAfterPassingFaults(t *testing.T) {
	t.Parallel()
	for _, fault := range passingFaults {
		for _, op := range readingOperations() {
			t.Run(fault.name+"/"+op.service.short, func(t *testing.T) {
				t.Parallel()
				p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, _ received, n int) {
					if n <= 2 {
						fault.fault(w, r)
						return
					}
					_, _ = fmt.Fprint(w, success("[]"))
				})
				if err := op.do(context.Background(), newClient(t, p.URL)); err != nil {
					t.Errorf("after two faults the third attempt should succeed, got %v", err)
				}
				if n := p.count(op.service); n != 3 {
					t.Errorf("sent %d times, want 3", n)
				}
			})
		}
	}
}

func TestReadsGiveUpAfterMaxRetries(t *testing.T) {
	t.Parallel()
	for _, fault := range passingFaults {
		t.Run(fault.name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, _ received, _ int) { fault.fault(w, r) })
			_, err := newClient(t, p.URL).Queues(context.Background(), "")
			if !errors.Is(err, fault.kind) || errors.Is(err, ErrMayHaveRun) {
				t.Errorf("got %v, want %v", err, fault.kind)
			}
			if n := p.count(serviceQueues); n != 3 {
				t.Errorf("sent %d times, want 3", n)
			}
		})
	}
}

func TestChangingRequestsAreSentOnceWhenTheReplyIsLost(t *testing.T) {
	t.Parallel()
	for _, fault := range passingFaults {
		for _, op := range changingOperations() {
			t.Run(fault.name+"/"+op.service.short, func(t *testing.T) {
				t.Parallel()
				p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, _ received, _ int) { fault.fault(w, r) })
				err := op.do(context.Background(), newClient(t, p.URL))
				if !errors.Is(err, ErrMayHaveRun) || !errors.Is(err, fault.kind) {
					t.Errorf("got %v, want ErrMayHaveRun and %v", err, fault.kind)
				}
				if n := p.count(op.service); n != 1 {
					t.Errorf("sent %d times, want once", n)
				}
			})
		}
	}
}

// TestOnlyAFewRepliesProveThatARequestDidNotRun is about services that fail after their work is done, and about
// error pages in front of them: both look as if nothing had been run.
func TestOnlyAFewRepliesProveThatARequestDidNotRun(t *testing.T) {
	t.Parallel()
	status := func(code int) func(http.ResponseWriter) { return func(w http.ResponseWriter) { w.WriteHeader(code) } }
	body := func(text string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { _, _ = fmt.Fprint(w, text) }
	}
	refusals := []struct {
		name  string
		kind  error
		proof bool
		reply func(http.ResponseWriter)
	}{
		{"ret 400", ErrRejected, false, body(`{"ret":400,"data":{},"msg":"bad parameter"}`)},
		{"ret 404", ErrRejected, false, body(`{"ret":404,"data":{},"msg":"no such service"}`)},
		{"ret 429", ErrRejected, false, body(`{"ret":429,"data":{},"msg":"slowly"}`)},
		{"ret 400 in words about the token", ErrTokenInvalid, false, body(`{"ret":400,"data":[],"msg":"Bad Request: Token expired"}`)},
		{"ret 601", ErrNotAuthorised, false, body(`{"ret":601,"data":[],"msg":""}`)},
		{"ret 602", ErrNotAuthorised, false, body(`{"ret":"602","data":[],"msg":""}`)},
		{"ret 603", ErrNotAuthorised, false, body(`{"ret":603.0,"data":[],"msg":""}`)},
		{"ret 604", ErrNotAuthorised, false, body(`{"ret":604,"data":[],"msg":""}`)},
		{"business failure", ErrRefused, false, body(`{"ret":200,"data":{"status":"1","errors":{"code":1003,"codemsg":"no"}}}`)},
		{"HTTP 400", ErrRejected, false, status(400)},
		{"HTTP 401", ErrRejected, false, status(401)},
		{"HTTP 403", ErrRejected, false, status(403)},
		{"HTTP 404", ErrRejected, false, status(404)},
		{"HTTP 405", ErrRejected, false, status(405)},
		{"ret 600", ErrTokenInvalid, true, body(`{"ret":600,"data":[],"msg":"dead"}`)},
		{"HTTP 413", ErrTooLarge, false, status(413)},
		{"ret 404 of the default service", ErrTooLarge, true, body(`{"ret":404,"data":{},"msg":"\u63a5\u53e3\u670d\u52a1App.Site.Index\u4e0d\u5b58\u5728"}`)},
	}
	for _, refusal := range refusals {
		for _, op := range allOperations() {
			if op.service == serviceLogout && errors.Is(refusal.kind, ErrTokenInvalid) {
				continue // a dead token is what Logout is for
			}
			t.Run(refusal.name+"/"+op.service.short, func(t *testing.T) {
				t.Parallel()
				p := startPlatform(t, func(w http.ResponseWriter, _ *http.Request, _ received, _ int) { refusal.reply(w) })
				c := newClient(t, p.URL)
				// Without this a listing would try a smaller page after ret 400.
				c.pageSizes.set(op.service, 100)
				err := op.do(context.Background(), c)
				if want := op.service.mutates && !refusal.proof; !errors.Is(err, refusal.kind) || errors.Is(err, ErrMayHaveRun) != want {
					t.Errorf("got %v, may have run: %v, want %v and %v", err, errors.Is(err, ErrMayHaveRun), refusal.kind, want)
				}
				if n := p.count(op.service); n != 1 {
					t.Errorf("sent %d times, want once", n)
				}
				if strings.Contains(err.Error(), ErrMayHaveRun.Error()) {
					t.Errorf("%q hides the reason behind what it leaves open", err)
				}
			})
		}
	}
}

// TestWordsAboutTheTokenRepeatOnlyWhatReads is about servers that report a dead token as ret 400: a service that has
// done its work can fail with such a text, too.
func TestWordsAboutTheTokenRepeatOnlyWhatReads(t *testing.T) {
	t.Parallel()
	for _, op := range allOperations() {
		if op.service == serviceLogout {
			continue // it sends nothing without a token
		}
		t.Run(op.service.short, func(t *testing.T) {
			t.Parallel()
			desk := &tokenDesk{}
			p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, got received, n int) {
				if got.service == op.service.name && n == 1 {
					_, _ = fmt.Fprint(w, `{"ret":400,"data":{},"msg":"Bad Request: token expired"}`)
					return
				}
				desk.answer(w, r, got, n)
			})
			c := newClient(t, p.URL, withLogin)
			c.pageSizes.set(op.service, 100)
			err := op.do(context.Background(), c)
			sent, want := p.count(op.service), 2
			if op.service.mutates {
				want = 1
			}
			if sent != want || errors.Is(err, ErrMayHaveRun) != op.service.mutates || !op.service.mutates && err != nil {
				t.Errorf("sent %d times, want %d; got %v", sent, want, err)
			}
		})
	}
}

func TestEveryRequestIsRepeatedWhenNoConnectionCameAbout(t *testing.T) {
	t.Parallel()
	for _, op := range allOperations() {
		t.Run(op.service.short, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, always(success(resultForAll)))
			if err := op.do(context.Background(), newClient(t, p.URL, failingDials(2))); err != nil {
				t.Errorf("the third dial should succeed, got %v", err)
			}
			if n := p.count(op.service); n != 1 {
				t.Errorf("reached the server %d times, want once", n)
			}
		})
	}
}

func TestUnreachablePlatformIsToldFromARequestThatMayHaveRun(t *testing.T) {
	t.Parallel()
	for _, op := range allOperations() {
		err := op.do(context.Background(), newClient(t, "http://"+nobodyListens))
		if !errors.Is(err, ErrUnreachable) || errors.Is(err, ErrMayHaveRun) {
			t.Errorf("%s: got %v, want only ErrUnreachable", op.service.short, err)
		}
		if !strings.Contains(err.Error(), nobodyListens) {
			t.Errorf("%s: %q does not say which address refused", op.service.short, err)
		}
	}
}

// dyingConn lets a number of bytes through and then behaves as a connection
// that the server has closed.
type dyingConn struct {
	net.Conn
	left *atomic.Int64
}

func (c dyingConn) Write(p []byte) (int, error) {
	left := c.left.Add(-int64(len(p)))
	if left < 0 {
		return 0, errors.New("broken pipe")
	}
	return c.Conn.Write(p)
}

// dyingConnections dials connections that share an allowance of bytes.
func dyingConnections(left *atomic.Int64, dials *atomic.Int32) func(*Config) {
	return func(cfg *Config) {
		cfg.MaxRetries = 0
		cfg.Transport = &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			dials.Add(1)
			conn, err := new(net.Dialer).DialContext(ctx, network, addr)
			return dyingConn{conn, left}, err
		}}
	}
}

func TestTransportDoesNotRepeatARequestOnADeadKeptConnection(t *testing.T) {
	t.Parallel()
	var left atomic.Int64
	var dials atomic.Int32
	left.Store(1 << 20)
	p := startPlatform(t, always(success(resultForAll)))
	c := newClient(t, p.URL, dyingConnections(&left, &dials))
	keepOne(t, c)
	dialled, arrived := dials.Load(), p.count(serviceQueues)
	left.Store(0)
	_, err := c.Queues(context.Background(), "")
	if !errors.Is(err, ErrUnreachable) {
		t.Errorf("not a byte was sent, yet the error is %v", err)
	}
	if n := dials.Load(); n != dialled {
		t.Errorf("dialled %d times more: the transport sent the request again by itself", n-dialled)
	}
	if n := p.count(serviceQueues); n != arrived {
		t.Errorf("the server saw %d requests more, want none", n-arrived)
	}
}

func TestRequestMayHaveRunOnceAPartOfTheFormWasSent(t *testing.T) {
	t.Parallel()
	var left atomic.Int64
	var dials atomic.Int32
	left.Store(100_000)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err == nil {
			t.Error("the whole form arrived")
		}
	}))
	t.Cleanup(server.Close)
	_, err := newClient(t, server.URL, dyingConnections(&left, &dials)).AddNumbers(context.Background(), "1", make([]byte, 1<<20))
	if !errors.Is(err, ErrMayHaveRun) || !errors.Is(err, ErrNoReply) {
		t.Errorf("got %v, want ErrMayHaveRun and ErrNoReply", err)
	}
	if n := dials.Load(); n != 1 {
		t.Errorf("dialled %d times, want once", n)
	}
}

func TestRequestThatTimedOutMayHaveRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := newClient(t, "http://"+nobodyListens, func(cfg *Config) {
			cfg.RequestTimeout = time.Minute
			// A connection within the bubble, to a server that reads and never answers.
			cfg.Transport = &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
				here, there := net.Pipe()
				go func() { _, _ = io.Copy(io.Discard, there) }()
				return here, nil
			}}
		})
		start := time.Now()
		err := c.SetTaskStatus(t.Context(), "1", CommandRun)
		if !errors.Is(err, ErrMayHaveRun) || !errors.Is(err, ErrNoReply) {
			t.Errorf("got %v, want ErrMayHaveRun and ErrNoReply", err)
		}
		if errors.Is(err, context.DeadlineExceeded) {
			t.Error("the caller's context has no deadline, yet the error says it passed")
		}
		if waited := time.Since(start); waited != time.Minute {
			t.Errorf("it waited %s, want a minute", waited)
		}
	})
}

func TestCancelledContextBeforeSendingSendsNothing(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, always(success(resultForAll)))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, op := range allOperations() {
		err := op.do(ctx, newClient(t, p.URL))
		if !errors.Is(err, context.Canceled) || errors.Is(err, ErrMayHaveRun) {
			t.Errorf("%s: got %v, want only context.Canceled", op.service.short, err)
		}
		if n := p.count(op.service); n != 0 {
			t.Errorf("%s: sent %d times", op.service.short, n)
		}
	}
}

func TestCancelStopsAWaitingRequestAtOnce(t *testing.T) {
	t.Parallel()
	for _, op := range allOperations() {
		t.Run(op.service.short, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(context.Background())
			p := startPlatform(t, func(_ http.ResponseWriter, r *http.Request, _ received, _ int) {
				cancel() // the request is being run
				hang(r)
			})
			err := op.do(ctx, newClient(t, p.URL))
			if !errors.Is(err, context.Canceled) || errors.Is(err, ErrMayHaveRun) != op.service.mutates {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestCancelEndsTheWaitBeforeARepetition(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	c := newClient(t, "http://"+nobodyListens, func(cfg *Config) {
		cfg.RetryWaitMin, cfg.RetryWaitMax = time.Hour, time.Hour
		cfg.Transport = roundTripFunc(func(*http.Request) (*http.Response, error) {
			defer cancel()
			return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
		})
	})
	err := c.SetTaskStatus(ctx, "1", CommandRun)
	if !errors.Is(err, context.Canceled) || errors.Is(err, ErrMayHaveRun) {
		t.Errorf("got %v, want only context.Canceled", err)
	}
}

type roundTripFunc func(*http.Request) (*http.Response, error)

func (f roundTripFunc) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestBackoffIsJitteredAndBounded(t *testing.T) {
	t.Parallel()
	limits := retryLimits{waitMin: 100 * time.Millisecond, waitMax: time.Second}
	for i, top := range []time.Duration{100e6, 200e6, 400e6, 800e6, 1e9, 1e9, 1e9} {
		seen := map[time.Duration]bool{}
		for range 50 {
			wait := limits.backoff(i + 1)
			if wait < top/2 || wait > top {
				t.Fatalf("attempt %d waits %s, want between %s and %s", i+1, wait, top/2, top)
			}
			seen[wait] = true
		}
		if len(seen) == 1 {
			t.Errorf("attempt %d always waits the same", i+1)
		}
	}
	if wait := limits.backoff(1000); wait > limits.waitMax {
		t.Errorf("attempt 1000 waits %s", wait)
	}
}
