package yccall

import (
	"strings"
	"testing"
)

// TestMalformedProxyVariableIsAnError sets variables of the process, and so does not run beside other tests.
func TestMalformedProxyVariableIsAnError(t *testing.T) {
	const (
		plain  = "http://platform.example"
		secure = "https://platform.example"
	)
	for name, tc := range map[string]struct {
		endpoint, variable, value string
		fails                     bool
	}{
		"a URL":               {plain, "HTTP_PROXY", "http://proxy.example:3128", false},
		"host and port":       {plain, "http_proxy", "proxy.example:3128", false},
		"a host":              {secure, "HTTPS_PROXY", "proxy", false},
		"with a password":     {secure, "https_proxy", "http://user:hunter2@proxy.example:3128", false},
		"SOCKS":               {secure, "HTTPS_PROXY", "socks5://proxy.example:1080", false},
		"a bad port":          {plain, "HTTP_PROXY", "http://user:hunter2@proxy.example:port", true},
		"a blank in the host": {secure, "https_proxy", "http://proxy .example:3128", true},
		"another scheme":      {secure, "HTTPS_PROXY", "ftp://proxy.example", true},
		"no host":             {plain, "HTTP_PROXY", "http://:3128", true},
		"a blank":             {plain, "HTTP_PROXY", " ", true},
		"of the other scheme": {plain, "HTTPS_PROXY", "http://:3128", false},
		"this machine":        {"http://127.0.0.1:8080", "HTTP_PROXY", "http://:3128", false},
		"this machine's name": {"http://localhost:8080", "HTTP_PROXY", "http://:3128", false},
	} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range []string{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"} {
				t.Setenv(variable, "")
			}
			t.Setenv(tc.variable, tc.value)
			_, err := New(Config{Endpoint: tc.endpoint, Token: testToken})
			if (err != nil) != tc.fails {
				t.Errorf("got %v", err)
			}
			if err != nil && (!strings.Contains(err.Error(), tc.variable) || strings.Contains(err.Error(), "hunter2")) {
				t.Errorf("%q does not name the variable, or shows a password", err)
			}
		})
	}
}
