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
	"time"
)

// terraform is the CLI at work in one directory, with the provider that was built here.
type terraform struct {
	cli string
	dir string
	env []string
	// colour is off where nobody sees it: the CLI itself does not look whether it writes to a terminal.
	colour bool
}

// newTerraform writes a CLI configuration that takes the provider from dir. With such an override there is nothing to
// install, and so no "terraform init".
func newTerraform(cli, workDir, dir, endpoint string) (*terraform, error) {
	config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    \"yccall/yccall\" = %q\n  }\n  direct {}\n}\n", dir)
	file := filepath.Join(dir, "dev.tfrc")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		return nil, err
	}
	// Settings of the person who runs the demo must not lead it elsewhere.
	env := slices.DeleteFunc(os.Environ(), func(setting string) bool {
		return strings.HasPrefix(setting, "TF_") || strings.HasPrefix(setting, "YCCALL_")
	})
	env = append(env,
		"TF_CLI_CONFIG_FILE="+file, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		"YCCALL_ENDPOINT="+endpoint, "YCCALL_APP_ID=demo-app", "YCCALL_ACCESS_KEY=demo-key",
	)
	info, err := os.Stdout.Stat()
	colour := err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == ""
	return &terraform{cli: cli, dir: workDir, env: env, colour: colour}, nil
}

// run shows the command and what it prints, and returns its exit code: with -detailed-exitcode, 2 means success with
// changes. Any other code but 0 is an error.
func (t *terraform) run(ctx context.Context, args ...string) (code int, err error) {
	fmt.Printf("$ %s %s\n", filepath.Base(t.cli), strings.Join(args, " "))
	options := []string{args[0], "-input=false"}
	if !t.colour {
		options = append(options, "-no-color")
	}
	command := t.command(ctx, append(options, args[1:]...)...)
	command.Stdout = os.Stdout
	err = command.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 2 && slices.Contains(args, "-detailed-exitcode") {
		return 2, nil
	}
	if err != nil {
		return 0, fmt.Errorf("%s %s: %w", filepath.Base(t.cli), args[0], err)
	}
	return 0, nil
}

// outputs are the outputs of examples/campaign that the demo looks at.
type outputs struct {
	TaskID       string
	Status       string
	NumberCount  int
	InvalidCount int
}

func (t *terraform) outputs(ctx context.Context) (outputs, error) {
	text, err := t.command(ctx, "output", "-json").Output()
	if err != nil {
		return outputs{}, fmt.Errorf("reading the outputs: %w", err)
	}
	var values map[string]struct{ Value json.RawMessage }
	if err := json.Unmarshal(text, &values); err != nil {
		return outputs{}, fmt.Errorf("reading the outputs: %w", err)
	}
	var o outputs
	for name, into := range map[string]any{
		"task_id": &o.TaskID, "status": &o.Status, "number_count": &o.NumberCount, "invalid_count": &o.InvalidCount,
	} {
		if err := json.Unmarshal(values[name].Value, into); err != nil {
			return outputs{}, fmt.Errorf("reading the output %s: %w", name, err)
		}
	}
	return o, nil
}

// command prepares one run. When ctx ends it is asked to stop, as by Ctrl-C, and then given some time.
func (t *terraform) command(ctx context.Context, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, t.cli, args...) //nolint:gosec // The person who runs the demo names the program.
	command.Dir = t.dir
	command.Env = t.env
	command.Stderr = os.Stderr
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 20 * time.Second
	return command
}
