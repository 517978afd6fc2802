// Package sandbox lets programs and tests try the provider with a CLI as a user does, beside the settings of the person
// who runs them: it builds the provider and the fake platform into one directory, starts the fake as a process of its
// own, and runs Terraform or OpenTofu with the provider from there.
package sandbox

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// The programs that Build makes.
const (
	ProviderProgram = "terraform-provider-yccall"
	fakeProgram     = "yccall-mock"
)

// Build makes the provider and the program of the fake from the repository in root, into dir. It does not ask git for
// the commit, which git does not tell where the checkout belongs to somebody else.
func Build(ctx context.Context, root, dir string, flags ...string) error {
	args := append([]string{"build", "-buildvcs=false", "-o", dir + string(filepath.Separator)}, flags...)
	command := exec.CommandContext(ctx, "go", append(args, ".", "./cmd/"+fakeProgram)...) //nolint:gosec // The arguments are ours.
	command.Dir = root
	command.Stdout, command.Stderr = os.Stderr, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("building the provider and the fake: %w", err)
	}
	return nil
}

// Environ is the environment without what the person has set for Terraform and for the provider, which would lead both
// elsewhere. TF_ACC_* stays: it is for the acceptance tests themselves.
func Environ() []string {
	return slices.DeleteFunc(os.Environ(), func(setting string) bool {
		return strings.HasPrefix(setting, "YCCALL_") || strings.HasPrefix(setting, "TF_") && !strings.HasPrefix(setting, "TF_ACC_")
	})
}

// Override writes into dir a configuration of the CLI that takes the provider with this source address from dir, and
// returns its path, for TF_CLI_CONFIG_FILE. With such an override there is nothing to install, and so no "init".
func Override(dir, source string) (file string, err error) {
	file = filepath.Join(dir, "override.tfrc")
	config := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  direct {}\n}\n", source, dir)
	return file, os.WriteFile(file, []byte(config), 0o600)
}

// CLI is Terraform or OpenTofu with the provider from the directory of a sandbox.
type CLI struct {
	// Program is its path.
	Program string
	// Env is its environment.
	Env []string
}

// NewCLI prepares a CLI that takes the provider with this source address from dir.
func NewCLI(program, dir, source string) (*CLI, error) {
	config, err := Override(dir, source)
	if err != nil {
		return nil, err
	}
	return &CLI{Program: program, Env: append(Environ(), "TF_CLI_CONFIG_FILE="+config, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")}, nil
}

// Command prepares one run in a directory. When ctx ends the CLI is asked to stop, as by Ctrl-C, and then given some
// time: it takes the provider with it.
func (c *CLI) Command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, c.Program, args...) //nolint:gosec // The person who runs it names the program.
	command.Dir, command.Env = dir, c.Env
	command.Stderr = os.Stderr
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 20 * time.Second
	return command
}
