package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/version"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// session is a running program and the lines it prints.
type session struct {
	url   string
	lines chan string
	stop  context.CancelFunc
	ended chan error
}

// begin runs the program on a free port and waits until it has said where.
func begin(t *testing.T, args ...string) *session {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	s := &session{lines: make(chan string, 100), stop: stop, ended: make(chan error, 1)}
	go func() {
		err := run(ctx, append([]string{"-listen", "127.0.0.1:0"}, args...), writer, io.Discard)
		_ = writer.Close()
		s.ended <- err
	}()
	go func() {
		defer close(s.lines)
		for scanner := bufio.NewScanner(reader); scanner.Scan(); {
			s.lines <- scanner.Text()
		}
	}()
	_, after, _ := strings.Cut(<-s.lines, "mock endpoint at ")
	s.url, _, _ = strings.Cut(after, " ")
	return s
}

// block reads the provider block.
func (s *session) block() string {
	var block strings.Builder
	for line := range s.lines {
		if line != "" {
			block.WriteString(line + "\n")
		}
		if line == "}" {
			break
		}
	}
	return block.String()
}

func (s *session) post(t *testing.T, values url.Values) string {
	t.Helper()
	response, err := http.PostForm(s.url, values)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func (s *session) end(t *testing.T) {
	t.Helper()
	s.stop()
	if err := <-s.ended; err != nil {
		t.Errorf("ended with %v", err)
	}
}

func TestProgramPrintsAFittingProviderBlock(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"account": {nil, `provider "yccall" {
  endpoint   = "URL"
  app_id     = "demo-app"
  access_key = "demo-key"
}
`},
		"token": {[]string{"-token", "one", "-token", "two"}, `provider "yccall" {
  endpoint = "URL"
  token    = "one"
}
`},
	} {
		s := begin(t, append(test.args, "-quiet")...)
		if got := s.block(); got != strings.ReplaceAll(test.want, "URL", s.url) {
			t.Errorf("%s: got %s", name, got)
		}
		s.end(t)
	}
}

func TestProgramPrintsOneLinePerRequestWithoutNumbers(t *testing.T) {
	t.Parallel()
	s := begin(t, "-token", "tok", "-dialect", "string-ints", "-fault", "TaskList:1:ret-500-before-effect")
	s.block()
	created := s.post(t, url.Values{
		"service": {"App.Sip_Yccall.TaskCreat"}, "token": {"tok"}, "assigntype": {"3"}, "assignagent": {"g"},
		"taskscale": {"1:1"}, "telphone": {`[{"phone":"13900000000"},{"phone":"x"}]`}, "taskname": {"13900000000"},
	})
	if !strings.Contains(created, `"ret":"200"`) {
		t.Errorf("the dialect is not spoken: %s", created)
	}
	if listed := s.post(t, url.Values{"service": {"App.Sip_Yccall.TaskList"}, "token": {"tok"}}); !strings.Contains(listed, "500") {
		t.Errorf("the fault was not planted: %s", listed)
	}
	s.end(t)
	var lines []string
	for line := range s.lines {
		if line != "" {
			_, untimed, _ := strings.Cut(line, " ")
			lines = append(lines, regexp.MustCompile(`task=\d{20}`).ReplaceAllString(untimed, "task=ID"))
		}
	}
	want := []string{
		"App.Sip_Yccall.TaskCreat task=ID numbers=2 invalid=1 ret=200: created, 1 of 2 numbers stored",
		"App.Sip_Yccall.TaskList ret=500 [fault ret-500-before-effect]",
	}
	if !slices.Equal(lines, want) {
		t.Errorf("got %q", lines)
	}
}

func TestProgramWritesItsURLForScripts(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "url")
	s := begin(t, "-quiet", "-url-file", path)
	s.end(t)
	if text, err := os.ReadFile(path); err != nil || string(text) != s.url+"\n" {
		t.Errorf("%q, %v; want %s", text, err, s.url)
	}
}

func TestProgramServesItsControlInterface(t *testing.T) {
	t.Parallel()
	s := begin(t, "-quiet")
	response, err := http.Get(s.url + "/_mock/tasks")
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		t.Error(response.Status)
	}
	s.end(t)
}

func TestProgramIsReachedUnderTheNamesItWasTold(t *testing.T) {
	t.Parallel()
	s := begin(t, "-quiet", "-allow-host", "yccall-mock")
	for host, want := range map[string]int{"yccall-mock:8080": http.StatusOK, "other": http.StatusMisdirectedRequest} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s: HTTP %d", host, response.StatusCode)
		}
	}
	s.end(t)
}

func TestProgramStaysOnLoopbackUnlessTold(t *testing.T) {
	t.Parallel()
	for address, allowed := range map[string]bool{
		"127.0.0.1:0": true, "localhost:8080": true, "[::1]:0": true, "127.8.0.1:80": true,
		"0.0.0.0:0": false, ":8080": false, "192.0.2.1:80": false, "example.com:80": false, "127.0.0.1": false,
	} {
		if err := requireLoopback(address); (err == nil) != allowed {
			t.Errorf("%s: %v", address, err)
		}
	}
	err := run(t.Context(), []string{"-listen", "0.0.0.0:0"}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "-allow-remote") {
		t.Errorf("got %v", err)
	}
}

func TestProgramTellsItsVersion(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-version"}, &out, io.Discard); err != nil || out.String() != "yccall-mock "+version.Current().String()+"\n" {
		t.Errorf("%q, %v", out.String(), err)
	}
}

func TestHelpExplainsEveryFaultDialectAndPath(t *testing.T) {
	t.Parallel()
	var help bytes.Buffer
	if err := run(t.Context(), []string{"-h"}, io.Discard, &help); !errors.Is(err, flag.ErrHelp) {
		t.Fatal(err)
	}
	var wanted []string
	for _, kind := range append(yccalltest.FaultKinds(), yccalltest.ServiceFaultKinds()...) {
		wanted = append(wanted, kind.String())
	}
	for _, habit := range yccalltest.Habits() {
		wanted = append(wanted, habit.String())
	}
	for _, setting := range yccalltest.DialectSettings() {
		wanted = append(wanted, setting.Name+"=")
	}
	flags := flag.NewFlagSet("", flag.ContinueOnError)
	new(options).define(flags)
	flags.VisitAll(func(f *flag.Flag) { wanted = append(wanted, "\n  -"+f.Name+" ") })
	wanted = append(wanted, "/_mock/journal", "/_mock/faults", "-allow-remote", "effect-after=", "-timing", "call-time=")
	for _, word := range wanted {
		if !strings.Contains(help.String(), word) {
			t.Errorf("-h does not mention %s", word)
		}
	}
}

func TestWrongFlagsAreRefused(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"-nope"}, {"extra"}, {"-provider-dir", "."}, {"-log", "nowhere/log", "--", "true"}, {"-fault", "TaskAdd"}, {"-dialect", "klingon"}, {"-dialect", "max-page-size=0"},
		{"-timing", "TaskAdd"}, {"-timing", "*:reply-after=-1s"}, {"-dialer", "call-time=60s-20s"}, {"-dialer", "per-request=-1"}, {"-dialer", "colour=red"}, {"-listen", "nonsense"},
	} {
		if err := run(t.Context(), args, io.Discard, io.Discard); err == nil {
			t.Errorf("%v were accepted", args)
		}
	}
}
