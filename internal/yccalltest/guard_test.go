package yccalltest

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestWebPagesOfOthersReachNothing(t *testing.T) {
	t.Parallel()
	s, err := StartAt("127.0.0.1:0", Config{Admin: true, Tokens: []string{testToken}}, "mock.internal")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	own := s.URL()
	const faults, asJSON, asForm = "/_mock/faults", "application/json", "application/x-www-form-urlencoded"
	for name, test := range map[string]struct {
		method, path, contentType string
		host                      string
		header                    map[string]string
		want                      int
	}{
		"curl":                           {"POST", faults, asJSON, "", nil, 200},
		"a form":                         {"POST", faults, asForm, "", nil, 415},
		"text":                           {"POST", faults, "text/plain", "", nil, 415},
		"the page":                       {"POST", faults, asJSON, "", map[string]string{"Origin": own, pageTokenHeader: s.pageToken}, 200},
		"the page of an earlier run":     {"POST", faults, asJSON, "", map[string]string{"Origin": own, pageTokenHeader: "old"}, 403},
		"the page without a token":       {"DELETE", faults, "", "", map[string]string{"Sec-Fetch-Site": "same-origin"}, 403},
		"another page":                   {"POST", faults, asJSON, "", map[string]string{"Origin": "http://evil.example", pageTokenHeader: s.pageToken}, 403},
		"a sandboxed page":               {"POST", faults, asJSON, "", map[string]string{"Origin": "null"}, 403},
		"another page reads":             {"GET", "/_mock/tasks", "", "", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"another page makes a task":      {"POST", "/", asForm, "", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		"typed into the address bar":     {"GET", "/", "", "", map[string]string{"Sec-Fetch-Site": "none"}, 200},
		"the page watches":               {"GET", "/_mock/faults", "", "", map[string]string{"Sec-Fetch-Site": "same-origin"}, 200},
		"a stranger's name":              {"GET", "/_mock/tasks", "", "evil.example", nil, 421},
		"a stranger's name, platform":    {"POST", "/", asForm, "evil.example:8080", nil, 421},
		"a name that was allowed":        {"GET", "/_mock/tasks", "", "mock.internal:8080", nil, 200},
		"localhost":                      {"GET", "/_mock/tasks", "", "localhost:8080", nil, 200},
		"an address of version 6":        {"GET", "/_mock/tasks", "", "[::1]:8080", nil, 200},
		"an address without a port":      {"GET", "/_mock/tasks", "", "[::1]", nil, 200},
		"a name that ends as an allowed": {"GET", "/_mock/tasks", "", "localhost.evil.example", nil, 421},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request, err := http.NewRequestWithContext(t.Context(), test.method, own+test.path, strings.NewReader("[]"))
			if err != nil {
				t.Fatal(err)
			}
			request.Host = test.host
			request.Header.Set("Content-Type", test.contentType)
			for key, value := range test.header {
				request.Header.Set(key, value)
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			_ = response.Body.Close()
			if response.StatusCode != test.want || response.Header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("HTTP %d, want %d", response.StatusCode, test.want)
			}
		})
	}
}

func TestClockCannotOverflow(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	for range 3 {
		s.Advance(1<<63 - 1)
	}
	if now := s.Now(); now.Before(noon) || now.After(noon.Add(maxOffset+time.Second)) {
		t.Errorf("it is %s", now)
	}
}
