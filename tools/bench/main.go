// Command bench measures how the provider fares with lists of one to a million numbers, and compares each figure with
// the least it could be: the same numbers posted by a bare program, and a task with one number.
//
// Nothing in it is simulated but the platform: the CLI runs the provider as users build it, and the mock is a process of
// its own on the loopback interface. Seconds depend on the machine, so what counts are ratios, taken between samples
// that follow each other. A target that is missed is printed and is no failure: how busy a machine is decides it too.
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
	"slices"
	"strconv"
	"strings"
	"syscall"
)

func main() {
	root := flag.String("root", ".", "`directory` of the repository")
	cli := flag.String("cli", "terraform", "Terraform or OpenTofu `program`")
	runs := flag.Int("runs", 5, "how `often` each size is measured; the medians are printed")
	sizes := flag.String("sizes", "1,1000,10000,100000,1000000", "comma-separated `list` of how many numbers")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, *root, *cli, *runs, *sizes)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, root, cli string, runs int, sizeList string) (err error) {
	sizes, err := parseSizes(sizeList)
	if err != nil {
		return err
	}
	if runs < 1 {
		return errors.New("-runs must be at least 1")
	}
	dir, err := os.MkdirTemp("", "yccall-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := build(ctx, root, dir); err != nil {
		return err
	}

	r := &report{runs: runs, sizes: sizes, pairs: map[int][]pair{}}
	if r.machine, err = describeMachine(ctx, cli); err != nil {
		return err
	}
	progress("starting the provider alone")
	if r.startup, err = measureStartup(ctx, dir, runs); err != nil {
		return err
	}
	progress("reading lists")
	if r.reading, err = measureReading(ctx, root); err != nil {
		return err
	}
	t, err := newTrial(cli, dir)
	if err != nil {
		return err
	}
	for run := range runs {
		for _, size := range sizes {
			progress(fmt.Sprintf("run %d of %d: %s", run+1, runs, thousands(size)))
			p, err := t.pair(ctx, size)
			if err != nil {
				return fmt.Errorf("%s numbers: %w", thousands(size), err)
			}
			r.add(size, p)
		}
	}
	r.machine.loadAfter = loadAverage()
	return r.print(os.Stdout)
}

// parseSizes reads the list of sizes and returns it in ascending order.
func parseSizes(list string) ([]int, error) {
	var sizes []int
	for text := range strings.SplitSeq(list, ",") {
		size, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || size < 1 || size > maxListed {
			return nil, fmt.Errorf("-sizes: %q is not a number from 1 to %d", text, maxListed)
		}
		sizes = append(sizes, size)
	}
	slices.Sort(sizes)
	return slices.Compact(sizes), nil
}

const (
	providerProgram = "terraform-provider-yccall"
	mockProgram     = "yccall-mock"
)

// build makes both programs as a release does, except that it does not ask git for the commit, which git does not tell
// where the checkout belongs to somebody else.
func build(ctx context.Context, root, dir string) error {
	command := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-trimpath", "-ldflags", "-s -w", //nolint:gosec // Only the directory varies.
		"-o", dir+string(filepath.Separator), ".", "./cmd/yccall-mock")
	command.Dir = root
	command.Stdout, command.Stderr = os.Stderr, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("building the provider and the mock: %w", err)
	}
	return nil
}

func progress(text string) { fmt.Fprintln(os.Stderr, "bench:", text) }
