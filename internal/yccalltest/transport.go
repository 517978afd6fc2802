package yccalltest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"syscall"
)

// Transport returns a transport that takes requests to the platform without a network. It behaves as net/http does over
// a real connection: a request ends as soon as its context does, and what the platform does with it goes on. It works
// inside a testing/synctest bubble if the Server was made there.
func (s *Server) Transport() http.RoundTripper { return &transport{server: s} }

type transport struct {
	server *Server
	kept   atomic.Bool // a connection is kept alive after a reply, for the next request
}

// CloseIdleConnections does what [http.Client.CloseIdleConnections] asks for.
func (t *transport) CloseIdleConnections() { t.kept.Store(false) }

// RoundTrip implements [http.RoundTripper]. A request with Close set gets a connection of its own.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	body := &watchedBody{from: r.Body}
	defer body.Close()
	if err := context.Cause(r.Context()); err != nil {
		return nil, err
	}
	select {
	case <-t.server.closed:
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	default:
	}
	reused := !r.Close && t.kept.Swap(false)
	arriving := r.WithContext(context.WithValue(r.Context(), reusedConnection{}, reused))
	arriving.Body = body
	w := &recorder{header: http.Header{}, status: http.StatusOK}
	cut := serveUntilCut(t.server, w, arriving)
	switch {
	case context.Cause(r.Context()) != nil:
		return nil, context.Cause(r.Context())
	case body.err != nil:
		return nil, body.err
	case cut && !w.flushed:
		return nil, io.EOF
	}
	if !r.Close {
		t.kept.Store(!cut)
	}
	return w.response(r, cut), nil
}

// serveUntilCut lets the platform answer. It is true when the platform closes the connection.
func serveUntilCut(s *Server, w http.ResponseWriter, r *http.Request) (cut bool) {
	defer func() {
		switch p := recover(); p {
		case nil:
		case http.ErrAbortHandler: // with this very value, as net/http has it
			cut = true
		default:
			panic(p)
		}
	}()
	s.ServeHTTP(w, r)
	return false
}

// watchedBody remembers why a body could not be read, which is the client's own error.
type watchedBody struct {
	from io.ReadCloser
	err  error
}

func (b *watchedBody) Read(p []byte) (int, error) {
	if b.from == nil {
		return 0, io.EOF
	}
	n, err := b.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = err
	}
	return n, err
}

func (b *watchedBody) Close() error {
	if b.from == nil {
		return nil
	}
	return b.from.Close()
}

// recorder keeps a reply.
type recorder struct {
	header  http.Header
	status  int
	body    bytes.Buffer
	flushed bool
	endless bool // blanks follow, without an end
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) { w.status = status }

func (w *recorder) Write(p []byte) (int, error) { return w.body.Write(p) }

func (w *recorder) Flush() { w.flushed = true }

func (w *recorder) response(r *http.Request, cut bool) *http.Response {
	var end io.Reader = bytes.NewReader(nil)
	length := int64(-1)
	switch {
	case w.endless:
		end = io.LimitReader(blanks{}, endlessLimit)
	case cut:
		end = cutShort{}
	default:
		length = int64(w.body.Len())
	}
	return &http.Response{
		Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, ContentLength: length, Request: r,
		Body: io.NopCloser(io.MultiReader(&w.body, end)),
	}
}

// cutShort is the end of a body whose connection was closed.
type cutShort struct{}

func (cutShort) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// blanks is a body that goes on.
type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}
