package provider_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/protocoltest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

const accessTokenType = "yccall_access_token"

// open opens an access token without an error.
func (w *fixture) open(config object) *protocoltest.Ephemeral {
	w.Helper()
	opened, diags, err := w.core.OpenEphemeralResource(w.Context(), accessTokenType, config)
	must(w.T, err)
	must(w.T, protocoltest.Errors(diags))
	return opened
}

// query has the provider make a call of its own.
func (w *fixture) query() {
	w.Helper()
	_, diags, err := w.core.List(w.Context(), "yccall_outbound_task", protocoltest.Query{Limit: 1})
	must(w.T, err)
	must(w.T, protocoltest.Errors(diags))
}

func TestAccessTokenIsGrantedForTwelveHours(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC)
	w := newFixture(t, yccalltest.Config{Clock: func() time.Time { return start }, RecordForms: true})
	opened := w.open(nil)
	token, _ := opened.Values["token"].(string)
	for attribute, want := range map[string]any{
		"company_code": "1", "company_name": "demo", "expires_at": "2026-12-01T13:00:00Z", "app_id": nil, "access_key": nil,
	} {
		if got := opened.Values[attribute]; got != want {
			t.Errorf("%s is %v, want %v", attribute, got, want)
		}
	}
	if len(token) != 32 || !opened.RenewAt.IsZero() {
		t.Errorf("a token of %d characters, to be renewed at %v", len(token), opened.RenewAt)
	}
	// The provider goes on with it, and closing does not end it for whoever it was handed to.
	w.query()
	diags, err := opened.Close(t.Context())
	must(t, err)
	must(t, protocoltest.Errors(diags))
	w.query()
	w.wantCalls("Login", 1)
	w.wantCalls("Logout", 0)
	for _, form := range w.mock.Forms("TaskList") {
		if form.Get("token") != token {
			t.Error("the provider uses another token than it handed out")
		}
	}
}

func TestAccessTokenOfTheProvidersAccountOutlivesItsOtherCalls(t *testing.T) {
	t.Parallel()
	for name, config := range map[string]object{
		"the provider's account": nil,
		"the same account named": {"app_id": "demo-app", "access_key": "demo-key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// Each login ends the tokens before.
			w := newFixture(t, yccalltest.Config{Dialect: yccalltest.Dialect{Habits: yccalltest.SingleSession}, RecordForms: true})
			w.query()
			token := w.open(config).Values["token"]
			w.query()
			w.wantCalls("Login", 2)
			forms := w.mock.Forms("TaskList")
			if forms[len(forms)-1].Get("token") != token {
				t.Error("the provider goes on with another token")
			}
		})
	}
}

func TestAccessTokenOfAnotherAccountLeavesTheProvidersAlone(t *testing.T) {
	t.Parallel()
	const ready = "0123456789abcdef0123456789abcdef"
	w := newFixture(t, yccalltest.Config{Tokens: []string{ready}, RecordForms: true})
	w.core = w.start(object{"endpoint": w.mock.URL(), "token": ready})
	if token := w.open(object{"app_id": "demo-app", "access_key": "demo-key"}).Values["token"]; token == ready {
		t.Error("the provider's own token was handed out")
	}
	w.query()
	if form := w.mock.Forms("TaskList")[0]; form.Get("token") != ready {
		t.Error("the provider goes on with another token")
	}
}

func TestAccessTokenThatCannotBeGrantedSaysWhy(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		provider object
		config   object
		fault    yccalltest.FaultKind
		summary  string
		details  []string
	}{
		"half an account":   {config: object{"access_key": "wrong-secret-key"}, summary: "Half an account"},
		"other half":        {config: object{"app_id": "demo-app"}, summary: "Half an account"},
		"wrong key":         {config: object{"app_id": "demo-app", "access_key": "wrong-secret-key"}, summary: "Logging in failed: not authorised", details: []string{"There is no token", "app_id and access_key"}},
		"ready token":       {provider: object{"token": "0123456789abcdef0123456789abcdef"}, summary: "No account to log in with", details: []string{"ready token"}},
		"platform is ill":   {fault: yccalltest.HTMLBodyBeforeEffect, summary: "Login answered something else"},
		"platform is mute":  {fault: yccalltest.CutBeforeEffect, summary: "Login did not succeed"},
		"platform says no":  {fault: yccalltest.BusinessError, summary: "not authorised"},
		"token not granted": {fault: yccalltest.Ret600, summary: "not authorised"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newFixture(t, yccalltest.Config{})
			if test.provider != nil {
				test.provider["endpoint"] = w.mock.URL()
				w.core = w.start(test.provider)
			}
			if test.fault != 0 {
				w.mock.Plant(yccalltest.Fault{Service: "Login", Kind: test.fault, Times: -1})
			}
			opened, diags, err := w.core.OpenEphemeralResource(t.Context(), accessTokenType, test.config)
			must(t, err)
			if opened != nil {
				t.Fatal("it was opened")
			}
			w.wantError(diags, test.summary, test.details...)
			wantNoKey(t, diags)
		})
	}
}

// wantNoKey checks that no diagnostic has an access key or a token in it.
func wantNoKey(t *testing.T, diags []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, d := range diags {
		for _, secret := range []string{"demo-key", "wrong-secret-key", "0123456789abcdef"} {
			if strings.Contains(d.Summary+d.Detail, secret) {
				t.Errorf("%q holds the secret %s:\n%s", d.Summary, secret, d.Detail)
			}
		}
	}
}

func TestAccessTokenWaitsForValuesThatAreNotKnown(t *testing.T) {
	t.Parallel()
	w := newFixture(t, yccalltest.Config{})
	checked, err := w.core.ValidateEphemeralResource(t.Context(), accessTokenType, object{"app_id": protocoltest.Unknown})
	must(t, err)
	must(t, protocoltest.Errors(checked))
}
