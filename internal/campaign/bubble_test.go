package campaign_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// calling is a dialler as platforms have them: a number counts as called when its call of 20 to 60 s ends.
var calling = yccalltest.Dialer{AtOnce: 2, Shortest: 20 * time.Second, Longest: time.Minute}

// inBubble plays a test in the time of a synctest bubble, in which hours take milliseconds. The client and the runner are
// as the provider has them. At the end nobody may have been called twice, however long the platform goes on.
func inBubble(t *testing.T, config yccalltest.Config, play func(w *fixture)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		if config.Dialer == (yccalltest.Dialer{}) {
			config.Dialer = calling
		}
		mock := yccalltest.New(config)
		defer mock.Close()
		w := &fixture{T: t, mock: mock, made: map[string]campaign.Result{}}
		w.platform = &stubPlatform{Platform: w.client()}
		w.runner = w.anotherRun()
		play(w)
		time.Sleep(12 * time.Hour)
		if calls := mock.CalledTwice(); len(calls) > 0 {
			t.Errorf("%d people were called twice, first in %s", len(calls), calls[0])
		}
	})
}

// client is a client of the fixture's platform.
func (w *fixture) client() *yccall.Client {
	w.Helper()
	client, err := yccall.New(yccall.Config{
		Endpoint: "https://platform.invalid", AppID: "demo-app", AccessKey: "demo-key", Transport: w.mock.Transport(),
	})
	must(w.T, err)
	return client
}

// anotherRun is a runner as another process has it.
func (w *fixture) anotherRun() *campaign.Runner {
	return campaign.New(w.platform, campaign.WithSketchSecret([]byte("demo-key")))
}

// running is a campaign that is to run.
func running(l *numberlist.List) campaign.Spec {
	o := spec(l)
	o.Start = true
	return o
}

// wantAllCalled lets the campaign call everybody, and checks that each of these was called just once.
func (w *fixture) wantAllCalled(phones []string) {
	w.Helper()
	time.Sleep(6 * time.Hour)
	for _, p := range phones {
		if n := len(w.mock.CallsOf(p)); n != 1 {
			w.Errorf("a number was called %d times", n)
		}
	}
}

// wantNobodyCalled checks that a campaign that failed has called nobody and calls nobody later.
func (w *fixture) wantNobodyCalled() {
	w.Helper()
	time.Sleep(6 * time.Hour)
	if n := len(w.mock.Calls()); n != 0 {
		w.Errorf("%d calls were made", n)
	}
}

// seconds is a timing: when the reply comes, and when the effect.
func seconds(reply, effect int) yccalltest.Timing {
	return yccalltest.Timing{ReplyAfter: time.Duration(reply) * time.Second, EffectAfter: time.Duration(effect) * time.Second}
}
