// Command yccall-mock serves a stateful model of the Yccall platform, to try the provider out without calling anybody.
//
// It listens on the loopback interface, prints its URL and a provider block that fits, and then one line for every
// request; or it runs a command, such as "terraform test", with its address and account in the environment. Faults,
// older-server dialects and the control interface under /_mock/ are described by -h.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/yccall/terraform-provider-yccall/internal/version"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(exitCode(err, os.Stderr))
}

// exitCode is that of the user's command, if that is what failed. It says what is wrong unless that has been said.
func exitCode(err error, stderr io.Writer) int {
	exit := (*exec.ExitError)(nil)
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		return 2
	case errors.As(err, &exit) && exit.ExitCode() > 0:
		return exit.ExitCode()
	}
	_, _ = fmt.Fprintln(stderr, "yccall-mock:", err)
	return 1
}

// run serves until ctx ends, or Ctrl-C, or while the user's command runs.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	opts, err := parseOptions(args, stderr)
	if err != nil {
		return err
	}
	if opts.version {
		_, err := fmt.Fprintln(stdout, "yccall-mock", version.Current())
		return err
	}
	if !opts.allowRemote {
		if err := requireLoopback(opts.listen); err != nil {
			return err
		}
	}
	closeLog, err := opts.openLog(stdout)
	if err != nil {
		return err
	}
	defer closeLog()
	server, err := yccalltest.StartAt(opts.listen, opts.config, opts.allowHosts...) //nolint:contextcheck // It ends with Close, not with a context.
	if err != nil {
		return err
	}
	defer server.Close()
	server.Plant(opts.behaviour.faults...)
	if len(opts.command) == 0 {
		if err := printWelcome(stdout, server.URL(), opts.config); err != nil {
			return err
		}
	}
	if opts.urlFile != "" {
		if err := writeURLFile(opts.urlFile, server.URL()); err != nil {
			return err
		}
	}
	if len(opts.command) > 0 {
		return opts.play(ctx, server.URL(), stdout, stderr)
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	<-ctx.Done()
	return nil
}

// openLog decides where a line for each request goes: into a file, or to standard output, unless that is the command's.
func (o *options) openLog(stdout io.Writer) (closeLog func(), err error) {
	closeLog = func() {}
	switch {
	case o.logFile != "":
		file, err := os.Create(o.logFile) // #nosec G703 -- the user's own file
		if err != nil {
			return nil, fmt.Errorf("-log: %w", err)
		}
		o.config.OnRequest = newRequestLog(file).print
		closeLog = func() { _ = file.Close() }
	case !o.quiet && len(o.command) == 0:
		o.config.OnRequest = newRequestLog(stdout).print
	}
	return closeLog, nil
}

// requireLoopback refuses an address that others can reach: the mock tells what it was sent to whoever asks.
func requireLoopback(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("-listen %s: %w", address, err)
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("-listen %s is not a loopback address; with -allow-remote others can reach the mock", address)
}

// writeURLFile puts the whole file in place at once, so that a script waiting for it never reads half a URL.
func writeURLFile(path, url string) error {
	temporary := path + ".part"
	if err := os.WriteFile(temporary, []byte(url+"\n"), 0o600); err != nil {
		return fmt.Errorf("writing the URL: %w", err)
	}
	if err := os.Rename(temporary, path); err != nil {
		return fmt.Errorf("writing the URL: %w", err)
	}
	return nil
}
