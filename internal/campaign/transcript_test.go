package campaign_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

var update = flag.Bool("update", false, "write the transcripts in testdata anew")

// transcript writes down what is sent and answered, and when. Numbers are #0, #1 and so on, tasks T1, T2 and so on.
type transcript struct {
	next  http.RoundTripper
	begin time.Time
	mu    sync.Mutex // of text
	text  bytes.Buffer
	known sync.Mutex // of tasks
	tasks []string
}

// RoundTrip sends a request, and writes a line when it is over.
func (tr *transcript) RoundTrip(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	sent, service := time.Since(tr.begin), ""
	asked := tr.asked(req, body, &service)
	resp, err := tr.next.RoundTrip(req)
	answer := "no reply"
	if err == nil {
		var reply []byte
		if reply, err = io.ReadAll(resp.Body); err == nil {
			answer = tr.answered(service, resp.StatusCode, reply)
		}
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(reply), &failing{err}))
		err = nil
	}
	tr.line(sent, asked, answer)
	return resp, err
}

// failing ends a body with an error, if there is one.
type failing struct{ err error }

func (f *failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

func (tr *transcript) line(sent time.Duration, asked, answer string) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	answered := ""
	if took := time.Since(tr.begin) - sent; took >= time.Second/10 {
		answered = fmt.Sprintf(" (after %.0f s)", took.Seconds())
	}
	fmt.Fprintf(&tr.text, "%7.1f s  %-46s → %s%s\n", sent.Seconds(), asked, answer, answered)
}

// note writes down something that happens beside the requests.
func (tr *transcript) note(format string, args ...any) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	fmt.Fprintf(&tr.text, "%7.1f s  [%s]\n", time.Since(tr.begin).Seconds(), tr.mask(fmt.Sprintf(format, args...)))
}

// restart forgets what was written, so that a transcript begins here.
func (tr *transcript) restart() {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.text.Reset()
}

// asked says what a form asks for.
func (tr *transcript) asked(req *http.Request, body []byte, service *string) string {
	form := map[string]string{}
	_, params, _ := mime.ParseMediaType(req.Header.Get("Content-Type"))
	for r := multipart.NewReader(bytes.NewReader(body), params["boundary"]); ; {
		part, err := r.NextPart()
		if err != nil {
			break
		}
		value, _ := io.ReadAll(part)
		form[part.FormName()] = string(value)
	}
	*service = form["service"][strings.LastIndex(form["service"], ".")+1:]
	words := []string{*service}
	for _, name := range []string{"taskid", "customtaskid", "taskname", "createtime", "status", "taskstatus"} {
		switch value := form[name]; {
		case value == "", name == "taskname" && *service == "TaskCreat":
		case strings.HasPrefix(value, "no-"):
			words = append(words, name+"=no-…") // an id that cannot exist
		case name == "createtime":
			words = append(words, "since "+value[:4])
		case name == "taskstatus":
			words = append(words, map[string]string{"1": "run", "2": "pause", "3": "end"}[value])
		default:
			words = append(words, name+"="+tr.mask(value))
		}
	}
	if telphone := form["telphone"]; telphone != "" {
		words = append(words, tr.numbers(telphone))
	}
	return strings.Join(words, " ")
}

// numbers names a few numbers, or counts many.
func (tr *transcript) numbers(telphone string) string {
	var entries []struct{ Phone string }
	var list []string
	if json.Unmarshal([]byte(telphone), &entries) == nil {
		for _, e := range entries {
			list = append(list, e.Phone)
		}
	} else {
		list = strings.Split(telphone, ",")
	}
	if len(list) > 8 {
		return fmt.Sprintf("%d numbers", len(list))
	}
	for i, p := range list {
		list[i] = maskPhone(p)
	}
	return strings.Join(list, " ")
}

func maskPhone(p string) string {
	for i := range 30 {
		if p == phone(i) {
			return fmt.Sprintf("#%d", i)
		}
	}
	return "#…" + p[len(p)-1:]
}

// mask writes tasks as T1, T2 and so on.
func (tr *transcript) mask(text string) string {
	tr.known.Lock()
	defer tr.known.Unlock()
	for i, id := range tr.tasks {
		text = strings.ReplaceAll(text, id, fmt.Sprintf("T%d", i+1))
	}
	return text
}

func (tr *transcript) know(id string) string {
	if id != "" && tr.mask(id) == id {
		tr.known.Lock()
		tr.tasks = append(tr.tasks, id)
		tr.known.Unlock()
	}
	return tr.mask(id)
}

// answered says what a reply says.
func (tr *transcript) answered(service string, status int, body []byte) string {
	var reply struct {
		Ret  int
		Data struct {
			Status int
			Result struct {
				TaskID  string
				Success int
				Total   int               `json:"totalitems"`
				Invalid []json.RawMessage `json:"invaliddata"`
				Tasks   []map[string]any  `json:"task"`
				Numbers []any             `json:"result"`
			}
			Errors struct{ Code any }
		}
	}
	switch err := json.Unmarshal(body, &reply); {
	case status != http.StatusOK:
		return fmt.Sprintf("HTTP %d", status)
	case err != nil && reply.Ret == 0:
		return "a page that is no reply"
	case reply.Ret != http.StatusOK:
		return fmt.Sprintf("ret %d", reply.Ret)
	case reply.Data.Status != 0:
		return fmt.Sprintf("refused, code %v", reply.Data.Errors.Code)
	}
	d := reply.Data.Result
	switch service {
	case "TaskCreat":
		return fmt.Sprintf("task %s, %d rejected", tr.know(d.TaskID), len(d.Invalid))
	case "TaskAdd":
		return fmt.Sprintf("%d taken, %d rejected", d.Success, len(d.Invalid))
	case "TaskInfo":
		return fmt.Sprintf("%d of %d numbers", len(d.Numbers), d.Total)
	case "TaskList":
		rows := []string{}
		for _, row := range d.Tasks {
			rows = append(rows, fmt.Sprintf("%s %s, holds %v, called %v, in a call %v", tr.know(fmt.Sprint(row["taskid"])),
				stateNames[fmt.Sprint(row["status"])], row["total"], row["called"], row["currentconcurrent"]))
		}
		if len(rows) == 0 {
			return "nothing"
		}
		return strings.Join(rows, "; ")
	default:
		return "done"
	}
}

// stateNames are the run states by their numbers.
var stateNames = map[string]string{"1025": "not started", "1026": "runs", "1027": "paused", "1028": "ended"}

// play is one transcript: what is planted and what is done.
type play struct {
	about  string
	config yccalltest.Config
	do     func(w *fixture, tr *transcript) (campaign.Result, error)
}

// TestTranscripts compares what is sent and answered with testdata/*.txt. They are the way to get to know the protocol:
//
//	go test ./internal/campaign -run TestTranscripts -update
func TestTranscripts(t *testing.T) {
	t.Parallel()
	for name, p := range plays() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := p.write(t)
			path := filepath.Join("testdata", name+".txt")
			if *update {
				must(t, os.WriteFile(path, []byte(got), 0o600))
			}
			want, err := os.ReadFile(path)
			must(t, err)
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("the transcript differs (-want +got); -update writes it anew:\n%s", diff)
			}
		})
	}
}

func (p play) write(t *testing.T) (text string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		if p.config.Dialer == (yccalltest.Dialer{}) {
			p.config.Dialer = yccalltest.Dialer{AtOnce: 1, Shortest: 30 * time.Second, Longest: 30 * time.Second}
		}
		mock := yccalltest.New(p.config)
		defer mock.Close()
		tr := &transcript{next: mock.Transport(), begin: time.Now()}
		client, err := yccall.New(yccall.Config{
			Endpoint: "https://platform.invalid", AppID: "demo-app", AccessKey: "demo-key", Transport: tr,
			RetryWaitMin: time.Nanosecond, RetryWaitMax: time.Nanosecond,
		})
		must(t, err)
		w := &fixture{T: t, mock: mock, made: map[string]campaign.Result{}}
		w.platform = &stubPlatform{Platform: client}
		w.runner = campaign.New(w.platform, campaign.WithWait(exactly), campaign.WithSketchSecret([]byte("demo-key")))
		out, err := p.do(w, tr)
		tr.end(out, err)
		text = "# " + p.about + "\n\n" + tr.text.String()
		time.Sleep(12 * time.Hour)
		if n := len(mock.CalledTwice()); n > 0 {
			t.Errorf("%d people were called twice", n)
		}
	})
	return text
}

// end writes down how it ended.
func (tr *transcript) end(out campaign.Result, err error) {
	var step *campaign.StepError
	switch {
	case err != nil && errors.As(err, &step) && step.LeftPaused:
		tr.note("error, the task is left paused: %v", err)
	case err != nil:
		tr.note("error: %v", err)
	case out.TaskID == "":
		tr.note("done")
	default:
		tr.note("in sync: %v, holds %d, rejected %d, called with what is not on the list %d", out.InSync, out.Held, len(out.Rejected), out.Called.Changed+out.Called.Unwanted)
	}
}
