package yccalltest

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestPageLoadsNothingAndKnowsItsToken(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Admin: true})
	response, err := http.Get(s.URL() + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	policy := response.Header.Get("Content-Security-Policy")
	nonce := regexp.MustCompile(`script-src 'nonce-([A-Z2-7]+)'`).FindStringSubmatch(policy)
	if nonce == nil || !strings.Contains(policy, "default-src 'none'") || !strings.Contains(string(text), `<script nonce="`+nonce[1]+`">`) {
		t.Errorf("policy %s", policy)
	}
	if !strings.Contains(string(text), s.pageToken) {
		t.Error("the page does not know its token")
	}
	for _, forbidden := range []string{"innerHTML", "http://", "https://", "//cdn", "style=", "onclick"} {
		if strings.Contains(string(text), forbidden) {
			t.Errorf("the page has %s", forbidden)
		}
	}
	for _, path := range regexp.MustCompile(`data-path="(\w+)" data-body='([^']*)'`).FindAllStringSubmatch(string(text), -1) {
		if status, body := control(t, s, http.MethodPost, "/_mock/"+path[1], path[2]); status != http.StatusOK {
			t.Errorf("the button %s %s: %d %s", path[1], path[2], status, body)
		}
	}
}

// watchPage reads what a page is told.
func watchPage(t *testing.T, s *Server) (read func() watched, leave func()) {
	t.Helper()
	response, err := http.Get(s.URL() + "/_mock/watch")
	if err != nil {
		t.Fatal(err)
	}
	if kind := response.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatalf("HTTP %d, %s", response.StatusCode, kind)
	}
	lines := bufio.NewScanner(response.Body)
	return func() watched {
		t.Helper()
		for lines.Scan() {
			if data, is := strings.CutPrefix(lines.Text(), "data: "); is {
				var seen watched
				if err := json.Unmarshal([]byte(data), &seen); err != nil {
					t.Fatal(err)
				}
				return seen
			}
		}
		t.Fatalf("the watch has ended: %v", lines.Err())
		return watched{}
	}, func() { _ = response.Body.Close() }
}

func TestWatcherIsToldOfEveryChangeWithoutNumbers(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Admin: true})
	read, leave := watchPage(t, s)
	defer leave()
	if seen := read(); len(seen.Tasks) != 0 || seen.Now != "2026-12-01 12:00:00" {
		t.Errorf("%+v", seen)
	}
	id := newTask(t, s, "taskname", "ring 13900000000", "status", "1", "telphone", telphone("13900000000", "13900000001", "x"))
	seen := read()
	if len(seen.Tasks) != 1 || seen.Tasks[0].Name != "ring …" || seen.Tasks[0].Rejected != 1 || seen.Tasks[0].Waiting != 2 || len(seen.Requests) != 1 {
		t.Fatalf("%+v", seen)
	}
	control(t, s, http.MethodPost, "/_mock/dial", `{"task":"`+id+`","count":1}`)
	if seen := read(); seen.Tasks[0].Called != 1 || seen.Tasks[0].Answered != 1 {
		t.Errorf("%+v", seen.Tasks)
	}
	s.Advance(time.Hour)
	if seen := read(); seen.Now != "2026-12-01 13:00:00" {
		t.Errorf("it is %s", seen.Now)
	}
}

func TestWatchersAreLimited(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Admin: true})
	var leave func()
	for range watchers {
		var read func() watched
		read, leave = watchPage(t, s)
		defer leave()
		read()
	}
	if status, body := control(t, s, http.MethodGet, "/_mock/watch", ""); status != http.StatusServiceUnavailable {
		t.Errorf("%d %s", status, body)
	}
	leave()
	for len(s.watching) == watchers {
		runtime.Gosched()
	}
	read, last := watchPage(t, s)
	defer last()
	read()
}

// The calls and the requests of a platform wait for the next look at it. Only a page that watches has a timer.
func TestNothingRunsWhileNobodyLooks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := New(Config{Tokens: []string{testToken}, Admin: true, Dialer: Dialer{AtOnce: 1, Shortest: time.Minute}})
		client := &http.Client{Transport: s.Transport()}
		id, err := s.ConsoleCreate(TaskSnapshot{Name: "renewals", Status: Running}, "13900000001", "13900000002")
		if err != nil {
			t.Fatal(err)
		}
		watching, leave := context.WithCancel(t.Context())
		request, err := http.NewRequestWithContext(watching, http.MethodGet, "http://localhost/_mock/watch", nil)
		if err != nil {
			t.Fatal(err)
		}
		go func() { _, _ = client.Do(request) }() // it ends when the watcher leaves
		time.Sleep(2500 * time.Millisecond)       // it has been told of a call or two
		synctest.Wait()
		if len(s.watching) != 1 {
			t.Error("nobody watches")
		}
		leave()
		synctest.Wait()

		lived := func() time.Time {
			s.mu.Lock()
			defer s.mu.Unlock()
			return s.clock.present
		}
		before := lived()
		time.Sleep(24 * time.Hour)
		if after := lived(); after != before {
			t.Errorf("the platform lived by itself from %s to %s", before, after)
		}
		if task, _ := s.Task(id); task.Status != Ended || task.Called != 2 {
			t.Errorf("what was to happen meanwhile did not: %s, %d called", task.Status, task.Called)
		}
		// Nothing is closed here: the bubble finds a goroutine that is left.
	})
}
