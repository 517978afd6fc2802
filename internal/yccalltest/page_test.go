package yccalltest

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"runtime"
	"strings"
	"testing"
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
