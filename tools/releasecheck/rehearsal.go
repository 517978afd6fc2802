package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/yccall/terraform-provider-yccall/tools/gitenv"
)

// version is what the rehearsal pretends to release.
const version = "0.0.1"

// rehearsal is one release of a tagged repository.
type rehearsal struct {
	dir        string
	goreleaser string
	targets    []string
	key        *signingKey
}

// prepare makes a repository of the working tree, as it is now, with one commit and a tag on it.
func (r *rehearsal) prepare(ctx context.Context, root string) error {
	if err := copyTree(ctx, root, r.dir); err != nil {
		return err
	}
	if err := r.narrow(); err != nil {
		return err
	}
	return r.git(ctx,
		[]string{"init", "--quiet", "--initial-branch=main"},
		[]string{"add", "--all"},
		[]string{"commit", "--quiet", "--message=Rehearse a release"},
		[]string{"tag", "v" + version},
	)
}

// play makes dist/ in a clone of the prepared repository.
func (r *rehearsal) play(ctx context.Context, prepared string) error {
	if err := os.Mkdir(r.dir, 0o750); err != nil {
		return err
	}
	err := r.git(ctx,
		[]string{"clone", "--quiet", prepared, "."},
		[]string{"remote", "set-url", "origin", "https://github.com/yccall/terraform-provider-yccall.git"},
	)
	if err != nil {
		return err
	}
	skip := "publish,announce"
	if r.key == nil {
		skip += ",sign"
	}
	_, err = r.command(ctx, r.goreleaser, "release", "--clean", "--skip="+skip)
	return err
}

func (r *rehearsal) git(ctx context.Context, commands ...[]string) error {
	for _, args := range commands {
		if _, err := r.command(ctx, "git", args...); err != nil {
			return err
		}
	}
	return nil
}

var matrix = regexp.MustCompile(`(?m)^    goos: .*\n    goarch: .*$`)

// narrow takes out of the configuration what takes long and shows nothing new: most of the targets.
func (r *rehearsal) narrow() error {
	path := filepath.Join(r.dir, ".goreleaser.yml")
	config, err := os.ReadFile(path) //nolint:gosec // The path is ours.
	if err != nil {
		return err
	}
	if found := len(matrix.FindAll(config, -1)); found != 2 {
		return fmt.Errorf("%s has the targets of %d programs, want provider and mock", filepath.Base(path), found)
	}
	narrowed := matrix.ReplaceAll(config, []byte("    targets: ["+strings.Join(r.targets, ", ")+"]"))
	return os.WriteFile(path, narrowed, 0o600) //nolint:gosec // The path is ours.
}

// command runs in the copy, independent of the settings and the clock of the machine, and returns its output, which
// it also shows if it fails.
func (r *rehearsal) command(ctx context.Context, name string, args ...string) (string, error) {
	env, err := gitenv.Environ(ctx)
	if err != nil {
		return "", err
	}
	// Nothing is published, and GoReleaser refuses the tokens of two forges.
	env = slices.DeleteFunc(env, func(setting string) bool {
		name, _, _ := strings.Cut(setting, "=")
		return name == "GITHUB_TOKEN" || name == "GITLAB_TOKEN" || name == "GITEA_TOKEN"
	})
	command := exec.CommandContext(ctx, name, args...) //nolint:gosec // The person who checks names the program.
	command.Dir, command.Env = r.dir, env
	command.Env = append(command.Env,
		"GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
		"GIT_AUTHOR_NAME=rehearsal", "GIT_AUTHOR_EMAIL=rehearsal@example.com", "GIT_AUTHOR_DATE=2026-01-01T00:00:00Z",
		"GIT_COMMITTER_NAME=rehearsal", "GIT_COMMITTER_EMAIL=rehearsal@example.com", "GIT_COMMITTER_DATE=2026-01-01T00:00:00Z",
	)
	if r.key != nil {
		command.Env = append(command.Env, "GNUPGHOME="+r.key.home, "GPG_FINGERPRINT="+r.key.fingerprint)
	}
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	if filepath.Base(name) != "git" {
		command.Stderr = io.MultiWriter(&output, os.Stderr)
	}
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, output.Bytes())
	}
	return strings.TrimSpace(output.String()), nil
}

// copyTree copies what git would take from the working tree, committed or not.
func copyTree(ctx context.Context, root, into string) error {
	env, err := gitenv.Environ(ctx)
	if err != nil {
		return err
	}
	// Whose files they are does not matter: who rehearses their release trusts them.
	list := exec.CommandContext(ctx, "git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir, list.Env = root, env
	paths, err := list.Output()
	if err != nil {
		return fmt.Errorf("git ls-files: %w", err)
	}
	for path := range strings.SplitSeq(strings.TrimRight(string(paths), "\x00"), "\x00") {
		from, to := filepath.Join(root, path), filepath.Join(into, path)
		info, err := os.Lstat(from)
		if os.IsNotExist(err) {
			continue // deleted, and that is not committed yet
		}
		if err != nil {
			return err
		}
		content, err := os.ReadFile(from) //nolint:gosec // git names the path.
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(to, content, info.Mode().Perm()); err != nil { //nolint:gosec // git names the path.
			return err
		}
	}
	return nil
}
