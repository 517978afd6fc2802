package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

// stage is where the demo is played. Its methods show what they do.
type stage struct {
	cli  *sandbox.CLI
	dir  string
	fake *sandbox.Fake
}

// step runs a command and returns its exit code and those requests that have changed something since the last time.
func (s *stage) step(ctx context.Context, args ...string) (code int, sent []sandbox.Request, err error) {
	if code, err = s.run(ctx, args...); err != nil {
		return code, nil, err
	}
	sent, err = s.received(ctx)
	return code, sent, err
}

// run shows a command and what it prints, and returns its exit code: with -detailed-exitcode, 2 means success with
// changes. Any other code but 0 is an error.
func (s *stage) run(ctx context.Context, args ...string) (code int, err error) {
	name := filepath.Base(s.cli.Program)
	fmt.Printf("$ %s %s\n", name, strings.Join(args, " "))
	options := []string{args[0], "-input=false"}
	// The CLI itself does not look whether it writes to a terminal.
	if info, err := os.Stdout.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 || os.Getenv("NO_COLOR") != "" {
		options = append(options, "-no-color")
	}
	command := s.cli.Command(ctx, s.dir, append(options, args[1:]...)...)
	command.Stdout = os.Stdout
	err = command.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 2 && slices.Contains(args, "-detailed-exitcode") {
		return 2, nil
	}
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", name, args[0], err)
	}
	return 0, nil
}

// outputs are the outputs of examples/campaign that the demo looks at.
type outputs struct {
	TaskID       struct{ Value string } `json:"task_id"`
	Status       struct{ Value string } `json:"status"`
	NumberCount  struct{ Value int }    `json:"number_count"`
	InvalidCount struct{ Value int }    `json:"invalid_count"`
}

func (s *stage) outputs(ctx context.Context) (o outputs, err error) {
	text, err := s.cli.Command(ctx, s.dir, "output", "-json").Output()
	if err == nil {
		err = json.Unmarshal(text, &o)
	}
	if err != nil {
		return o, fmt.Errorf("reading the outputs: %w", err)
	}
	return o, nil
}

// received shows what the platform was asked since the last time, and returns those requests that change something.
func (s *stage) received(ctx context.Context) ([]sandbox.Request, error) {
	requests, err := s.fake.Received(ctx)
	if err != nil {
		return nil, err
	}
	var changing []sandbox.Request
	fmt.Println("The platform received:")
	if len(requests) == 0 {
		fmt.Println("   nothing")
	}
	for _, r := range requests {
		fmt.Println("  ", r)
		if r.Mutates() {
			changing = append(changing, r)
		}
	}
	return changing, nil
}
