package sandbox

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// The account of the fake.
const (
	AppID     = "demo-app"
	AccessKey = "demo-key"
)

// Fake is a running fake platform.
type Fake struct {
	// URL is where it listens.
	URL     string
	process *exec.Cmd
}

// StartFake starts the program that Build made in dir on any free port, and reads from its first line where it listens.
// It lives on when ctx ends, since the CLI is to stop first.
func StartFake(ctx context.Context, dir string) (*Fake, error) {
	f := &Fake{process: exec.CommandContext(context.WithoutCancel(ctx), filepath.Join(dir, fakeProgram), "-listen=127.0.0.1:0", "-quiet")} //nolint:gosec // Built here.
	f.process.Stderr = os.Stderr
	out, err := f.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := f.process.Start(); err != nil {
		return nil, fmt.Errorf("starting the fake: %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	for word := range strings.FieldsSeq(line) {
		if strings.HasPrefix(word, "http://") {
			f.URL = word
			return f, nil
		}
	}
	f.Stop()
	return nil, errors.Join(errors.New("the fake did not say where it listens"), err)
}

// Stop ends the fake and waits until it is gone.
func (f *Fake) Stop() {
	_ = f.process.Process.Kill() // It has nothing to save.
	_ = f.process.Wait()         // That it was killed is no news.
}

// Env are the settings with which the provider finds the fake.
func (f *Fake) Env() []string {
	return []string{"YCCALL_ENDPOINT=" + f.URL, "YCCALL_APP_ID=" + AppID, "YCCALL_ACCESS_KEY=" + AccessKey}
}

// Request is one request in the fake's journal, without numbers and secrets.
type Request struct {
	Service string            `json:"service"`
	Params  map[string]string `json:"params"`
	Numbers int               `json:"numbers"`
	Invalid int               `json:"invalid"`
	Effect  string            `json:"effect"`
	Fault   string            `json:"fault"`
}

// Method is the service without the part that all services of the platform share.
func (r Request) Method() string { return r.Service[strings.LastIndexByte(r.Service, '.')+1:] }

// Mutates reports whether the request changes a task. All others only read, or log in.
func (r Request) Mutates() bool {
	switch r.Method() {
	case "TaskCreat", "TaskAdd", "TaskSet", "taskDelPhone", "taskCall":
		return true
	}
	return false
}

// String tells a request that changes something in one line: what came of it, and what became of its reply.
func (r Request) String() string {
	line := r.Method()
	for _, name := range []string{"status", "taskstatus"} {
		if value, ok := r.Params[name]; ok {
			line += fmt.Sprintf(" %s=%s", name, value)
		}
	}
	line += ": " + r.Effect
	if r.Fault != "" {
		line += " (" + r.Fault + ")"
	}
	return line
}

// Received returns what the fake was asked since the last time.
func (f *Fake) Received(ctx context.Context) (requests []Request, err error) {
	err = errors.Join(f.control(ctx, http.MethodGet, "/_mock/journal", nil, &requests), f.control(ctx, http.MethodDelete, "/_mock/journal", nil, nil))
	return requests, err
}

// ReceivedNumbers returns how many requests of any kind there were since the last time, and fails unless so many numbers
// were accepted in them: a figure of work that was not done means nothing.
func (f *Fake) ReceivedNumbers(ctx context.Context, numbers int) (requests int, err error) {
	all, err := f.Received(ctx)
	if err != nil {
		return 0, err
	}
	accepted := 0
	for _, r := range all {
		accepted += r.Numbers - r.Invalid
	}
	if accepted != numbers {
		return 0, fmt.Errorf("the fake accepted %d numbers instead of %d", accepted, numbers)
	}
	return len(all), nil
}

// Task is a task as the fake holds it.
type Task struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

// Tasks returns all tasks.
func (f *Fake) Tasks(ctx context.Context) (tasks []Task, err error) {
	err = f.control(ctx, http.MethodGet, "/_mock/tasks", nil, &tasks)
	return tasks, err
}

// Plant breaks a request to come, as in "TaskAdd:1:cut-after-effect".
func (f *Fake) Plant(ctx context.Context, fault string) error {
	return f.control(ctx, http.MethodPost, "/_mock/faults", []string{fault}, nil)
}

// Dial has the task's next numbers called.
func (f *Fake) Dial(ctx context.Context, task string, count int) error {
	return f.control(ctx, http.MethodPost, "/_mock/dial", map[string]any{"task": task, "count": count}, nil)
}

// Calls counts the telephone calls so far, and the people who were called more than once.
func (f *Fake) Calls(ctx context.Context) (calls, twice int, err error) {
	var told struct {
		Total int `json:"total"`
		Twice int `json:"called_twice"`
	}
	err = f.control(ctx, http.MethodGet, "/_mock/calls", nil, &told)
	return told.Total, told.Twice, err
}

// control makes a request to the fake's control interface and decodes the answer, unless into is nil.
func (f *Fake) control(ctx context.Context, method, path string, body, into any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, method, f.URL+path, bytes.NewReader(text))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("asking the fake: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("asking the fake for %s: %s", path, response.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(into)
}
