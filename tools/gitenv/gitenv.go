// Package gitenv lets a program run git in directories of its own.
package gitenv

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Environ is the environment without what leads git to another repository than that of its directory. In a hook git
// sets GIT_DIR and others, and a program that a hook starts would commit to the repository of the person.
func Environ(ctx context.Context) ([]string, error) {
	names, err := exec.CommandContext(ctx, "git", "rev-parse", "--local-env-vars").Output()
	if err != nil {
		return nil, fmt.Errorf("git rev-parse --local-env-vars: %w", err)
	}
	local := strings.Fields(string(names))
	return slices.DeleteFunc(os.Environ(), func(setting string) bool {
		name, _, _ := strings.Cut(setting, "=")
		return slices.Contains(local, name)
	}), nil
}
