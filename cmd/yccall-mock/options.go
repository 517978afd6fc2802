package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// errUsage stands for a command line that the flag package has complained about already.
var errUsage = errors.New("wrong usage")

type options struct {
	listen      string
	allowRemote bool
	allowHosts  []string
	urlFile     string
	quiet       bool
	version     bool
	faults      []yccalltest.Fault
	config      yccalltest.Config
}

// parseOptions reads the command line. Complaints and -h go to stderr.
func parseOptions(args []string, stderr io.Writer) (options, error) {
	opts := options{config: yccalltest.Config{Admin: true}}
	config := &opts.config
	flags := flag.NewFlagSet("yccall-mock", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&opts.listen, "listen", "127.0.0.1:8080", "`address` to listen on; port 0 takes any free one")
	flags.BoolVar(&opts.allowRemote, "allow-remote", false, "accept a -listen address that is not loopback")
	flags.Func("allow-host", "a host `name`, beside localhost and addresses, under which the mock is reached (repeatable)", func(name string) error {
		opts.allowHosts = append(opts.allowHosts, name)
		return nil
	})
	flags.StringVar(&config.AppID, "app-id", "demo-app", "application `id` that may log in")
	flags.StringVar(&config.AccessKey, "access-key", "demo-key", "its access `key`")
	flags.Func("token", "a `token` that is valid without log-in (repeatable)", func(token string) error {
		config.Tokens = append(config.Tokens, token)
		return nil
	})
	flags.Func("fault", "plant a fault: `SERVICE:NTH:KIND[,setting…]` (repeatable; see below)", func(text string) error {
		fault, err := yccalltest.ParseFault(text)
		opts.faults = append(opts.faults, fault)
		return err
	})
	var timings []yccalltest.ServiceTiming
	dialect := flags.String("dialect", "", "comma-separated `list` of a server's habits (see below)")
	flags.Func("timing", "when things happen to requests: `SERVICE:setting,…` (repeatable; see below)", func(text string) error {
		timing, err := yccalltest.ParseServiceTiming(text)
		timings = append(timings, timing)
		return err
	})
	flags.Func("dialer", "how running tasks call: `settings` such as at-once=5,call-time=20s-60s (see below)", func(text string) (err error) {
		config.Dialer, err = yccalltest.ParseDialer(text)
		return err
	})
	catalogueFlags(flags, &config.Catalogue)
	flags.StringVar(&opts.urlFile, "url-file", "", "`file` to write the URL to once the mock listens")
	flags.BoolVar(&opts.quiet, "quiet", false, "print no line per request")
	flags.BoolVar(&opts.version, "version", false, "print version and commit, and exit")
	flags.Usage = func() { printUsage(flags) }

	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return options{}, err
	} else if err != nil {
		return options{}, errUsage
	}
	if flags.NArg() > 0 {
		return options{}, fmt.Errorf("unexpected argument %q; -h explains the flags", flags.Arg(0))
	}
	var err error
	if config.Dialect, err = yccalltest.ParseDialect(*dialect); err != nil {
		return options{}, fmt.Errorf("-dialect: %w", err)
	}
	config.Dialect.Timings = timings
	if err := config.Catalogue.Validate(); err != nil {
		return options{}, err
	}
	return opts, nil
}

func printUsage(flags *flag.FlagSet) {
	out := flags.Output()
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format, args...) }
	say("yccall-mock serves a stateful model of the Yccall platform. It calls nobody: tasks, numbers and results are\n" +
		"kept in memory until it stops. Point the provider's endpoint at the URL it prints.\n\nFlags:\n")
	flags.PrintDefaults()
	say("\nFaults: SERVICE is a method such as TaskAdd, a full name, or * for all; NTH is the request to break, from 1.\n" +
		"Example: -fault TaskAdd:2:partial-effect,keep=500\nKinds:\n")
	for _, kind := range append(yccalltest.FaultKinds(), yccalltest.ServiceFaultKinds()...) {
		say("  %-23s %s\n", kind, kind.Help())
	}
	say("Settings:\n%s", indented(yccalltest.FaultSettings))
	say("\nTimings have the last five of these settings, for requests that no fault befalls. The last one that matches a\n" +
		"service counts. Example: -timing '*:reply-after=20s' -timing TaskAdd:reply-after=20s,effect-after=25s,over=1m\n")
	say("\nDialer: at-once=N lets so many calls of every running task go on at once, by themselves; call-time=20s-60s is how\n" +
		"long each takes; per-request=N begins so many whenever a request arrives. Without it the control interface dials.\n")
	say("\nDialects:\n")
	for _, habit := range yccalltest.Habits() {
		say("  %-26s %s\n", habit, habit.Help())
	}
	for _, setting := range yccalltest.DialectSettings() {
		say("  %-26s %s\n", setting.Name+"="+setting.Value, setting.Help)
	}
	say("\nControl interface (JSON in and out):\n%s", indented(yccalltest.AdminHelp))
}

// indented puts two blanks before every line.
func indented(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}
