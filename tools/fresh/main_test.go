package main

import (
	"os"
	"path/filepath"
	"slices"
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
	env, err := environment(t.Context(), "/fresh/home")
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
