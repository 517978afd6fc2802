package campaign_test

import (
	"bytes"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// TestCampaignsOnServersOfOtherHabits makes, changes and ends a campaign on servers whose habits no page of the platform
// tells of: nobody is called twice, and everybody is on the task once.
func TestCampaignsOnServersOfOtherHabits(t *testing.T) {
	t.Parallel()
	lag := func(l yccalltest.Lag) yccalltest.Dialect { return yccalltest.Dialect{Lag: l} }
	at := func(service string, timing yccalltest.Timing) yccalltest.Dialect {
		return yccalltest.Dialect{Timings: []yccalltest.ServiceTiming{{Service: service, Timing: timing}}}
	}
	for name, server := range map[string]struct {
		dialect yccalltest.Dialect
		rewrite func(string) string
	}{
		"numbers show 30 s late":               {dialect: lag(yccalltest.Lag{Numbers: 30 * time.Second})},
		"numbers show 70 s late":               {dialect: lag(yccalltest.Lag{Numbers: 70 * time.Second})},
		"tasks show 14 s late":                 {dialect: lag(yccalltest.Lag{Tasks: 14 * time.Second})},
		"run states show 12 s late":            {dialect: lag(yccalltest.Lag{RunStates: 12 * time.Second})},
		"run states change 40 s late":          {dialect: at("TaskSet", seconds(0, 40))},
		"removals happen 60 s late":            {dialect: at("taskDelPhone", seconds(0, 60))},
		"numbers come row by row for 80 s":     {dialect: at("TaskAdd", over(time.Second, 0, 80*time.Second))},
		"a task gets numbers for 80 s":         {dialect: at("TaskCreat", over(time.Second, 0, 80*time.Second))},
		"totals are texts":                     {rewrite: replacing(`"totalitems":(\d+)`, `"totalitems":"$1"`)},
		"totals of pages are 0":                {rewrite: replacing(`"totalitems":\d+`, `"totalitems":0`)},
		"totals of pages are missing":          {rewrite: replacing(`"totalitems":\d+,`, ``)},
		"rows have no counts, totals are 0":    {dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts}, rewrite: replacing(`"totalitems":\d+`, `"totalitems":0`)},
		"totals of the page, no counts":        {dialect: yccalltest.Dialect{MaxPageSize: 30, Habits: yccalltest.TotalOfPage | yccalltest.NoCounts}},
		"every page is the whole list":         {dialect: yccalltest.Dialect{Habits: yccalltest.IgnorePaging}},
		"pages of three":                       {dialect: yccalltest.Dialect{MaxPageSize: 3}},
		"custom ids in capitals":               {rewrite: capitals(`"customtaskid":"[^"]*"`)},
		"custom ids are cut to 8":              {rewrite: replacing(`("customtaskid":".{8})[^"]*"`, `$1"`)},
		"custom ids are null":                  {dialect: yccalltest.Dialect{Habits: yccalltest.NullCustomIDEcho}},
		"task ids are ignored":                 {dialect: yccalltest.Dialect{Habits: yccalltest.IgnoreTaskIDFilter}},
		"no counts, empty lists are refused":   {dialect: yccalltest.Dialect{Habits: yccalltest.NoCounts | yccalltest.EmptyListIsError}},
		"old rows, empty lists are refused":    {dialect: yccalltest.Dialect{Habits: yccalltest.OldRows | yccalltest.EmptyListIsError}},
		"calls are not counted while they are": {rewrite: replacing(`"currentconcurrent":\d+`, `"currentconcurrent":0`)},
		"success is missing":                   {rewrite: replacing(`"success":\d+,?`, ``)},
		"success is 0":                         {rewrite: replacing(`"success":\d+`, `"success":0`)},
		"status is a text":                     {rewrite: replacing(`"status":(\d+)`, `"status":"$1"`)},
		"statuses nobody knows":                {rewrite: replacing(`"status":10[23]\d`, `"status":1999`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inBubble(t, yccalltest.Config{Dialect: server.dialect}, func(w *fixture) {
				if server.rewrite != nil {
					client, err := yccall.New(yccall.Config{
						Endpoint: "https://platform.invalid", AppID: "demo-app", AccessKey: "demo-key",
						Transport: rewriting{w.mock.Transport(), server.rewrite},
					})
					must(w.T, err)
					w.platform.Platform = client
				}
				id := w.create(running(list(w.T, append([]string{"phone,user_id"}, phones(0, 40)...)...)))
				time.Sleep(30 * time.Second)
				changed := append([]string{"phone,user_id"}, phones(2, 45)...)
				changed[40] += ",changed"
				out, err := w.revise(id, list(w.T, changed...))
				must(w.T, err)
				if !out.InSync || len(out.Rejected) > 0 {
					w.Errorf("in sync %v, and %d rejected", out.InSync, len(out.Rejected))
				}
				time.Sleep(5 * time.Minute)
				w.wantStatus(id, yccalltest.Running)
				rows := map[string]int{}
				for _, n := range w.mock.Numbers(id) {
					rows[n.Phone]++
				}
				for _, p := range phones(2, 45) {
					if rows[p] != 1 {
						w.Errorf("a number is on the task %d times", rows[p])
					}
				}
				_, err = w.runner.End(w.Context(), id)
				must(w.T, err)
				time.Sleep(time.Minute)
				w.wantStatus(id, yccalltest.Ended)
			})
		})
	}
}

// rewriting is a transport behind which replies read otherwise.
type rewriting struct {
	next    http.RoundTripper
	rewrite func(string) string
}

func (r rewriting) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := r.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return nil, err
	}
	text := []byte(r.rewrite(string(body)))
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	response.Header.Del("Content-Length")
	return response, nil
}

// replacing rewrites what a pattern finds.
func replacing(pattern, by string) func(string) string {
	expression := regexp.MustCompile(pattern)
	return func(body string) string { return expression.ReplaceAllString(body, by) }
}

// capitals writes the values that a pattern finds in capital letters.
func capitals(pattern string) func(string) string {
	expression := regexp.MustCompile(pattern)
	return func(body string) string {
		return expression.ReplaceAllStringFunc(body, func(found string) string {
			name, value, _ := strings.Cut(found, ":")
			return name + ":" + strings.ToUpper(value)
		})
	}
}
