package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

const ownNumber = "13900000000"

// environment is one that leads to a mock on loopback.
func environment(t *testing.T) (env map[string]string, s *yccalltest.Server) {
	t.Helper()
	s, err := yccalltest.Start(yccalltest.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return map[string]string{"YCCALL_ENDPOINT": s.URL(), "YCCALL_APP_ID": "demo-app", "YCCALL_ACCESS_KEY": "demo-key"}, s
}

func of(env map[string]string) func(string) string {
	return func(name string) string { return env[name] }
}

func TestProgramWritesItsReports(t *testing.T) {
	t.Parallel()
	env, s := environment(t)
	path := filepath.Join(t.TempDir(), "profile.json")
	var table, report, said bytes.Buffer
	if err := run(t.Context(), []string{"-profile", path}, of(env), &table, &said); err != nil {
		t.Fatal(err)
	}
	if err := run(t.Context(), []string{"-json"}, of(env), &report, io.Discard); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(table.String(), "What no probe can see") || !json.Valid(report.Bytes()) {
		t.Errorf("%s\n%s", &table, &report)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if _, err := yccalltest.ReadProfile(file); err != nil {
		t.Error(err)
	}
	if strings.Contains(said.String()+table.String()+report.String(), "demo-key") {
		t.Error("the key is shown")
	}
	if s.Requests("TaskCreat") > 0 {
		t.Error("a task was created")
	}
}

// A signal ends the context. The task of the run is ended all the same.
func TestSignalEndsTheTaskFirst(t *testing.T) {
	t.Parallel()
	env, s := environment(t)
	ctx, signal := context.WithCancel(t.Context())
	defer signal()
	stderr := writer(func(line string) {
		if strings.HasPrefix(line, "Looking at the task") {
			signal()
		}
	})
	err := run(ctx, []string{"-task", "-agent", "renewals-team", "-phone", ownNumber}, of(env), io.Discard, stderr)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	tasks := s.Tasks()
	if len(tasks) != 1 || tasks[0].Status != yccalltest.Ended || tasks[0].EverStarted {
		t.Errorf("%d tasks", len(tasks))
	}
}

type writer func(line string)

func (w writer) Write(p []byte) (int, error) {
	w(string(p))
	return len(p), nil
}

// Arguments are seen by everybody on the machine, and kept by shells.
func TestCredentialsAreNoFlags(t *testing.T) {
	t.Parallel()
	var help bytes.Buffer
	if err := run(t.Context(), []string{"-h"}, of(nil), io.Discard, &help); !errors.Is(err, flag.ErrHelp) {
		t.Fatal(err)
	}
	for _, name := range []string{"token", "access-key", "app-id", "key", "password", "endpoint"} {
		if err := run(t.Context(), []string{"-" + name, "x"}, of(nil), io.Discard, io.Discard); !errors.Is(err, errUsage) {
			t.Errorf("-%s: %v", name, err)
		}
		if strings.Contains(help.String(), "  -"+name) {
			t.Errorf("-h has -%s", name)
		}
	}
	if !strings.Contains(help.String(), "YCCALL_ACCESS_KEY") {
		t.Error("-h does not say where credentials come from")
	}
}

func TestWrongFlagsAndSettingsAreRefused(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"extra"}, {"-nope"}, {"-task"}, {"-task", "-agent", "a"}, {"-task", "-phone", ownNumber}, {"-agent", "a"}, {"-phone", ownNumber},
		{"-task", "-agent", "a", "-phone", "12"}, {"-task", "-agent", "a", "-phone", "x" + ownNumber}, {"-task", "-agent", "a", "-phone", ownNumber, "-agent-type", "team"},
	} {
		err := run(t.Context(), args, of(nil), io.Discard, io.Discard)
		if err == nil || strings.Contains(err.Error(), ownNumber) {
			t.Errorf("%d arguments: %t", len(args), err == nil)
		}
	}
	for _, env := range []map[string]string{
		nil, {"YCCALL_ENDPOINT": "http://127.0.0.1:1"}, {"YCCALL_ENDPOINT": "nonsense", "YCCALL_TOKEN": "t"},
		{"YCCALL_ENDPOINT": "http://127.0.0.1:1", "YCCALL_TOKEN": "t", "YCCALL_ALLOW_HTTP": "maybe"},
	} {
		if err := run(t.Context(), nil, of(env), io.Discard, io.Discard); err == nil {
			t.Errorf("%d settings were accepted", len(env))
		}
	}
}

func TestPlainHTTPIsWarnedOf(t *testing.T) {
	t.Parallel()
	for endpoint, warned := range map[string]bool{"http://yccall.example": true, "https://yccall.example": false, "http://localhost:8080": false, "http://127.0.0.1": false} {
		for _, allow := range []string{"", "false", "true"} {
			var said bytes.Buffer
			if _, err := readConfig(of(map[string]string{"YCCALL_ENDPOINT": endpoint, "YCCALL_ALLOW_HTTP": allow}), &said); err != nil {
				t.Fatal(err)
			}
			if (said.Len() > 0) != (warned && allow != "true") {
				t.Errorf("%s, %q: %s", endpoint, allow, &said)
			}
		}
	}
}

func TestVersionIsTold(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-version"}, of(nil), &out, io.Discard); err != nil || !strings.HasPrefix(out.String(), "yccall-probe ") {
		t.Errorf("%q, %v", &out, err)
	}
}
