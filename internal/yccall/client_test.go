package yccall

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestNewChecksItsConfiguration(t *testing.T) {
	t.Parallel()
	valid := Config{Endpoint: "https://platform.example:8443/api", Token: testToken}
	for name, tc := range map[string]struct {
		change func(*Config)
		says   string
	}{
		"token":                   {func(*Config) {}, ""},
		"app id and key":          {withLogin, ""},
		"plain http":              {func(c *Config) { c.Endpoint = "http://127.0.0.1:8080" }, ""},
		"IPv6":                    {func(c *Config) { c.Endpoint = "http://[::1]:8080/" }, ""},
		"no endpoint":             {func(c *Config) { c.Endpoint = "" }, "empty"},
		"no scheme":               {func(c *Config) { c.Endpoint = "platform.example" }, "http://"},
		"another scheme":          {func(c *Config) { c.Endpoint = "ftp://platform.example" }, "http://"},
		"no host":                 {func(c *Config) { c.Endpoint = "http:///x" }, "host"},
		"no host but a port":      {func(c *Config) { c.Endpoint = "http://:8080" }, "host"},
		"not a URL":               {func(c *Config) { c.Endpoint = "http://pass word@x" }, "valid URL"},
		"user name":               {func(c *Config) { c.Endpoint = "http://user:hunter2@platform.example" }, "user name"},
		"query":                   {func(c *Config) { c.Endpoint = "http://platform.example/?token=hunter2" }, "query"},
		"fragment":                {func(c *Config) { c.Endpoint = "http://platform.example/#hunter2" }, "fragment"},
		"neither token nor login": {func(c *Config) { c.Token = "" }, "required"},
		"app id without key":      {func(c *Config) { c.Token, c.AppID = "", "demo-app" }, "required"},
		"key without app id":      {func(c *Config) { c.Token, c.AccessKey = "", "hunter2" }, "required"},
		"token and login":         {func(c *Config) { c.AppID, c.AccessKey = "demo-app", "hunter2" }, "excludes"},
		"negative timeout":        {func(c *Config) { c.RequestTimeout = -time.Second }, "negative"},
		"negative retries":        {func(c *Config) { c.MaxRetries = -1 }, "negative"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := valid
			tc.change(&cfg)
			c, err := New(cfg)
			switch {
			case tc.says == "" && err != nil:
				t.Error(err)
			case tc.says != "" && (err == nil || !strings.Contains(err.Error(), tc.says)):
				t.Errorf("got %v, want an error that says %q", err, tc.says)
			case err != nil && strings.Contains(err.Error(), "hunter2"):
				t.Errorf("%q shows a secret", err)
			case err == nil && (c.http.kept.Timeout != time.Minute || c.http.fresh.Timeout != time.Minute):
				t.Errorf("the default timeout is %s", c.timeout)
			}
		})
	}
}

func TestFormattedClientShowsNoSecrets(t *testing.T) {
	t.Parallel()
	for _, c := range []*Client{newClient(t, "http://"+nobodyListens), newClient(t, "http://"+nobodyListens, withLogin)} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			if text := fmt.Sprintf(verb, c); strings.Contains(text, testToken) || strings.Contains(text, testAccessKey) {
				t.Errorf("%s shows a secret: %s", verb, text)
			}
		}
	}
}
