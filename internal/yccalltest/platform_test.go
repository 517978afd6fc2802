package yccalltest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

const testToken = "0123456789abcdef0123456789abcdef"

// noon is when the tests' platform starts, in its own zone.
var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.FixedZone("UTC+8", 8*60*60))

// startPlatform starts a server with a standing clock and a token that is always valid.
func startPlatform(t *testing.T, config Config) *Server {
	t.Helper()
	if config.Tokens == nil {
		config.Tokens = []string{testToken}
	}
	if config.Clock == nil {
		config.Clock = func() time.Time { return noon }
	}
	s, err := Start(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// answer is a reply as a well-meaning client sees it.
type answer struct {
	Ret  int    `json:"ret"`
	Msg  string `json:"msg"`
	Data struct {
		Status int             `json:"status"`
		Desc   string          `json:"desc"`
		Result json.RawMessage `json:"result"`
		Errors struct {
			Code    string `json:"code"`
			CodeMsg string `json:"codemsg"`
		} `json:"errors"`
	} `json:"data"`

	raw string
}

// form pairs up names and values; service and token come first.
func form(service string, pairs ...string) url.Values {
	values := url.Values{"service": {service}, "token": {testToken}}
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

// post sends a form and returns the body of the reply.
func post(s *Server, values url.Values) (string, error) {
	response, err := http.PostForm(s.URL(), values)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("HTTP %d", response.StatusCode)
	}
	return string(body), err
}

// ask calls a service and decodes the envelope, which must be a proper one.
func ask(t *testing.T, s *Server, service string, pairs ...string) answer {
	t.Helper()
	body, err := post(s, form(service, pairs...))
	if err != nil {
		t.Fatalf("%s: %v", service, err)
	}
	a := answer{raw: body}
	// PHP's empty array for data does not fit the struct, and then there is nothing in it to read.
	if err := json.Unmarshal([]byte(body), &a); err != nil && a.Ret == 0 {
		t.Fatalf("%s: %v in %s", service, err, body)
	}
	return a
}

// succeed is ask for a call that must be executed.
func succeed(t *testing.T, s *Server, service string, pairs ...string) answer {
	t.Helper()
	a := ask(t, s, service, pairs...)
	if a.Ret != 200 || a.Data.Status != 0 {
		t.Fatalf("%s: got %s", service, a.raw)
	}
	return a
}

// result decodes data.result into a T.
func result[T any](t *testing.T, a answer) T {
	t.Helper()
	var into T
	if err := json.Unmarshal(a.Data.Result, &into); err != nil {
		t.Fatalf("result: %v in %s", err, a.raw)
	}
	return into
}

const (
	creat   = "App.Sip_Yccall.TaskCreat"
	add     = "App.Sip_Yccall.TaskAdd"
	del     = "App.Sip_Yccall.taskDelPhone"
	set     = "App.Sip_Yccall.TaskSet"
	redial  = "App.Sip_Yccall.taskCall"
	listing = "App.Sip_Yccall.TaskList"
	info    = "App.Sip_Yccall.TaskInfo"
)

// telphone is the JSON of plain numbers.
func telphone(phones ...string) string {
	items := make([]map[string]string, len(phones))
	for i, phone := range phones {
		items[i] = map[string]string{"phone": phone}
	}
	text, _ := json.Marshal(items)
	return string(text)
}

// phones makes n different numbers.
func phones(n int) []string {
	numbers := make([]string, n)
	for i := range numbers {
		numbers[i] = fmt.Sprintf("1390%07d", i)
	}
	return numbers
}

func creation(pairs ...string) []string {
	return append([]string{
		"assigntype", "3", "assignagent", "renewals-team", "taskscale", "1:2", "telphone", telphone(phones(3)...),
	}, pairs...)
}

// newTask creates a task of three numbers, changed by pairs, and returns its id.
func newTask(t *testing.T, s *Server, pairs ...string) string {
	t.Helper()
	a := succeed(t, s, creat, creation(pairs...)...)
	return result[struct{ TaskID string }](t, a).TaskID
}

type page struct {
	TotalItems, CurrentPage, ItemsPerPage int

	Task   []map[string]any
	Result []map[string]any
}

// column lists one field of rows.
func column(rows []map[string]any, name string) string {
	var texts []string
	for _, row := range rows {
		texts = append(texts, fmt.Sprint(row[name]))
	}
	return strings.Join(texts, " ")
}

func mustTask(t *testing.T, s *Server, id string) TaskSnapshot {
	t.Helper()
	snapshot, known := s.Task(id)
	if !known {
		t.Fatalf("no task %s", id)
	}
	return snapshot
}
