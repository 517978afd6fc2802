package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

const configuration = `terraform {
  required_providers {
    yccall = {
      source = "yccall/yccall"
    }
  }
}

provider "yccall" {}

resource "yccall_outbound_task" "renewals" {
  name           = "renewals"
  assign_type    = "extension_group"
  assign_agent   = "renewals-team"
  task_scale     = "1:2"
  numbers_file   = "${path.module}/renewals.csv"
  desired_status = "running"
}
`

// trial is the CLI with the provider that was built in dir.
type trial struct {
	cli *sandbox.CLI
	dir string
}

func newTrial(program, dir string) (*trial, error) {
	cli, err := sandbox.NewCLI(program, dir, "yccall/yccall")
	return &trial{cli: cli, dir: dir}, err
}

// step is one command of the CLI.
type step struct {
	took  time.Duration
	calls int // to the platform
}

// sample is one campaign from its creation to its end.
type sample struct {
	apply, plan, extend, destroy step
	peak                         int64 // bytes of memory of the largest provider process; 0 if not known
	state                        int64 // bytes of the state file after apply
	floor                        time.Duration
}

// pair is the sample of a list and that of a single number, taken one after the other: what is compared should meet the
// machine in the same mood.
type pair struct{ one, list sample }

func (t *trial) pair(ctx context.Context, size int) (p pair, err error) {
	if p.one, err = t.sample(ctx, 1); err != nil || size == 1 {
		return pair{p.one, p.one}, err
	}
	if p.list, err = t.sample(ctx, size); err != nil {
		return p, err
	}
	p.list.floor, err = measureFloor(ctx, t.dir, size)
	return p, err
}

// sample takes a campaign of so many numbers through its life on a mock of its own.
func (t *trial) sample(ctx context.Context, size int) (s sample, err error) {
	work := filepath.Join(t.dir, "campaign-"+strconv.Itoa(size))
	if err := os.Mkdir(work, 0o700); err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	list := filepath.Join(work, "renewals.csv")
	if err := errors.Join(
		os.WriteFile(filepath.Join(work, "main.tf"), []byte(configuration), 0o600),
		writeList(list, 0, size),
	); err != nil {
		return s, err
	}
	fake, err := sandbox.StartFake(ctx, t.dir)
	if err != nil {
		return s, err
	}
	defer fake.Stop()

	command := func(numbers int, args ...string) (step, error) {
		took, peak, err := t.command(ctx, work, fake, args...)
		if err != nil {
			return step{}, err
		}
		s.peak = max(s.peak, peak)
		calls, err := fake.ReceivedNumbers(ctx, numbers)
		if err != nil {
			return step{}, fmt.Errorf("%s: %w", args[0], err)
		}
		return step{took: took, calls: calls}, nil
	}
	if s.apply, err = command(size, "apply", "-auto-approve"); err != nil {
		return s, err
	}
	state, err := os.Stat(filepath.Join(work, "terraform.tfstate"))
	if err != nil {
		return s, err
	}
	s.state = state.Size()
	if s.plan, err = command(0, "plan", "-detailed-exitcode"); err != nil {
		return s, err
	}
	if err := writeList(list, size, size+appended); err != nil {
		return s, err
	}
	if s.extend, err = command(appended, "apply", "-auto-approve"); err != nil {
		return s, err
	}
	s.destroy, err = command(0, "destroy", "-auto-approve")
	return s, err
}

// command runs the CLI and returns how long it took, from its start to its end, and the peak memory of the provider.
// With -detailed-exitcode, a plan that shows changes is an error.
func (t *trial) command(ctx context.Context, work string, fake *sandbox.Fake, args ...string) (took time.Duration, peak int64, err error) {
	command := t.cli.Command(ctx, work, append([]string{args[0], "-input=false", "-no-color"}, args[1:]...)...)
	command.Env = slices.Concat(t.cli.Env, fake.Env())
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	endWatch := watchMemory(filepath.Join(t.dir, sandbox.ProviderProgram))
	begin := time.Now()
	err = command.Run()
	took = time.Since(begin)
	peak = endWatch()
	if err != nil {
		err = fmt.Errorf("%s: %w\n%s", args[0], err, output.String())
	}
	return took, peak, err
}
