package yccall

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// lister is a TaskInfo that serves n numbers, in one of the ways that servers
// differ in.
type lister struct {
	n        int
	maxPage  int                           // a larger page is lowered to this
	refuse   int                           // a larger page is refused with ret 400
	stride   bool                          // a lowered page begins where the page asked for would
	ownSize  int                           // itemsperpage is ignored
	ends     bool                          // pages behind the last are refused
	perPage  bool                          // totalitems counts the rows of the page
	noTotal  bool                          // totalitems is missing
	key      string                        // where the rows stand; "result" if empty
	samePage bool                          // currentpage is ignored
	row      func(i int) string            // nil: uncalled rows of task "1"
	total    func(request, honest int) int // nil: honest
	mu       sync.Mutex
	requests int
}

func phoneOf(i int) string { return fmt.Sprintf("180%08d", i) }

func uncalledRow(i int) string {
	return fmt.Sprintf(`{"taskid":"1","telphone":%q,"status":1035}`, phoneOf(i))
}

func (l *lister) rowsKey() string {
	if l.key == "" {
		return "result"
	}
	return l.key
}

func (l *lister) answer(w http.ResponseWriter, _ *http.Request, got received, _ int) {
	_, _ = fmt.Fprint(w, l.page(got.form))
}

// page is the reply to a form.
func (l *lister) page(form url.Values) string {
	l.mu.Lock()
	l.requests++
	count := l.requests
	l.mu.Unlock()

	number, _ := strconv.Atoi(form.Get("currentpage"))
	asked, err := strconv.Atoi(form.Get("itemsperpage"))
	if err != nil {
		asked = 10
	}
	if l.refuse > 0 && form.Has("itemsperpage") && asked > l.refuse {
		return `{"ret":400,"data":{},"msg":"itemsperpage"}`
	}
	size := asked
	if l.ownSize > 0 {
		size = l.ownSize
	}
	if l.maxPage > 0 {
		size = min(size, l.maxPage)
	}
	if l.samePage {
		number = 1
	}
	begin := (number - 1) * size
	if l.stride {
		begin = (number - 1) * asked
	}
	row := l.row
	if row == nil {
		row = uncalledRow
	}
	var rows []string
	for i := min(begin, l.n); i < min(begin+size, l.n); i++ {
		rows = append(rows, row(i))
	}
	if l.ends && len(rows) == 0 {
		return `{"ret":200,"data":{"status":1,"desc":"none"}}`
	}
	total := ""
	if !l.noTotal {
		honest := l.n
		if l.perPage {
			honest = len(rows)
		}
		if l.total != nil {
			honest = l.total(count, honest)
		}
		total = fmt.Sprintf(`"totalitems":%d,`, honest)
	}
	return success(fmt.Sprintf(`{%s"currentpage":%d,"itemsperpage":%d,%q:[%s]}`, total, number, size, l.rowsKey(), strings.Join(rows, ",")))
}

func TestListingsAreCompleteAndInOrderHoweverTheServerPages(t *testing.T) {
	t.Parallel()
	for name, server := range map[string]*lister{
		"one page":                      {n: 25},
		"nothing":                       {n: 0},
		"exactly one page":              {n: 10, maxPage: 10},
		"one page, and none behind it":  {n: 10, maxPage: 10, ends: true},
		"counts what is on the page":    {n: 345, maxPage: 50, perPage: true},
		"lowers the page":               {n: 2345, maxPage: 100},
		"lowers it, keeps the stride":   {n: 2345, maxPage: 100, stride: true},
		"refuses large pages":           {n: 2345, refuse: 1000},
		"refuses all but small pages":   {n: 345, refuse: 100},
		"refuses every page size":       {n: 45, refuse: 1, ownSize: 10},
		"has a page size of its own":    {n: 345, ownSize: 7},
		"does not count":                {n: 345, maxPage: 50, noTotal: true},
		"does not count, has none":      {n: 0, noTotal: true},
		"does not page, does not count": {n: 345, samePage: true, noTotal: true},
		"does not page":                 {n: 345, samePage: true},
		"counts too little":             {n: 345, maxPage: 100, total: func(int, int) int { return 0 }},
		"holds a number twice":          {n: 345, maxPage: 100, row: func(i int) string { return uncalledRow(i / 2) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, server.answer)
			c := newClient(t, p.URL)
			want := make([]string, 0, server.n)
			for i := range server.n {
				if server.row != nil {
					i /= 2
				}
				want = append(want, phoneOf(i))
			}
			for range 2 { // the second time with the page size that was found
				numbers, err := c.ListTaskNumbers(context.Background(), NumberFilter{TaskID: "1"})
				if err != nil {
					t.Fatal(err)
				}
				got := make([]string, 0, len(numbers))
				for _, number := range numbers {
					got = append(got, number.Phone)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatal(diff)
				}
			}
		})
	}
}

func TestAcceptedPageSizeIsRemembered(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, (&lister{n: 5, refuse: 1000}).answer)
	c := newClient(t, p.URL)
	for range 3 {
		if _, err := c.ListTaskNumbers(context.Background(), NumberFilter{TaskID: "1"}); err != nil {
			t.Fatal(err)
		}
	}
	var sizes []string
	for _, form := range p.forms(serviceTaskInfo) {
		sizes = append(sizes, form.Get("itemsperpage"))
	}
	if diff := cmp.Diff([]string{"10000", "1000", "1000", "1000"}, sizes); diff != "" {
		t.Error(diff)
	}
}

func TestIncompleteListingsAreNotPassedOffAsComplete(t *testing.T) {
	t.Parallel()
	for name, server := range map[string]*lister{
		"always the first page":    {n: 345, maxPage: 100, samePage: true},
		"fewer rows than counted":  {n: 345, maxPage: 100, total: func(int, int) int { return 400 }},
		"none of the counted rows": {n: 0, total: func(int, int) int { return 3 }},
		"the count moves":          {n: 345, maxPage: 100, total: func(request, honest int) int { return honest + request }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, server.answer)
			numbers, err := newClient(t, p.URL).ListTaskNumbers(context.Background(), NumberFilter{TaskID: "1"})
			if !errors.Is(err, ErrUnstableListing) || numbers != nil {
				t.Errorf("got %d rows and %v, want ErrUnstableListing", len(numbers), err)
			}
		})
	}
}

func TestListingThatMovedIsReadAgain(t *testing.T) {
	t.Parallel()
	server := &lister{n: 345, maxPage: 100, total: func(request, honest int) int {
		if request == 1 {
			return honest - 1 // a number was added while the pages were read
		}
		return honest
	}}
	p := startPlatform(t, server.answer)
	numbers, err := newClient(t, p.URL).ListTaskNumbers(context.Background(), NumberFilter{TaskID: "1"})
	if err != nil || len(numbers) != 345 {
		t.Errorf("got %d rows and %v", len(numbers), err)
	}
}

func TestListingEndsOnAServerThatNeverStops(t *testing.T) {
	t.Parallel()
	for name, server := range map[string]*lister{
		"does not count":     {n: 1 << 30, maxPage: 2, noTotal: true},
		"counts ever higher": {n: 1 << 30, maxPage: 2, total: func(request, _ int) int { return 1000 * request }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, server.answer)
			c := newClient(t, p.URL)
			c.bounds.pages = 20
			var err error
			rows := 0
			for _, err = range c.TaskNumbers(context.Background(), NumberFilter{TaskID: "1"}) {
				rows++
			}
			if !errors.Is(err, ErrUnstableListing) {
				t.Errorf("got %v, want ErrUnstableListing", err)
			}
			if n := p.count(serviceTaskInfo); n != 20 {
				t.Errorf("%d pages were asked for, want 20", n)
			}
		})
	}
}

func TestPagesAreFetchedSideBySideButNotBeyondTheLimit(t *testing.T) {
	t.Parallel()
	const inFlight = 3
	server := &lister{n: 1000, maxPage: 100}
	var mu sync.Mutex
	var running, most int
	full := make(chan struct{})
	p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, got received, n int) {
		mu.Lock()
		running++
		if most = max(most, running); running == inFlight && n <= 1+inFlight {
			close(full)
		}
		mu.Unlock()
		if n > 1 && n <= 1+inFlight {
			<-full // the first pages only return together
		}
		server.answer(w, r, got, n)
		mu.Lock()
		running--
		mu.Unlock()
	})
	c := newClient(t, p.URL, func(cfg *Config) { cfg.PagesInFlight = inFlight })
	numbers, err := c.ListTaskNumbers(context.Background(), NumberFilter{TaskID: "1"})
	if err != nil || len(numbers) != 1000 {
		t.Fatalf("got %d rows, %v", len(numbers), err)
	}
	if most != inFlight || p.count(serviceTaskInfo) != 10 {
		t.Errorf("%d pages side by side and %d in all, want %d and 10", most, p.count(serviceTaskInfo), inFlight)
	}
}

func TestListingCanBeLeftEarly(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, (&lister{n: 1000, maxPage: 10}).answer)
	for number, err := range newClient(t, p.URL).TaskNumbers(context.Background(), NumberFilter{TaskID: "1"}) {
		if err != nil || number.Phone != phoneOf(0) {
			t.Fatal(number, err)
		}
		break
	}
	if n := p.count(serviceTaskInfo); n != 1 {
		t.Errorf("%d pages were asked for, want one", n)
	}
}

func TestErrorOfALaterPageEndsTheListing(t *testing.T) {
	t.Parallel()
	server := &lister{n: 1000, maxPage: 100}
	p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, got received, n int) {
		if got.form.Get("currentpage") == "5" {
			_, _ = fmt.Fprint(w, `{"ret":200,"data":{"status":1,"desc":"no"}}`)
			return
		}
		server.answer(w, r, got, n)
	})
	rows, errs := 0, 0
	for _, err := range newClient(t, p.URL).TaskNumbers(context.Background(), NumberFilter{TaskID: "1"}) {
		if err == nil {
			rows++
			continue
		}
		if errs++; !errors.Is(err, ErrRefused) {
			t.Errorf("got %v, want ErrRefused", err)
		}
	}
	if rows != 400 || errs != 1 {
		t.Errorf("%d rows and %d errors, want the 400 before the fault and one", rows, errs)
	}
}

func TestPagesInPHPsSpellings(t *testing.T) {
	t.Parallel()
	row := func(id string) Task { return Task{ID: id, Status: StatusRunning, RawStatus: "1026"} }
	for result, want := range map[string][]Task{
		`null`: nil, `[]`: nil, `""`: nil, `{}`: nil,
		`{"totalitems":0,"task":[]}`:   nil,
		`{"totalitems":"0","task":{}}`: nil,
		`{"totalitems":"0"}`:           nil,
		`{"totalitems":0,"task":null}`: nil,
		`{"totalitems":0,"task":""}`:   nil,
		`{"totalitems":"1","task":[{"taskid":20250106150501420056,"status":"1026"}]}`:                                   {row("20250106150501420056")},
		`{"totalitems":1,"task":{"taskid":"20250106150501420056","status":1026}}`:                                       {row("20250106150501420056")},
		`{"totalitems":2.0,"task":{"3":{"taskid":"b","status":1026},"1":{"taskid":"a","status":1026.0,"new":{"x":1}}}}`: {row("a"), {ID: "b", Status: StatusRunning, RawStatus: "1026"}},
	} {
		p := startPlatform(t, always(success(result)))
		got, err := newClient(t, p.URL).ListTasks(context.Background(), TaskFilter{})
		for i := range got {
			got[i].RawStatus = strings.TrimSuffix(got[i].RawStatus, ".0")
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", result, err, diff)
		}
	}
	for _, result := range []string{`1`, `"text"`, `{"task":7}`, `{"task":["x"]}`} {
		p := startPlatform(t, always(success(result)))
		if _, err := newClient(t, p.URL).ListTasks(context.Background(), TaskFilter{}); !errors.Is(err, ErrMalformedReply) {
			t.Errorf("%s: got %v, want ErrMalformedReply", result, err)
		}
	}
}

func TestOnlyARefusedParameterMakesThePagesSmaller(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]int{
		`{"ret":400,"data":{},"msg":"bad parameter"}`:           4,
		`{"ret":400,"data":{},"msg":"Bad Request: token gone"}`: 1,
		`{"ret":200,"data":{"status":1,"desc":"no"}}`:           1,
		`{"ret":604,"data":{},"msg":""}`:                        1,
	} {
		p := startPlatform(t, always(body))
		c := newClient(t, p.URL)
		for attempt := 1; attempt <= 2; attempt++ { // what was refused is not remembered
			if _, err := c.ListTaskNumbers(context.Background(), NumberFilter{TaskID: "1"}); err == nil {
				t.Errorf("%s: no error", body)
			}
			if n := p.count(serviceTaskInfo); n != want*attempt {
				t.Errorf("%s: %d requests, want %d", body, n, want*attempt)
			}
		}
	}
}

// panicking is a network that panics when the second page is asked for.
type panicking struct{ http.RoundTripper }

func (p panicking) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if strings.Contains(string(body), "name=\"currentpage\"\r\n\r\n2\r\n") {
		panic("broken")
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return p.RoundTripper.RoundTrip(r)
}

// Pages are fetched beside each other, and a panic there would end the program whatever is caught elsewhere.
func TestPanicWhileFetchingAheadReachesTheUser(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, (&lister{n: 300, maxPage: 100}).answer)
	c := newClient(t, p.URL, func(cfg *Config) { cfg.Transport = panicking{http.DefaultTransport} })
	defer func() {
		if got := recover(); got != "broken" {
			t.Errorf("the panic is %v", got)
		}
	}()
	_, err := c.ListTaskNumbers(t.Context(), NumberFilter{TaskID: "1"})
	t.Errorf("there was no panic, but %v", err)
}
