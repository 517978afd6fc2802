package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

// stage is where the demo is played. Its methods show what they do.
type stage struct {
	cli  *sandbox.CLI
	dir  string
	fake *sandbox.Fake
}

// command is one run of the CLI.
type command struct {
	args []string
	// show says which lines of what the CLI prints are shown: the demo fits on a screen for each part.
	show string
	// title is that of an error or a warning which is shown as well, whole.
	title string
	// refused is true if the command has to fail.
	refused bool
}

// result is what came of a command.
type result struct {
	// changes is whether a plan with -detailed-exitcode has changes.
	changes bool
	// sent are the requests that changed something.
	sent []sandbox.Request
	// told is the error or warning that command.title names.
	told string
}

// step runs a command, and shows it, what it prints, and what the platform received.
func (s *stage) step(ctx context.Context, c command) (r result, err error) {
	fmt.Printf("$ %s %s\n", filepath.Base(s.cli.Program), strings.Join(c.args, " "))
	run := s.cli.Command(ctx, s.dir, append([]string{c.args[0], "-input=false", "-no-color"}, c.args[1:]...)...)
	var out bytes.Buffer
	run.Stdout, run.Stderr = &out, &out
	err = run.Run()
	exit := new(exec.ExitError)
	switch {
	case errors.As(err, &exit) && exit.ExitCode() == 2 && slices.Contains(c.args, "-detailed-exitcode"):
		r.changes = true
	case errors.As(err, &exit) && c.refused:
	case err != nil:
		return r, fmt.Errorf("%s: %w\n%s", c.args[0], err, out.String())
	case c.refused:
		return r, fmt.Errorf("%s was not refused", c.args[0])
	}
	if c.show != "" {
		for _, line := range regexp.MustCompile("(?m)^.*("+c.show+").*$").FindAllString(out.String(), -1) {
			fmt.Println("  ", strings.TrimSpace(line))
		}
	}
	if c.title != "" {
		if r.told = diagnostic(out.String(), c.title); r.told == "" {
			return r, fmt.Errorf("nothing is called %q", c.title)
		}
		fmt.Println("   " + strings.ReplaceAll(r.told, "\n", "\n   "))
	}
	r.sent, err = s.received(ctx)
	return r, err
}

var (
	// nextDiagnostic is where the text of an error or a warning ends.
	nextDiagnostic = regexp.MustCompile(`(?m)^(Error|Warning|Plan|Apply complete|─+|Note)`)
	// inSource are the lines that say where in the configuration it is.
	inSource = regexp.MustCompile(`(?m)^  (with|on) .*\n|^ +\d+: .*\n`)
	blank    = regexp.MustCompile(`\n{3,}`)
)

// diagnostic finds an error or a warning by its title, without where it stands in the configuration.
func diagnostic(out, title string) string {
	_, rest, found := strings.Cut(out, ": "+title+"\n")
	if !found {
		return ""
	}
	if end := nextDiagnostic.FindStringIndex(rest); end != nil {
		rest = rest[:end[0]]
	}
	text := title + "\n\n" + strings.TrimSpace(inSource.ReplaceAllString(rest, ""))
	return blank.ReplaceAllString(text, "\n\n")
}

// received shows what the platform was asked since the last time, and returns those requests that change something.
func (s *stage) received(ctx context.Context) (changing []sandbox.Request, err error) {
	requests, err := s.fake.Received(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range requests {
		if r.Mutates() {
			changing = append(changing, r)
		}
	}
	fmt.Printf("The platform was asked %d times how things stand", len(requests)-len(changing))
	if len(changing) == 0 {
		fmt.Println(", and told to do nothing")
		return nil, nil
	}
	fmt.Println(", and told to do this:")
	for _, r := range changing {
		fmt.Println("  ", r)
	}
	return changing, nil
}

// outputs are the outputs of examples/campaign that the demo looks at.
type outputs struct {
	TaskID       struct{ Value string } `json:"task_id"`
	Status       struct{ Value string } `json:"status"`
	NumberCount  struct{ Value int }    `json:"number_count"`
	InvalidCount struct{ Value int }    `json:"invalid_count"`
}

func (s *stage) outputs(ctx context.Context) (o outputs, err error) {
	text, err := s.cli.Command(ctx, s.dir, "output", "-json").Output()
	if err == nil {
		err = json.Unmarshal(text, &o)
	}
	if err != nil {
		return o, fmt.Errorf("reading the outputs: %w", err)
	}
	return o, nil
}
