//go:build unix

package numberlist

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// To open a pipe waits for somebody who writes to it. A look at the path before it is opened does not help, since the pipe
// may take the place of a file in between.
func TestPipeIsRefusedWithoutWaitingForItsWriter(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "list.csv")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no pipe to try: ", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	refused := make(chan error, 1)
	go func() {
		_, err := openFile(pipe, false)
		refused <- err
	}()
	select {
	case err := <-refused:
		if err == nil || !strings.Contains(err.Error(), "not a regular file") {
			t.Errorf("openFile: %v", err)
		}
	case <-ctx.Done():
		t.Fatal("openFile waits for somebody who writes to the pipe")
	}
}

// A link is followed, as by Terraform's own functions, and refused where it leads to what is no file.
func TestLinkToADeviceOrADirectoryIsRefused(t *testing.T) {
	t.Parallel()
	for target, want := range map[string]string{"/dev/zero": "not a regular file", t.TempDir(): "is a directory", "list.csv": "too many"} {
		link := filepath.Join(t.TempDir(), "list.csv") // the last one leads to itself
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
		if _, err := openFile(link, false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a link to %s: %v", target, err)
		}
	}
}
