package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// describeMachine says where, when and with what the figures are taken. What is not told as on Linux is left out.
func describeMachine(ctx context.Context, cli string) (string, error) {
	version, err := exec.CommandContext(ctx, cli, "version").Output()
	if err != nil {
		return "", fmt.Errorf("%s version: %w", cli, err)
	}
	first, _, _ := strings.Cut(string(version), "\n")
	shape := fmt.Sprintf("%s/%s, %d cores", runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if model := find(`model name\s*: (.*)`, "/proc/cpuinfo"); model != "" {
		shape += " (" + model + ")"
	}
	if kib, err := strconv.ParseFloat(find(`MemTotal: *([0-9]+) kB`, "/proc/meminfo"), 64); err == nil {
		shape += fmt.Sprintf(", %.0f GiB", kib/(1<<20))
	}
	return fmt.Sprintf("%s, %s\n%s, %s", time.Now().UTC().Format(time.DateOnly), shape, strings.TrimSpace(first), runtime.Version()), nil
}

// loadAverage is how many processes wanted to run at a time in the last minute.
func loadAverage() string { return find(`^(\S+)`, "/proc/loadavg") }

// find returns what a file of the system says in the place of the pattern's group, or nothing.
func find(pattern, path string) string {
	text, _ := os.ReadFile(path) //nolint:gosec // Other systems do not have these files.
	if match := regexp.MustCompile(pattern).FindSubmatch(text); match != nil {
		return string(match[1])
	}
	return ""
}
