package yccalltest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestTransportBehavesAsAConnection(t *testing.T) {
	inBubble(t, Config{}, func(t *testing.T, b *bubble) {
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		request, _ := http.NewRequestWithContext(cancelled, http.MethodPost, "http://platform.invalid/", strings.NewReader(form(creat, creation()...).Encode()))
		if _, err := b.client.Do(request); !errors.Is(err, context.Canceled) || b.s.Requests("*") != 0 {
			t.Errorf("a request that was given up before: %v", err)
		}
		broken := errors.New("the list broke off")
		request, _ = http.NewRequestWithContext(t.Context(), http.MethodPost, "http://platform.invalid/", io.NopCloser(failingReader{broken}))
		if _, err := b.client.Do(request); !errors.Is(err, broken) || b.s.Requests("*") != 0 {
			t.Errorf("a body that cannot be read: %v", err)
		}
		b.s.Plant(Fault{Service: "*", Kind: HangAfterEffect}, Fault{Service: "*", Kind: EndlessBody})
		b.lost(creat, creation()...)
		b.want("tasks", len(b.s.Tasks()), 1)
		response, err := b.client.PostForm("http://platform.invalid/", url.Values{"service": {listing}, "token": {testToken}})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.CopyN(io.Discard, response.Body, 8<<20); n != 8<<20 || err != nil {
			t.Errorf("an endless body ended after %d bytes, %v", n, err)
		}
		_ = response.Body.Close()
		b.s.Close()
		if _, err := b.client.Get("http://platform.invalid/"); err == nil || !strings.Contains(err.Error(), "refused") {
			t.Errorf("a closed platform: %v", err)
		}
	})
}

type failingReader struct{ err error }

func (r failingReader) Read([]byte) (int, error) { return 0, r.err }

func TestKeptConnectionMayBeClosed(t *testing.T) {
	for _, network := range []bool{false, true} {
		t.Run(fmt.Sprintf("network %t", network), func(t *testing.T) {
			s := startPlatform(t, Config{Dialect: Dialect{Habits: DropsKeptConnections}})
			client, at := &http.Client{Transport: s.Transport()}, "http://platform.invalid/"
			once := client // which is told by Close
			if network {
				client, at = &http.Client{Transport: &http.Transport{}}, s.URL()
				once = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
			}
			send := func(by *http.Client) bool {
				request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, at, strings.NewReader(form(creat, creation()...).Encode()))
				if err != nil {
					t.Fatal(err)
				}
				request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				request.Close = by == once
				response, err := by.Do(request)
				if err != nil {
					return false
				}
				_, err = io.Copy(io.Discard, response.Body) // a connection with an unread reply is not kept
				_ = response.Body.Close()
				return err == nil
			}
			kept := *client
			for i, step := range []struct {
				by   *http.Client
				want bool
			}{{&kept, true}, {&kept, false}, {once, true}, {once, true}, {&kept, true}, {once, true}, {&kept, false}, {&kept, true}} {
				if got := send(step.by); got != step.want {
					t.Errorf("request %d: answered %t", i+1, got)
				}
			}
			client.CloseIdleConnections()
			if !send(&kept) {
				t.Error("a request failed after the idle connections were closed")
			}
			if n := len(s.Tasks()); n != 7 {
				t.Errorf("%d tasks", n)
			}
		})
	}
}
