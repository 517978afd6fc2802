package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// errUsage stands for a command line that the flag package has complained about already.
var errUsage = errors.New("wrong usage")

type options struct {
	listen      string
	allowRemote bool
	allowHosts  []string
	urlFile     string
	logFile     string
	quiet       bool
	version     bool
	behaviour   behaviour
	config      yccalltest.Config

	command     []string // what is run beside the mock; empty for nothing
	providerDir string
}

// Where the mock listens unless it is told.
const (
	defaultAddress = "127.0.0.1:8080"
	anyFreePort    = "127.0.0.1:0" // nobody but the command needs to know
)

// parseOptions reads the command line. Complaints and -h go to stderr.
func parseOptions(args []string, stderr io.Writer) (options, error) {
	opts := options{config: yccalltest.Config{Admin: true}}
	flags := flag.NewFlagSet("yccall-mock", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() {} // all of it would push the complaint off the screen
	opts.define(flags)
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		printUsage(flags)
		return options{}, err
	} else if err != nil {
		_, _ = fmt.Fprintln(stderr, "yccall-mock -h explains the flags.")
		return options{}, errUsage
	}
	if err := opts.readCommand(args, flags.Args()); err != nil {
		return options{}, err
	}
	if err := opts.config.Catalogue.Validate(); err != nil || opts.version {
		return opts, err
	}
	return opts, opts.behaviour.apply(&opts.config)
}

// define makes the flags. printUsage has their order.
func (o *options) define(flags *flag.FlagSet) {
	config := &o.config
	flags.StringVar(&o.listen, "listen", "", "`address` to listen on; port 0 takes any free one (default "+defaultAddress+")")
	flags.BoolVar(&o.allowRemote, "allow-remote", false, "accept a -listen address that others can reach")
	flags.Func("allow-host", "a `name` by which it is reached, beside localhost and addresses (repeatable)", func(name string) error {
		o.allowHosts = append(o.allowHosts, name)
		return nil
	})
	flags.StringVar(&config.AppID, "app-id", "demo-app", "application `id` that may log in")
	flags.StringVar(&config.AccessKey, "access-key", "demo-key", "its access `key`")
	flags.Func("token", "a `token` that is valid without a log-in (repeatable)", func(token string) error {
		config.Tokens = append(config.Tokens, token)
		return nil
	})
	o.behaviour.define(flags)
	flags.Func("timing", "when requests are answered and take effect: `service:settings` (repeatable)", func(text string) error {
		timing, err := yccalltest.ParseServiceTiming(text)
		config.Dialect.Timings = append(config.Dialect.Timings, timing)
		return err
	})
	flags.Func("dialer", "how running tasks call: `settings` such as at-once=5,call-time=20s-60s", func(text string) (err error) {
		config.Dialer, err = yccalltest.ParseDialer(text)
		return err
	})
	catalogueFlags(flags, &config.Catalogue)
	flags.StringVar(&o.urlFile, "url-file", "", "`file` to write the URL to once the mock listens")
	flags.StringVar(&o.logFile, "log", "", "`file` for a line per request, instead of standard output")
	flags.StringVar(&o.providerDir, "provider-dir", "", "`directory` from which its Terraform takes the provider, without init; by default the mock's own, if it is there")
	flags.BoolVar(&o.quiet, "quiet", false, "print no line per request")
	flags.BoolVar(&o.version, "version", false, "print version and commit, and exit")
}

// readCommand reads what stands behind the flags: nothing, or "--" and a command.
func (o *options) readCommand(args, rest []string) error {
	if len(rest) > 0 && !slices.Contains(args[:len(args)-len(rest)], "--") {
		return fmt.Errorf("unexpected argument %q; a command stands behind --, and -h explains the flags", rest[0])
	}
	o.command = rest
	if len(rest) == 0 && o.providerDir != "" {
		return errors.New("-provider-dir is for the Terraform in a command: put -- and the command behind the flags")
	}
	if o.listen == "" {
		o.listen = defaultAddress
		if len(rest) > 0 {
			o.listen = anyFreePort
		}
	}
	return nil
}
