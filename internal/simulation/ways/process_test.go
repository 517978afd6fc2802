package ways

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/provider"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// process is one provider process. It is the transport of that provider: every request goes through it.
type process struct {
	world    *world
	core     *protocoltest.Core
	next     http.RoundTripper
	ctx      context.Context
	cancel   context.CancelFunc
	breakOff *interruption
	planning bool // nothing may be changed

	mu       sync.Mutex
	requests int
}

// interruption is Ctrl-C, or the end of Terraform without any warning, at a request.
type interruption struct {
	at    int
	stage stage
	after time.Duration // of a request on its way
	kill  bool          // Terraform is killed and has not saved its state
}

// stage is how far a request has come when the interruption strikes.
type stage int

const (
	beforeSending stage = iota
	onTheWay
	answered
)

func (s stage) String() string {
	return [...]string{"before it is sent", "on its way", "after its reply"}[s]
}

// schemas is a provider that is not configured: its schemas take a while to be made, and are those of all processes.
var schemas = sync.OnceValues(func() (*protocoltest.Core, error) {
	return protocoltest.Start(context.Background(), provider.New("test")())
})

// start starts a provider that is configured for one of the platforms. Another account of the same endpoint is another
// platform to it.
func (w *world) start(here *yccalltest.Server, account bool, breakOff *interruption) *process {
	p := &process{world: w, next: here.Transport(), breakOff: breakOff}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	endpoint := "http://127.0.0.1:1"
	if here == w.elsewhere && !account {
		endpoint = "http://127.0.0.1:2"
	}
	first, err := schemas()
	if err == nil {
		p.core = first.Restart(provider.New("test", provider.WithWait(wait), provider.WithClock(here.Now),
			provider.WithClient(func(c *yccall.Config) {
				c.Transport = p
				c.PagesInFlight = 1 // for the order of requests to follow from the seed
			}))())
		var diags []*tfprotov6.Diagnostic
		diags, err = p.core.Configure(p.ctx, protocoltest.Object{"endpoint": endpoint, "token": token})
		err = errors.Join(err, protocoltest.Errors(diags))
	}
	if err != nil {
		w.violate("the provider does not start: %v", err)
	}
	return p
}

// wait sleeps on the bubble's clock.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// killed reports whether Terraform was killed while this process ran.
func (p *process) killed() bool { return p.interrupted() && p.breakOff.kill }

// interrupted reports whether the run was broken off.
func (p *process) interrupted() bool { return p.breakOff != nil && p.ctx.Err() != nil }

// RoundTrip takes a request to the platform, unless the run is broken off first.
func (p *process) RoundTrip(request *http.Request) (*http.Response, error) {
	if p.ctx.Err() != nil && request.Context().Err() == nil {
		p.world.violate("a request is sent after the run was broken off")
	}
	p.mu.Lock()
	p.requests++
	n := p.requests
	p.mu.Unlock()
	i := p.breakOff
	if i == nil || i.at != n {
		return p.next.RoundTrip(request)
	}
	p.world.note("broken off (kill %t) at request %d, %s", i.kill, n, i.stage)
	switch i.stage {
	case beforeSending:
		p.cancel()
	case onTheWay:
		time.AfterFunc(i.after, p.cancel)
	case answered:
		defer p.cancel()
	}
	return p.next.RoundTrip(request)
}
