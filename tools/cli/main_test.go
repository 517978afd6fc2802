package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheCLIIsLookedForInTheDocumentedOrder(t *testing.T) {
	root := t.TempDir()
	program := func(dir, name string) string {
		path := filepath.Join(root, dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		return path
	}
	terraform, ofBoth := program("terraform-only", "terraform"), program("both", "terraform")
	tofu := program("tofu-only", "tofu")
	program("both", "tofu")
	own := program("own", "my-terraform")
	installed := filepath.Join(root, ".cache", "installed")

	for name, test := range map[string]struct{ env, path, want string }{
		"TERRAFORM as an absolute path":            {env: own, path: "both", want: own},
		"TERRAFORM as a path from the repository":  {env: "own/my-terraform", path: "both", want: own},
		"TERRAFORM as a name on PATH":              {env: "tofu", path: "both", want: filepath.Join(root, "both", "tofu")},
		"terraform on PATH goes before tofu":       {path: "both", want: ofBoth},
		"terraform on PATH":                        {path: "terraform-only", want: terraform},
		"tofu on PATH":                             {path: "tofu-only", want: tofu},
		"neither is there, so one is installed":    {path: "own", want: installed},
		"TERRAFORM that is not there is a mistake": {env: "nowhere/terraform", path: "both"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TERRAFORM", test.env)
			t.Setenv("PATH", filepath.Join(root, test.path))
			t.Chdir(root)
			got, err := find(t.Context(), ".", func(_ context.Context, cache string) (string, error) {
				return filepath.Join(cache, "installed"), nil
			})
			switch {
			case test.want == "" && (err == nil || !strings.Contains(err.Error(), "TERRAFORM")):
				t.Errorf("got %q and error %v, want an error that names TERRAFORM", got, err)
			case test.want != "" && (err != nil || got != test.want):
				t.Errorf("got %q and error %v, want %q", got, err, test.want)
			}
		})
	}
}
