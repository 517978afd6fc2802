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
	"slices"
	"strconv"
	"strings"

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

func main() {
	runs := flag.Int("runs", 5, "how `often` each size is measured; the medians are printed")
	sizes := flag.String("sizes", "1,1000,10000,100000,1000000", "comma-separated `list` of how many numbers")
	sandbox.Main("bench", func(ctx context.Context, p sandbox.Program) error { return run(ctx, p, *runs, *sizes) })
}

func run(ctx context.Context, p sandbox.Program, runs int, sizeList string) error {
	sizes, err := parseSizes(sizeList)
	if err != nil {
		return err
	}
	if runs < 1 {
		return errors.New("-runs must be at least 1")
	}
	// As a release is built.
	if err := sandbox.Build(ctx, p.Root, p.Dir, "-trimpath", "-ldflags=-s -w"); err != nil {
		return err
	}

	r := &report{runs: runs, sizes: sizes, pairs: map[int][]pair{}, loadBefore: loadAverage()}
	if r.machine, err = describeMachine(ctx, p.CLI); err != nil {
		return err
	}
	progress("starting the provider alone")
	if r.startup, err = measureStartup(ctx, p.Dir, runs); err != nil {
		return err
	}
	progress("reading lists")
	if r.reading, err = measureReading(ctx, p.Root); err != nil {
		return err
	}
	t, err := newTrial(p.CLI, p.Dir)
	if err != nil {
		return err
	}
	for run := range runs {
		for _, size := range sizes {
			progress(fmt.Sprintf("run %d of %d: %s", run+1, runs, thousands(size)))
			pair, err := t.pair(ctx, size)
			if err != nil {
				return fmt.Errorf("%s numbers: %w", thousands(size), err)
			}
			r.add(size, pair)
		}
	}
	if slices.Contains(sizes, 1_000_000) {
		for _, l := range loads {
			progress(l.what)
			if l, err = t.measureLoad(ctx, l); err != nil {
				return fmt.Errorf("%s: %w", l.what, err)
			}
			r.loads = append(r.loads, l)
		}
	}
	r.loadAfter = loadAverage()
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

func progress(text string) { fmt.Fprintln(os.Stderr, "bench:", text) }
