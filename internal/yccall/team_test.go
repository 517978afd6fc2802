package yccall

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTeamsAreSentWithWhatIsSetAndNothingElse(t *testing.T) {
	t.Parallel()
	n := func(value int64) *int64 { return &value }
	for name, test := range map[string]struct {
		service service
		want    map[string]string
		do      func(context.Context, *Client) error
	}{
		"group": {serviceAddExtgroup, map[string]string{"name": "night"}, func(ctx context.Context, c *Client) error {
			return c.AddExtensionGroup(ctx, NewExtensionGroup{Name: "night"})
		}},
		"disabled group": {serviceAddExtgroup, map[string]string{"name": "night", "status": "0"}, func(ctx context.Context, c *Client) error {
			return c.AddExtensionGroup(ctx, NewExtensionGroup{Name: "night", Enabled: ptr(false)})
		}},
		"member": {serviceAddExtnumber, map[string]string{"name": "night", "extnumber": "1001"}, func(ctx context.Context, c *Client) error {
			return c.AddGroupMember(ctx, GroupMember{Group: "night", Extension: "1001"})
		}},
		"queue": {serviceAddQueue, map[string]string{"queuename": "q", "autocall": "no", "remark": "r"}, func(ctx context.Context, c *Client) error {
			return c.AddQueue(ctx, NewQueue{Name: "q", Remark: "r"})
		}},
		"whole queue": {serviceAddQueue, map[string]string{"queuename": "q", "autocall": "yes", "remark": "r", "strategy": "8"}, func(ctx context.Context, c *Client) error {
			return c.AddQueue(ctx, NewQueue{Name: "q", Remark: "r", Autocall: true, Strategy: ptr(8)})
		}},
		"edit": {serviceEditQueue, map[string]string{"queuename": "q", "remark": "r"}, func(ctx context.Context, c *Client) error {
			return c.EditQueue(ctx, QueueEdit{Name: "q", Remark: "r"})
		}},
		"whole edit": {
			serviceEditQueue, map[string]string{
				"queuename": "q", "remark": "r", "strategy": "2", "announcefreq": "1", "ringdelay": "2", "maxwaittime": "0",
				"withnoagenttime": "4", "noagentrejoiningtime": "5", "discardtime": "6",
			},
			func(ctx context.Context, c *Client) error {
				return c.EditQueue(ctx, QueueEdit{Name: "q", Remark: "r", Strategy: ptr(2), QueueTimes: QueueTimes{
					AnnounceFreq: n(1), RingDelay: n(2), MaxWaitTime: n(0), WithNoAgentTime: n(4), NoAgentRejoiningTime: n(5), DiscardTime: n(6),
				}})
			},
		},
	} {
		p := startPlatform(t, always(success("null")))
		if err := test.do(t.Context(), newClient(t, p.URL)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got := map[string]string{}
		for field := range p.forms(test.service)[0] {
			if field != "service" && field != "token" {
				got[field] = p.forms(test.service)[0].Get(field)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestMembersAreReadWhereverTheServerPutsThem(t *testing.T) {
	t.Parallel()
	const row = `{"name":"night","extnumber":1001,"status":"hangup","priority":1,"date":null,"state":"idle"}`
	one := []GroupMember{{Group: "night", Extension: "1001"}}
	for body, want := range map[string][]GroupMember{
		`{"ret":200,"data":[` + row + `],"msg":""}`:                                                  one,
		`{"ret":200,"data":{"3":` + row + `},"msg":""}`:                                              one,
		`{"ret":200,"data":` + row + `,"msg":""}`:                                                    one,
		success(`[` + row + `]`):                                                                     one,
		`{"ret":200,"data":[{"extnumber":"1001"}],"msg":""}`:                                         one,
		`{"ret":200,"data":[` + row + `,{"name":"day","extnumber":"1002"}],"msg":""}`:                one,
		`{"ret":200,"data":[],"msg":""}`:                                                             {},
		`{"ret":200,"data":{},"msg":""}`:                                                             {},
		`{"ret":200,"data":null,"msg":""}`:                                                           {},
		success("null"):                                                                              {},
		`{"ret":200,"data":{"title":"Hello World!","version":"2.23"},"msg":""}`:                      nil,
		`{"ret":200,"msg":""}`:                                                                       nil,
		`{"ret":200,"data":"none","msg":""}`:                                                         nil,
		`{"ret":500,"data":[],"msg":""}`:                                                             nil,
		`{"ret":200,"data":{"status":1,"errors":{"code":"1010","codemsg":"unknown"}},"msg":"no"}`:    nil,
		`{"ret":200,"data":{"status":"1","desc":"no","errors":[]},"msg":"","debug":{"stack":["x"]}}`: {},
	} {
		p := startPlatform(t, always(body))
		got, err := newClient(t, p.URL).GroupMembers(t.Context(), "night", "")
		if (err == nil) != (want != nil) {
			t.Errorf("%s: %v", body, err)
		}
		if diff := cmp.Diff(want, got); err == nil && diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
}

func TestRefusedLookupIsEmptyOnlyIfTheImpossibleIsRefusedAlike(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lookUp, impossible string
		empty              bool
	}{
		"alike":           {refusedWith("no data"), refusedWith("no data"), true},
		"in other words":  {refusedWith("no data"), refusedWith("no such name"), false},
		"answered":        {refusedWith("no data"), success("[]"), false},
		"platform failed": {`{"ret":200,"data":{"status":1,"errors":{"code":"1001"}}}`, `{"ret":200,"data":{"status":1,"errors":{"code":"1001"}}}`, false},
	} {
		p := startPlatform(t, func(w http.ResponseWriter, _ *http.Request, got received, _ int) {
			text := test.lookUp
			for _, key := range []string{"name", "queuename", "extnumber", "disnumber"} {
				if got.form.Get(key) == impossibleTaskID {
					text = test.impossible
				}
			}
			_, _ = fmt.Fprint(w, text)
		})
		c := newClient(t, p.URL)
		for what, lookUp := range map[string]func() error{
			"groups":         func() error { _, err := c.ExtensionGroups(t.Context(), ""); return err },
			"queues":         func() error { _, err := c.Queues(t.Context(), ""); return err },
			"members":        func() error { _, err := c.GroupMembers(t.Context(), "night", ""); return err },
			"extensions":     func() error { _, err := c.Extensions(t.Context(), ExtensionFilter{}); return err },
			"caller numbers": func() error { _, err := c.CallerNumbers(t.Context(), CallerNumberFilter{}); return err },
		} {
			if err := lookUp(); (err == nil) != test.empty {
				t.Errorf("%s, %s: %v", name, what, err)
			}
		}
		if _, err := c.Queues(t.Context(), "sales"); err == nil {
			t.Errorf("%s: the refusal of one name is taken for an empty list", name)
		}
	}
}

func TestThereIsOneLoginForTheNamesThatWereMade(t *testing.T) {
	t.Parallel()
	desk := &tokenDesk{}
	p := startPlatform(t, desk.answer)
	c := newClient(t, p.URL, withLogin)
	logIn := func() {
		t.Helper()
		if err := c.LoginForNames(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	make := func() { _ = c.AddExtensionGroup(t.Context(), NewExtensionGroup{Name: "night"}) }
	for _, step := range []struct {
		do     func()
		logins int
	}{
		{func() { _, _ = c.GroupMembers(t.Context(), "night", "") }, 1}, {logIn, 1},
		{make, 1}, {make, 1}, {logIn, 2}, {logIn, 2}, {make, 2}, {logIn, 3}, {logIn, 3},
	} {
		if step.do(); p.count(serviceLogin) != step.logins {
			t.Errorf("%d logins, want %d", p.count(serviceLogin), step.logins)
		}
	}
	ready := newClient(t, p.URL)
	if err := ready.LoginForNames(t.Context()); !errors.Is(err, ErrTokenInvalid) {
		t.Errorf("a ready token gives %v", err)
	}
}

func TestUnknownNameIsAKindOfRefusal(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, always(`{"ret":200,"data":{"status":1,"desc":"no","errors":{"code":"1010","codemsg":"unknown"}}}`))
	err := newClient(t, p.URL).AddGroupMember(t.Context(), GroupMember{Group: "night", Extension: "1001"})
	for _, kind := range []error{ErrRefused, ErrUnknownName, ErrMayHaveRun} {
		if !errors.Is(err, kind) {
			t.Errorf("%v is not %v", err, kind)
		}
	}
	if want := "AddExtnumber: the platform refused: the token does not know it: unknown (code 1010)"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}
