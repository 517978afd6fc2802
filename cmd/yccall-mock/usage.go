package main

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// flagGroups is the order in which -h shows the flags.
var flagGroups = []struct {
	title string
	names []string
}{
	{"Where it is reached", []string{"listen", "allow-remote", "allow-host", "url-file"}},
	{"Who may log in", []string{"app-id", "access-key", "token"}},
	{"What your data sources find", []string{"extension-group", "extension", "queue", "caller-number", "catalogue"}},
	{"How it behaves (each is explained below)", []string{"fault", "timing", "dialect", "profile", "dialer"}},
	{"What it prints", []string{"log", "quiet", "version", "h"}},
	{"With a COMMAND", []string{"provider-dir"}},
}

func printUsage(flags *flag.FlagSet) {
	say := func(format string, args ...any) { _, _ = fmt.Fprintf(flags.Output(), format, args...) }
	say("yccall-mock serves a stateful model of the Yccall platform. It calls nobody: tasks, numbers and results are\n" +
		"kept in memory until it stops.\n\n" +
		"  yccall-mock [flags]                 serve until Ctrl-C, and print the provider block that fits\n" +
		"  yccall-mock [flags] -- COMMAND …    serve while COMMAND runs, on any free port, with its address and account in\n" +
		"                                      YCCALL_ENDPOINT and so on; ends with the exit code of COMMAND\n")
	for _, group := range flagGroups {
		say("\n%s:\n", group.title)
		for _, name := range group.names {
			printFlag(flags, name)
		}
	}
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
	say("\nDialects, any number of them with commas between:\n")
	for _, habit := range yccalltest.Habits() {
		say("  %-26s %s\n", habit, habit.Help())
	}
	for _, setting := range yccalltest.DialectSettings() {
		say("  %-26s %s\n", setting.Name+"="+setting.Value, setting.Help)
	}
	say("\nControl interface (JSON in and out):\n%s", indented(yccalltest.AdminHelp))
}

// printFlag shows a flag on a line, with its value and its default.
func printFlag(flags *flag.FlagSet, name string) {
	line := func(flag, usage string) {
		_, _ = io.WriteString(flags.Output(), fmt.Sprintf("  %-25s %s\n", flag, usage))
	}
	f := flags.Lookup(name)
	if f == nil { // the flag package has -h of its own
		line("-"+name, "print this")
		return
	}
	value, usage := flag.UnquoteUsage(f)
	if f.DefValue != "" && f.DefValue != "false" {
		usage += " (default " + f.DefValue + ")"
	}
	line(strings.TrimSpace("-"+name+" "+strings.ToUpper(value)), usage)
}

// indented puts two blanks before every line.
func indented(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n  ") + "\n"
}
