package yccall

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
)

// checkProxy looks at the environment variable that names the proxy for an endpoint.
// net/http ignores one that it cannot read, and would send numbers past the proxy that
// somebody wanted between. The value stays out of the error, since it may hold a
// password.
func checkProxy(endpoint *url.URL) error {
	if endpoint.Hostname() == "localhost" || net.ParseIP(endpoint.Hostname()).IsLoopback() {
		return nil // no proxy is asked for these
	}
	for _, name := range map[string][]string{
		"http":  {"HTTP_PROXY", "http_proxy"},
		"https": {"HTTPS_PROXY", "https_proxy"},
	}[endpoint.Scheme] {
		value := os.Getenv(name)
		if value == "" {
			continue // the first one that is set counts
		}
		if !strings.Contains(value, "://") {
			value = "http://" + value
		}
		if !isProxy(value) {
			return fmt.Errorf("the environment variable %s does not name a proxy, so that requests would go past it: write it like http://proxy.example.com:3128", name)
		}
		return nil
	}
	return nil
}

func isProxy(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Hostname() != "" && slices.Contains([]string{"http", "https", "socks5", "socks5h"}, u.Scheme)
}
