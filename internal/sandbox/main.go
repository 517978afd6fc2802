package sandbox

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

// Program is where a program of tools/ runs.
type Program struct {
	// Root is the directory of the repository, CLI the path of Terraform or OpenTofu, and Dir a temporary directory that
	// goes away with the program, however it ends.
	Root, CLI, Dir string
}

// Main parses the flags that all programs of tools/ share, and those that were defined before, and runs one.
func Main(name string, run func(ctx context.Context, p Program) error) {
	root := flag.String("root", ".", "`directory` of the repository")
	cli := flag.String("cli", "terraform", "Terraform or OpenTofu `program`")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	err := inDirectory(ctx, Program{Root: *root, CLI: *cli}, name, run)
	interrupted := ctx.Err() != nil
	stop()
	switch {
	case interrupted:
		fmt.Fprintf(os.Stderr, "\n%s: interrupted; everything was cleaned up\n", name)
		os.Exit(130)
	case err != nil:
		fmt.Fprintf(os.Stderr, "\n%s: FAILED: %v\n", name, err)
		os.Exit(1)
	}
}

func inDirectory(ctx context.Context, p Program, name string, run func(context.Context, Program) error) (err error) {
	if p.Root, err = filepath.Abs(p.Root); err != nil {
		return err
	}
	if p.Dir, err = os.MkdirTemp("", "yccall-"+name+"-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(p.Dir)) }()
	return run(ctx, p)
}
