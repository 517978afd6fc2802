package yccall

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

// leaky are replies that show what was sent, in the ways servers do.
func leaky(form url.Values) map[string]func(http.ResponseWriter) {
	all, _ := json.Marshal(form) // escapes as PHP does
	quoted, _ := json.Marshal(string(all) + " " + form.Encode())
	body := func(format string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) { _, _ = fmt.Fprintf(w, format, quoted) }
	}
	return map[string]func(http.ResponseWriter){
		"ret 400":          body(`{"ret":400,"data":{},"msg":%s}`),
		"ret 500":          body(`{"ret":500,"data":{},"msg":%s}`),
		"ret 600":          body(`{"ret":600,"data":{},"msg":%s}`),
		"ret 604":          body(`{"ret":604,"data":{},"msg":%s}`),
		"business failure": body(`{"ret":200,"data":{"status":1,"errors":{"code":%[1]s,"codemsg":%[1]s}}}`),
		"no status":        body(`{"ret":200,"data":{"desc":%s}}`),
		"HTML":             body(`<html>%s</html>`),
		"text":             body(`%s`),
		"garbled HTTP": func(w http.ResponseWriter) {
			if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
				_, _ = fmt.Fprintf(conn, "HTTP/1.1 %s\r\n\r\n", form.Encode())
				_ = conn.Close()
			}
		},
		"redirect": func(w http.ResponseWriter) {
			w.Header().Set("Location", "http://"+testPhone+".example/?"+form.Encode())
			w.WriteHeader(http.StatusFound)
		},
	}
}

func TestNeitherErrorsNorLogsShowSecretsOrNumbers(t *testing.T) {
	t.Parallel()
	secrets := []string{
		testToken, testAccessKey, url.QueryEscape(testAccessKey), testPhone,
		strings.Trim(string(must(json.Marshal(testAccessKey))), `"`),
	}
	for name := range leaky(nil) {
		for _, op := range allOperations() {
			for way, auth := range map[string]func(*Config){"token": func(*Config) {}, "login": withLogin} {
				t.Run(name+"/"+op.service.short+"/"+way, func(t *testing.T) {
					t.Parallel()
					p := startPlatform(t, func(w http.ResponseWriter, _ *http.Request, got received, n int) {
						if got.service == serviceLogin.name && op.service != serviceLogout && n == 1 {
							_, _ = fmt.Fprint(w, success(`{"token":"`+testToken+`"}`))
							return
						}
						leaky(got.form)[name](w)
					})
					var log bytes.Buffer
					ctx := tflogtest.RootLogger(context.Background(), &log)
					err := op.do(ctx, newClient(t, p.URL, auth))
					texts := log.String()
					if err != nil {
						texts += fmt.Sprintf("%s %+v %#v", err, err, err)
					}
					for _, secret := range secrets {
						if strings.Contains(texts, secret) {
							t.Errorf("%q is shown in %s", secret, texts)
						}
					}
				})
			}
		}
	}
}

func must(text []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return text
}

func TestEveryAttemptIsLogged(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, func(w http.ResponseWriter, _ *http.Request, _ received, n int) {
		if n == 1 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_, _ = fmt.Fprint(w, success("[]"))
	})
	var log bytes.Buffer
	if _, err := newClient(t, p.URL).Queues(tflogtest.RootLogger(context.Background(), &log), ""); err != nil {
		t.Fatal(err)
	}
	lines, err := tflogtest.MultilineJSONDecode(&log)
	if err != nil || len(lines) != 2 {
		t.Fatalf("%d lines, %v, want two", len(lines), err)
	}
	for i, line := range lines {
		if line["service"] != "GetQueueList" || line["attempt"] != float64(i+1) || line["@module"] != "provider.yccall" || line["@level"] != "debug" {
			t.Errorf("line %d: %v", i, line)
		}
		for _, field := range []string{"duration_ms", "bytes_sent", "bytes_received"} {
			if _, ok := line[field].(float64); !ok {
				t.Errorf("line %d has no %s: %v", i, field, line)
			}
		}
	}
	if lines[0]["http_status"] != float64(502) || lines[1]["@message"] != "Yccall request done" {
		t.Errorf("%v", lines)
	}
}

// TestMessagesDoNotNameWhoWasSent has the platform repeat each field of an entry by itself.
func TestMessagesDoNotNameWhoWasSent(t *testing.T) {
	t.Parallel()
	const entry = `[{"phone":"110","userid":"u-12","memberid":"m 34","customuuid":"c_5","ext":"Jane \u0026 Joe"}]`
	for _, field := range []string{"110", "u-12", "m 34", "c_5", "Jane &amp; Joe"} {
		p := startPlatform(t, always(`{"ret":400,"data":{},"msg":"(`+field+`) is bad"}`))
		c := newClient(t, p.URL)
		_, created := c.CreateTask(context.Background(), CreateTask{Telphone: []byte(entry)})
		_, added := c.AddNumbers(context.Background(), "1", []byte(entry))
		for _, err := range []error{created, added} {
			if err == nil || !strings.Contains(err.Error(), "(["+"…]) is bad") {
				t.Errorf("%q: got %v", field, err)
			}
		}
		if field == "110" {
			if err := c.RemoveNumbers(context.Background(), "1", []string{"111", "110"}); err == nil || strings.Contains(err.Error(), "110") {
				t.Errorf("taskDelPhone: got %v", err)
			}
		}
	}
}
