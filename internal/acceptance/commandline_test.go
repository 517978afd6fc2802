package acceptance

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// commandLine is a directory in which the CLI is run as a user runs it, with the provider as a program
// of its own. It shows what terraform-plugin-testing does not: warnings, each diagnostic by itself,
// what reaches the log, and the files that are left behind.
type commandLine struct {
	*testing.T
	dir string
	env []string
}

// newCommandLine prepares a directory. The configuration is given to the runs.
func newCommandLine(t *testing.T) *commandLine {
	t.Helper()
	dir, plugins := t.TempDir(), t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(plugins, "terraform-provider-yccall")); err != nil {
		t.Fatal(err)
	}
	cliConfig := writeFile(t, plugins, "cli.tfrc", `provider_installation {
  dev_overrides { "yccall/yccall" = "`+plugins+`" }
}`)
	return &commandLine{T: t, dir: dir, env: append(os.Environ(),
		"TF_CLI_CONFIG_FILE="+cliConfig, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1",
		// Where the race detector is on, a race ends the provider and so the run of the CLI, and no
		// process lingers for a second after its end.
		"GORACE=halt_on_error=1 atexit_sleep_ms=0")}
}

// result is what a run of the CLI came to.
type result struct {
	failed      bool
	diagnostics []diagnostic
	// actions is what is planned, by resource address: create, update, replace, delete.
	actions map[string]string
	// text is everything that the CLI wrote.
	text string
}

// diagnostic is an error or a warning as the CLI writes it with -json.
type diagnostic struct {
	Severity string `json:"severity"`
	Summary  string `json:"summary"`
	Detail   string `json:"detail"`
	Address  string `json:"address"`
	// Snippet is the part of the configuration that the CLI quotes.
	Snippet struct {
		Code string `json:"code"`
	} `json:"snippet"`
}

// plan, apply and destroy run the CLI's commands with a configuration.
func (c *commandLine) plan(config string) result  { return c.run(config, "plan") }
func (c *commandLine) apply(config string) result { return c.run(config, "apply", "-auto-approve") }
func (c *commandLine) destroy(config string) result {
	return c.run(config, "destroy", "-auto-approve")
}

func (c *commandLine) run(config, command string, arguments ...string) result {
	c.Helper()
	writeFile(c.T, c.dir, "main.tf", `terraform {
  required_providers {
    yccall = { source = "yccall/yccall" }
  }
}
`+config)
	return c.runAsItIs(command, arguments...)
}

// runAsItIs runs a command with the configuration that lies in the directory.
func (c *commandLine) runAsItIs(command string, arguments ...string) result {
	c.Helper()
	run := exec.CommandContext(c.Context(), os.Getenv(envCLI), append([]string{command, "-json", "-input=false", "-no-color"}, arguments...)...)
	run.Dir, run.Env = c.dir, c.env
	var stdout, stderr bytes.Buffer
	run.Stdout, run.Stderr = &stdout, &stderr
	err := run.Run()
	r := result{failed: err != nil, actions: map[string]string{}, text: stdout.String() + stderr.String()}
	lines := bufio.NewScanner(&stdout)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var line struct {
			Type       string     `json:"type"`
			Diagnostic diagnostic `json:"diagnostic"`
			Change     struct {
				Resource struct {
					Address string `json:"addr"`
				} `json:"resource"`
				Action string `json:"action"`
			} `json:"change"`
		}
		if json.Unmarshal(lines.Bytes(), &line) != nil {
			c.Fatalf("the CLI wrote something else than JSON:\n%s", r.text)
		}
		switch {
		case line.Type == "planned_change":
			r.actions[line.Change.Resource.Address] = line.Change.Action
		case line.Type == "diagnostic" && line.Diagnostic.Summary != "Provider development overrides are in effect" &&
			!slices.Contains(r.diagnostics, line.Diagnostic): // an apply plans twice and shows the warnings of both
			r.diagnostics = append(r.diagnostics, line.Diagnostic)
		}
	}
	return r
}

// taint marks a resource as one to be replaced.
func (c *commandLine) taint(address string) {
	c.Helper()
	c.cli("taint", "-no-color", address)
}

// cli runs a command of the CLI that needs no configuration, and must go well.
func (c *commandLine) cli(arguments ...string) {
	c.Helper()
	run := exec.CommandContext(c.Context(), os.Getenv(envCLI), arguments...)
	run.Dir, run.Env = c.dir, c.env
	if text, err := run.CombinedOutput(); err != nil {
		c.Fatalf("%v: %s", err, text)
	}
}

// show returns a saved plan as the CLI shows it to programs, without the configuration that it was made from.
func (c *commandLine) show(plan string) string {
	c.Helper()
	run := exec.CommandContext(c.Context(), os.Getenv(envCLI), "show", "-json", plan)
	run.Dir, run.Env = c.dir, c.env
	text, err := run.Output()
	if err != nil {
		c.Fatal(err)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(text, &parts); err != nil {
		c.Fatal(err)
	}
	delete(parts, "configuration")
	delete(parts, "variables")
	text, err = json.Marshal(parts)
	if err != nil {
		c.Fatal(err)
	}
	return string(text)
}

// state returns the state file.
func (c *commandLine) state() string {
	c.Helper()
	content, err := os.ReadFile(filepath.Join(c.dir, "terraform.tfstate"))
	if err != nil {
		c.Fatal(err)
	}
	return string(content)
}

// of returns the diagnostics of one severity.
func (o result) of(severity string) []diagnostic {
	var found []diagnostic
	for _, d := range o.diagnostics {
		if d.Severity == severity {
			found = append(found, d)
		}
	}
	return found
}

// wantSuccess checks that a run went well. It may have warnings.
func (c *commandLine) wantSuccess(o result) {
	c.Helper()
	if o.failed || len(o.of("error")) > 0 {
		c.Fatalf("the run failed:\n%s", o.text)
	}
}

// wantAtRest checks that there is nothing left to change and nothing to say.
func (c *commandLine) wantAtRest(config string) {
	c.Helper()
	o := c.plan(config)
	c.wantSuccess(o)
	if len(o.actions) > 0 || len(o.diagnostics) > 0 {
		c.Errorf("the plan is not empty:\n%s", o.text)
	}
}

// wantNoError fails the test for an error.
func (c *commandLine) wantNoError(err error) {
	c.Helper()
	if err != nil {
		c.Error(err)
	}
}

// shown is the part of an error or a warning that matches, to be pasted as a user does.
func (o result) shown(pattern string) string {
	expression := regexp.MustCompile(pattern)
	for _, d := range o.diagnostics {
		if found := expression.FindString(d.Detail); found != "" {
			return found
		}
	}
	return "not shown: " + pattern
}

// wantOne checks that a run has exactly one diagnostic of this severity, with this summary and these
// texts in its detail.
func (c *commandLine) wantOne(o result, severity, summary string, details ...string) {
	c.Helper()
	found := o.of(severity)
	if len(found) != 1 {
		c.Fatalf("the run gave %d diagnostics of severity %s, want one:\n%s", len(found), severity, o.text)
	}
	if severity == "error" && !o.failed {
		c.Error("the run succeeded despite an error")
	}
	found[0].want(c.T, summary, details...)
}

// wantWarnings checks that a run has these warnings and no others, in this order; what is given is a part of each.
func (c *commandLine) wantWarnings(o result, want ...diagnostic) {
	c.Helper()
	found := o.of("warning")
	if len(found) != len(want) {
		c.Fatalf("the run gave %d warnings, want %d:\n%s", len(found), len(want), o.text)
	}
	for i, d := range want {
		found[i].want(c.T, d.Summary, d.Detail)
	}
}

// shown is all that a person sees of a diagnostic.
func (d diagnostic) shown() string { return d.Summary + "\n" + d.Snippet.Code + "\n" + d.Detail }

// want checks what a diagnostic says.
func (d diagnostic) want(t *testing.T, summary string, details ...string) {
	t.Helper()
	if !strings.Contains(d.Summary, summary) {
		t.Errorf("the summary is %q, want %q in it\n%s", d.Summary, summary, d.Detail)
	}
	for _, text := range details {
		if !strings.Contains(d.Detail, text) {
			t.Errorf("the detail of %q lacks %q:\n%s", d.Summary, text, d.Detail)
		}
	}
}
