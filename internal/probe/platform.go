package probe

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// params are the parameters of one request by their names.
type params map[string]string

// with is params with one more.
func (p params) with(name, value string) params {
	more := maps.Clone(p)
	if more == nil {
		more = params{}
	}
	more[name] = value
	return more
}

// platform sends the requests of a run, and notes how their replies are written.
type platform struct {
	client *yccall.Client
	logsIn bool // with an app id, so that a token that died can be replaced

	mine map[string]bool // the tasks that may be changed: those that a run of this program made

	reads, lost int // requests that read, and those of them that had no answer on their first attempt
	shapes      shapes
	heard       heard
}

const (
	attempts  = 3                // of a request that reads
	slow      = 10 * time.Second // a request without an answer after that was not cut off
	busyWait  = 5 * time.Second  // after HTTP 429
	busyTries = 12
)

// errForbidden is a request that could call somebody, or touch what is not the probe's. It is a fault of this program.
var errForbidden = errors.New("the probe refuses to send a request that could call somebody")

// errTokenDead is a token that the platform refuses, and that cannot be replaced.
var errTokenDead = errors.New("the token is not valid")

// permit is the last look at every request. What reads is allowed. What changes something may make a task that does not
// run, add a number to such a task of this program, and end it.
func (p *platform) permit(service string, form params) error {
	allowed := false
	switch service {
	case "TaskList", "TaskInfo", "GetExtgroupInfo", "GetSipnumberInfo", "getDisnumberInfo", "GetQueueList":
		allowed = true
	case "TaskCreat":
		allowed = form["status"] == "0" && form["customtaskid"] != "" && form["is_multi_call"] == ""
	case "TaskAdd":
		allowed = p.mine[form["taskid"]]
	case "TaskSet":
		allowed = p.mine[form["taskid"]] && form["taskstatus"] == "3"
	}
	if !allowed {
		return errForbidden
	}
	return nil
}

// ask sends a request that reads. One that was cut off is sent again, and one that took too long is not.
func (p *platform) ask(ctx context.Context, service string, form params) (reply, error) {
	p.reads++
	for attempt := 1; ; attempt++ {
		begun := time.Now()
		r, err := p.send(ctx, service, form)
		broke := errors.Is(err, yccall.ErrNoReply) || errors.Is(err, yccall.ErrUnreachable)
		cutOff := broke && time.Since(begun) < slow && ctx.Err() == nil
		if cutOff && attempt == 1 {
			p.lost++
		}
		if !cutOff || attempt == attempts {
			return r, err
		}
	}
}

// send sends a form, waits where the platform takes no more requests, and replaces a token that has died. Neither of
// the two refusals has run the request.
func (p *platform) send(ctx context.Context, service string, form params) (reply, error) {
	if err := p.permit(service, form); err != nil {
		return reply{}, err
	}
	renewed := false
	for try := 1; ; try++ {
		raw, err := p.client.Raw(ctx, service, form)
		if err != nil {
			return reply{}, explain(service, err)
		}
		r := readReply(raw)
		switch {
		case r.http == httpBusy && try < busyTries:
			if err := sleep(ctx, busyWait); err != nil {
				return reply{}, err
			}
			continue
		case r.ret == retTokenInvalid && p.logsIn && !renewed:
			renewed = true
			if _, err := p.client.Login(ctx); err != nil {
				return reply{}, explain("Login", err)
			}
			continue
		case r.ret == retTokenInvalid:
			return reply{}, fmt.Errorf("%s: %w", service, errTokenDead)
		}
		p.shapes.note(r)
		p.heard.note(r.body)
		return r, nil
	}
}

// problem is an error of the client in this program's own words, since the client's may hold words of the platform.
type problem struct {
	text  string
	cause error
}

func (p *problem) Error() string { return p.text }

func (p *problem) Unwrap() error { return p.cause }

var kinds = []error{
	yccall.ErrUnreachable, yccall.ErrNotAuthorised, yccall.ErrTokenInvalid, yccall.ErrRedirected, yccall.ErrRateLimited,
	yccall.ErrNoReply, yccall.ErrServerFault, yccall.ErrMalformedReply, yccall.ErrTooLarge, yccall.ErrRejected, yccall.ErrRefused,
	context.Canceled, context.DeadlineExceeded,
}

// explain says what kind of error it is, with its codes.
func explain(service string, err error) error {
	var e *yccall.Error
	if !errors.As(err, &e) {
		return err
	}
	text := service + " failed"
	for _, kind := range kinds {
		if errors.Is(err, kind) {
			text = service + ": " + kind.Error()
			break
		}
	}
	if e.Ret != 0 {
		text += fmt.Sprintf(" (ret %d)", e.Ret)
	} else if e.HTTPStatus != 0 {
		text += fmt.Sprintf(" (HTTP %d)", e.HTTPStatus)
	}
	return &problem{text: text, cause: err}
}
