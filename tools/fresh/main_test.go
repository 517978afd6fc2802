package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestTheReadmeShowsTheCommandsThatAreRun(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	if got := shownCommands(string(readme)); !slices.Equal(got, []string{"make demo", "make test"}) {
		t.Errorf("got %q", got)
	}
}

func TestNothingOfThisMachineIsFoundOnTheFreshOne(t *testing.T) {
	for name, value := range map[string]string{
		"GOMODCACHE": "/cache/mod", "GOFLAGS": "-mod=mod", "XDG_CACHE_HOME": "/cache", "YCCALL_TOKEN": "secret", "GOPROXY": "https://proxy.example.com",
		"GIT_DIR": "/repository",
	} {
		t.Setenv(name, value)
	}
	env, err := environment(t.Context(), "/repository", "/fresh/home")
	if err != nil {
		t.Fatal(err)
	}
	for setting, want := range map[string]bool{
		"HOME=/fresh/home": true, "GOPROXY=https://proxy.example.com": true, "GOMODCACHE=/cache/mod": false,
		"GOFLAGS=-mod=mod": false, "XDG_CACHE_HOME=/cache": false, "YCCALL_TOKEN=secret": false,
		"GIT_DIR=/repository": false,
	} {
		if slices.Contains(env, setting) != want {
			t.Errorf("%s is there: %t, want %t", setting, !want, want)
		}
	}
}

func TestFreshMachineReachesTheNetworkAsThisOneDoes(t *testing.T) {
	file := filepath.Join(t.TempDir(), "env") // what "go env -w" writes to the home directory
	if err := os.WriteFile(file, []byte("GOPROXY=https://proxy.example.com\nGOPRIVATE=git.example.com\nGONOSUMDB=example.com\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOENV", file)
	for _, name := range network {
		t.Setenv(name, "") // as good as unset
	}
	env, err := environment(t.Context(), "/repository", "/fresh/home")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"GOPROXY": "https://proxy.example.com", "GOPRIVATE": "git.example.com", "GONOSUMDB": "example.com"} {
		if got := last(env, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestTheCLIIsFoundFromTheCloneToo(t *testing.T) {
	for cli, want := range map[string]string{
		"tofu": "tofu", "bin/tofu": "/repository/bin/tofu", "./tofu": "/repository/tofu", "../tofu": "/tofu", "/opt/tofu": "/opt/tofu", "": "",
	} {
		t.Setenv("TERRAFORM", cli)
		env, err := environment(t.Context(), "/repository", "/fresh/home")
		if err != nil {
			t.Fatal(err)
		}
		if got := last(env, "TERRAFORM"); got != want {
			t.Errorf("%q becomes %q, want %q", cli, got, want)
		}
	}
}

// last is the value that a program sees: that of the last setting of the name.
func last(env []string, name string) string {
	for _, setting := range slices.Backward(env) {
		if value, ok := strings.CutPrefix(setting, name+"="); ok {
			return value
		}
	}
	return ""
}
