// Package version tells which build of a program is running.
package version

import (
	"cmp"
	"runtime/debug"
	"strings"
)

// shortCommit is how many digits of a commit are shown.
const shortCommit = 7

// Build is a version and the commit that it was built from. The commit is empty where it is not known.
type Build struct{ Version, Commit string }

// Set by the linker when a release is built.
var version, commit string

// Current is what the linker has set, and what the go command knows where nothing was set: the version of the module after
// "go install" or "go run" with a version, the commit after a build in a checkout.
func Current() Build {
	info, known := debug.ReadBuildInfo()
	if !known {
		info = &debug.BuildInfo{}
	}
	return of(version, commit, info)
}

func of(version, commit string, info *debug.BuildInfo) Build {
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			commit = cmp.Or(commit, setting.Value[:min(len(setting.Value), shortCommit)])
		}
	}
	module := strings.TrimPrefix(info.Main.Version, "v")
	if module == "(devel)" {
		module = ""
	}
	return Build{Version: cmp.Or(version, module, "dev"), Commit: commit}
}

// String is the version with the commit in parentheses, as the flag -version shows them.
func (b Build) String() string {
	if b.Commit == "" {
		return b.Version
	}
	return b.Version + " (" + b.Commit + ")"
}

// UserAgent is the version with the commit behind a plus sign, as semantic versions name a build.
func (b Build) UserAgent() string {
	if b.Commit == "" {
		return b.Version
	}
	return b.Version + "+" + b.Commit
}
