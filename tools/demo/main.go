// Command demo takes one campaign through its life: it builds the provider and the mock platform, plans and applies
// examples/campaign, changes its numbers and destroys it, and shows at each step what the platform received.
//
// It checks each step against the mock's journal and fails if the provider did anything else than it promises. All it
// makes lies in a temporary directory that goes away with it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() {
	root := flag.String("root", ".", "`directory` of the repository")
	cli := flag.String("cli", "terraform", "Terraform or OpenTofu `program`")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := run(ctx, *root, *cli)
	interrupted := ctx.Err() != nil
	stop()
	switch {
	case interrupted:
		fmt.Fprintln(os.Stderr, "\ndemo: interrupted; everything was cleaned up")
		os.Exit(130)
	case err != nil:
		fmt.Fprintln(os.Stderr, "\ndemo: FAILED:", err)
		os.Exit(1)
	}
}

// run sets the stage in a temporary directory, plays the demo on it, and clears it away.
func run(ctx context.Context, root, cli string) (err error) {
	dir, err := os.MkdirTemp("", "yccall-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	heading("Build the provider and the mock platform")
	if err := build(ctx, root, dir); err != nil {
		return err
	}
	mock, err := startMock(ctx, dir)
	if err != nil {
		return err
	}
	defer mock.stop()
	fmt.Println("The mock platform listens on", mock.url)

	campaign := filepath.Join(dir, "campaign")
	if err := os.CopyFS(campaign, os.DirFS(filepath.Join(root, "examples", "campaign"))); err != nil {
		return err
	}
	terraform, err := newTerraform(cli, campaign, dir, mock.url)
	if err != nil {
		return err
	}
	return play(ctx, terraform, mock)
}

// build makes both programs as a user would, except that it does not ask git for the commit, which git does not tell
// where the checkout belongs to somebody else.
func build(ctx context.Context, root, dir string) error {
	command := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", dir+string(filepath.Separator), ".", "./cmd/yccall-mock") //nolint:gosec // Only the directory varies.
	command.Dir = root
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("building the provider and the mock: %w", err)
	}
	return nil
}

func heading(text string) { fmt.Printf("\n=== %s\n\n", text) }
