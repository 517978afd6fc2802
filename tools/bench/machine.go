package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// machine is where and when the figures were taken.
type machine struct {
	date                  string
	shape                 string
	cli                   string
	loadBefore, loadAfter string // of the last minute; empty where the system does not tell
}

func describeMachine(ctx context.Context, cli string) (machine, error) {
	version, err := exec.CommandContext(ctx, cli, "version").Output()
	if err != nil {
		return machine{}, fmt.Errorf("%s version: %w", filepath.Base(cli), err)
	}
	first, _, _ := bytes.Cut(version, []byte("\n"))
	shape := fmt.Sprintf("%s/%s, %d cores", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if model := fileLine("/proc/cpuinfo", "model name"); model != "" {
		shape += " (" + model + ")"
	}
	var kib float64
	if _, err := fmt.Sscan(fileLine("/proc/meminfo", "MemTotal"), &kib); err == nil {
		shape += fmt.Sprintf(", %.0f GiB", kib/(1<<20))
	}
	return machine{
		date:       time.Now().UTC().Format(time.DateOnly),
		shape:      shape,
		cli:        string(bytes.TrimSpace(first)) + ", " + runtime.Version(),
		loadBefore: loadAverage(),
	}, nil
}

// fileLine returns what stands behind the first colon of the line that begins with name.
func fileLine(path, name string) string {
	text, err := os.ReadFile(path) //nolint:gosec // One of two files of the system.
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// loadAverage is how many processes wanted to run at a time in the last minute.
func loadAverage() string {
	text, _ := os.ReadFile("/proc/loadavg") // Where the system does not tell, there is none.
	load, _, _ := strings.Cut(string(text), " ")
	return load
}
