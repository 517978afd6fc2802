package probe

import (
	"context"
	"errors"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// Config says what is probed and how.
type Config struct {
	// Client is how the platform is reached, with a ready token or with an app id and an access key.
	Client yccall.Config
	// Task allows one task, which is never started and ended in the end; nil probes without changing anything.
	Task *OwnTask
	// Say tells people what is being done, one line at a time; nil tells nobody.
	Say func(string)

	bodySizes []int // those that are tried, growing; nil is all of them
}

// OwnTask is the task that a run may create.
type OwnTask struct {
	AgentType string // 1 extension, 2 queue, 3 extension group
	Agent     string
	Phone     string // of whoever runs the probe; nobody is called, but it stands on the task
}

// requestRetries is how often the client repeats what reads.
const requestRetries = 3

// prober is one run.
type prober struct {
	*platform
	config Config
	found  findings

	tasks    []task // some tasks of the account
	pageSize int    // a page size that is known to work; 0 is the server's own
	own      *created
}

// Run probes a platform. It logs in, looks, and logs out of what it logged in to. A task that it made has ended when it
// returns, also when ctx ends, unless the error says otherwise.
func Run(ctx context.Context, config Config) (*Report, error) {
	p, err := begun(ctx, config)
	if err != nil {
		return nil, err
	}
	defer p.logout(ctx)
	if err := p.probe(ctx); err != nil {
		return nil, err
	}
	return p.report(), nil
}

// begun is a run that has logged in where it has to.
func begun(ctx context.Context, config Config) (*prober, error) {
	config.Client.MaxRetries = requestRetries
	client, err := yccall.New(config.Client)
	if err != nil {
		return nil, err
	}
	if config.Say == nil {
		config.Say = func(string) {}
	}
	if config.bodySizes == nil {
		config.bodySizes = bodySizes
	}
	p := &prober{
		platform: &platform{client: client, logsIn: config.Client.Token == "", mine: map[string]bool{}},
		config:   config, found: findings{},
	}
	if !p.logsIn {
		return p, nil
	}
	login, err := client.Login(ctx)
	if err != nil {
		return nil, explain("Login", err)
	}
	p.heard.secret(login.Token)
	return p, nil
}

// logout ends the token of this run, and not a ready one, also when ctx has ended.
func (p *prober) logout(ctx context.Context) {
	if !p.logsIn {
		return
	}
	ctx, cancel := finishing(ctx)
	defer cancel()
	_ = p.client.Logout(ctx) // a token that stays ends by itself within twelve hours
}

// finishTime bounds what is done after ctx has ended.
const finishTime = 5 * time.Minute

// finishing is a context for what has to be finished even when ctx ends.
func finishing(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), finishTime)
}

func (p *prober) probe(ctx context.Context) error {
	return p.each(ctx, p.lookAtBodies, p.lookUp, p.lookAtAccount, p.lookAtTokens)
}

// lookAtAccount looks at the tasks of the account, with one of its own among them where that is allowed.
func (p *prober) lookAtAccount(ctx context.Context) (err error) {
	if p.config.Task != nil {
		if err := p.endLeftovers(ctx); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, p.finish(ctx)) }()
		if err := p.begin(ctx); err != nil {
			return err
		}
		if err := p.lookAtOwnTask(ctx); err != nil {
			return err
		}
	}
	return p.each(ctx, p.lookAtLists, p.lookAtPages, p.lookAtRows, p.lookAtNumbers)
}

// each goes through parts of a run.
func (p *prober) each(ctx context.Context, parts ...func(context.Context) error) error {
	for _, part := range parts {
		if err := part(ctx); err != nil {
			return err
		}
		if err := context.Cause(ctx); err != nil {
			return err
		}
	}
	return nil
}

// sleep waits, or returns earlier with an error if ctx ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
