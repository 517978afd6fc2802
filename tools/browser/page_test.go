// Package browser plays the page of yccall-mock in a real Chromium. It is a module of its own, so that nobody else loads
// what it needs: `make test-page`, with Chromium on PATH (Debian's package is called chromium).
package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
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

var screenshot = flag.String("screenshot", "", "`file` to write a picture of the page to (png)")

// patience is how long anything on the page may take.
const patience = 30 * time.Second

// startMock builds and starts yccall-mock and returns its URL.
func startMock(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	program, urlFile := filepath.Join(dir, "yccall-mock"), filepath.Join(dir, "url")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./cmd/yccall-mock")
	build.Dir = filepath.Join("..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the mock: %v\n%s", err, out)
	}
	mock := exec.Command(program, "-listen", "127.0.0.1:0", "-quiet", "-url-file", urlFile, "-token", "token")
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

func TestEachButtonOfThePageWorks(t *testing.T) {
	address := startMock(t)
	phones := make([]string, 1000)
	for i := range phones {
		phones[i] = fmt.Sprintf("+4477009%05d", i)
	}
	control(t, address, "console", map[string]any{
		"action": "create", "name": "<b>Reminders</b>", "agent": "night-shift", "phones": phones[:120],
	})
	control(t, address, "console", map[string]any{
		"action": "create", "name": "Renewals of December", "custom_id": "renewals-2026-12", "agent": "renewals-team",
		"status": "running", "phones": phones,
	})

	p := &page{t, chromium(t)}
	p.run("opening the page", chromedp.Navigate(address))
	p.wait("the campaign", `document.querySelector("article") !== null`)
	const article = `document.querySelector("article")`
	if got := p.text(`[...document.querySelectorAll("h3")].map(h => h.textContent).join()`); got != "Renewals of December,<b>Reminders</b>" {
		t.Errorf("the names are shown as %s", got)
	}
	says := func(text string) string { return fmt.Sprintf(`%s.textContent.includes(%q)`, article, text) }
	p.click("Call 10", says("10 called (5 answered)"))
	p.click("Pause", says("paused"))
	p.click("Run", says("running"))

	before := p.text(`document.getElementById("now").textContent`)
	for _, text := range []string{"+ 1 minute", "+ 1 hour", "+ 1 day"} {
		p.click(text, fmt.Sprintf(`document.getElementById("now").textContent.slice(0, 16) > %q`, before[:16]))
		before = p.text(`document.getElementById("now").textContent`)
	}

	p.click("Lose the next reply", `document.getElementById("faults").textContent === "1"`)
	list := url.Values{"service": {"App.Sip_Yccall.TaskList"}, "token": {"token"}}
	if reply, err := http.PostForm(address, list); err == nil {
		_ = reply.Body.Close()
		t.Error("the reply was not lost")
	}
	reply, err := http.PostForm(address, list)
	if err != nil {
		t.Fatal(err)
	}
	_ = reply.Body.Close()
	p.wait("the lost reply", `document.querySelector("#requests .fault")?.textContent.includes("cut-after-effect")`)
	p.click("Answer the next request 10 s late", `document.getElementById("faults").textContent === "1"`)

	control(t, address, "dialer", map[string]string{"dialer": "at-once=200,call-time=1s-3s"})
	p.wait("calls that go on", article+`.textContent.includes("200 in a call")`)
	p.wait("progress", article+`.querySelector("progress").value >= 200`)
	if *screenshot != "" {
		picture, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(*screenshot, picture, 0o600); err != nil {
			t.Error(err)
		}
	}
	p.click("Call all", says("0 waiting"))
	p.click("End", says("ended"))
	for _, phone := range []string{phones[0], phones[0][1:]} {
		if strings.Contains(p.text(`document.documentElement.outerHTML`), phone) {
			t.Error("the page shows a number")
		}
	}
}

func TestPageFitsATelephoneAndTheDark(t *testing.T) {
	address := startMock(t)
	control(t, address, "console", map[string]any{
		"action": "create", "name": strings.Repeat("renewals-", 20), "agent": "renewals-team", "phones": []string{"+447700900001"},
	})
	p := &page{t, chromium(t)}
	background := `getComputedStyle(document.documentElement).colorScheme + matchMedia("(prefers-color-scheme: dark)").matches`
	p.run("opening the page",
		chromedp.EmulateViewport(360, 700, chromedp.EmulateMobile),
		func(ctx context.Context, target *chromedp.Target) (none chromedp.Void, err error) {
			_, err = cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
				Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
			})
			return none, err
		},
		chromedp.Navigate(address))
	p.wait("the campaign", `document.querySelector("article") !== null`)
	p.wait("no sideways scrolling", `document.documentElement.scrollWidth <= 360`)
	if got := p.text(background); got != "light darktrue" {
		t.Errorf("colours are %s", got)
	}
}

func TestPageSaysWhenTheMockRefusesOrIsGone(t *testing.T) {
	address := startMock(t)
	p := &page{t, chromium(t)}
	p.run("opening the page", chromedp.Navigate(address))
	p.run("an old token", chromedp.Evaluate[chromedp.Void](`fetch("/_mock/advance", {method: "POST", body: '{"by":"1m"}', headers:
		{"Content-Type": "application/json", "X-Mock-Token": "old"}}).then(r => document.title = "HTTP " + r.status); 0`))
	p.wait("the refusal", `document.title === "HTTP 403"`)
	p.run("a fault that does not exist", chromedp.Evaluate[chromedp.Void](`send("faults", '["*:1:explode"]'); 0`))
	p.wait("the problem", `document.getElementById("problem").textContent.includes("explode")`)
}
