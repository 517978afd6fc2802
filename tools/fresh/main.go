// Command fresh does what a stranger does: it clones the last commit into an empty directory of a machine with nothing
// but Go on it, as it were (an empty home directory and empty caches), and runs the commands that README.md shows under
// "Try it", as they stand there. It prints how long each took.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/yccall/terraform-provider-yccall/tools/gitenv"
	"github.com/yccall/terraform-provider-yccall/tools/markdown"
)

// section is the heading in README.md whose commands are run, and commands is how many there are.
const section, commands = "Try it", 2

func main() {
	root := flag.String("root", ".", "`directory` of the repository")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, *root)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "fresh: FAILED:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, root string) (err error) {
	dir, err := os.MkdirTemp("", "yccall-fresh-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, removeAll(dir)) }()
	home, clone := filepath.Join(dir, "home"), filepath.Join(dir, "clone")
	if err := os.Mkdir(home, 0o700); err != nil {
		return err
	}
	if root, err = filepath.Abs(root); err != nil {
		return err
	}
	// Git refuses to clone what belongs to somebody else, as to a container's root, and the settings that allow it stay
	// behind. Who runs the commands of a checkout trusts it.
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), []byte("[safe]\n\tdirectory = *\n"), 0o600); err != nil {
		return err
	}
	env, err := environment(ctx, root, home)
	if err != nil {
		return err
	}
	machine := machine{dir: dir, env: env}
	var report strings.Builder
	if err := machine.time(ctx, &report, "git clone --quiet --no-hardlinks '"+root+"' clone"); err != nil {
		return err
	}
	readme, err := os.ReadFile(filepath.Join(clone, "README.md")) //nolint:gosec // The path is ours.
	if err != nil {
		return err
	}
	shown := shownCommands(string(readme))
	if len(shown) != commands {
		return fmt.Errorf("README.md shows %q under %q, want %d commands", shown, section, commands)
	}
	machine.dir = clone
	for _, command := range shown {
		if err := machine.time(ctx, &report, command); err != nil {
			return err
		}
	}
	fmt.Printf("\n=== On a fresh machine\n\n%s", report.String())
	return nil
}

// shownCommands are the lines of the section's shell blocks.
func shownCommands(readme string) []string {
	var lines []string
	for _, block := range markdown.Parse(readme).Blocks {
		if block.Section == section && block.Language == "sh" {
			lines = append(lines, strings.Split(strings.TrimSpace(block.Text), "\n")...)
		}
	}
	return lines
}

// network are Go's settings that say how the network is reached. "go env -w" keeps them in a file of the home directory.
var network = []string{"GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE"}

// environment leaves out what would let the caches, settings and repositories of this machine be found. What says how
// the network is reached stays, and so does the CLI that TERRAFORM names.
func environment(ctx context.Context, root, home string) ([]string, error) {
	env, err := gitenv.Environ(ctx)
	if err != nil {
		return nil, err
	}
	env = slices.DeleteFunc(env, func(setting string) bool {
		name, _, _ := strings.Cut(setting, "=")
		switch name {
		case "HOME", "GOPATH", "GOBIN", "GOCACHE", "GOMODCACHE", "GOENV", "GOFLAGS", "MAKEFLAGS", "MAKELEVEL", "MFLAGS":
			return true
		}
		return strings.HasPrefix(name, "XDG_") || strings.HasPrefix(name, "TF_") || strings.HasPrefix(name, "YCCALL_")
	})
	values, err := exec.CommandContext(ctx, "go", append([]string{"env"}, network...)...).Output() //nolint:gosec // The arguments are those above.
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	for i, value := range strings.SplitN(string(values), "\n", len(network)) {
		env = append(env, network[i]+"="+strings.TrimSpace(value))
	}
	// A path starts at the repository, and what is not committed is not in its clone.
	if cli := os.Getenv("TERRAFORM"); cli != "" && filepath.Base(cli) != cli && !filepath.IsAbs(cli) {
		env = append(env, "TERRAFORM="+filepath.Join(root, cli))
	}
	return append(env, "HOME="+home, "CHECKPOINT_DISABLE=1"), nil
}

type machine struct {
	dir string
	env []string
}

// time runs a command as a person would type it, and reports how long it took.
func (m machine) time(ctx context.Context, report *strings.Builder, line string) error {
	fmt.Printf("\n=== $ %s\n\n", line)
	command := exec.CommandContext(ctx, "sh", "-c", line) //nolint:gosec // The commands are those of the README.
	command.Dir, command.Env = m.dir, m.env
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 30 * time.Second
	start := time.Now()
	if err := command.Run(); err != nil {
		return fmt.Errorf("%s: %w", line, err)
	}
	fmt.Fprintf(report, "%8s  %s\n", time.Since(start).Round(time.Second), line)
	return nil
}

// removeAll also removes Go's module cache, whose directories cannot be written to.
func removeAll(dir string) error {
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			err = os.Chmod(path, 0o700) //nolint:gosec // The path is ours, and about to go.
		}
		return err
	})
	return errors.Join(err, os.RemoveAll(dir))
}
