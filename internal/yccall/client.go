package yccall

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"time"
)

const (
	defaultUserAgent      = "terraform-provider-yccall"
	defaultRequestTimeout = 60 * time.Second
	defaultRetryWaitMin   = 500 * time.Millisecond
	defaultRetryWaitMax   = 15 * time.Second
	defaultPagesInFlight  = 4
)

// Config says how a Client reaches the platform. Endpoint and one of the two
// ways to be known there (Token, or AppID with AccessKey) are required.
type Config struct {
	// Endpoint is the platform's base URL, http or https, with a host and without
	// user name, query or fragment. Every service is posted to it.
	Endpoint string

	// Token is a ready token. When the platform refuses it, that is final.
	Token string
	// AppID and AccessKey are what App.Sip_Auth.Login exchanges for a token.
	AppID, AccessKey string

	// UserAgent is sent with every request; "terraform-provider-yccall" if empty.
	UserAgent string

	// RequestTimeout bounds one HTTP exchange, from dialling to the last byte of
	// the reply; 60 seconds if zero.
	RequestTimeout time.Duration
	// MaxRetries is how often a failed request is repeated at most: any request
	// when no connection came about, otherwise only requests that read. Zero means never. What
	// the platform takes no time for (HTTP 429) is waited out apart from that.
	MaxRetries int
	// RetryWaitMin and RetryWaitMax bound the jittered wait before a repetition;
	// 500 milliseconds and 15 seconds if zero.
	RetryWaitMin, RetryWaitMax time.Duration

	// PagesInFlight is how many pages of one TaskInfo listing are asked for at the
	// same time; 4 if zero.
	PagesInFlight int

	// Transport carries the requests; a pooled transport of this client's own if
	// nil. Requests that change something go through a copy of it that keeps no
	// connections.
	Transport http.RoundTripper
	// Now is the clock that the age of a token is measured with; time.Now if nil.
	Now func() time.Time
}

// Client uses the services of one platform account. It is safe for concurrent
// use: all users share one token and the connections.
type Client struct {
	endpoint  string
	userAgent string
	timeout   time.Duration
	http      connections
	retry     retryLimits

	auth authenticator

	pageSizes     pageSizes
	emptyLists    emptyLists
	pagesInFlight int

	bounds bounds
}

// check refuses credentials that contradict each other, and limits that are negative.
func (cfg Config) check() error {
	switch {
	case cfg.Token != "" && (cfg.AppID != "" || cfg.AccessKey != ""):
		return errors.New("a token excludes an app id and an access key: give one or the other")
	case cfg.Token == "" && (cfg.AppID == "" || cfg.AccessKey == ""):
		return errors.New("either a token, or an app id together with its access key, is required")
	case min(int64(cfg.RequestTimeout), int64(cfg.RetryWaitMin), int64(cfg.RetryWaitMax), int64(cfg.MaxRetries), int64(cfg.PagesInFlight)) < 0:
		return errors.New("the request timeout, the retry limits and the pages in flight must not be negative")
	default:
		return nil
	}
}

// New checks cfg and returns a client for it. It sends nothing: the login
// happens on the first request that needs a token. Its errors name the field that
// is wrong and never its value.
func New(cfg Config) (*Client, error) {
	endpoint, err := checkEndpoint(cfg.Endpoint)
	if err != nil {
		return nil, err
	}
	if err := cfg.check(); err != nil {
		return nil, err
	}
	if cfg.Transport == nil {
		if err := checkProxy(endpoint); err != nil {
			return nil, err
		}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}

	limits := retryLimits{
		max:     cfg.MaxRetries,
		waitMin: cmp.Or(cfg.RetryWaitMin, defaultRetryWaitMin),
		waitMax: cmp.Or(cfg.RetryWaitMax, defaultRetryWaitMax),
	}
	limits.waitMax = max(limits.waitMax, limits.waitMin)

	timeout := cmp.Or(cfg.RequestTimeout, defaultRequestTimeout)
	return &Client{
		endpoint:  endpoint.String(),
		userAgent: cmp.Or(cfg.UserAgent, defaultUserAgent),
		timeout:   timeout,
		http: connect(cfg.Transport, http.Client{
			Timeout: timeout,
			// The form carries the token. A redirect would carry it to an address
			// that nobody configured, so none is followed.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}),
		retry: limits,
		auth: authenticator{
			staticToken: cfg.Token,
			appID:       cfg.AppID,
			accessKey:   cfg.AccessKey,
			now:         cfg.Now,
		},
		pagesInFlight: cmp.Or(cfg.PagesInFlight, defaultPagesInFlight),
		bounds: bounds{
			pageBytes: maxPageBytes, replyBytes: maxReplyBytes,
			pages: maxPages, listRows: maxListRows,
		},
	}, nil
}

// checkEndpoint returns the endpoint in the form requests are sent to. The URL
// itself stays out of the errors, since a mistyped one may hold a password.
func checkEndpoint(endpoint string) (*url.URL, error) {
	u, err := url.Parse(endpoint)
	switch {
	case endpoint == "":
		return nil, errors.New("the endpoint is empty: give the platform's base URL")
	case err != nil:
		return nil, errors.New("the endpoint is not a valid URL")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("the endpoint must begin with http:// or https://")
	case u.Hostname() == "":
		return nil, errors.New("the endpoint names no host")
	case u.User != nil:
		return nil, errors.New("the endpoint must not hold a user name or a password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("the endpoint must not hold a query or a fragment")
	}
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

// String names the endpoint. It keeps the token and the access key out of
// formatted output.
func (c *Client) String() string { return "yccall client of " + c.endpoint }

// GoString is String, for %#v.
func (c *Client) GoString() string { return c.String() }
