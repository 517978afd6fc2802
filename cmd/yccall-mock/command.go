package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// play runs the user's command beside the mock, and returns when it has ended. The provider in it finds the mock by its
// environment.
func (o *options) play(ctx context.Context, url string, stdout, stderr io.Writer) error {
	environment := commandEnvironment(os.Environ(), url, o.config)
	dir := o.providerDir
	if dir == "" {
		if dir = besideItself(os.Executable); dir != "" {
			_, _ = fmt.Fprintln(stderr, "yccall-mock: Terraform takes the provider from", dir)
		}
	}
	if dir != "" {
		file, err := overrideProvider(dir)
		if err != nil {
			return err
		}
		defer func() { _ = os.Remove(file) }() // #nosec G703 -- made here
		environment = append(environment, "TF_CLI_CONFIG_FILE="+file)
	}
	// A terminal sends Ctrl-C to both. Terraform then stops in order, and needs the mock for that.
	pressed := make(chan os.Signal, 1)
	signal.Notify(pressed, os.Interrupt)
	defer signal.Stop(pressed)

	command := exec.CommandContext(ctx, o.command[0], o.command[1:]...) // #nosec G204 G702 -- the user's own command
	command.Env, command.Stdin, command.Stdout, command.Stderr = environment, os.Stdin, stdout, stderr
	command.Cancel = func() error { return command.Process.Signal(syscall.SIGTERM) }
	err := command.Run()
	if exit := (*exec.ExitError)(nil); err == nil || errors.As(err, &exit) {
		return err // it has said itself what is wrong
	}
	return fmt.Errorf("running the command: %w", err)
}

// commandEnvironment is an environment with the mock's address and account instead of any other.
func commandEnvironment(inherited []string, url string, config yccalltest.Config) []string {
	own := map[string]string{"YCCALL_ENDPOINT": url, "YCCALL_APP_ID": config.AppID, "YCCALL_ACCESS_KEY": config.AccessKey, "YCCALL_TOKEN": ""}
	if len(config.Tokens) > 0 {
		own = map[string]string{"YCCALL_ENDPOINT": url, "YCCALL_APP_ID": "", "YCCALL_ACCESS_KEY": "", "YCCALL_TOKEN": config.Tokens[0]}
	}
	environment := slices.DeleteFunc(slices.Clone(inherited), func(setting string) bool {
		name, _, _ := strings.Cut(setting, "=")
		_, replaced := own[name]
		return replaced
	})
	for name, value := range own {
		if value != "" {
			environment = append(environment, name+"="+value)
		}
	}
	return environment
}

// overrideProvider writes a configuration of the CLI that takes the provider from a directory, without "init".
func overrideProvider(dir string) (file string, err error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	if !hasProvider(absolute) {
		return "", fmt.Errorf("-provider-dir %s: there is no terraform-provider-yccall", dir)
	}
	config, err := os.CreateTemp("", "yccall-mock-*.tfrc")
	if err != nil {
		return "", err
	}
	_, err = fmt.Fprintf(config, "provider_installation {\n  dev_overrides {\n    \"yccall/yccall\" = %q\n  }\n  direct {}\n}\n", absolute)
	return config.Name(), errors.Join(err, config.Close())
}

// besideItself is the directory of this program, if the provider lies in it, as "go install" of both leaves them.
func besideItself(executable func() (string, error)) string {
	program, err := executable()
	if dir := filepath.Dir(program); err == nil && hasProvider(dir) {
		return dir
	}
	return ""
}

func hasProvider(dir string) bool {
	found, _ := filepath.Glob(filepath.Join(dir, "terraform-provider-yccall*"))
	return len(found) > 0
}
