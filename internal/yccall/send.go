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

	"github.com/hashicorp/go-retryablehttp"
)

// send posts one form, repeats it where that is allowed, and returns the
// platform's reply. token is the token the form carries, if any. The error is
// always an *Error.
func (c *Client) send(ctx context.Context, svc service, params form, token string) (reply, error) {
	x := &exchange{client: c, ctx: logContext(ctx), service: svc, token: token, sending: new(atomic.Bool)}
	if ctx.Err() != nil {
		return reply{}, x.lost(ctx.Err())
	}

	fields := form{}
	fields.set("service", svc.name)
	fields.optional("token", token)
	body, contentType, err := append(fields, params...).encode()
	if err != nil {
		return reply{}, x.lost(err)
	}
	x.body = body

	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodPost, c.endpoint, retryablehttp.ReaderFunc(x.newBody))
	if err != nil {
		return reply{}, x.lost(err)
	}
	// net/http would send the form again by itself on a kept connection that turns
	// out to be dead, if it could get the body anew. Only this package decides
	// about repetitions.
	req.GetBody = nil
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.userAgent)
	req.SetResponseHandler(x.receive)

	repeater := &retryablehttp.Client{
		HTTPClient:     c.http,
		RetryMax:       c.retry.max,
		RetryWaitMin:   c.retry.waitMin,
		RetryWaitMax:   c.retry.waitMax,
		Backoff:        backoff,
		RequestLogHook: x.begin,
		CheckRetry:     x.checkRetry,
		ErrorHandler:   retryablehttp.PassthroughErrorHandler,
	}
	resp, err := repeater.Do(req)
	if resp != nil {
		_ = resp.Body.Close() // receive has read what there is to read
	}
	switch {
	case x.repeat && ctx.Err() != nil:
		// The context ended while waiting for the next attempt.
		return reply{}, x.lost(ctx.Err())
	case x.err != nil:
		return reply{}, x.err
	case err != nil:
		return reply{}, x.lost(err)
	}
	return x.reply, nil
}

// exchange is one request on its way, with the outcome of its latest attempt.
type exchange struct {
	client  *Client
	ctx     context.Context
	service service
	token   string
	body    []byte

	attempt int
	started time.Time
	sending *atomic.Bool // the latest attempt began to send the form

	reply  reply
	err    *Error
	repeat bool // err is fit to be repeated
}

// newBody supplies the form for an attempt. The form names the service, so until
// its first byte is read there is nothing that the platform could run.
func (x *exchange) newBody() (io.Reader, error) {
	x.sending = new(atomic.Bool)
	return &watchedBody{reader: bytes.NewReader(x.body), sending: x.sending}, nil
}

// watchedBody notes when it is first read. net/http may read it from another
// goroutine, even after the attempt has failed.
type watchedBody struct {
	reader  *bytes.Reader
	sending *atomic.Bool
}

func (b *watchedBody) Read(p []byte) (int, error) {
	b.sending.Store(true)
	return b.reader.Read(p)
}

// Len gives the request its Content-Length.
func (b *watchedBody) Len() int { return b.reader.Len() }

// begin is called before each attempt.
func (x *exchange) begin(_ retryablehttp.Logger, _ *http.Request, repetition int) {
	x.attempt = repetition + 1
	x.started = time.Now()
	x.err, x.repeat = nil, false
}

// receive reads and decodes the reply of an attempt. It returns an error only if
// the attempt is to be repeated.
func (x *exchange) receive(resp *http.Response) error {
	limit := x.client.maxReplyBytes
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		x.err = x.lost(err)
	case int64(len(body)) > limit:
		x.err = x.fail(&Error{
			HTTPStatus: resp.StatusCode, kinds: []error{ErrMalformedReply}, permanent: true,
			Message: fmt.Sprintf("the reply is larger than %d MiB", limit>>20),
		})
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		x.err = x.fail(&Error{
			HTTPStatus: resp.StatusCode, kinds: []error{ErrRedirected},
			Message: x.describeRedirect(resp),
		})
	default:
		var failure *Error
		if x.reply, failure = decodeReply(resp.StatusCode, body); failure != nil {
			failure.Message = x.clean(failure.Message)
			failure.Code = x.clean(failure.Code)
			x.err = x.fail(failure)
		}
	}
	x.log(len(body))

	if x.err != nil && mayRepeat(x.service, x.err) {
		return x.err
	}
	return nil
}

// checkRetry is asked after each attempt, with the error of the transport or of
// receive.
func (x *exchange) checkRetry(_ context.Context, resp *http.Response, err error) (bool, error) {
	if err == nil {
		return false, nil
	}
	if resp == nil {
		x.err = x.lost(err)
		x.log(0)
	}
	x.repeat = mayRepeat(x.service, x.err)
	return x.repeat, nil
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
			Message: fmt.Sprintf("the request timeout of %s passed", x.client.http.Timeout),
		})
	}
	return x.fail(&Error{kinds: []error{ErrNoReply}, Message: x.describeTransport(err)})
}

// fail completes an error with the service and, for a request that may have been
// run and changes something, with ErrMayHaveRun.
func (x *exchange) fail(e *Error) *Error {
	e.Service = x.service.short
	if x.service.mutates && x.sending.Load() && mayHaveRun(e) {
		e.kinds = append([]error{ErrMayHaveRun}, e.kinds...)
	}
	return e
}

// describeTransport returns the reason in a net/http error without the URL. A
// failed dial names addresses of the configuration only; any other text may
// quote what the server sent.
func (x *exchange) describeTransport(err error) string {
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return dial.Error()
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
	return x.clean("to " + target.Scheme + "://" + target.Host + "; if that is the platform, set it as the endpoint")
}

func (x *exchange) clean(text string) string {
	return Clean(text, x.token, x.client.auth.accessKey)
}
