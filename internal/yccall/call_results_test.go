package yccall

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// calledRow is a number of a task on the wire; every tenth was not called, and the others take turns
// in their results.
func calledRow(taskID string, i int) map[string]string {
	row := map[string]string{"taskid": taskID, "telphone": phoneOf(i), "status": "1036"}
	switch {
	case i%10 == 9:
		row["status"] = "1035"
	case i%3 == 0:
		row["answered"], row["answertype"] = "1", "connected"
	case i%3 == 1:
		row["answered"], row["answertype"] = "0", "callee"
	default:
		row["answered"], row["answertype"] = "0", "caller"
	}
	return row
}

// taskInfoServer lists rows as TaskInfo does, without the parameters that it ignores.
func taskInfoServer(rows []map[string]string, ignored ...string) answer {
	keys := map[string]string{"taskid": "taskid", "status": "status", "answered": "answered", "answertype": "answertype"}
	for _, parameter := range ignored {
		delete(keys, parameter)
	}
	return func(w http.ResponseWriter, _ *http.Request, got received, _ int) {
		var fitting []string
		for _, row := range rows {
			fits := true
			for parameter, key := range keys {
				wanted := got.form.Get(parameter)
				if parameter == "status" && wanted != "" {
					wanted = map[string]string{"1": "1035", "2": "1036"}[wanted]
				}
				fits = fits && (wanted == "" || row[key] == wanted)
			}
			if fits {
				var fields []string
				for key, value := range row {
					fields = append(fields, fmt.Sprintf("%q:%q", key, value))
				}
				fitting = append(fitting, "{"+strings.Join(fields, ",")+"}")
			}
		}
		total := len(fitting)
		page, _ := strconv.Atoi(got.form.Get("currentpage"))
		size, _ := strconv.Atoi(got.form.Get("itemsperpage"))
		from := min((page-1)*size, total)
		fitting = fitting[from:min(from+size, total)]
		_, _ = fmt.Fprint(w, success(fmt.Sprintf(`{"totalitems":%d,"result":[%s]}`, total, strings.Join(fitting, ","))))
	}
}

func rowsOf(taskID string, n int) []map[string]string {
	rows := make([]map[string]string, n)
	for i := range rows {
		rows[i] = calledRow(taskID, i)
	}
	return rows
}

// withUncalledUnanswered gives the numbers that were not called the answer that they did not give.
func withUncalledUnanswered(rows []map[string]string) []map[string]string {
	for _, row := range rows {
		if row["status"] == "1035" {
			row["answered"] = "0"
		}
	}
	return rows
}

// without removes keys from rows, as older servers do.
func without(rows []map[string]string, keys ...string) []map[string]string {
	for _, row := range rows {
		for _, key := range keys {
			delete(row, key)
		}
	}
	return rows
}

func TestCallResultsAreCountedCheaplyAndRightWhateverTheServerIgnores(t *testing.T) {
	t.Parallel()
	// 60 numbers: 6 not called; of the others 18 each, save that three of i%3 == 0 are i%10 == 9 as well.
	full := CallResults{Total: 60, Called: 54, Uncalled: 6, Answers: &AnswerCounts{18, 36}, AnswerTypes: &AnswerTypeCounts{18, 18, 18}}
	double := CallResults{Total: 120, Called: 108, Uncalled: 12, Answers: &AnswerCounts{36, 72}, AnswerTypes: &AnswerTypeCounts{36, 36, 36}}
	silent := CallResults{Total: 60, Called: 54, Uncalled: 6}
	for name, tc := range map[string]struct {
		rows    []map[string]string
		ignored []string
		want    CallResults
		// requests is how many requests it takes at most.
		requests int
	}{
		"filters honoured":         {rowsOf("1", 60), nil, full, 9},
		"status ignored":           {rowsOf("1", 60), []string{"status"}, full, 9},
		"answered ignored":         {rowsOf("1", 60), []string{"answered"}, full, 9},
		"answer type ignored":      {rowsOf("1", 60), []string{"answertype"}, full, 9},
		"all ignored":              {rowsOf("1", 60), []string{"status", "answered", "answertype", "taskid"}, full, 9},
		"task ignored, ours first": {append(rowsOf("1", 60), rowsOf("2", 60)...), []string{"taskid"}, full, 10},
		// Here every first page has numbers of this task only.
		"task ignored, ours long":      {append(slices.Concat(rowsOf("1", 60), rowsOf("1", 60)), rowsOf("2", 60)...), []string{"taskid"}, double, 11},
		"uncalled count as unanswered": {withUncalledUnanswered(rowsOf("1", 60)), nil, full, 10},
		"task ignored, ours last":      {append(rowsOf("2", 60), rowsOf("1", 60)...), []string{"taskid"}, full, 10},
		"rows without answers":         {without(rowsOf("1", 60), "answered", "answertype"), nil, silent, 9},
		"rows without answers, older":  {without(rowsOf("1", 60), "answered", "answertype"), []string{"answered", "answertype", "status"}, silent, 9},
		"no numbers":                   {nil, nil, tallied(t, nil), 8},
		"none called": {without(rowsOf("1", 60), "answered", "answertype")[9:10], nil,
			CallResults{Total: 1, Uncalled: 1, Answers: &AnswerCounts{}, AnswerTypes: &AnswerTypeCounts{}}, 8},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, taskInfoServer(tc.rows, tc.ignored...))
			got, err := newClient(t, p.URL).CountCallResults(context.Background(), "1")
			if diff := cmp.Diff(tc.want, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
			if requests := p.count(serviceTaskInfo); requests > tc.requests {
				t.Errorf("it took %d requests, want at most %d", requests, tc.requests)
			}
		})
	}
}

// tallied counts rows one by one.
func tallied(t *testing.T, numbers []TaskNumber) CallResults {
	t.Helper()
	o, err := tally(func(yield func(TaskNumber, error) bool) {
		for _, n := range numbers {
			if !yield(n, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestCallResultsOfALongListTakeAFewSmallRequests(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, taskInfoServer(rowsOf("1", 3_000)))
	if _, err := newClient(t, p.URL).CountCallResults(context.Background(), "1"); err != nil {
		t.Fatal(err)
	}
	forms := p.forms(serviceTaskInfo)
	if len(forms) != 9 {
		t.Errorf("it took %d requests, want 9", len(forms))
	}
	for _, form := range forms {
		if form.Get("itemsperpage") != "10" {
			t.Errorf("a page of %s was asked for", form.Get("itemsperpage"))
		}
	}
}

func TestCallResultsThatCannotBeCountedAreAnError(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		reply string
		want  error
	}{
		"refused":        {`{"ret":200,"data":{"status":1,"errors":{"code":"1002"}}}`, ErrRefused},
		"something else": {success(`7`), ErrMalformedReply},
		"moving":         {success(`{"totalitems":2,"result":[{"taskid":"2","telphone":"1"}]}`), ErrUnstableListing},
	} {
		p := startPlatform(t, always(tc.reply))
		if _, err := newClient(t, p.URL).CountCallResults(context.Background(), "1"); !errors.Is(err, tc.want) {
			t.Errorf("%s: got %v, want %v", name, err, tc.want)
		}
	}
}

func TestFirstNumbersStopAtTheLimit(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, taskInfoServer(rowsOf("1", 60)))
	c := newClient(t, p.URL)
	for limit, want := range map[int]int{1: 1, 17: 17, 18: 18, 19: 18} {
		numbers, more, err := c.FirstTaskNumbers(context.Background(), NumberFilter{TaskID: "1", AnswerType: "callee"}, limit)
		if err != nil || len(numbers) != want || more != (limit < 18) {
			t.Errorf("limit %d: %d numbers, more %v, %v", limit, len(numbers), more, err)
		}
	}
}

// While a task runs, the numbers that were not called become fewer from page to page.
func TestFirstNumbersOfAMovingListComeFromTheWholeTask(t *testing.T) {
	t.Parallel()
	rows := rowsOf("1", 60)
	p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, got received, n int) {
		if got.form.Get("status") == "" {
			taskInfoServer(rows)(w, r, got, n)
			return
		}
		_, _ = fmt.Fprint(w, success(fmt.Sprintf(`{"totalitems":%d,"result":[{"taskid":"1","telphone":%q,"status":1035}]}`, 9-n, phoneOf(n))))
	})
	numbers, more, err := newClient(t, p.URL).FirstTaskNumbers(context.Background(), NumberFilter{TaskID: "1", Called: ptr(false)}, 100)
	if err != nil || len(numbers) != 6 || more {
		t.Errorf("%d numbers, more %v, %v; want 6", len(numbers), more, err)
	}
}
