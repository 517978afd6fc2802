package main

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"text/template"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

var welcome = template.Must(template.New("welcome").Parse(
	`Yccall mock endpoint at {{.URL}} (nobody is called; open it in a browser to watch; control interface under /_mock/)

provider "yccall" {
{{- if .Tokens}}
  endpoint = {{printf "%q" .URL}}
  token    = {{printf "%q" (index .Tokens 0)}}
{{- else}}
  endpoint   = {{printf "%q" .URL}}
  app_id     = {{printf "%q" .AppID}}
  access_key = {{printf "%q" .AccessKey}}
{{- end}}
}

`))

// printWelcome says where the mock is and how the provider reaches it.
func printWelcome(w io.Writer, url string, config yccalltest.Config) error {
	return welcome.Execute(w, struct {
		URL string
		yccalltest.Config
	}{url, config})
}

// requestLog prints one line per request, whole even when requests are concurrent.
type requestLog struct {
	mu  sync.Mutex
	out io.Writer
}

func newRequestLog(out io.Writer) *requestLog { return &requestLog{out: out} }

func (l *requestLog) print(x yccalltest.Exchange) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = fmt.Fprintln(l.out, requestLine(x))
}

// requestLine tells time, service, task, counts and outcome, never a number.
func requestLine(x yccalltest.Exchange) string {
	var line strings.Builder
	fmt.Fprintf(&line, "%s %s", x.Time.Format("15:04:05.000"), x.Service)
	if x.TaskID != "" {
		fmt.Fprintf(&line, " task=%s", x.TaskID)
	}
	if x.Numbers > 0 {
		fmt.Fprintf(&line, " numbers=%d", x.Numbers)
	}
	if x.Invalid > 0 {
		fmt.Fprintf(&line, " invalid=%d", x.Invalid)
	}
	if x.Ret != 0 {
		fmt.Fprintf(&line, " ret=%d", x.Ret)
	}
	if x.Status != 0 {
		fmt.Fprintf(&line, " status=%d", x.Status)
	}
	if x.Effect != "" {
		fmt.Fprintf(&line, ": %s", x.Effect)
	}
	if x.Fault != "" {
		fmt.Fprintf(&line, " [fault %s]", x.Fault)
	}
	return line.String()
}
