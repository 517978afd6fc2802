// Package browser plays the page of yccall-mock in a real Chromium. It is a module of its own, so that nobody else loads
// what it needs: `make test-page`, with Chromium on PATH (Debian's package is called chromium).
package browser

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestEachButtonOfThePageWorks(t *testing.T) {
	address := startMock(t, build(t))
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
	p.click("Call 10", says("5 answered")+" && "+says("5 not answered"))
	p.click("Pause", says("paused"))
	p.click("Run", says("running"))

	before := p.text(`document.getElementById("now").textContent`)
	for _, text := range []string{"+ 1 minute", "+ 1 hour", "+ 1 day"} {
		p.click(text, fmt.Sprintf(`document.getElementById("now").textContent.slice(0, 16) > %q`, before[:16]))
		before = p.text(`document.getElementById("now").textContent`)
	}

	p.click("Lose the next reply", `document.getElementById("faults").textContent === "1 fault planted"`)
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
	p.click("Answer the next request 10 s late", `document.getElementById("faults").textContent === "1 fault planted"`)

	p.click("Dial by itself", says("20 in a call"))
	p.wait("progress", article+`.querySelector("[role=progressbar]").getAttribute("aria-valuenow") >= 20`)
	p.click("Stop dialling", article+`.querySelector(".counts .ringing").textContent === "0 in a call"`)
	p.click("Call all", says("0 waiting"))
	p.click("End", says("ended"))
	for _, phone := range []string{phones[0], phones[0][1:]} {
		if strings.Contains(p.text(`document.documentElement.outerHTML`), phone) {
			t.Error("the page shows a number")
		}
	}
}

func TestPageIsReadableInEveryState(t *testing.T) {
	dir := build(t)
	address := startMock(t, dir)
	p := &page{t, chromium(t)}
	p.look(1280, "light")
	p.run("opening the page", chromedp.Navigate(address))
	p.wait("how to begin", `document.getElementById("hint").checkVisibility() && document.getElementById("hint").textContent.includes("YCCALL_ENDPOINT=http://127.0.0.1:")`)
	p.picture("empty")

	create := func(name, status string, phones ...string) {
		control(t, address, "console", map[string]any{"action": "create", "name": name, "custom_id": "id-of-" + name, "agent": "renewals-team", "status": status, "phones": phones})
	}
	for i := range 100 {
		create(fmt.Sprintf("Renewals of week %d", i), "ended", "+447700900001")
	}
	create(strings.Repeat("renewals-", 20), "paused", "+447700900001", "+447700900002", "00015550123")
	create("", "not_started", "+447700900001")
	create("续约 2026-12", "running", "+447700900001", "+447700900002")
	p.wait("all campaigns", `document.querySelectorAll("article").length === 103`)
	p.wait("nothing of how to begin", `!document.getElementById("hint").checkVisibility()`)
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{360, 768, 1280} {
			p.look(width, scheme)
			p.wait("no sideways scrolling", fmt.Sprintf(`document.documentElement.scrollWidth <= %d`, width))
			p.picture(fmt.Sprintf("states-%s-%d", scheme, width))
		}
	}
	if got := p.text(`getComputedStyle(document.documentElement).colorScheme + matchMedia("(prefers-color-scheme: dark)").matches`); got != "light darktrue" {
		t.Errorf("colours are %s", got)
	}
	if got := p.text(unreadable); got != "" {
		t.Errorf("too little contrast in the dark: %s", got)
	}
	p.look(1280, "light")
	if got := p.text(unreadable); got != "" {
		t.Errorf("too little contrast: %s", got)
	}
}

// unreadable lists texts whose contrast with what is behind them is below 4.5, which WCAG asks for.
const unreadable = `(() => {
	const channels = (colour) => colour.match(/[\d.]+/g).map(Number);
	const light = (colour) => {
		const [r, g, b] = channels(colour).slice(0, 3).map((c) => c / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const behind = (element) => {
		for (; element; element = element.parentElement) {
			const colour = getComputedStyle(element).backgroundColor;
			if ((channels(colour)[3] ?? 1) > 0) return colour;
		}
		return "rgb(255, 255, 255)";
	};
	const low = [...document.querySelectorAll("h1, h2, h3, small, span, p, b, em, button:enabled, pre")].filter((element) => {
		if (!element.checkVisibility() || !element.textContent.trim()) return false;
		const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
		return (a + 0.05) / (b + 0.05) < 4.5;
	});
	return low.slice(0, 5).map((element) => element.tagName + " " + element.className + " " + element.textContent.slice(0, 20)).join(", ");
})()`

func TestPageSaysWhenTheMockRefusesOrIsGone(t *testing.T) {
	address := startMock(t, build(t))
	p := &page{t, chromium(t)}
	p.run("opening the page", chromedp.Navigate(address))
	p.run("an old token", chromedp.Evaluate[chromedp.Void](`fetch("/_mock/advance", {method: "POST", body: '{"by":"1m"}', headers:
		{"Content-Type": "application/json", "X-Mock-Token": "old"}}).then(r => document.title = "HTTP " + r.status); 0`))
	p.wait("the refusal", `document.title === "HTTP 403"`)
	p.run("a fault that does not exist", chromedp.Evaluate[chromedp.Void](`send("faults", '["*:1:explode"]'); 0`))
	p.wait("the problem", `document.getElementById("problem").textContent.includes("explode")`)
}
