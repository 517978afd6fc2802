package yccalltest

import (
	"testing"
	"time"
)

func logIn(t *testing.T, s *Server) string {
	t.Helper()
	a := succeed(t, s, "App.Sip_Auth.Login", "appid", "demo-app", "accesskey", "demo-key")
	token := result[struct{ Token string }](t, a).Token
	if len(token) != 32 {
		t.Fatalf("token %q is not 32 characters", token)
	}
	return token
}

func TestTokenIsGoodForTwelveHours(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	token := logIn(t, s)
	s.Advance(12*time.Hour - time.Second)
	succeed(t, s, listing, "token", token)
	s.Advance(time.Second)
	if a := ask(t, s, listing, "token", token); a.Ret != 600 {
		t.Errorf("after 12 h: %s", a.raw)
	}
	succeed(t, s, listing) // the fixed token stays
}

func TestEveryServiceButLoginNeedsAToken(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	for _, sv := range services {
		if a := ask(t, s, sv.name(), "token", "wrong"); (a.Ret == 600) == sv.withoutToken {
			t.Errorf("%s: ret %d", sv.name(), a.Ret)
		}
	}
	values := form(listing)
	values.Del("token")
	if body, err := post(s, values); err != nil || body == "" || body[:10] != `{"ret":600` {
		t.Errorf("without token: %s, %v", body, err)
	}
}

func TestWrongCredentialsAreNotAuthorised(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{AppID: "acme", AccessKey: "secret"})
	if a := ask(t, s, "App.Sip_Auth.Login", "appid", "acme", "accesskey", "demo-key"); a.Ret != 601 {
		t.Errorf("got %s", a.raw)
	}
	succeed(t, s, "App.Sip_Auth.Login", "appid", "acme", "accesskey", "secret")
}

func TestLogoutEndsTheToken(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{})
	one, other := logIn(t, s), logIn(t, s)
	succeed(t, s, "App.Sip_Auth.Logout", "token", one)
	if a := ask(t, s, listing, "token", one); a.Ret != 600 {
		t.Errorf("after logout: %s", a.raw)
	}
	succeed(t, s, listing, "token", other)
}

func TestSingleSessionEndsEarlierTokens(t *testing.T) {
	t.Parallel()
	s := startPlatform(t, Config{Dialect: Dialect{Habits: SingleSession}})
	earlier := logIn(t, s)
	later := logIn(t, s)
	if a := ask(t, s, listing, "token", earlier); a.Ret != 600 {
		t.Errorf("earlier token: %s", a.raw)
	}
	succeed(t, s, listing, "token", later)
	succeed(t, s, listing)
}
