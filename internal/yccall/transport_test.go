package yccall

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"testing"
)

// keepOne makes sure that the client has a kept connection. net/http does not keep one whose request was
// not seen to be sent in time, as on a busy machine.
func keepOne(t *testing.T, c *Client) {
	t.Helper()
	var kept atomic.Bool
	ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{PutIdleConn: func(err error) { kept.Store(err == nil) }})
	for tries := 0; !kept.Load(); tries++ {
		if tries == 100 {
			t.Fatal("no connection was kept")
		}
		if _, err := c.Queues(ctx, ""); err != nil {
			t.Fatal(err)
		}
	}
}

func TestChangingRequestsUseAFreshConnection(t *testing.T) {
	t.Parallel()
	for _, op := range changingOperations() {
		t.Run(op.service.short, func(t *testing.T) {
			t.Parallel()
			var mu sync.Mutex
			used := map[string]bool{}
			p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, got received, _ int) {
				mu.Lock()
				again := used[r.RemoteAddr]
				used[r.RemoteAddr] = true
				mu.Unlock()
				if again && got.service == op.service.name {
					cut(w) // as a server does whose time for kept connections is over
					return
				}
				_, _ = fmt.Fprint(w, success(resultForAll))
			})
			c := newClient(t, p.URL)
			for range 3 {
				keepOne(t, c)
				if err := op.do(context.Background(), c); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

func TestRequestsThatReadShareAConnection(t *testing.T) {
	t.Parallel()
	var dials atomic.Int32
	p := startPlatform(t, always(success(resultForAll)))
	c := newClient(t, p.URL, func(cfg *Config) {
		cfg.Transport = &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			dials.Add(1)
			return new(net.Dialer).DialContext(ctx, network, addr)
		}}
	})
	keepOne(t, c)
	before := dials.Load()
	if _, err := c.Queues(context.Background(), ""); err != nil {
		t.Fatal(err)
	}
	if err := c.SetTaskStatus(context.Background(), "1", CommandRun); err != nil {
		t.Fatal(err)
	}
	if n := dials.Load() - before; n != 1 {
		t.Errorf("dialled %d times for a read and a change, want once", n)
	}
}
