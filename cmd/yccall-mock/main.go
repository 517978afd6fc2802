// Command yccall-mock serves a stateful model of the Yccall platform, to try the provider out without calling anybody.
//
// It listens on the loopback interface, prints its URL and a provider block that fits, and then one line for every
// request. Faults, older-server dialects and the control interface under /_mock/ are described by -h.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

func main() { os.Exit(exitCode()) }

func exitCode() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		return 2 // the flag package has said why
	}
	_, _ = fmt.Fprintln(os.Stderr, "yccall-mock:", err)
	return 1
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	opts, err := parseOptions(args, stderr)
	if err != nil {
		return err
	}
	if opts.version {
		_, err := fmt.Fprintln(stdout, "yccall-mock", programVersion())
		return err
	}
	if !opts.allowRemote {
		if err := requireLoopback(opts.listen); err != nil {
			return err
		}
	}
	if !opts.quiet {
		opts.config.OnRequest = newRequestLog(stdout).print
	}
	server, err := yccalltest.StartAt(opts.listen, opts.config, opts.allowHosts...) //nolint:contextcheck // It ends with Close, not with a context.
	if err != nil {
		return err
	}
	defer server.Close()
	server.Plant(opts.faults...)
	if err := printWelcome(stdout, server.URL(), opts.config); err != nil {
		return err
	}
	if opts.urlFile != "" {
		if err := writeURLFile(opts.urlFile, server.URL()); err != nil {
			return err
		}
	}
	<-ctx.Done()
	return nil
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
