package simulation

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"syscall"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// The faults in which the platform answers only after the client has given up.
var unanswered = map[string]bool{
	yccalltest.HangBeforeEffect.String(): true,
	yccalltest.HangAfterEffect.String():  true,
	yccalltest.LateEffect.String():       true,
	yccalltest.Delay.String():            true,
}

// errGivenUp is how a request ends whose answer takes longer than the request timeout.
var errGivenUp net.Error = givenUp{}

type givenUp struct{}

func (givenUp) Error() string   { return "the platform did not answer in time" }
func (givenUp) Timeout() bool   { return true }
func (givenUp) Temporary() bool { return true }

// errNoConnection is how a request ends that finds no connection. Nothing of it was sent.
var errNoConnection = &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}

// gone is the context that the platform sees in every request. Only a platform that lets a client
// wait looks at it, and then finds that the client has already given up.
var gone = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// deliver hands a request to the platform in this process and returns what came of it, as net/http
// would over a real connection.
func deliver(platform http.Handler, request *http.Request, body []byte, faultOf func() string) (*http.Response, error) {
	arriving := request.Clone(gone)
	arriving.Body = io.NopCloser(bytes.NewReader(body))
	reply := &reply{header: http.Header{}}
	cut := answer(platform, reply, arriving)
	switch {
	case cut && unanswered[faultOf()]:
		return nil, errGivenUp
	case cut && !reply.flushed:
		return nil, io.EOF
	}
	end := io.EOF
	switch {
	case cut:
		end = io.ErrUnexpectedEOF
	case reply.endless:
		end = errGivenUp
	}
	if reply.status == 0 {
		reply.status = http.StatusOK
	}
	return &http.Response{
		Status: strconv.Itoa(reply.status), StatusCode: reply.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: maps.Clone(reply.header), ContentLength: -1, Request: request,
		Body: io.NopCloser(io.MultiReader(&reply.body, ending{end})),
	}, nil
}

// answer lets the platform answer. cut is true when it closes the connection.
func answer(platform http.Handler, w http.ResponseWriter, r *http.Request) (cut bool) {
	defer func() {
		if p := recover(); p != nil {
			if err, ok := p.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			cut = true
		}
	}()
	platform.ServeHTTP(w, r)
	return false
}

// patience is how much of a reply that does not end a client reads before its request timeout passes.
const patience = 1 << 20

// reply is what the platform writes.
type reply struct {
	header  http.Header
	status  int
	body    bytes.Buffer
	flushed bool
	endless bool
}

func (r *reply) Header() http.Header        { return r.header }
func (r *reply) WriteHeader(statusCode int) { r.status = statusCode }
func (r *reply) Flush()                     { r.flushed = true }

func (r *reply) Write(p []byte) (int, error) {
	if r.body.Len() > patience && r.header.Get("Content-Length") == "" {
		r.endless = true
		return 0, errGivenUp
	}
	return r.body.Write(p)
}

// ending is how reading a body ends.
type ending struct{ err error }

func (e ending) Read([]byte) (int, error) { return 0, e.err }
