package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// mock is a running yccall-mock.
type mock struct {
	url     string
	process *exec.Cmd
	exited  chan struct{}
}

// startMock starts the program that lies in dir on any free port, and waits until it listens.
func startMock(ctx context.Context, dir string) (*mock, error) {
	urlFile := filepath.Join(dir, "mock.url")
	// Not bound to ctx: when that ends, Terraform is to stop first.
	m := &mock{
		process: exec.Command(filepath.Join(dir, "yccall-mock"), "-listen=127.0.0.1:0", "-url-file="+urlFile, "-quiet"), //nolint:gosec,noctx // Built here.
		exited:  make(chan struct{}),
	}
	m.process.Stderr = os.Stderr
	if err := m.process.Start(); err != nil {
		return nil, fmt.Errorf("starting the mock: %w", err)
	}
	go func() {
		_ = m.process.Wait() // How it ended is of no interest, only that it did.
		close(m.exited)
	}()
	for {
		url, err := os.ReadFile(urlFile) //nolint:gosec // Named here.
		if err == nil {
			m.url = strings.TrimSpace(string(url))
			return m, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			m.stop()
			return nil, err
		}
		select {
		case <-m.exited:
			return nil, errors.New("the mock ended before it listened")
		case <-ctx.Done():
			m.stop()
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// stop ends the mock and waits until it is gone.
func (m *mock) stop() {
	_ = m.process.Process.Kill() // It has nothing to save.
	<-m.exited
}

// exchange is one request in the mock's journal, without numbers and secrets.
type exchange struct {
	Service string            `json:"service"`
	Params  map[string]string `json:"params"`
	Numbers int               `json:"numbers"`
	Invalid int               `json:"invalid"`
	Effect  string            `json:"effect"`
}

// method is the service without the part that all services of the platform share.
func (x exchange) method() string { return x.Service[strings.LastIndexByte(x.Service, '.')+1:] }

// changes reports whether the request changes a task. All others only read, or log in.
func (x exchange) changes() bool {
	switch x.method() {
	case "TaskCreat", "TaskAdd", "TaskSet", "taskDelPhone", "taskCall":
		return true
	}
	return false
}

func (x exchange) String() string {
	var line strings.Builder
	line.WriteString(x.Service)
	for _, name := range slices.Sorted(maps.Keys(x.Params)) {
		if name != "service" && name != "token" {
			fmt.Fprintf(&line, " %s=%s", name, x.Params[name])
		}
	}
	if x.Numbers > 0 {
		fmt.Fprintf(&line, "\n      numbers: %d, rejected: %d", x.Numbers, x.Invalid)
	}
	if x.changes() {
		fmt.Fprintf(&line, "\n      effect: %s", x.Effect)
	}
	return line.String()
}

// received shows what the mock was asked since the last time, and returns those requests that change something.
func (m *mock) received(ctx context.Context) ([]exchange, error) {
	var journal []exchange
	if err := m.control(ctx, http.MethodGet, "/_mock/journal", &journal); err != nil {
		return nil, err
	}
	if err := m.control(ctx, http.MethodDelete, "/_mock/journal", nil); err != nil {
		return nil, err
	}
	var changing []exchange
	fmt.Println("The platform received:")
	if len(journal) == 0 {
		fmt.Println("   nothing")
	}
	for _, x := range journal {
		fmt.Println("  ", x)
		if x.changes() {
			changing = append(changing, x)
		}
	}
	return changing, nil
}

// task is a task as the mock holds it.
type task struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

func (m *mock) tasks(ctx context.Context) ([]task, error) {
	var tasks []task
	return tasks, m.control(ctx, http.MethodGet, "/_mock/tasks", &tasks)
}

// control makes a request to the mock's control interface and decodes the answer, unless into is nil.
func (m *mock) control(ctx context.Context, method, path string, into any) error {
	request, err := http.NewRequestWithContext(ctx, method, m.url+path, nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("asking the mock: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("asking the mock for %s: %s", path, response.Status)
	}
	if into == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(into)
}
