// Command demo takes one campaign through its life: it builds the provider and the mock platform, plans and applies
// examples/campaign, changes its numbers and destroys it, and shows at each step what the platform received.
//
// It checks each step against the mock's journal and fails if the provider did anything else than it promises. All it
// makes lies in a temporary directory that goes away with it.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

func main() { sandbox.Main("demo", run) }

// run sets the stage and plays the demo on it.
func run(ctx context.Context, p sandbox.Program) error {
	heading("Build the provider and the mock platform")
	if err := sandbox.Build(ctx, p.Root, p.Dir); err != nil {
		return err
	}
	fake, err := sandbox.StartFake(ctx, p.Dir)
	if err != nil {
		return err
	}
	defer fake.Stop()
	fmt.Println("The mock platform listens on", fake.URL)

	campaign := filepath.Join(p.Dir, "campaign")
	if err := os.CopyFS(campaign, os.DirFS(filepath.Join(p.Root, "examples", "campaign"))); err != nil {
		return err
	}
	cli, err := sandbox.NewCLI(p.CLI, p.Dir, "yccall/yccall")
	if err != nil {
		return err
	}
	cli.Env = append(cli.Env, fake.Env()...)
	return (&stage{cli: cli, dir: campaign, fake: fake}).play(ctx)
}

func heading(text string) { fmt.Printf("\n=== %s\n\n", text) }
