package yccall

import (
	"net/http"

	"github.com/hashicorp/go-cleanhttp"
)

// connections are the two ways to the platform.
type connections struct {
	// kept keeps its connections, for requests that read.
	kept *http.Client
	// fresh has a connection for each request that changes something. A server closes
	// a kept connection when it likes: on one that closes as TaskCreat arrives, nobody
	// could tell whether the task exists.
	fresh *http.Client
}

// connect makes both ways from one transport, or from a pooled one if it is nil. A
// transport that is not net/http's own is asked to close each connection.
func connect(transport http.RoundTripper, client http.Client) connections {
	if transport == nil {
		transport = cleanhttp.DefaultPooledTransport()
	}
	kept, fresh := client, client
	kept.Transport, fresh.Transport = transport, transport
	if pooled, ok := transport.(*http.Transport); ok {
		once := pooled.Clone()
		once.DisableKeepAlives = true
		fresh.Transport = once
	}
	return connections{kept: &kept, fresh: &fresh}
}

// of returns the way for a service.
func (c connections) of(svc service) *http.Client {
	if svc.mutates {
		return c.fresh
	}
	return c.kept
}
