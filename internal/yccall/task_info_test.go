package yccall

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNumberRowsOfOldAndNewServers(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		row  string
		want TaskNumber
	}{
		"not called": {
			`{"taskid":"42","telphone":"18112345678","userid":"","memberid":"m","chengshudu":"","customuuid":"","status":1035,"extnumber":null,"answered":null,"answertype":null}`,
			TaskNumber{TaskID: "42", Phone: "18112345678", UserID: ptr(""), MemberID: ptr("m"), CustomUUID: ptr("")},
		},
		"called": {
			`{"taskid":42,"telphone":18112345678,"status":"1036","extnumber":1001,"answered":"1","answertype":"connected","ext":"e","time":"1500000000"}`,
			TaskNumber{TaskID: "42", Phone: "18112345678", Called: true, Extension: "1001", Answered: ptr(true), AnswerType: "connected", Ext: ptr("e"), Time: ptr(int64(1500000000))},
		},
		"the filter's numbers: not called": {`{"taskid":"42","telphone":"1","status":1}`, TaskNumber{TaskID: "42", Phone: "1"}},
		"the filter's numbers: called":     {`{"taskid":"42","telphone":"1","status":"2"}`, TaskNumber{TaskID: "42", Phone: "1", Called: true}},
		"unknown status":                   {`{"taskid":"42","telphone":"1","status":1037}`, TaskNumber{TaskID: "42", Phone: "1", Called: true}},
		"status in words":                  {`{"taskid":"42","telphone":"1","status":"called"}`, TaskNumber{TaskID: "42", Phone: "1", Called: true}},
		"no status":                        {`{"taskid":"42","telphone":"1"}`, TaskNumber{TaskID: "42", Phone: "1", Called: true}},
		"no task id":                       {`{"telphone":"1","status":1035,"answered":0}`, TaskNumber{Phone: "1", Answered: ptr(false)}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, always(success(`{"totalitems":1,"result":[`+tc.row+`]}`)))
			got, err := newClient(t, p.URL).ListTaskNumbers(context.Background(), NumberFilter{TaskID: "42"})
			if diff := cmp.Diff([]TaskNumber{tc.want}, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
		})
	}
}

// mixedRow alternates between called and uncalled, and between two tasks in
// every third row.
func mixedRow(i int) string {
	return fmt.Sprintf(`{"taskid":"%d","telphone":%q,"status":%d,"answered":%d,"answertype":"connected"}`, 1+i%3/2, phoneOf(i), 1035+i%2, i%2)
}

func TestRowsThatDoNotFitTheFilterAreSkipped(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		filter NumberFilter
		want   int
	}{
		"task":        {NumberFilter{TaskID: "1"}, 40},
		"called":      {NumberFilter{TaskID: "1", Called: ptr(true)}, 20},
		"uncalled":    {NumberFilter{TaskID: "1", Called: ptr(false)}, 20},
		"answered":    {NumberFilter{Answered: ptr(true)}, 30},
		"answer type": {NumberFilter{AnswerType: "callee"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, (&lister{n: 60, row: mixedRow}).answer)
			c := newClient(t, p.URL)
			numbers, err := c.ListTaskNumbers(context.Background(), tc.filter)
			if err != nil || len(numbers) != tc.want {
				t.Errorf("listed %d, %v, want %d", len(numbers), err, tc.want)
			}
			count, err := c.CountTaskNumbers(context.Background(), tc.filter)
			if err != nil || count != int64(tc.want) {
				t.Errorf("counted %d, %v, want %d", count, err, tc.want)
			}
		})
	}
}

func TestNumberFilterIsSent(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, always(success("[]")))
	_, err := newClient(t, p.URL).ListTaskNumbers(context.Background(), NumberFilter{
		TaskID: "42", CustomTaskID: "tf-1", Called: ptr(false), Answered: ptr(true), AnswerType: "caller",
	})
	if err != nil {
		t.Error(err)
	}
	wantForm(t, p, serviceTaskInfo, map[string]string{
		"taskid": "42", "customtaskid": "tf-1", "status": "1", "answered": "1", "answertype": "caller", "currentpage": "1", "itemsperpage": "10000",
	})
}

func TestCountTakesTheServersCountIfTheServerFilters(t *testing.T) {
	t.Parallel()
	filtering := func(called, uncalled int) answer {
		return func(w http.ResponseWriter, r *http.Request, got received, n int) {
			l := &lister{n: called + uncalled, row: uncalledRow}
			switch got.form.Get("status") {
			case "1":
				l.n = uncalled
			case "2":
				l.n = called
				l.row = func(i int) string { return fmt.Sprintf(`{"taskid":"1","telphone":%q,"status":1036}`, phoneOf(i)) }
			}
			l.answer(w, r, got, n)
		}
	}
	for name, tc := range map[string]struct {
		answer   answer
		called   *bool
		want     int64
		requests int
	}{
		"all, pages counted alone":     {(&lister{n: 45, perPage: true}).answer, nil, 45, 2},
		"all":                          {filtering(3000, 4000), nil, 7000, 1},
		"called":                       {filtering(3000, 4000), ptr(true), 3000, 2},
		"uncalled":                     {filtering(3000, 4000), ptr(false), 4000, 2},
		"none called yet":              {filtering(0, 4000), ptr(true), 0, 1},
		"all of them still uncalled":   {filtering(0, 4000), ptr(false), 4000, 2},
		"filter ignored, none called":  {(&lister{n: 4000}).answer, ptr(false), 4000, 3},
		"filter ignored, one called":   {(&lister{n: 4000, row: lastCalled(4000)}).answer, ptr(false), 3999, 3},
		"filter ignored, first called": {(&lister{n: 4000, row: mixedCalls}).answer, ptr(true), 2000, 2},
		"the server does not count":    {(&lister{n: 40, noTotal: true}).answer, nil, 40, 3},
		"no list at all":               {always(success("[]")), nil, 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, tc.answer)
			got, err := newClient(t, p.URL).CountTaskNumbers(context.Background(), NumberFilter{TaskID: "1", Called: tc.called})
			if err != nil || got != tc.want {
				t.Errorf("got %d, %v, want %d", got, err, tc.want)
			}
			if n := p.count(serviceTaskInfo); n != tc.requests {
				t.Errorf("%d requests, want %d", n, tc.requests)
			}
		})
	}
}

func lastCalled(n int) func(int) string {
	return func(i int) string {
		if i == n-1 {
			return fmt.Sprintf(`{"taskid":"1","telphone":%q,"status":1036}`, phoneOf(i))
		}
		return uncalledRow(i)
	}
}

func mixedCalls(i int) string {
	return fmt.Sprintf(`{"taskid":"1","telphone":%q,"status":%d}`, phoneOf(i), 1035+i%2)
}
