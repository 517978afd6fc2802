package probe

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

const (
	ownNumber  = "13900000000"
	testAppID  = "app-of-the-test"
	testKey    = "key-of-the-test"
	testAgent  = "renewals-team"
	otherPhone = "13811112222" // of somebody on the account's tasks
)

// server is a platform with a few campaigns of somebody else: one that ended long ago, one that is paused, and one that
// is running.
func server(t *testing.T, config yccalltest.Config) *yccalltest.Server {
	t.Helper()
	config.AppID, config.AccessKey = testAppID, testKey
	s := yccalltest.New(config)
	t.Cleanup(s.Close)
	make := func(name string, status yccalltest.TaskStatus, calls int) {
		id, err := s.ConsoleCreate(yccalltest.TaskSnapshot{Name: name, Agent: testAgent, Status: yccalltest.Running}, otherPhone, "13811112223", "13811112224", "13811112225")
		if err != nil {
			t.Fatal(err)
		}
		s.Dial(id, calls)
		if err := s.ConsoleSetStatus(id, status); err != nil {
			t.Fatal(err)
		}
	}
	make("Spring 13811112299", yccalltest.Ended, 3)
	s.Advance(100 * time.Hour)
	make("Summer of Mrs. Example", yccalltest.Paused, 2)
	make("Autumn", yccalltest.Running, 1)
	return s
}

// with is a configuration that reaches s.
func with(s *yccalltest.Server, own bool) Config {
	return through(s.Transport(), own)
}

func through(transport http.RoundTripper, own bool) Config {
	config := Config{
		Client:    yccall.Config{Endpoint: "http://platform.invalid", AppID: testAppID, AccessKey: testKey, Transport: transport},
		bodySizes: []int{}, // they take longer than all the rest
	}
	if own {
		config.Task = &OwnTask{AgentType: "3", Agent: testAgent, Phone: ownNumber}
	}
	return config
}

// probed is a run that has to succeed.
func probed(t *testing.T, config Config) *Report {
	t.Helper()
	report, err := Run(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// written are all that a report says, checked to hold no number, token, key, name or id.
func written(t *testing.T, s *yccalltest.Server, r *Report) (table, asJSON, profile string) {
	t.Helper()
	var texts [3]bytes.Buffer
	for i, write := range []func(io.Writer) error{r.WriteTable, r.WriteJSON, r.WriteProfile} {
		if err := write(&texts[i]); err != nil {
			t.Fatal(err)
		}
		showsNothing(t, s, texts[i].String(), r.heard.secrets...)
	}
	return texts[0].String(), texts[1].String(), texts[2].String()
}

// showsNothing checks that a text holds no number, token, key, name or id.
func showsNothing(t *testing.T, s *yccalltest.Server, text string, more ...string) {
	t.Helper()
	secrets := slices.Concat(more, []string{ownNumber, ownNumber[3:], otherPhone, otherPhone[3:], "Example", "Spring", testKey, testAppID, testAgent, "sip-"})
	for _, task := range s.Tasks() {
		secrets = append(secrets, task.ID)
	}
	for _, secret := range secrets {
		if strings.Contains(text, secret) {
			t.Error("a text holds what it must not")
		}
	}
}

// inBubble plays a test in which time passes only while everybody waits.
func inBubble(t *testing.T, play func(t *testing.T)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, play)
}

// cleaned checks that nobody was called, that nothing of the probe runs or waits, and that every login was ended.
func cleaned(t *testing.T, s *yccalltest.Server) {
	t.Helper()
	own := 0
	for _, task := range s.Tasks() {
		if task.Name != ownName {
			continue
		}
		own++
		if task.EverStarted || task.SwitchedOn || task.Dialled > 0 || task.Status != yccalltest.Ended {
			t.Errorf("a task of the probe is %s, started %t, switched on %t, with %d calls", task.Status, task.EverStarted, task.SwitchedOn, task.Dialled)
		}
	}
	for _, phone := range []string{ownNumber, "0" + ownNumber, oneDigit} {
		if n := s.Dialled(phone); n > 0 {
			t.Errorf("one of the probe's numbers was called %d times", n)
		}
	}
}

// cutAt is a transport that ends a run at its nth request.
type cutAt struct {
	to   http.RoundTripper
	n    int
	end  context.CancelFunc // what ends the run; nil: nothing is sent any more, as after a kill
	late bool               // the nth request arrives first; its reply is lost unless somebody still waits for it
	seen int
}

func (c *cutAt) RoundTrip(r *http.Request) (*http.Response, error) {
	c.seen++
	killed := c.end == nil
	if c.seen < c.n || c.seen > c.n && !killed {
		return c.to.RoundTrip(r)
	}
	var response *http.Response
	err := context.Canceled
	if c.seen == c.n && (c.late || !killed) {
		if !c.late {
			c.end()
		}
		response, err = c.to.RoundTrip(r)
		if c.late && !killed {
			c.end()
		}
	}
	if lost := context.Cause(r.Context()); err == nil && (killed || lost != nil) {
		_ = response.Body.Close()
		return nil, context.Canceled
	}
	return response, err
}

// CloseIdleConnections lets the transport of the mock forget its kept connection.
func (c *cutAt) CloseIdleConnections() {}
