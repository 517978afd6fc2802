package yccall

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLookupsReadEveryRow(t *testing.T) {
	t.Parallel()
	yes, no := ptr(true), ptr(false)
	for name, tc := range map[string]struct {
		service service
		params  map[string]string
		result  string
		want    any
		do      func(context.Context, *Client) (any, error)
	}{
		"all extension groups": {
			serviceExtensionGroups, map[string]string{},
			`[{"id":18,"name":"sales","status":1041},{"id":"19","name":"renewals","status":"1042"},{"id":20,"name":"x","status":1043}]`,
			[]ExtensionGroup{{ID: "18", Name: "sales", Enabled: yes}, {ID: "19", Name: "renewals", Enabled: no}, {ID: "20", Name: "x"}},
			func(ctx context.Context, c *Client) (any, error) { return c.ExtensionGroups(ctx, "") },
		},
		"one extension group": {
			serviceExtensionGroups, map[string]string{"name": "sales"}, `{"0":{"id":18,"name":"sales","status":1041}}`,
			[]ExtensionGroup{{ID: "18", Name: "sales", Enabled: yes}},
			func(ctx context.Context, c *Client) (any, error) { return c.ExtensionGroups(ctx, "sales") },
		},
		"enabled extensions": {
			serviceExtensions, map[string]string{"status": "1"},
			`[{"extnumber":100001,"password":"not-for-anyone","status":1016,"register":"nreg"},{"extnumber":"100002","status":"1013","register":"reg"},{"extnumber":"100003","register":null}]`,
			[]Extension{{Number: "100001", Enabled: yes, Registered: no}, {Number: "100002", Enabled: no, Registered: yes}, {Number: "100003"}},
			func(ctx context.Context, c *Client) (any, error) { return c.Extensions(ctx, ExtensionFilter{}) },
		},
		"some extensions": {
			serviceExtensions, map[string]string{"status": "3", "extnumber": "100001,100002"}, `[]`, []Extension{},
			func(ctx context.Context, c *Client) (any, error) {
				return c.Extensions(ctx, ExtensionFilter{Availability: EnabledOrDisabled, Numbers: []string{"100001", "100002"}})
			},
		},
		"caller numbers": {
			serviceCallerNumbers, map[string]string{"status": "1", "autocall": "1"},
			`[{"disnumber":2120280001},{"disnumber":"02120280002","areacode":"021","autocall":"2"}]`,
			[]CallerNumber{{Number: "2120280001"}, {Number: "02120280002", AreaCode: ptr("021")}},
			func(ctx context.Context, c *Client) (any, error) { return c.CallerNumbers(ctx, CallerNumberFilter{}) },
		},
		"some caller numbers": {
			serviceCallerNumbers, map[string]string{"status": "2", "autocall": "2", "disnumber": "1,2", "areacode": "021"}, `null`, []CallerNumber{},
			func(ctx context.Context, c *Client) (any, error) {
				return c.CallerNumbers(ctx, CallerNumberFilter{Availability: OnlyDisabled, Use: OnlyPredictive, Numbers: []string{"1", "2"}, AreaCode: "021"})
			},
		},
		"queues": {
			serviceQueues, map[string]string{"queuename": "q"},
			`[{"queuename":"autocall_q-1101","remark":null,"strategy":"8","announce":"announce.wav","announcefreq":1,"ringdelay":2,"maxwaittime":""}]`,
			[]Queue{{
				Name: "autocall_q-1101", Strategy: ptr(int64(8)), Announce: "announce.wav",
				QueueTimes: QueueTimes{AnnounceFreq: ptr(int64(1)), RingDelay: ptr(int64(2))},
			}},
			func(ctx context.Context, c *Client) (any, error) { return c.Queues(ctx, "q") },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, always(success(tc.result)))
			got, err := tc.do(context.Background(), newClient(t, p.URL))
			if diff := cmp.Diff(tc.want, got); err != nil || diff != "" {
				t.Errorf("%v %s", err, diff)
			}
			wantForm(t, p, tc.service, tc.params)
		})
	}
}

func TestLookupOfSomethingElseThanAListIsMalformed(t *testing.T) {
	t.Parallel()
	for _, result := range []string{`"text"`, `7`, `[1]`, `["x"]`, `[[]]`} {
		p := startPlatform(t, always(success(result)))
		if _, err := newClient(t, p.URL).Queues(context.Background(), ""); !errors.Is(err, ErrMalformedReply) {
			t.Errorf("%s: got %v, want ErrMalformedReply", result, err)
		}
	}
}
