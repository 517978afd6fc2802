// Command demo takes one campaign through its life: it builds the provider and the mock platform, plans and applies
// examples/campaign, loses a reply, changes the list and a setting while people are called, and ends it. It shows at each
// step what the platform received, on one screen.
//
// It checks each step against the mock's journal and fails if the provider did anything else than it promises. All it
// makes lies in a temporary directory that goes away with it.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"golang.org/x/mod/semver"

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

func main() { sandbox.Main("demo", run) }

// run sets the stage and plays the demo on it.
func run(ctx context.Context, p sandbox.Program) error {
	if err := checkVersion(ctx, p.CLI); err != nil {
		return err
	}
	if err := sandbox.Build(ctx, p.Root, p.Dir); err != nil {
		return err
	}
	fake, err := sandbox.StartFake(ctx, p.Dir)
	if err != nil {
		return err
	}
	defer fake.Stop()
	fmt.Println("The mock platform, to look at in a browser while this runs:", fake.URL)

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

// checkVersion looks whether the CLI knows the check block of examples/campaign.
func checkVersion(ctx context.Context, cli string) error {
	var told struct {
		Version string `json:"terraform_version"`
	}
	text, err := exec.CommandContext(ctx, cli, "version", "-json").Output()
	if err == nil {
		_, text, _ = bytes.Cut(text, []byte("{")) // OpenTofu may warn first
		err = json.Unmarshal(append([]byte("{"), text...), &told)
	}
	if err != nil {
		return fmt.Errorf("asking %s for its version: %w", cli, err)
	}
	if wanted := "v1.5"; semver.Compare("v"+told.Version, wanted) < 0 {
		return fmt.Errorf("the demo needs Terraform 1.5 or OpenTofu 1.6, for the check block of examples/campaign, and %s is %s; name another one in TERRAFORM", cli, told.Version)
	}
	return nil
}

func heading(text string) { fmt.Printf("\n=== %s\n\n", text) }
