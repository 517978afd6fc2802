package docscheck

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"

	"github.com/yccall/terraform-provider-yccall/internal/sandbox"
)

// listed is a file of the checkout, as a module's zip wants it.
type listed string

func (f listed) Path() string                 { return string(f) }
func (f listed) Lstat() (os.FileInfo, error)  { return os.Lstat(filepath.Join(root, string(f))) }
func (f listed) Open() (io.ReadCloser, error) { return os.Open(filepath.Join(root, string(f))) }

// moduleProxy offers the checkout, committed or not, as a version of the module to Go, beside the modules that it has
// loaded before. It returns the settings with which Go knows nothing else.
func moduleProxy(t *testing.T, version string) []string {
	t.Helper()
	ours := module.Version{Path: "github.com/yccall/terraform-provider-yccall", Version: version}
	proxy := t.TempDir()
	dir := filepath.Join(proxy, filepath.FromSlash(ours.Path), "@v")
	if err := os.MkdirAll(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	packed, err := os.Create(filepath.Join(dir, version+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = packed.Close() }()
	if err := zip.Create(packed, ours, checkout(t)); err != nil {
		t.Fatal(err)
	}
	required, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"list": version + "\n", version + ".info": `{"Version":"` + version + `"}`, version + ".mod": string(required),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	loaded := filepath.Join(output(t, "go", "env", "GOMODCACHE"), "cache", "download")
	return append(sandbox.Environ(),
		"GOPROXY=file://"+proxy+",file://"+loaded, "GOSUMDB=off", "GOMODCACHE="+t.TempDir(), "GOCACHE="+output(t, "go", "env", "GOCACHE"),
		// With -trimpath what was built from another directory need not be built again.
		"GOFLAGS=-mod=mod -modcacherw -trimpath", "GOTOOLCHAIN=local", "CHECKPOINT_DISABLE=1")
}

// checkout are the files that are in a commit or could be.
func checkout(t *testing.T) []zip.File {
	t.Helper()
	names := output(t, "git", "-c", "safe.directory=*", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard")
	var files []zip.File
	for name := range strings.SplitSeq(names, "\n") {
		if _, err := os.Lstat(filepath.Join(root, name)); err == nil { // what is deleted, and not yet in a commit, is not there
			files = append(files, listed(name))
		}
	}
	return files
}

func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	text, err := exec.CommandContext(t.Context(), name, args...).Output()
	if err != nil {
		t.Fatalf("%s %q: %v", name, args, err)
	}
	return strings.TrimSpace(string(text))
}
