package yccall

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestRawHandsBackTheReplyAsItCame(t *testing.T) {
	t.Parallel()
	const page = "\uFEFF <html>not an envelope</html>"
	p := startPlatform(t, func(w http.ResponseWriter, _ *http.Request, got received, _ int) {
		if got.form.Get("token") != testToken || got.form.Get("status") != "0" {
			t.Error("a parameter is missing")
		}
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, page)
	})
	c, err := New(Config{Endpoint: p.URL, Token: testToken, MaxRetries: 3})
	if err != nil {
		t.Fatal(err)
	}
	for n, method := range []string{"TaskList", "TaskCreat"} {
		r, err := c.Raw(t.Context(), method, map[string]string{"status": "0"})
		if err != nil || r.HTTPStatus != http.StatusTeapot || string(r.Body) != page {
			t.Errorf("%s: HTTP %d, %d bytes, %v", method, r.HTTPStatus, len(r.Body), err)
		}
		if p.total() != n+1 {
			t.Errorf("%s was repeated", method)
		}
	}
}

func TestRawSaysWhenARequestMayHaveRun(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, func(http.ResponseWriter, *http.Request, received, int) { panic(http.ErrAbortHandler) })
	c, err := New(Config{Endpoint: p.URL, Token: testToken})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Raw(t.Context(), "TaskCreat", nil); !errors.Is(err, ErrMayHaveRun) {
		t.Errorf("a lost TaskCreat: %v", err)
	}
	if _, err := c.Raw(t.Context(), "TaskList", nil); errors.Is(err, ErrMayHaveRun) || !errors.Is(err, ErrNoReply) {
		t.Errorf("a lost TaskList: %v", err)
	}
	for _, method := range []string{"taskCall", "taskDelPhone", "Login", "App.Sip_Yccall.TaskList"} {
		if _, err := c.Raw(t.Context(), method, nil); err == nil || p.total() != 2 {
			t.Errorf("%s was sent", method)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Raw(ended, "TaskList", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a request that was given up: %v", err)
	}
}

func TestRawReplyIsBounded(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, func(w http.ResponseWriter, _ *http.Request, _ received, _ int) {
		_, _ = io.WriteString(w, strings.Repeat(" ", 2_000))
	})
	c, err := New(Config{Endpoint: p.URL, Token: testToken})
	if err != nil {
		t.Fatal(err)
	}
	c.bounds.pageBytes, c.bounds.replyBytes = 1_000, 1_000
	if _, err := c.Raw(t.Context(), "TaskList", nil); !errors.Is(err, ErrMalformedReply) {
		t.Errorf("%v", err)
	}
}
