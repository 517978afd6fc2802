// Command releasecheck rehearses a release: it makes a tagged repository of the working tree, lets GoReleaser build and
// sign in a clone of it what the workflow "release" would publish, and checks every file for what the Terraform
// registry and the people who download it rely on. It does so twice and compares, since a release is to be reproducible.
//
// Nothing is published, and nothing outside a temporary directory changes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
)

func main() {
	root := flag.String("root", ".", "`directory` of the repository")
	goreleaser := flag.String("goreleaser", "goreleaser", "GoReleaser `program`")
	targets := flag.String("targets", "linux_amd64,darwin_arm64,windows_386", "what to build for, as comma-separated `list` of GOOS_GOARCH")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, *root, *goreleaser, strings.Split(*targets, ","))
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "releasecheck: FAILED:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, root, goreleaser string, targets []string) (err error) {
	dir, err := os.MkdirTemp("", "yccall-release-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()

	var key *signingKey // nil where there is no gpg: the rest can be checked all the same
	if gpg, _ := exec.LookPath("gpg"); gpg == "" {
		fmt.Println("There is no gpg on PATH, so signing is not rehearsed.")
	} else if key, err = newSigningKey(ctx, filepath.Join(dir, "gnupg")); err != nil {
		return err
	} else {
		defer key.remove()
	}
	prepared := rehearsal{dir: filepath.Join(dir, "prepared"), targets: targets}
	if err := prepared.prepare(ctx, root); err != nil {
		return err
	}
	var sums []map[string]string
	for _, name := range []string{"first", "second"} {
		fmt.Printf("\n=== Rehearse the release, %s time\n\n", name)
		r := rehearsal{dir: filepath.Join(dir, name), goreleaser: goreleaser, targets: targets, key: key}
		if err := r.play(ctx, prepared.dir); err != nil {
			return err
		}
		published, err := r.check(ctx)
		if err != nil {
			return err
		}
		sums = append(sums, published)
	}
	for _, name := range slices.Sorted(maps.Keys(sums[0])) {
		fmt.Println(sums[0][name], name)
	}
	if !maps.Equal(sums[0], sums[1]) {
		return fmt.Errorf("the second build of the same commit differs: %v", sums[1])
	}
	fmt.Printf("\nThe release is complete and reproducible (rehearsed for %s on %s).\n", strings.Join(targets, ", "), runtime.Version())
	return nil
}
