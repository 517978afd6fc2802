package yccalltest_test

import (
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// TestHowToUse is the example that doc.go points to: a TaskCreat whose answer is lost after 3 s, and which takes effect
// after 20 s, on a platform that calls one number at a time.
func TestHowToUse(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		platform := yccalltest.New(yccalltest.Config{
			Tokens: []string{"token"},
			Dialer: yccalltest.Dialer{AtOnce: 1, Shortest: 30 * time.Second},
		})
		defer platform.Close()
		platform.Plant(yccalltest.Fault{
			Service: "TaskCreat", Kind: yccalltest.CutAfterEffect,
			Timing: yccalltest.Timing{ReplyAfter: 3 * time.Second, EffectAfter: 20 * time.Second},
		})

		client := http.Client{Transport: platform.Transport()} // a client of the provider takes it as Config.Transport
		_, err := client.PostForm("http://platform.invalid", url.Values{
			"service": {"App.Sip_Yccall.TaskCreat"}, "token": {"token"}, "assigntype": {"3"}, "assignagent": {"renewals-team"},
			"taskscale": {"1:1"}, "status": {"1"}, "telphone": {`[{"phone":"13900000000"},{"phone":"+8613900000000"}]`},
		})
		if err == nil || len(platform.Tasks()) != 0 {
			t.Fatalf("answered: %v", err)
		}
		time.Sleep(time.Minute) // no time at all: in a bubble the clock jumps when everybody waits
		if n := len(platform.CalledTwice()); n != 1 {
			t.Errorf("%d calls ring somebody who was called before", n)
		}
	})
}
