package yccall

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// What an *Error is, for errors.Is. An error may be several of these at once: a
// TaskAdd whose reply was cut is ErrNoReply and ErrMayHaveRun.
var (
	// ErrMayHaveRun: a request that changes something was sent, and nothing proves
	// that the platform has not run it. The proofs are ret 600, HTTP 429, a ret 404
	// that names a service which nobody asked for, and that no connection came about. A
	// refusal is none: a service that fails after its work is done answers like one
	// that never began. It must not be sent again before somebody has looked.
	ErrMayHaveRun = errors.New("whether the platform ran the request is unknown")

	// ErrUnreachable: no connection came about and nothing was sent, so the
	// platform has certainly not run the request.
	ErrUnreachable = errors.New("the platform cannot be reached")
	// ErrNoReply: the connection broke or the request timeout passed after the
	// request had begun to be sent, and no complete reply arrived.
	ErrNoReply = errors.New("no complete reply arrived")
	// ErrServerFault: the platform failed while it ran the request (ret 5xx, an
	// undocumented ret, HTTP 5xx).
	ErrServerFault = errors.New("the platform failed")
	// ErrMalformedReply: a reply arrived that is not what the service answers: not
	// JSON, cut short, too large, or without the parts it must have.
	ErrMalformedReply = errors.New("the reply cannot be understood")
	// ErrRedirected: the endpoint answered with a redirect. None is followed,
	// since that would take the token to another address.
	ErrRedirected = errors.New("the endpoint redirects elsewhere")

	// ErrRejected: the request was turned away (ret 4xx, or HTTP 4xx from something
	// in front of the platform).
	ErrRejected = errors.New("the request was rejected")
	// ErrRateLimited: too many requests (HTTP 429), still after waiting as long as
	// the reply asked for, or longer than a client waits. It was not run.
	ErrRateLimited = errors.New("the platform takes no more requests at the moment")
	// ErrTooLarge: the request is larger than the server takes: HTTP 413, or PHP has
	// dropped every field of a body over its post_max_size, and the platform has run
	// its default service, which answers ret 404 or a page. Only the ret 404 proves
	// that the request was not run; otherwise ErrMayHaveRun stands beside.
	ErrTooLarge = errors.New("the request is larger than the server accepts")
	// ErrTokenInvalid: the token is unknown or no longer valid (ret 600, or ret 400
	// and a text about the token), and a new login was impossible or did not help.
	ErrTokenInvalid = errors.New("the token is not valid")
	// ErrNotAuthorised: the account may not do this (ret 601 to 604, or a login
	// that was refused).
	ErrNotAuthorised = errors.New("not authorised")
	// ErrRefused: the service ran and reports failure (data.status other than 0).
	ErrRefused = errors.New("the platform refused")
	// ErrUnknownName: what an ErrRefused names may be newer than the token (code 1010):
	// extensions and groups are known only to later logins on some servers.
	ErrUnknownName = errors.New("the token does not know it")

	// ErrUnstableListing: the rows of a listing kept changing while its pages were
	// read, or the server does not page, so that the listing is not complete.
	ErrUnstableListing = errors.New("the listing could not be read completely")
)

// Error is a failed request. It matches its kinds, and the context's error where
// the caller's context ended the request, with errors.Is.
type Error struct {
	// Service is the short name of the service, such as "TaskAdd".
	Service string
	// Ret is the envelope's ret, or 0 if no envelope was read.
	Ret int
	// Code is data.errors.code of a business failure, such as "1003", or empty.
	Code string
	// HTTPStatus is the HTTP status code, or 0 if no reply arrived.
	HTTPStatus int
	// Message says what happened: the platform's own text, or this package's. It
	// is cleaned of secrets and phone numbers, and at most 300 characters long.
	Message string

	kinds []error
	// retryAfter is what a reply with HTTP 429 asks for; nil where it does not say.
	retryAfter *time.Duration
	// permanent tells that repeating the request cannot help, although errors of
	// this kind mostly pass.
	permanent bool
}

// Error returns one line without secrets or phone numbers.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Service)
	for _, kind := range e.kinds {
		if kind == ErrMayHaveRun && e.explained() { //nolint:errorlint // the kinds are never wrapped
			continue
		}
		b.WriteString(": ")
		b.WriteString(kind.Error())
	}
	if e.Message != "" {
		b.WriteString(": ")
		b.WriteString(e.Message)
	}
	switch {
	case e.Code != "":
		fmt.Fprintf(&b, " (code %s)", e.Code)
	case e.Ret != 0 && e.Ret != retOK:
		fmt.Fprintf(&b, " (ret %d)", e.Ret)
	case e.HTTPStatus != 0 && e.HTTPStatus != 200:
		fmt.Fprintf(&b, " (HTTP %d)", e.HTTPStatus)
	}
	return b.String()
}

// explained reports whether the platform said why it did not do what it was asked. What
// that leaves open is for the caller to find out, and would hide the reason here.
func (e *Error) explained() bool {
	for _, kind := range []error{ErrRefused, ErrRejected, ErrNotAuthorised, ErrTokenInvalid, ErrTooLarge} {
		if errors.Is(e, kind) {
			return true
		}
	}
	return false
}

// Unwrap returns the kinds of the error. The errors of net/http are not among
// them: their texts may quote what the server sent.
func (e *Error) Unwrap() []error { return e.kinds }

// malformed is a reply that reports success without the result that the service
// must have. What a changing request did is then unknown.
func malformed(svc service, message string) *Error {
	e := &Error{Service: svc.short, Ret: retOK, kinds: []error{ErrMalformedReply}, Message: message}
	if svc.mutates {
		e.kinds = []error{ErrMayHaveRun, ErrMalformedReply}
	}
	return e
}
