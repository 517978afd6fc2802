package yccalltest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// inBubble plays a test with a platform in a bubble, in which time passes only while everybody waits.
func inBubble(t *testing.T, config Config, play func(t *testing.T, p *bubble)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		config.Tokens = []string{testToken}
		s := New(config)
		play(t, &bubble{T: t, s: s, client: &http.Client{Transport: s.Transport()}, begin: time.Now()})
		s.Close()
	})
}

// bubble is a platform and a client of it without a network.
type bubble struct {
	*testing.T
	s      *Server
	client *http.Client
	begin  time.Time
}

// post sends a form, for at most so long, and tells how long the answer took.
func (b *bubble) post(patience time.Duration, service string, pairs ...string) (a answer, status int, took time.Duration, err error) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.Context(), patience)
	defer cancel()
	begin := time.Now()
	body := strings.NewReader(form(service, pairs...).Encode())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://platform.invalid/", body)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := b.client.Do(request)
	took = time.Since(begin)
	if err != nil {
		return a, 0, took, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	a.raw = string(text)
	if err == nil && response.StatusCode == http.StatusOK && strings.HasPrefix(a.raw, "{") {
		_ = json.Unmarshal(text, &a) // an empty array for data does not fit, and holds nothing
	}
	return a, response.StatusCode, took, err
}

// ask sends a form that must be answered in time.
func (b *bubble) ask(service string, pairs ...string) answer {
	b.Helper()
	a, status, _, err := b.post(time.Minute, service, pairs...)
	if err != nil || status != http.StatusOK {
		b.Fatalf("%s: HTTP %d, %v", service, status, err)
	}
	return a
}

// lost sends a form whose answer must not come within a second.
func (b *bubble) lost(service string, pairs ...string) {
	b.Helper()
	if _, status, took, err := b.post(time.Second, service, pairs...); !errors.Is(err, context.DeadlineExceeded) || took != time.Second {
		b.Fatalf("%s: HTTP %d after %s, %v", service, status, took, err)
	}
}

func (b *bubble) newTask(pairs ...string) string {
	b.Helper()
	return result[struct{ TaskID string }](b.T, b.ask(creat, creation(pairs...)...)).TaskID
}

// rows lists with a service.
func (b *bubble) rows(service string, pairs ...string) []map[string]any {
	b.Helper()
	p := result[page](b.T, b.ask(service, pairs...))
	return append(p.Task, p.Result...)
}

// at moves to so long after the beginning.
func (b *bubble) at(since time.Duration) {
	b.Helper()
	left := since - time.Since(b.begin)
	if left < 0 {
		b.Fatalf("%s after the beginning is over", since)
	}
	time.Sleep(left)
}

// want compares a count.
func (b *bubble) want(what string, got, want int) {
	b.Helper()
	if got != want {
		b.Errorf("%s after the beginning: %d %s, want %d", time.Since(b.begin), got, what, want)
	}
}
