package yccall

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRequestIsMultipartWithALengthAndFieldsInOrder(t *testing.T) {
	t.Parallel()
	telphone := `[{"phone":"18012345678","ext":"` + strings.Repeat("é", 1<<17) + `"}]`
	type part struct{ Name, Value string }
	var got []part
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.URL.Path != "/api" || r.ContentLength <= int64(len(telphone)) || len(r.TransferEncoding) != 0 {
			t.Errorf("%s %s, length %d, transfer encoding %v", r.Method, r.URL, r.ContentLength, r.TransferEncoding)
		}
		if agent := r.UserAgent(); agent != "test/1.0" {
			t.Errorf("user agent %q", agent)
		}
		reader, err := r.MultipartReader()
		if err != nil {
			t.Error(err)
			return
		}
		for p, err := reader.NextPart(); err == nil; p, err = reader.NextPart() {
			value, err := io.ReadAll(p)
			if err != nil {
				t.Error(err)
			}
			got = append(got, part{p.FormName(), string(value)})
		}
		_, _ = fmt.Fprint(w, success(`{"success":1}`))
	}))
	t.Cleanup(server.Close)

	c := newClient(t, server.URL+"/api", func(cfg *Config) { cfg.UserAgent = "test/1.0" })
	if _, err := c.AddNumbers(context.Background(), "42", []byte(telphone)); err != nil {
		t.Fatal(err)
	}
	want := []part{{"service", "App.Sip_Yccall.TaskAdd"}, {"token", testToken}, {"taskid", "42"}, {"telphone", telphone}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCallersTelphoneMayBeReusedAfterTheRequest(t *testing.T) {
	t.Parallel()
	telphone := bytes.Repeat([]byte("x"), 1<<16)
	var f form
	f.setBytes("telphone", telphone)
	body, _, err := f.encode()
	if err != nil {
		t.Fatal(err)
	}
	clear(telphone)
	if bytes.IndexByte(body, 0) >= 0 {
		t.Error("the form shares the caller's bytes, which the transport may still read after the request has returned")
	}
}

func TestEndlessReplyIsBounded(t *testing.T) {
	t.Parallel()
	for name, start := range map[string]func(http.ResponseWriter) io.Writer{
		"plain": func(w http.ResponseWriter) io.Writer { return w },
		"compressed": func(w http.ResponseWriter) io.Writer {
			w.Header().Set("Content-Encoding", "gzip")
			return gzip.NewWriter(w)
		},
	} {
		for _, op := range []operation{changingOperations()[0], readingOperations()[0]} {
			t.Run(name+"/"+op.service.short, func(t *testing.T) {
				t.Parallel()
				p := startPlatform(t, func(w http.ResponseWriter, _ *http.Request, _ received, _ int) {
					body := start(w)
					_, err := io.WriteString(body, `{"ret":200,"data":{"status":0,"result":"`)
					for err == nil {
						_, err = io.WriteString(body, strings.Repeat("endless ", 1<<10))
					}
				})
				c := newClient(t, p.URL)
				c.bounds.replyBytes, c.bounds.pageBytes = 1<<20, 1<<20
				err := op.do(context.Background(), c)
				if !errors.Is(err, ErrMalformedReply) || !strings.Contains(err.Error(), "larger than 1 MiB") {
					t.Errorf("got %v", err)
				}
				if errors.Is(err, ErrMayHaveRun) != op.service.mutates || p.count(op.service) != 1 {
					t.Errorf("got %v after %d requests", err, p.count(op.service))
				}
			})
		}
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	t.Cleanup(elsewhere.Close)
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, op := range allOperations() {
			p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, _ received, _ int) {
				http.Redirect(w, r, elsewhere.URL+"/?phone="+testPhone+"&token="+testToken, status)
			})
			err := op.do(context.Background(), newClient(t, p.URL))
			if !errors.Is(err, ErrRedirected) || errors.Is(err, ErrMayHaveRun) != op.service.mutates {
				t.Errorf("%d %s: got %v", status, op.service.short, err)
			}
			if !strings.Contains(err.Error(), "to http://127.0.0.1") || strings.Contains(err.Error(), testPhone) || strings.Contains(err.Error(), testToken) {
				t.Errorf("%d %s: %q", status, op.service.short, err)
			}
			if n := p.count(op.service); n != 1 {
				t.Errorf("%d %s: sent %d times", status, op.service.short, n)
			}
			p.Close()
		}
	}
	if n := reached.Load(); n != 0 {
		t.Errorf("%d requests were taken elsewhere", n)
	}
}

func TestCertificateOfTheEndpointIsVerified(t *testing.T) {
	t.Parallel()
	var reached atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		reached.Add(1)
		_, _ = fmt.Fprint(w, success(`{}`))
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // it complains of clients that do not trust it
	server.StartTLS()
	t.Cleanup(server.Close)
	for _, op := range allOperations() {
		err := op.do(context.Background(), newClient(t, server.URL))
		if !errors.Is(err, ErrUnreachable) || errors.Is(err, ErrMayHaveRun) || !strings.Contains(err.Error(), "certificate") {
			t.Errorf("%s: got %v, want that nothing was sent because of the certificate", op.service.short, err)
		}
	}
	if n := reached.Load(); n != 0 {
		t.Errorf("%d requests went to a server that nobody vouches for", n)
	}
	trusting := newClient(t, server.URL, func(cfg *Config) { cfg.Transport = server.Client().Transport })
	if err := trusting.Logout(context.Background()); err != nil || reached.Load() != 1 {
		t.Errorf("who trusts the server is kept from it as well: %v", err)
	}
}

func TestBrokenConnectionIsToldWithoutAddresses(t *testing.T) {
	t.Parallel()
	c := newClient(t, "http://"+nobodyListens, func(cfg *Config) {
		cfg.Transport = roundTripFunc(func(r *http.Request) (*http.Response, error) {
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				return nil, err
			}
			here, there := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 54321}, &net.TCPAddr{IP: net.IPv4(203, 0, 113, 7), Port: 8080}
			broken := &net.OpError{Op: "write", Net: "tcp", Source: here, Addr: there, Err: errors.New("write: broken pipe")}
			return nil, &net.OpError{Op: "readfrom", Net: "tcp", Source: here, Addr: there, Err: broken}
		})
	})
	const want = "TaskSet: whether the platform ran the request is unknown: no complete reply arrived: write: broken pipe"
	if err := c.SetTaskStatus(context.Background(), "1", CommandRun); err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
