package yccall

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const tokenInvalid = `{"ret":600,"data":[],"msg":"token invalid"}`

// tokenDesk is a platform of which only the newest token is valid.
type tokenDesk struct {
	mu     sync.Mutex
	issued int
	killed bool
}

func (d *tokenDesk) logIn(w http.ResponseWriter) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.issued++
	d.killed = false
	_, _ = fmt.Fprint(w, success(fmt.Sprintf(`{"companycode":7,"companyname":"test","token":%q,"authtime":"2020-01-01 00:00:00","authmodel":""}`, d.name(d.issued))))
}

func (d *tokenDesk) name(n int) string { return fmt.Sprintf("%032x", n) }

func (d *tokenDesk) valid(token string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.killed && token == d.name(d.issued)
}

// kill is what another run's login does to the token.
func (d *tokenDesk) kill() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.killed = true
}

func (d *tokenDesk) answer(w http.ResponseWriter, _ *http.Request, got received, _ int) {
	switch {
	case got.service == serviceLogin.name:
		d.logIn(w)
	case !d.valid(got.form.Get("token")):
		_, _ = fmt.Fprint(w, tokenInvalid)
	default:
		_, _ = fmt.Fprint(w, success(resultForAll))
	}
}

func TestLoginHappensOnTheFirstRequestAndItsTokenIsShared(t *testing.T) {
	t.Parallel()
	desk := &tokenDesk{}
	p := startPlatform(t, desk.answer)
	c := newClient(t, p.URL, withLogin)
	if n := p.count(serviceLogin); n != 0 {
		t.Fatalf("New sent %d logins", n)
	}
	var requests sync.WaitGroup
	for range 30 {
		requests.Go(func() {
			if err := c.SetTaskStatus(context.Background(), "1", CommandRun); err != nil {
				t.Error(err)
			}
		})
	}
	requests.Wait()
	if n := p.count(serviceLogin); n != 1 {
		t.Errorf("%d logins for 30 concurrent requests, want one", n)
	}
	login := p.forms(serviceLogin)[0]
	if login.Get("appid") != "demo-app" || login.Get("accesskey") != testAccessKey || login.Has("token") {
		t.Errorf("wrong login form: %v", login)
	}
}

func TestLoginReturnsWhatIsGranted(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, (&tokenDesk{}).answer)
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	c := newClient(t, p.URL, withLogin, func(cfg *Config) { cfg.Now = func() time.Time { return now } })
	login, err := c.Login(context.Background())
	want := Login{
		Token: "00000000000000000000000000000001", CompanyCode: "7", CompanyName: "test", AuthTime: "2020-01-01 00:00:00",
		ExpiresAt: now.Add(12 * time.Hour),
	}
	if err != nil || login != want {
		t.Errorf("got %+v, %v, want %+v", login, err, want)
	}
	if login, err = c.Login(context.Background()); err != nil || login.Token == want.Token {
		t.Errorf("a second Login returned %+v, %v, want a new token", login, err)
	}
}

func TestDeadTokenIsReplacedByOneLoginForAllRequestsInFlight(t *testing.T) {
	t.Parallel()
	const inFlight = 30
	desk := &tokenDesk{}
	var waiting sync.WaitGroup
	waiting.Add(inFlight)
	var kill sync.Once // a refusal means that the first token is dead, so each waits for that
	p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, got received, n int) {
		if got.service == serviceTaskAdd.name && n <= inFlight {
			// All of them are under way with the first token when it is killed.
			waiting.Done()
			waiting.Wait()
			kill.Do(desk.kill)
			_, _ = fmt.Fprint(w, tokenInvalid)
			return
		}
		desk.answer(w, r, got, n)
	})
	c := newClient(t, p.URL, withLogin)
	if _, err := c.Login(context.Background()); err != nil {
		t.Fatal(err)
	}
	var requests sync.WaitGroup
	for range inFlight {
		requests.Go(func() {
			if _, err := c.AddNumbers(context.Background(), "1", []byte("[]")); err != nil {
				t.Error(err)
			}
		})
	}
	requests.Wait()
	if n := p.count(serviceLogin); n != 2 {
		t.Errorf("%d logins, want the first and one more", n)
	}
	if n := p.count(serviceTaskAdd); n != 2*inFlight {
		t.Errorf("TaskAdd was sent %d times, want each refused one repeated once: %d", n, 2*inFlight)
	}
}

func TestRequestIsRepeatedOnlyOnceAfterALogin(t *testing.T) {
	t.Parallel()
	desk := &tokenDesk{}
	p := startPlatform(t, func(w http.ResponseWriter, _ *http.Request, got received, _ int) {
		if got.service == serviceLogin.name {
			desk.logIn(w)
			return
		}
		_, _ = fmt.Fprint(w, tokenInvalid)
	})
	err := newClient(t, p.URL, withLogin).SetTaskStatus(context.Background(), "1", CommandRun)
	if !errors.Is(err, ErrTokenInvalid) || errors.Is(err, ErrMayHaveRun) {
		t.Errorf("got %v, want ErrTokenInvalid", err)
	}
	if logins, requests := p.count(serviceLogin), p.count(serviceTaskSet); logins != 2 || requests != 2 {
		t.Errorf("%d logins and %d requests, want 2 and 2", logins, requests)
	}
}

func TestReadyTokenIsNeverReplaced(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, always(tokenInvalid))
	c := newClient(t, p.URL)
	if err := c.SetTaskStatus(context.Background(), "1", CommandRun); !errors.Is(err, ErrTokenInvalid) {
		t.Errorf("got %v, want ErrTokenInvalid", err)
	}
	if _, err := c.Login(context.Background()); !errors.Is(err, ErrTokenInvalid) {
		t.Errorf("Login: got %v, want ErrTokenInvalid", err)
	}
	if logins, requests := p.count(serviceLogin), p.count(serviceTaskSet); logins != 0 || requests != 1 {
		t.Errorf("%d logins and %d requests, want none and one", logins, requests)
	}
	if got := p.forms(serviceTaskSet)[0].Get("token"); got != testToken {
		t.Errorf("sent token %q", got)
	}
}

func TestTokenIsRenewedTenMinutesBeforeItEnds(t *testing.T) {
	t.Parallel()
	var now atomic.Int64
	desk := &tokenDesk{}
	p := startPlatform(t, desk.answer)
	c := newClient(t, p.URL, withLogin, func(cfg *Config) {
		cfg.Now = func() time.Time { return time.Unix(now.Load(), 0) }
	})
	for _, step := range []struct {
		at     time.Duration
		logins int
	}{{0, 1}, {11*time.Hour + 49*time.Minute, 1}, {11*time.Hour + 50*time.Minute, 2}, {23 * time.Hour, 2}, {24 * time.Hour, 3}} {
		now.Store(int64(step.at / time.Second))
		if err := c.SetTaskStatus(context.Background(), "1", CommandRun); err != nil {
			t.Fatal(err)
		}
		if n := p.count(serviceLogin); n != step.logins {
			t.Errorf("%d logins after %s, want %d", n, step.at, step.logins)
		}
	}
}

func TestCancelledWaiterDoesNotEndTheLoginOfTheOthers(t *testing.T) {
	t.Parallel()
	desk := &tokenDesk{}
	arrived, release := make(chan struct{}), make(chan struct{})
	p := startPlatform(t, func(w http.ResponseWriter, r *http.Request, got received, n int) {
		if got.service == serviceLogin.name {
			close(arrived)
			<-release
		}
		desk.answer(w, r, got, n)
	})
	c := newClient(t, p.URL, withLogin)

	ctx, cancel := context.WithCancel(context.Background())
	first := make(chan error)
	go func() { first <- c.SetTaskStatus(ctx, "1", CommandRun) }()
	<-arrived
	second := make(chan error)
	go func() { second <- c.SetTaskStatus(context.Background(), "2", CommandRun) }()
	// Only who has joined the login keeps it going.
	for waiting := 0; waiting < 2; runtime.Gosched() {
		c.auth.mu.Lock()
		waiting = c.auth.waiting
		c.auth.mu.Unlock()
	}

	cancel()
	// The login is still held back, so that this only returns if cancelling is
	// enough.
	if err := <-first; !errors.Is(err, context.Canceled) || errors.Is(err, ErrMayHaveRun) {
		t.Errorf("the cancelled request got %v", err)
	}
	close(release)
	if err := <-second; err != nil {
		t.Errorf("the other request got %v", err)
	}
	if n := p.count(serviceLogin); n != 1 {
		t.Errorf("%d logins, want one", n)
	}
}

func TestLoginThatNobodyWaitsForIsGivenUp(t *testing.T) {
	t.Parallel()
	arrived, gone := make(chan struct{}), make(chan struct{})
	p := startPlatform(t, func(_ http.ResponseWriter, r *http.Request, _ received, _ int) {
		close(arrived)
		<-r.Context().Done()
		close(gone)
	})
	c := newClient(t, p.URL, withLogin)
	ctx, cancel := context.WithCancel(context.Background())
	result := make(chan error)
	go func() { result <- c.SetTaskStatus(ctx, "1", CommandRun) }()
	<-arrived
	cancel()
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("the cancelled request got %v", err)
	}
	<-gone
	if n := p.count(serviceLogin); n != 1 {
		t.Errorf("%d logins, want one", n)
	}
}

func TestRefusedLoginIsNotAuthorised(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"ret 601":       `{"ret":601,"data":[],"msg":"no"}`,
		"ret 604":       `{"ret":604,"data":[],"msg":"no"}`,
		"code 1003":     `{"ret":200,"data":{"status":1,"desc":"no","errors":{"code":"1003","codemsg":"no"}}}`,
		"ret 600 of it": tokenInvalid,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := startPlatform(t, always(body))
			err := newClient(t, p.URL, withLogin).SetTaskStatus(context.Background(), "1", CommandRun)
			if !errors.Is(err, ErrNotAuthorised) || errors.Is(err, ErrMayHaveRun) {
				t.Errorf("got %v, want ErrNotAuthorised", err)
			}
			if logins, requests := p.count(serviceLogin), p.count(serviceTaskSet); logins != 1 || requests != 0 {
				t.Errorf("%d logins and %d requests, want one and none", logins, requests)
			}
		})
	}
}

func TestLoginWithoutATokenInTheReplyIsMalformed(t *testing.T) {
	t.Parallel()
	for _, result := range []string{"[]", "null", `{}`, `{"token":""}`, `{"token":null}`} {
		p := startPlatform(t, always(success(result)))
		if _, err := newClient(t, p.URL, withLogin).Login(context.Background()); !errors.Is(err, ErrMalformedReply) {
			t.Errorf("result %s: got %v, want ErrMalformedReply", result, err)
		}
	}
}

func TestLogoutEndsTheTokenAndTheNextRequestLogsInAgain(t *testing.T) {
	t.Parallel()
	desk := &tokenDesk{}
	p := startPlatform(t, desk.answer)
	c := newClient(t, p.URL, withLogin)
	ctx := context.Background()

	if err := c.Logout(ctx); err != nil || p.count(serviceLogout) != 0 {
		t.Errorf("without a token there is nothing to end: %v, %d sent", err, p.count(serviceLogout))
	}
	login, err := c.Login(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Logout(ctx); err != nil {
		t.Error(err)
	}
	if got := p.forms(serviceLogout)[0].Get("token"); got != login.Token {
		t.Errorf("ended token %q, want %q", got, login.Token)
	}
	if err := c.SetTaskStatus(ctx, "1", CommandRun); err != nil || p.count(serviceLogin) != 2 {
		t.Errorf("after the logout: %v, %d logins, want a second", err, p.count(serviceLogin))
	}
	desk.kill()
	if err := c.Logout(ctx); err != nil {
		t.Errorf("a token that is dead already: %v", err)
	}
}

func TestRefusedTokenIsNotTakenAgain(t *testing.T) {
	t.Parallel()
	a := &authenticator{now: time.Now}
	a.keep(Login{Token: "one", ExpiresAt: time.Now().Add(tokenLifetime)}, 0)
	if _, ok := a.current("one"); ok {
		t.Error("a refused token counts as usable")
	}
	a.keep(Login{Token: "two", ExpiresAt: time.Now().Add(tokenLifetime)}, 0)
	if s, ok := a.current("one"); !ok || s.Token != "two" {
		t.Errorf("got %+v, %v, want the new token", s, ok)
	}
	a.forget("one")
	if _, ok := a.current(""); !ok {
		t.Error("forgetting an old token dropped the new one")
	}
}

func TestLoginIsNotSentIfAnotherHasJustFinished(t *testing.T) {
	t.Parallel()
	p := startPlatform(t, (&tokenDesk{}).answer)
	c := newClient(t, p.URL, withLogin)
	// Between a look at the token and the turn to log in, another request
	// has brought a new one.
	c.auth.keep(Login{Token: "two", ExpiresAt: time.Now().Add(tokenLifetime)}, 0)
	login, err := c.login(context.Background(), func() (Login, bool) { return c.auth.current("one") })
	if err != nil || login.Token != "two" || p.count(serviceLogin) != 0 {
		t.Errorf("got %+v, %v after %d logins, want the new token without another login", login, err, p.count(serviceLogin))
	}
}
