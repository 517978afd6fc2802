package yccall

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// hostileResult is a result that takes a multiple of its size once it is decoded.
type hostileResult struct {
	name, result string
	services     []service
}

// hostileResults are for the services that look at them; other lookups decode as GetQueueList does.
func hostileResults(size int) []hostileResult {
	repeat := func(before, element, after string) string {
		return before + strings.TrimSuffix(strings.Repeat(element, size/len(element)), ",") + after
	}
	members := func(before, after string) string {
		var b strings.Builder
		b.WriteString(before)
		for i := 0; b.Len() < size; i++ {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `"%d":1`, i)
		}
		b.WriteString(after)
		return b.String()
	}
	tasks, numbers, queues := []service{serviceTaskList}, []service{serviceTaskInfo}, []service{serviceQueues}
	lists := slices.Concat(tasks, numbers, queues)
	changes := []service{serviceTaskCreat, serviceTaskAdd}
	return []hostileResult{
		{"empty rows", repeat("[", "{},", "]"), lists},
		{"rows of nothing", repeat("[", "null,", "]"), queues},
		{"integers", repeat("[", "1,", "]"), lists},
		{"a bare row", members(`[{`, `}]`), lists},
		{"fields", members(`{`, `}`), append(lists, changes...)},
		{"empty rows of tasks", repeat(`{"task":[`, "{},", `]}`), tasks},
		{"empty numbers", repeat(`{"result":[`, "{},", `]}`), numbers},
		{"integers for rows", repeat(`{"result":[`, "1,", `]}`), numbers},
		{"a row of fields", members(`{"task":[{`, `}]}`), tasks},
		{"a number of fields", members(`{"result":[{`, `}]}`), numbers},
		{"gaps", members(`{"task":{`, `}}`), tasks},
		{"invalid entries", repeat(`{"taskid":"1","invaliddata":[`, `1,`, `]}`), changes},
		{"invalid gaps", members(`{"taskid":"1","invaliddata":{`, `}}`), changes},
	}
}

// TestMemoryOfAReplyIsBounded measures what each service allocates for hostile replies. It does not run beside other
// tests, whose allocations it would measure.
func TestMemoryOfAReplyIsBounded(t *testing.T) {
	const size = 1 << 20
	for _, hostile := range hostileResults(size) {
		body := success(hostile.result)
		for _, op := range allOperations() {
			if !slices.Contains(hostile.services, op.service) {
				continue
			}
			c := newClient(t, "http://"+nobodyListens, func(cfg *Config) {
				cfg.Transport = roundTripFunc(func(*http.Request) (*http.Response, error) { return replyOf(http.StatusOK, body), nil })
				cfg.PagesInFlight = 1
			})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_ = op.do(context.Background(), c)
			runtime.ReadMemStats(&after)
			// The body grows while it is read and is copied at each level of the envelope.
			if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 12*size {
				t.Errorf("%s: %s allocates %d MiB for a reply of %d MiB", hostile.name, op.service.short, allocated>>20, size>>20)
			}
		}
	}
}

func TestTooManyRowsAreMalformed(t *testing.T) {
	t.Parallel()
	rows := `[` + strings.Repeat(`{},`, maxPageRows) + `{}]`
	for _, op := range readingOperations() {
		for _, result := range []string{rows, `{"task":` + rows + `,"result":` + rows + `}`} {
			if result != rows && !op.service.pages {
				continue // that is one row
			}
			p := startPlatform(t, always(success(result)))
			if err := op.do(context.Background(), newClient(t, p.URL)); !errors.Is(err, ErrMalformedReply) {
				t.Errorf("%s: got %v", op.service.short, err)
			}
		}
	}
}

func TestTooManyInvalidEntriesAreMalformedAndMayHaveRun(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, always(success(`{"taskid":"1","success":0,"invaliddata":[`+strings.Repeat(`1,`, 2*MaxNumbersPerRequest)+`1]}`)))
	for _, op := range changingOperations()[:2] {
		if err := op.do(context.Background(), newClient(t, p.URL)); !errors.Is(err, ErrMalformedReply) || !errors.Is(err, ErrMayHaveRun) {
			t.Errorf("%s: got %v", op.service.short, err)
		}
	}
}

// TestPackedReplyIsBoundedUnpacked sends 33 MiB of blanks in a few kilobytes.
func TestPackedReplyIsBoundedUnpacked(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	for range 33 {
		_, _ = w.Write(bytes.Repeat([]byte(" "), 1<<20))
	}
	_ = w.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	}))
	t.Cleanup(server.Close)
	for _, op := range []operation{changingOperations()[1], readingOperations()[0]} {
		err := op.do(context.Background(), newClient(t, server.URL))
		if !errors.Is(err, ErrMalformedReply) || !strings.Contains(err.Error(), "larger than") {
			t.Errorf("%s: got %v", op.service.short, err)
		}
	}
}

func TestListingThatDoesNotEndIsGivenUp(t *testing.T) {
	t.Parallel()
	server := &lister{n: 1 << 30, maxPage: 100, total: func(request, _ int) int { return 1000 * request }}
	p := startPlatform(t, server.answer)
	c := newClient(t, p.URL)
	c.bounds.listRows = 1_000
	rows := 0
	var err error
	for _, err = range c.TaskNumbers(context.Background(), NumberFilter{TaskID: "1"}) {
		rows++
	}
	if !errors.Is(err, ErrUnstableListing) || rows > 1_200 {
		t.Errorf("%d rows and %v", rows, err)
	}
}

func TestElementsAreCountedWithoutDecoding(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]int{
		`[]`: 0, `{}`: 0, `[1]`: 1, `[[]]`: 1, `[{}]`: 1, `[[],[]]`: 2, `[1,[2,3],{"a":4,"b":5}]`: 3,
		`{"a":1}`: 1, `{"a":[1,2],"b":{"c":1,"d":2}}`: 2, `["a,b","c\",d","\\",","]`: 4, `[null]`: 1, `[""]`: 1,
	} {
		if got := elements([]byte(raw)); got != want || !json.Valid([]byte(raw)) {
			t.Errorf("%s: got %d, want %d", raw, got, want)
		}
	}
}
