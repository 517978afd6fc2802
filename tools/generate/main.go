// Command generate formats the examples and writes docs/ from templates/, examples/ and the provider's schema. It needs
// no network.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

// source is where tfplugindocs looks the provider up, whatever its real address is.
const source = "registry.terraform.io/hashicorp/yccall"

func main() { sandbox.Main("generate", run) }

func run(ctx context.Context, p sandbox.Program) error {
	if err := sandbox.Build(ctx, p.Root, p.Dir); err != nil {
		return err
	}
	cli, err := sandbox.NewCLI(p.CLI, p.Dir, source)
	if err != nil {
		return err
	}
	format := cli.Command(ctx, p.Root, "fmt", "-recursive", "examples")
	format.Stdout = os.Stdout
	if err := format.Run(); err != nil {
		return fmt.Errorf("formatting the examples: %w", err)
	}
	work := filepath.Join(p.Dir, "schema")
	config := fmt.Sprintf("terraform {\n  required_providers {\n    yccall = {\n      source = %q\n    }\n  }\n}\n", source)
	if err := errors.Join(os.Mkdir(work, 0o700), os.WriteFile(filepath.Join(work, "main.tf"), []byte(config), 0o600)); err != nil {
		return err
	}
	schema, err := cli.Command(ctx, work, "providers", "schema", "-json").Output()
	if err != nil {
		return fmt.Errorf("reading the schema: %w", err)
	}
	file := filepath.Join(p.Dir, "schema.json")
	if err := os.WriteFile(file, schema, 0o600); err != nil {
		return err
	}
	documents := exec.CommandContext(ctx, "go", "-C", filepath.Join(p.Root, "tools"), "tool", "tfplugindocs", "generate", //nolint:gosec // The arguments are ours.
		"--provider-dir", p.Root, "--provider-name", "yccall", "--rendered-provider-name", "Yccall", "--providers-schema", file)
	documents.Stdout, documents.Stderr = os.Stdout, os.Stderr
	return documents.Run()
}
