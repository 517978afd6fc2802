package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var pictures = flag.String("pictures", "", "`directory` to write pictures of the page to (png)")

// patience is how long anything on the page may take.
const patience = 30 * time.Second

// build makes the provider and the mock, and returns their directory.
func build(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", dir+string(filepath.Separator), ".", "./cmd/yccall-mock")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the mock: %v\n%s", err, out)
	}
	return dir
}

// startMock starts the yccall-mock of a directory and returns its URL.
func startMock(t *testing.T, dir string, flags ...string) string {
	t.Helper()
	urlFile := filepath.Join(t.TempDir(), "url")
	mock := exec.Command(filepath.Join(dir, "yccall-mock"), append(flags, "-listen", "127.0.0.1:0", "-quiet", "-url-file", urlFile, "-token", "token")...)
	if err := mock.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = mock.Process.Signal(os.Interrupt)
		_ = mock.Wait()
	})
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if text, err := os.ReadFile(urlFile); err == nil {
			return strings.TrimSpace(string(text))
		}
	}
	t.Fatal("the mock did not say where it listens")
	return ""
}

// control sends JSON to the control interface.
func control(t *testing.T, address, path string, body any) {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(address+"/_mock/"+path, "application/json", bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	reply, _ := io.ReadAll(response.Body)
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s: %s", path, response.Status, reply)
	}
}

// chromium starts a browser.
func chromium(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(900, 900))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	browser, stop := chromedp.NewContext(allocator)
	t.Cleanup(stop)
	if err := chromedp.Do(browser); err != nil { // the browser lives as long as the context of the first run
		t.Fatal(err)
	}
	return browser
}

// page is what the test does with it.
type page struct {
	*testing.T
	ctx context.Context
}

func (p *page) run(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		p.Fatalf("%s: %v", what, err)
	}
}

// click presses the button with a text, and waits until a script is true.
func (p *page) click(text, until string) {
	p.Helper()
	press := fmt.Sprintf(`[...document.querySelectorAll("button")].find(b => b.textContent === %q).click()`, text)
	p.run("pressing "+text, chromedp.Evaluate[chromedp.Void](press))
	p.wait("after "+text, until)
}

func (p *page) wait(what, script string) {
	p.Helper()
	p.run(what, void(chromedp.Poll[bool](script, chromedp.WithPollingInterval(50*time.Millisecond))))
}

// void forgets what an action returns.
func void[T any](action chromedp.Action[T]) chromedp.Action[chromedp.Void] {
	return func(ctx context.Context, target *chromedp.Target) (none chromedp.Void, err error) {
		_, err = action(ctx, target)
		return none, err
	}
}

func (p *page) text(script string) string {
	p.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](script))
	if err != nil {
		p.Fatalf("%s: %v", script, err)
	}
	return text
}

// look sets the width of the window and the colours.
func (p *page) look(width int64, scheme string) {
	p.Helper()
	p.run("looking", chromedp.EmulateViewport(width, 800),
		func(ctx context.Context, target *chromedp.Target) (none chromedp.Void, err error) {
			_, err = cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
			})
			return none, err
		})
}

// picture keeps the page as it looks now, if that was asked for.
func (p *page) picture(name string) {
	p.Helper()
	if *pictures == "" {
		return
	}
	picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(*pictures, name+".png"), picture, 0o600); err != nil {
		p.Error(err)
	}
}
