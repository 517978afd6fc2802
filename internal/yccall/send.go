package yccall

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// send posts one form, repeats it where that is allowed (retry.go), and returns the
// platform's reply. token is the token the form carries, if any. The error is
// always an *Error.
func (c *Client) send(ctx context.Context, svc service, params form, token string, limits retryLimits) (reply, error) {
	x := &exchange{client: c, ctx: logContext(ctx), service: svc, params: params, token: token, sending: new(atomic.Bool)}
	fields := form{}
	fields.set("service", svc.name)
	fields.optional("token", token)
	var err error
	if x.body, x.contentType, err = append(fields, params...).encode(); err != nil {
		return reply{}, x.lost(err)
	}

	var repeats repeats
	var failure *Error
	for {
		var r reply
		if ctx.Err() != nil {
			return reply{}, x.interrupted(failure)
		}
		x.attempt++
		r, failure = x.try()
		if failure == nil {
			return r, nil
		}
		wait, again := repeats.next(svc, failure, limits)
		if !again {
			return reply{}, failure
		}
		pause(ctx, wait)
	}
}

// exchange is one request on its way.
type exchange struct {
	client      *Client
	ctx         context.Context
	service     service
	params      form
	token       string
	body        []byte
	contentType string

	attempt int          // the latest, from 1
	sending *atomic.Bool // the latest attempt began to send the form
}

// try sends the form once and decodes the reply.
func (x *exchange) try() (reply, *Error) {
	started := time.Now()
	req, err := x.httpRequest()
	if err != nil {
		return reply{}, x.lost(err)
	}
	var r reply
	var failure *Error
	received := 0
	if resp, err := x.client.http.of(x.service).Do(req); err != nil {
		failure = x.lost(err)
	} else {
		r, received, failure = x.receive(resp)
	}
	x.log(time.Since(started), received, failure)
	return r, failure
}

// httpRequest builds the request of an attempt. The form names the service, so
// until its first byte is read there is nothing that the platform could run.
func (x *exchange) httpRequest() (*http.Request, error) {
	x.sending = new(atomic.Bool)
	body := &watchedBody{Reader: bytes.NewReader(x.body), sending: x.sending}
	req, err := http.NewRequestWithContext(x.ctx, http.MethodPost, x.client.endpoint, body)
	if err != nil {
		return nil, err
	}
	// The length keeps the request from being chunked, which not every front end of a
	// PHP server takes. GetBody stays nil: net/http would send the form again by
	// itself on a kept connection that turns out to be dead, and only this package
	// decides about repetitions.
	req.ContentLength = int64(len(x.body))
	req.Close = x.service.mutates
	req.Header.Set("Content-Type", x.contentType)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", x.client.userAgent)
	return req, nil
}

// watchedBody notes when it is first read. net/http may read it from another
// goroutine, even after the attempt has failed.
type watchedBody struct {
	io.Reader
	sending *atomic.Bool
}

func (b *watchedBody) Read(p []byte) (int, error) {
	b.sending.Store(true)
	return b.Reader.Read(p)
}

// receive reads and decodes the reply of an attempt.
func (x *exchange) receive(resp *http.Response) (r reply, received int, failure *Error) {
	defer resp.Body.Close()
	limit := x.client.bounds.reply(x.service)
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		failure = x.lost(err)
	case int64(len(body)) > limit:
		failure = x.fail(&Error{
			HTTPStatus: resp.StatusCode, kinds: []error{ErrMalformedReply}, permanent: true,
			Message: fmt.Sprintf("the reply is larger than %d MiB", limit>>20),
		})
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		failure = x.fail(&Error{
			HTTPStatus: resp.StatusCode, kinds: []error{ErrRedirected},
			Message: x.describeRedirect(resp),
		})
	default:
		decode := decodeReply
		if x.service.bare {
			decode = decodeBareReply
		}
		if r, failure = decode(resp.StatusCode, body); failure != nil {
			failure.Message = x.clean(failure.Message)
			failure.Code = x.clean(failure.Code)
			if failure.retryAfter = retryAfter(resp); failure.retryAfter != nil && errors.Is(failure, ErrRateLimited) {
				failure.Message = fmt.Sprintf("it asks to wait %s", *failure.retryAfter)
			}
			if len(x.body) >= largeForm && errors.Is(failure, ErrMalformedReply) && fromDefaultService(body) {
				failure.kinds = []error{ErrTooLarge, ErrMalformedReply}
			}
			_ = x.fail(failure)
		}
	}
	return r, len(body), failure
}

// interrupted is a request that the context ended before it was sent, or before it
// was sent again after a failure.
func (x *exchange) interrupted(failure *Error) *Error {
	e := &Error{Service: x.service.short, kinds: []error{x.ctx.Err()}}
	if failure != nil {
		e.Message = "it waited to be sent again after: " + failure.kinds[0].Error()
	}
	return e
}

// lost is an attempt that brought no complete reply.
func (x *exchange) lost(err error) *Error {
	if ctxErr := x.ctx.Err(); ctxErr != nil {
		return x.fail(&Error{kinds: []error{ctxErr}})
	}
	if !x.sending.Load() {
		var certificate *tls.CertificateVerificationError
		return x.fail(&Error{
			kinds:     []error{ErrUnreachable},
			permanent: errors.Is(err, http.ErrSchemeMismatch) || errors.As(err, &certificate),
			Message:   x.describeTransport(err),
		})
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return x.fail(&Error{
			kinds:   []error{ErrNoReply},
			Message: fmt.Sprintf("the request timeout of %s passed", x.client.timeout),
		})
	}
	return x.fail(&Error{kinds: []error{ErrNoReply}, Message: x.describeTransport(err)})
}

// fail completes an error with the service and, for a request that changes something
// and was not certainly not run, with ErrMayHaveRun.
func (x *exchange) fail(e *Error) *Error {
	e.Service = x.service.short
	if x.service.mutates && x.sending.Load() && !certainlyNotRun(e) {
		e.kinds = append([]error{ErrMayHaveRun}, e.kinds...)
	}
	return e
}

// describeTransport returns the reason in a net/http error without the URL. A
// failed dial names addresses of the configuration; a connection that broke does
// not need them, and any other text may quote what the server sent.
func (x *exchange) describeTransport(err error) string {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "dial" {
		return op.Error()
	}
	for errors.As(err, &op) {
		err = op.Err
	}
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	return x.clean(err.Error())
}

// describeRedirect names where a redirect leads, without its path and query.
func (x *exchange) describeRedirect(resp *http.Response) string {
	target, err := resp.Location()
	if err != nil {
		return "it does not say where to"
	}
	host := target.Host
	if net.ParseIP(target.Hostname()) == nil { // the digits of an address are no number
		host = x.clean(host)
	}
	return "to " + x.clean(target.Scheme) + "://" + host + "; if that is the platform, set it as the endpoint"
}

func (x *exchange) clean(text string) string {
	if text == "" {
		return ""
	}
	auth := &x.client.auth
	return clean(text, []string{x.token, auth.accessKey, auth.appID}, x.params.personal())
}
