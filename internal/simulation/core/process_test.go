package core

import (
	"context"
	"errors"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// process is one run of Terraform with a provider of its own. It is the transport of that provider: every request goes
// through it.
type process struct {
	world    *world
	name     string
	next     http.RoundTripper
	trouble  trouble
	ctx      context.Context
	cancel   context.CancelFunc
	requests int
	runner   *campaign.Runner
}

// defaultTimeout is how long an apply may take.
const defaultTimeout = time.Hour

func (w *world) start(name string, trouble trouble) *process {
	p := &process{world: w, name: name, next: w.platform.Transport(), trouble: trouble}
	p.ctx, p.cancel = context.WithTimeout(context.Background(), defaultTimeout)
	client, err := yccall.New(yccall.Config{
		Endpoint: "http://platform.example", Token: token, Transport: p, MaxRetries: 2,
		RetryWaitMin: time.Nanosecond, RetryWaitMax: time.Nanosecond, // for no chance to take part
		PagesInFlight: 1,
	})
	if err != nil {
		w.violate("the client does not start: %v", err)
	}
	p.runner = campaign.New(client, campaign.WithWait(p.wait), campaign.WithSketchSecret([]byte("a secret of thirty-two characters")))
	return p
}

// wait sleeps on the bubble's clock.
func (p *process) wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// errNoConnection is how a request ends that finds no connection. Nothing of it was sent.
var errNoConnection = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}

// RoundTrip takes a request to the platform, unless the run is broken off first.
func (p *process) RoundTrip(request *http.Request) (*http.Response, error) {
	if p.ctx.Err() != nil && request.Context().Err() == nil {
		p.world.violate("%s sends a request after it was interrupted", p.name)
	}
	p.requests++
	if p.trouble.outage.holds(p.requests) {
		_ = request.Body.Close()
		return nil, errNoConnection
	}
	if act := p.trouble.console[p.requests]; act != nil {
		act()
	}
	i := p.trouble.interruption
	if i == nil || i.at != p.requests {
		return p.next.RoundTrip(request)
	}
	p.world.note("%s is interrupted at its request %d, %s", p.name, i.at, i.stage)
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

// outcome is how a run ended.
type outcome struct {
	*process
	err    error
	killed bool
	made   bool // there is another task in state
}

// apply is "terraform apply" with a state of its own.
func (p *process) apply(s *state, c campaignFile) outcome {
	before := s.clone()
	err := s.apply(p.ctx, p.runner, c)
	return p.end(s, before, err)
}

// destroy is "terraform destroy".
func (p *process) destroy(s *state) outcome {
	before := s.clone()
	found, err := p.runner.End(p.ctx, s.id)
	if err == nil {
		if !found {
			p.world.user.undecided = time.Now() // the platform may take it in later
		}
		*s = state{}
	}
	return p.end(s, before, err)
}

func (p *process) end(s *state, before state, err error) outcome {
	interrupted := p.ctx.Err() != nil
	p.cancel()
	o := outcome{process: p, err: err, made: s.id != before.id, killed: interrupted && p.trouble.interruption != nil && p.trouble.interruption.kill}
	if o.killed {
		*s = before // Terraform has not saved it
	}
	if errors.Is(err, context.DeadlineExceeded) {
		p.world.note("%s took longer than %s", p.name, defaultTimeout)
	}
	return o
}
