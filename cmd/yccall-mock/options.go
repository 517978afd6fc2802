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
	dialect := flags.String("dialect", "", "comma-separated `list` of habits of older servers (see below)")
	maxPageSize := flags.Int("max-page-size", 1000, "largest itemsperpage")
	flags.Int64Var(&config.PostMaxSize, "post-max-size", 8<<20,
		"body size in `bytes` above which all fields are lost, as in PHP")
	flags.IntVar(&config.DialPerRequest, "dial-per-request", 0, "how many numbers every running task dials at each request")
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
	if config.Dialect.Habits, err = yccalltest.ParseHabits(*dialect); err != nil {
		return options{}, fmt.Errorf("-dialect: %w", err)
	}
	if *maxPageSize < 1 || config.PostMaxSize < 1 || config.DialPerRequest < 0 {
		return options{}, errors.New("-max-page-size and -post-max-size must be positive, -dial-per-request not negative")
	}
	config.Dialect.MaxPageSize = *maxPageSize
	return opts, nil
}

func printUsage(flags *flag.FlagSet) {
	out := flags.Output()
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format, args...) }
	say("yccall-mock serves a stateful model of the Yccall platform. It calls nobody: tasks, numbers and results are\n" +
		"kept in memory until it stops. Point the provider's endpoint at the URL it prints.\n\nFlags:\n")
	flags.PrintDefaults()
	say("\nFaults: SERVICE is a method such as TaskAdd, a full name, or * for all; NTH is the call to break, from 1.\n" +
		"Settings: times=N (negative: for ever), keep=N, late-by=N, delay=2s, code=1003, location=URL, http-status=502,\n" +
		"kill-token. Example: -fault TaskAdd:2:partial-effect,keep=500\nKinds:\n")
	for _, kind := range yccalltest.FaultKinds() {
		say("  %-23s %s\n", kind, kind.Help())
	}
	say("\nDialects:\n")
	for _, habit := range yccalltest.Habits() {
		say("  %-26s %s\n", habit, habit.Help())
	}
	say("\nControl interface (JSON in and out):\n")
	for line := range strings.Lines(yccalltest.AdminHelp) {
		say("  %s", line)
	}
}
