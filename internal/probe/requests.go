package probe

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// bodySizes are the sizes of requests that are tried, in bytes. The provider sends up to 1,000,000, and a stock nginx
// takes 1 MiB.
var bodySizes = []int{30_000, 60_000, 125_000, 250_000, 500_000, 1_000_000, 2_000_000}

// usualBody is the size that is tried first.
const usualBody = 1_000_000

// bodyRest is more than what a request has beside its padding.
const bodyRest = 2_000

// lookAtBodies looks for the largest request that is taken: upwards from what the provider sends, or downwards.
func (p *prober) lookAtBodies(ctx context.Context) error {
	p.config.Say("Sending requests of several sizes.")
	usual, known := slices.BinarySearch(p.config.bodySizes, usualBody)
	if !known {
		return nil
	}
	taken, refusal := 0, ""
	for _, size := range p.config.bodySizes[usual:] {
		key, err := p.takesBody(ctx, size)
		if err != nil {
			return err
		}
		if refusal = key; refusal != "" {
			break
		}
		taken = size
	}
	small := ""
	for _, size := range slices.Backward(p.config.bodySizes[:usual]) {
		if taken > 0 {
			break
		}
		small = "small-"
		key, err := p.takesBody(ctx, size)
		switch {
		case err != nil:
			return err
		case key == "":
			taken = size
		}
	}
	switch {
	case taken == 0:
		p.found.choose("body-size", "none")
	case refusal == "":
		p.found.measured("body-size", "taken", strconv.Itoa(taken))
	default:
		p.found.measured("body-size", small+refusal, strconv.Itoa(taken))
	}
	return nil
}

// takesBody sends a request of almost size bytes, and never more. The key tells how it was refused; empty if it was not.
func (p *prober) takesBody(ctx context.Context, size int) (key string, err error) {
	r, err := p.ask(ctx, "TaskList", params{"itemsperpage": "1", "probe_padding": strings.Repeat("0", size-bodyRest)})
	switch {
	case errors.Is(err, yccall.ErrNoReply) && ctx.Err() == nil:
		return "broken", nil
	case err != nil:
		return "", err
	case r.ok() || r.refused():
		return "", nil
	case r.http == httpTooLarge:
		return "front-end", nil
	case r.isPage():
		return "page", nil
	case r.ret == retNotFound:
		return "dropped", nil
	}
	return "broken", nil
}

// lookups are the services that tell what tasks are made of, and the field that names a row.
var lookups = []struct{ name, service, field string }{
	{"groups", "GetExtgroupInfo", "name"},
	{"extensions", "GetSipnumberInfo", "extnumber"},
	{"caller-numbers", "getDisnumberInfo", "disnumber"},
	{"queues", "GetQueueList", "queuename"},
}

// lookUp looks at the lookups.
func (p *prober) lookUp(ctx context.Context) error {
	p.config.Say("Looking up groups, extensions, caller numbers and queues.")
	for _, l := range lookups {
		var form params
		if l.service == "GetSipnumberInfo" || l.service == "getDisnumberInfo" {
			form = params{"status": "1"}
		}
		r, err := p.ask(ctx, l.service, form)
		if err != nil {
			return err
		}
		rows, err := yccall.DecodeList(r.data["result"])
		p.found.first(l.name,
			sign{!r.ok() || err != nil, "refused"},
			sign{len(rows) == 0, "empty"},
			sign{len(rows) > 0 && text(fields(rows[0])[l.field]) == "", "unnamed"},
			sign{true, "listed"})
	}
	return nil
}

// lookAtTokens logs in a second time and tries the first token. It comes last, since either token may be dead then.
func (p *prober) lookAtTokens(ctx context.Context) error {
	if !p.logsIn {
		p.found.choose("tokens", "ready-token")
		return nil
	}
	p.config.Say("Logging in a second time.")
	second, err := yccall.New(p.config.Client)
	if err != nil {
		return err
	}
	login, err := second.Login(ctx)
	if err != nil {
		return explain("Login", err)
	}
	p.heard.secret(login.Token)
	defer func() {
		ctx, cancel := finishing(ctx)
		defer cancel()
		_ = second.Logout(ctx)
	}()
	p.logsIn = false // the first token is what is to be seen, not one that takes its place
	r, err := p.ask(ctx, "TaskList", params{"itemsperpage": "1"})
	p.logsIn = true
	switch {
	case errors.Is(err, errTokenDead):
		p.found.choose("tokens", "one")
	case err != nil:
		return err
	default:
		p.found.first("tokens", sign{r.ok() || r.refused(), "both"}, sign{true, "unclear"})
	}
	return nil
}
