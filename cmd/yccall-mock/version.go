package main

import (
	"cmp"
	"runtime/debug"
)

// Set by the linker when a release is built.
var version, commit string

// programVersion is what the linker set, and what the go command knows where it set nothing: the version of the module
// after go install or go run with one, the commit after a build in a checkout.
func programVersion() string {
	info, known := debug.ReadBuildInfo()
	if !known {
		info = &debug.BuildInfo{}
	}
	return versionOf(version, commit, info)
}

func versionOf(version, commit string, info *debug.BuildInfo) string {
	for _, setting := range info.Settings {
		if setting.Key == "vcs.revision" {
			commit = cmp.Or(commit, setting.Value[:min(len(setting.Value), 7)])
		}
	}
	return cmp.Or(version, info.Main.Version, "(devel)") + " (" + cmp.Or(commit, "no commit") + ")"
}
