// Command cli prints the path of a Terraform or OpenTofu command-line program for the project's make targets: the one
// that TERRAFORM names, or else terraform or tofu from PATH, or else a Terraform that it installs into .cache.
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
	"syscall"

	"github.com/hashicorp/go-version"
	"github.com/hashicorp/hc-install/product"
	"github.com/hashicorp/hc-install/releases"
)

// terraformVersion is what is installed where there is none: pinned, so that the same commit gives the same results.
const terraformVersion = "1.11.4"

func main() {
	root := flag.String("root", ".", "`directory` of the repository: a relative TERRAFORM starts there, and so does .cache")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	path, err := find(ctx, *root, install)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "cli:", err)
		os.Exit(1)
	}
	fmt.Println(path)
}

// find returns an absolute path. It calls install only when the machine has no CLI.
func find(ctx context.Context, root string, install func(ctx context.Context, cache string) (string, error)) (string, error) {
	if err := os.Chdir(root); err != nil {
		return "", err
	}
	if wanted := os.Getenv("TERRAFORM"); wanted != "" {
		path, err := exec.LookPath(wanted)
		if err != nil {
			return "", fmt.Errorf("the environment variable TERRAFORM names a program that cannot be used: %w", err)
		}
		return filepath.Abs(path)
	}
	for _, name := range []string{"terraform", "tofu"} {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
	}
	cache, err := filepath.Abs(".cache")
	if err != nil {
		return "", err
	}
	return install(ctx, cache)
}

// install downloads Terraform from releases.hashicorp.com, with its signature checked, unless it did so before.
func install(ctx context.Context, cache string) (string, error) {
	final := filepath.Join(cache, "terraform-"+terraformVersion)
	program := filepath.Join(final, product.Terraform.BinaryName())
	if _, err := os.Stat(program); err == nil {
		return program, nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err := os.MkdirAll(cache, 0o750); err != nil {
		return "", err
	}
	// An interrupted download must not pass for an installed program, so it becomes visible only when it is complete.
	partial, err := os.MkdirTemp(cache, "terraform-download-")
	if err != nil {
		return "", err
	}
	defer func() { _ = os.RemoveAll(partial) }()

	fmt.Fprintf(os.Stderr, "Neither terraform nor tofu is on PATH; installing Terraform %s into %s\n", terraformVersion, final)
	release := &releases.ExactVersion{
		Product:    product.Terraform,
		Version:    version.Must(version.NewVersion(terraformVersion)),
		InstallDir: partial,
	}
	if _, err := release.Install(ctx); err != nil {
		return "", fmt.Errorf("installing Terraform failed (TERRAFORM can name a program that is there already): %w", err)
	}
	if err := os.Rename(partial, final); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	return program, nil
}
