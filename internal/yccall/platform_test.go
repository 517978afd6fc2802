package yccall

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"
)

// Made-up secrets that no error and no log may show.
const (
	testToken     = "0123456789abcdef0123456789abcdef"
	testAccessKey = "s3cr3t/acc+ss-k€y"
	testPhone     = "18012345678"
)

// nobodyListens is an address that refuses connections. A port that was free a
// moment ago would not do: tests that run at the same time take free ports.
const nobodyListens = "127.0.0.1:1"

// platform is a loopback server that answers as a test says and keeps what it
// was asked.
type platform struct {
	*httptest.Server

	mu       sync.Mutex
	requests []received
}

// received is one request as the server saw it.
type received struct {
	service string
	form    url.Values
	length  int64
	header  http.Header
}

// answer writes the reply to one request. n counts the requests of that service from 1.
type answer func(w http.ResponseWriter, r *http.Request, got received, n int)

func startPlatform(t *testing.T, reply answer) *platform {
	t.Helper()
	p := &platform{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			// The client broke off while it was sending, as it does with the pages that it
			// fetches ahead and then has no use for. Such a request has not arrived.
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		if err := r.ParseMultipartForm(32 << 20); err != nil {
			t.Errorf("the request is not multipart/form-data: %v", err)
		}
		got := received{service: r.PostFormValue("service"), form: r.PostForm, length: r.ContentLength, header: r.Header}
		p.mu.Lock()
		p.requests = append(p.requests, got)
		n := p.countLocked(got.service)
		p.mu.Unlock()
		reply(w, r, got, n)
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *platform) countLocked(service string) int {
	n := 0
	for _, got := range p.requests {
		if got.service == service {
			n++
		}
	}
	return n
}

// count returns how often a service was asked.
func (p *platform) count(svc service) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.countLocked(svc.name)
}

// total returns how many requests arrived.
func (p *platform) total() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.requests)
}

// forms returns the forms that reached a service.
func (p *platform) forms(svc service) []url.Values {
	p.mu.Lock()
	defer p.mu.Unlock()
	var forms []url.Values
	for _, got := range p.requests {
		if got.service == svc.name {
			forms = append(forms, got.form)
		}
	}
	return forms
}

// success is the envelope around a result.
func success(result string) string {
	return `{"ret":200,"data":{"status":0,"desc":"ok","result":` + result + `,"reqtime":1581496504,"rsptime":1581496504},"msg":""}`
}

// always answers every request with the same body.
func always(body string) answer {
	return func(w http.ResponseWriter, _ *http.Request, _ received, _ int) { _, _ = fmt.Fprint(w, body) }
}

// cut closes the connection without a reply.
func cut(w http.ResponseWriter) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err == nil {
		_ = conn.Close()
	}
}

// hang answers nothing until the client goes away.
func hang(r *http.Request) { <-r.Context().Done() }

// newClient returns a client with a ready token that repeats without waiting.
func newClient(t *testing.T, endpoint string, change ...func(*Config)) *Client {
	t.Helper()
	cfg := Config{
		Endpoint:     endpoint,
		Token:        testToken,
		MaxRetries:   2,
		RetryWaitMin: time.Nanosecond,
		RetryWaitMax: time.Nanosecond,
	}
	for _, f := range change {
		f(&cfg)
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.http.kept.CloseIdleConnections)
	return c
}

// withLogin makes the client log in instead of using a ready token.
func withLogin(cfg *Config) {
	cfg.Token, cfg.AppID, cfg.AccessKey = "", "demo-app", testAccessKey
}

// failingDials lets the first n dials fail before anything is sent.
func failingDials(n int) func(*Config) {
	var mu sync.Mutex
	return func(cfg *Config) {
		cfg.Transport = &http.Transport{DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			mu.Lock()
			defer mu.Unlock()
			if n--; n >= 0 {
				return nil, &net.OpError{Op: "dial", Net: network, Err: fmt.Errorf("connection refused")}
			}
			return new(net.Dialer).DialContext(ctx, network, addr)
		}}
	}
}

// operation is each way to ask the platform, for tests of what all of them share.
type operation struct {
	service service
	do      func(context.Context, *Client) error
}

func changingOperations() []operation {
	return []operation{
		{serviceTaskCreat, func(ctx context.Context, c *Client) error {
			_, err := c.CreateTask(ctx, CreateTask{
				AssignType: AssignExtension, AssignAgent: "1001", TaskScale: "1:2",
				Telphone: []byte(`[{"phone":"` + testPhone + `"}]`),
			})
			return err
		}},
		{serviceTaskAdd, func(ctx context.Context, c *Client) error {
			_, err := c.AddNumbers(ctx, "20250106150501420056", []byte(`[{"phone":"`+testPhone+`"}]`))
			return err
		}},
		{serviceTaskDelPhone, func(ctx context.Context, c *Client) error {
			return c.RemoveNumbers(ctx, "20250106150501420056", []string{testPhone})
		}},
		{serviceTaskSet, func(ctx context.Context, c *Client) error {
			return c.SetTaskStatus(ctx, "20250106150501420056", CommandRun)
		}},
		{serviceTaskCall, func(ctx context.Context, c *Client) error {
			return c.RedialTask(ctx, Redial{TaskID: "20250106150501420056"})
		}},
		{serviceAddExtgroup, func(ctx context.Context, c *Client) error {
			return c.AddExtensionGroup(ctx, NewExtensionGroup{Name: "team"})
		}},
		{serviceDelExtgroup, func(ctx context.Context, c *Client) error { return c.DeleteExtensionGroup(ctx, "team") }},
		{serviceAddExtnumber, func(ctx context.Context, c *Client) error {
			return c.AddGroupMember(ctx, GroupMember{Group: "team", Extension: "1001"})
		}},
		{serviceDelExtnumber, func(ctx context.Context, c *Client) error {
			return c.RemoveGroupMember(ctx, GroupMember{Group: "team", Extension: "1001"})
		}},
		{serviceAddQueue, func(ctx context.Context, c *Client) error {
			return c.AddQueue(ctx, NewQueue{Name: "team", Remark: "r"})
		}},
		{serviceEditQueue, func(ctx context.Context, c *Client) error {
			return c.EditQueue(ctx, QueueEdit{Name: "team", Remark: "r"})
		}},
		{serviceDelQueue, func(ctx context.Context, c *Client) error { return c.DeleteQueue(ctx, "team") }},
		{serviceLogout, func(ctx context.Context, c *Client) error { return c.Logout(ctx) }},
	}
}

func readingOperations() []operation {
	return []operation{
		{serviceTaskList, func(ctx context.Context, c *Client) error {
			// A refused list that is not narrowed may be an empty one, here and below.
			_, err := c.ListTasks(ctx, TaskFilter{Name: "n"})
			return err
		}},
		{serviceTaskInfo, func(ctx context.Context, c *Client) error {
			_, err := c.ListTaskNumbers(ctx, NumberFilter{TaskID: "20250106150501420056"})
			return err
		}},
		{serviceExtensionGroups, func(ctx context.Context, c *Client) error {
			_, err := c.ExtensionGroups(ctx, "team")
			return err
		}},
		{serviceGroupExtensions, func(ctx context.Context, c *Client) error {
			_, err := c.GroupMembers(ctx, "team", "1001")
			return err
		}},
		{serviceExtensions, func(ctx context.Context, c *Client) error {
			_, err := c.Extensions(ctx, ExtensionFilter{Numbers: []string{"1001"}})
			return err
		}},
		{serviceCallerNumbers, func(ctx context.Context, c *Client) error {
			_, err := c.CallerNumbers(ctx, CallerNumberFilter{Numbers: []string{"4001"}})
			return err
		}},
		{serviceQueues, func(ctx context.Context, c *Client) error {
			_, err := c.Queues(ctx, "team")
			return err
		}},
	}
}

func allOperations() []operation { return slices.Concat(changingOperations(), readingOperations()) }

// ListTasks is Tasks in one slice.
func (c *Client) ListTasks(ctx context.Context, filter TaskFilter) ([]Task, error) {
	return collect(c.Tasks(ctx, filter))
}

// ListTaskNumbers is TaskNumbers in one slice.
func (c *Client) ListTaskNumbers(ctx context.Context, filter NumberFilter) ([]TaskNumber, error) {
	return collect(c.TaskNumbers(ctx, filter))
}

// resultForAll is a result that satisfies every service.
const resultForAll = `{"taskid":"20250106150501420056","totalitems":0,"task":[],"result":[],"extnumber":"1001"}`
