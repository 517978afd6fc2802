// Command yccall-probe tells which assumptions of the API reference hold on a platform. It calls nobody.
//
// It reads the endpoint and the credentials from the environment, as the provider does, and changes nothing unless -task
// is given. Then it creates one task that is never started, and ends it.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/signal"
	"regexp"
	"strconv"
	"syscall"

	"github.com/yccall/terraform-provider-yccall/internal/probe"
	"github.com/yccall/terraform-provider-yccall/internal/version"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

func main() { os.Exit(exitCode()) }

func exitCode() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr)
	switch {
	case err == nil || errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errUsage):
		return 2 // the flag package has said why
	}
	_, _ = fmt.Fprintln(os.Stderr, "yccall-probe:", err)
	return 1
}

// errUsage stands for a command line that the flag package has complained about already.
var errUsage = errors.New("wrong usage")

type options struct {
	asJSON  bool
	profile string
	version bool
	task    bool
	own     probe.OwnTask
}

// run probes the platform that the environment names.
func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer) error {
	opts, err := parseOptions(args, stderr)
	if err != nil {
		return err
	}
	if opts.version {
		_, err := fmt.Fprintln(stdout, "yccall-probe", version.Current())
		return err
	}
	config, err := readConfig(env, stderr)
	if err != nil {
		return err
	}
	if opts.task {
		config.Task = &opts.own
	}
	report, err := probe.Run(ctx, config)
	if err != nil {
		return err
	}
	if opts.profile != "" {
		if err := writeProfile(opts.profile, report); err != nil {
			return err
		}
	}
	if opts.asJSON {
		return report.WriteJSON(stdout)
	}
	return report.WriteTable(stdout)
}

// agentTypes are the values of assign_type, as TaskCreat numbers them.
var agentTypes = map[string]string{"extension": "1", "queue": "2", "extension_group": "3"}

// ownPhone is a number that the own one may be.
var ownPhone = regexp.MustCompile(`^\+?[0-9]{5,18}$`)

func parseOptions(args []string, stderr io.Writer) (options, error) {
	var opts options
	flags := flag.NewFlagSet("yccall-probe", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&opts.asJSON, "json", false, "print the report as JSON")
	flags.StringVar(&opts.profile, "profile", "", "write a profile for yccall-mock to this `file`")
	flags.BoolVar(&opts.task, "task", false, "create one task that is never started, look at it, and end it")
	flags.StringVar(&opts.own.Agent, "agent", "", "`name` of who would take the calls of that task")
	opts.own.AgentType = agentTypes["extension_group"]
	flags.Func("agent-type", "what -agent names: `extension`, queue or extension_group (default extension_group)", func(name string) error {
		opts.own.AgentType = agentTypes[name]
		return nil
	})
	flags.StringVar(&opts.own.Phone, "phone", "", "your own telephone `number`, which stands on that task and is not called")
	flags.BoolVar(&opts.version, "version", false, "print version and commit, and exit")
	flags.Usage = func() { printUsage(flags) }
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return options{}, err
	} else if err != nil {
		return options{}, errUsage
	}
	switch {
	case flags.NArg() > 0:
		return options{}, errors.New("there is an argument that belongs to no flag; -h explains the flags")
	case opts.task && (opts.own.Agent == "" || opts.own.Phone == ""):
		return options{}, errors.New("-task needs -agent and -phone")
	case !opts.task && (opts.own.Agent != "" || opts.own.Phone != ""):
		return options{}, errors.New("-agent and -phone are for -task")
	case opts.task && !ownPhone.MatchString(opts.own.Phone):
		return options{}, errors.New("-phone takes 5 to 18 digits, with or without a plus sign in front")
	case opts.own.AgentType == "":
		return options{}, errors.New("-agent-type is extension, queue or extension_group")
	}
	return opts, nil
}

func printUsage(flags *flag.FlagSet) {
	out := flags.Output()
	_, _ = fmt.Fprint(out, `yccall-probe tells which assumptions the provider makes hold on your platform. It calls nobody, and changes nothing
without -task. The environment says where the platform is and who asks, as for the provider: YCCALL_ENDPOINT, and
YCCALL_APP_ID with YCCALL_ACCESS_KEY, or YCCALL_TOKEN. A login may end other tokens of the account.

Flags:
`)
	flags.PrintDefaults()
	_, _ = fmt.Fprint(out, "\nWhat no probe can see:\n")
	for _, o := range probe.OutOfSight {
		_, _ = fmt.Fprintf(out, "  %s (%s)\n", o.What, o.Why)
	}
}

// readConfig reads the environment that the provider reads, too.
func readConfig(env func(string) string, stderr io.Writer) (probe.Config, error) {
	config := probe.Config{
		Client: yccall.Config{
			Endpoint: env("YCCALL_ENDPOINT"), Token: env("YCCALL_TOKEN"),
			AppID: env("YCCALL_APP_ID"), AccessKey: env("YCCALL_ACCESS_KEY"), UserAgent: "yccall-probe/" + version.Current().UserAgent(),
		},
		Say: func(line string) { _, _ = fmt.Fprintln(stderr, line) },
	}
	allowed := false
	if text := env("YCCALL_ALLOW_HTTP"); text != "" {
		var err error
		if allowed, err = strconv.ParseBool(text); err != nil {
			return config, errors.New("YCCALL_ALLOW_HTTP must be true or false")
		}
	}
	if u, err := url.Parse(config.Client.Endpoint); err == nil && u.Scheme == "http" && !allowed && !isThisMachine(u.Hostname()) {
		config.Say("Warning: the endpoint is http, so that everybody on the way can read the key. YCCALL_ALLOW_HTTP=true accepts it.")
	}
	return config, nil
}

func isThisMachine(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// writeProfile writes the profile if it may be shown.
func writeProfile(path string, report *probe.Report) error {
	var text bytes.Buffer
	if err := report.WriteProfile(&text); err != nil {
		return err
	}
	return os.WriteFile(path, text.Bytes(), 0o644) // #nosec G306 -- made to be shared
}
