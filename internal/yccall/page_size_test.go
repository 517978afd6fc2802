package yccall

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// pageFaults are ways in which servers fail at a page that is too large for them.
var pageFaults = map[string]func(w http.ResponseWriter, r *http.Request){
	"HTTP 500": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
	"HTTP 504": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGatewayTimeout) },
	"ret 500": func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `{"ret":500,"data":{},"msg":"memory"}`)
	},
	"fatal error in HTTP 200": func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, "<br />\n<b>Fatal error</b>: Allowed memory size exhausted")
	},
	"cut": func(w http.ResponseWriter, _ *http.Request) { cut(w) },
}

// sizesOf returns the page sizes that were asked for, one after the other, without repetitions.
func sizesOf(p *platform) []string {
	var sizes []string
	for _, form := range p.forms(serviceTaskInfo) {
		if size := form.Get("itemsperpage"); len(sizes) == 0 || sizes[len(sizes)-1] != size {
			sizes = append(sizes, size)
		}
	}
	return sizes
}

func phonesOf(numbers []TaskNumber) []string {
	phones := make([]string, 0, len(numbers))
	for _, number := range numbers {
		phones = append(phones, number.Phone)
	}
	return phones
}

func firstPhones(n int) []string {
	phones := make([]string, 0, n)
	for i := range n {
		phones = append(phones, phoneOf(i))
	}
	return phones
}

func TestPageThatIsTooMuchIsAskedForSmaller(t *testing.T) {
	t.Parallel()
	for name, fault := range pageFaults {
		for can, sizes := range map[int][]string{1_000: {"10000", "1000"}, 100: {"10000", "1000", "100"}} {
			t.Run(fmt.Sprintf("%s/%d", name, can), func(t *testing.T) {
				t.Parallel()
				server := &lister{n: 2345}
				p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, got received, n int) {
					if size, _ := strconv.Atoi(got.form.Get("itemsperpage")); size > can {
						fault(w, r)
						return
					}
					server.answer(w, r, got, n)
				})
				c := newClient(t, p.URL)
				for range 2 { // the second time, what is too much is not asked for
					numbers, err := c.ListTaskNumbers(context.Background(), NumberFilter{TaskID: "1"})
					if diff := cmp.Diff(firstPhones(2345), phonesOf(numbers)); err != nil || diff != "" {
						t.Fatal(err, diff)
					}
				}
				if diff := cmp.Diff(sizes, sizesOf(p)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// TestLaterPageThatIsTooMuchIsAskedForInParts is about a server that gets slower with every page, as those do
// that count their way to the first row.
func TestLaterPageThatIsTooMuchIsAskedForInParts(t *testing.T) {
	t.Parallel()
	for name, fault := range pageFaults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &lister{n: 33_210}
			var large sync.Map
			p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, got received, n int) {
				size, _ := strconv.Atoi(got.form.Get("itemsperpage"))
				number, _ := strconv.Atoi(got.form.Get("currentpage"))
				if size == 10_000 && number >= 3 {
					large.Store(number, true)
					fault(w, r)
					return
				}
				server.answer(w, r, got, n)
			})
			c := newClient(t, p.URL, func(cfg *Config) { cfg.PagesInFlight = 1 })
			numbers, err := c.ListTaskNumbers(context.Background(), NumberFilter{TaskID: "1"})
			if diff := cmp.Diff(firstPhones(33_210), phonesOf(numbers)); err != nil || diff != "" {
				t.Fatal(err, diff)
			}
			if _, again := large.Load(4); again {
				t.Error("the next page was asked for in one piece, although the one before was too much")
			}
		})
	}
}

func TestOneFaultDoesNotMakeThePagesSmaller(t *testing.T) {
	t.Parallel()
	server := &lister{n: 345}
	p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, got received, n int) {
		if n == 1 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		server.answer(w, r, got, n)
	})
	c := newClient(t, p.URL)
	for range 2 {
		if _, err := c.ListTaskNumbers(context.Background(), NumberFilter{TaskID: "1"}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"10000"}, sizesOf(p)); diff != "" {
		t.Error(diff)
	}
}

func TestPagesOfADeadServerAreGivenUp(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, func(w http.ResponseWriter, _ *http.Request, _ received, _ int) { w.WriteHeader(http.StatusBadGateway) })
	_, err := newClient(t, p.URL, func(cfg *Config) { cfg.MaxRetries = 4 }).ListTaskNumbers(context.Background(), NumberFilter{TaskID: "1"})
	if !errors.Is(err, ErrServerFault) {
		t.Errorf("got %v, want ErrServerFault", err)
	}
	if n := p.count(serviceTaskInfo); n != 2+2+5 {
		t.Errorf("%d requests, want two for each large page and five for the smallest", n)
	}
}

// TestPageThatTakesTooLongIsAskedForSmaller has a server that needs ten milliseconds for a row.
func TestPageThatTakesTooLongIsAskedForSmaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &lister{n: 25_000}
		c := newClient(t, "http://"+nobodyListens, func(cfg *Config) {
			cfg.RequestTimeout = time.Minute
			cfg.Transport = roundTripFunc(func(r *http.Request) (*http.Response, error) {
				if err := r.ParseMultipartForm(1 << 20); err != nil {
					return nil, err
				}
				size, _ := strconv.Atoi(r.PostForm.Get("itemsperpage"))
				select {
				case <-r.Context().Done():
					return nil, r.Context().Err()
				case <-time.After(time.Duration(size) * 10 * time.Millisecond):
				}
				return replyOf(http.StatusOK, server.page(r.PostForm)), nil
			})
		})
		numbers, err := c.ListTaskNumbers(t.Context(), NumberFilter{TaskID: "1"})
		if err != nil || len(numbers) != 25_000 {
			t.Errorf("%d numbers, %v", len(numbers), err)
		}
	})
}
