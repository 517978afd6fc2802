package version

import (
	"runtime/debug"
	"testing"
)

func TestVersionComesFromTheLinkerOrFromTheBuild(t *testing.T) {
	t.Parallel()
	checkout := &debug.BuildInfo{
		Main:     debug.Module{Version: "v1.2.3"},
		Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef"}},
	}
	installed := &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}}
	for _, test := range []struct {
		got               Build
		shown, identified string
	}{
		{of("1.0.0", "abcdef0", checkout), "1.0.0 (abcdef0)", "1.0.0+abcdef0"},
		{of("", "", checkout), "1.2.3 (0123456)", "1.2.3+0123456"},
		{of("", "", installed), "1.2.3", "1.2.3"},
		{of("", "", &debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}), "dev", "dev"},
		{of("", "", &debug.BuildInfo{}), "dev", "dev"},
	} {
		if test.got.String() != test.shown || test.got.UserAgent() != test.identified {
			t.Errorf("got %q and %q, want %q and %q", test.got, test.got.UserAgent(), test.shown, test.identified)
		}
	}
}
