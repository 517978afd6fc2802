package yccall

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	// A token lives twelve hours. The reply to Login does not say when it ends, so
	// the client goes by its own clock and renews it a little early.
	tokenLifetime   = 12 * time.Hour
	renewBeforehand = 10 * time.Minute
)

// Login is what App.Sip_Auth.Login grants.
type Login struct {
	// Token is a secret: 32 hex digits that every other service asks for. It is
	// valid for twelve hours, or until the platform ends it.
	Token string
	// CompanyCode and CompanyName are the account the token belongs to.
	CompanyCode, CompanyName string
	// AuthTime is when the platform granted the token, as platform text without a
	// time zone.
	AuthTime string
	// ExpiresAt is twelve hours after the login was sent, by the client's clock: the
	// reply does not say when the token ends.
	ExpiresAt time.Time
}

// authenticator holds the one token that all requests of a client share.
type authenticator struct {
	staticToken      string
	appID, accessKey string
	now              func() time.Time

	// logins lets concurrent requests share one login: a second one might end the
	// token that the first has just brought.
	logins singleflight.Group

	mu    sync.Mutex
	login Login
	// namesMade counts the groups that this client has made, namesKnown those that are
	// older than login.
	namesMade, namesKnown int
	// those that wait share one context for the login, which ends with the last of them.
	waiting int
	shared  context.Context
	giveUp  context.CancelFunc
}

func (a *authenticator) canLogIn() bool { return a.appID != "" }

// current returns the login if its token can still be used. A token that the
// platform has refused cannot, whatever its age.
func (a *authenticator) current(refused string) (Login, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	usable := a.login.Token != "" && a.login.Token != refused && a.now().Before(a.login.ExpiresAt.Add(-renewBeforehand))
	return a.login, usable
}

// keep takes a login that was sent when so many names had been made.
func (a *authenticator) keep(login Login, names int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.login, a.namesKnown = login, names
}

func (a *authenticator) forget(token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.login.Token == token {
		a.login = Login{}
	}
}

// CompanyCode is the company that the last login belonged to; empty before the first login, with a ready token, and where
// the server does not tell.
func (c *Client) CompanyCode() string {
	c.auth.mu.Lock()
	defer c.auth.mu.Unlock()
	return c.auth.login.CompanyCode
}

// Login obtains a new token (App.Sip_Auth.Login), which all later requests of
// the client use. Requests log in by themselves when they have to; Login is for
// who wants the token itself. Concurrent requests share one login.
//
// Its errors are ErrNotAuthorised where the platform refuses the app id, the key
// or the address, and those of any request that reads. A client with a ready token
// cannot log in, which is ErrTokenInvalid.
func (c *Client) Login(ctx context.Context) (Login, error) {
	return c.login(ctx, func() (Login, bool) { return Login{}, false })
}

// Authenticate logs in where a request would have to, and sends nothing else. CompanyCode tells the company then.
func (c *Client) Authenticate(ctx context.Context) error {
	_, err := c.token(ctx, "")
	return err
}

// nameMade notes that a group was made, or may have been.
func (a *authenticator) nameMade() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.namesMade++
}

func (a *authenticator) names() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.namesMade
}

// knowsNames reports whether there is a login that is newer than all names that this client has made.
func (a *authenticator) knowsNames() (Login, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.login, a.login.Token != "" && a.namesKnown == a.namesMade
}

// LoginForNames obtains a token that knows the groups that this client has made, for who was refused with ErrUnknownName. A login may end the tokens of other
// runs, so there is none where the token is newer than these already. A client with a
// ready token cannot log in, which is ErrTokenInvalid.
func (c *Client) LoginForNames(ctx context.Context) error {
	_, err := c.login(ctx, c.auth.knowsNames)
	return err
}

// Logout ends the token in use (App.Sip_Auth.Logout). It sends nothing where no
// token has been obtained yet, and a token that is no longer valid is not an
// error. The next request logs in again, unless the client was given a ready token.
func (c *Client) Logout(ctx context.Context) error {
	token := c.auth.staticToken
	if token == "" {
		login, ok := c.auth.current("")
		if !ok {
			return nil
		}
		token = login.Token
	}
	_, err := c.send(ctx, serviceLogout, nil, token, c.retry)
	if err != nil && !errors.Is(err, ErrTokenInvalid) {
		return err
	}
	c.auth.forget(token)
	return nil
}

// request sends a form with the current token. If the platform refuses the token
// (ret 600) it has not looked at the rest, so that even a request that changes
// something can be repeated, once, with the token of a new login.
func (c *Client) request(ctx context.Context, svc service, params form) (reply, error) {
	return c.requestWithin(ctx, svc, params, c.retry)
}

// requestWithin is request with other limits of repetition than the client's.
func (c *Client) requestWithin(ctx context.Context, svc service, params form, limits retryLimits) (reply, error) {
	token, err := c.token(ctx, "")
	if err != nil {
		return reply{}, err
	}
	r, err := c.send(ctx, svc, params, token, limits)
	if !errors.Is(err, ErrTokenInvalid) || errors.Is(err, ErrMayHaveRun) || !c.auth.canLogIn() {
		return r, err
	}
	if token, err = c.token(ctx, token); err != nil {
		return reply{}, err
	}
	return c.send(ctx, svc, params, token, limits)
}

// token returns a token other than the refused one, after a login if need be. A
// request whose refused token has been replaced in the meantime takes the new one,
// so that thirty requests in flight cause one login.
func (c *Client) token(ctx context.Context, refused string) (string, error) {
	if c.auth.staticToken != "" {
		return c.auth.staticToken, nil
	}
	login, ok := c.auth.current(refused)
	if ok {
		return login.Token, nil
	}
	login, err := c.login(ctx, func() (Login, bool) { return c.auth.current(refused) })
	return login.Token, err
}

// login waits for a shared login, or for ctx. The login itself does not end with
// ctx, since others may be waiting for it, but it ends with the last of them.
// unless is asked again before anything is sent: the login that made this one
// needless may have finished in between.
func (c *Client) login(ctx context.Context, unless func() (Login, bool)) (Login, error) {
	for {
		shared, leave := c.auth.join(ctx)
		done := c.auth.logins.DoChan(serviceLogin.short, func() (any, error) {
			if login, ok := unless(); ok {
				return login, nil
			}
			return c.sendLogin(shared)
		})
		select {
		case <-ctx.Done():
			leave()
			return Login{}, &Error{Service: serviceLogin.short, kinds: []error{ctx.Err()}}
		case result := <-done:
			leave()
			if errors.Is(result.Err, context.Canceled) && ctx.Err() == nil {
				continue // joined a login that had just been given up by all others
			}
			login, _ := result.Val.(Login)
			return login, result.Err
		}
	}
}

// join returns the context of the login that all who wait share. It ends when
// the last of them has left.
func (a *authenticator) join(ctx context.Context) (shared context.Context, leave func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.waiting == 0 {
		a.shared, a.giveUp = context.WithCancel(context.WithoutCancel(ctx))
	}
	a.waiting++
	return a.shared, func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.waiting--; a.waiting == 0 {
			a.giveUp()
		}
	}
}

func (c *Client) sendLogin(ctx context.Context) (Login, error) {
	if !c.auth.canLogIn() {
		return Login{}, &Error{
			Service: serviceLogin.short, kinds: []error{ErrTokenInvalid},
			Message: "a client with a ready token cannot log in",
		}
	}
	granted, names := c.auth.now(), c.auth.names()
	var params form
	params.set("appid", c.auth.appID)
	params.set("accesskey", c.auth.accessKey)
	r, err := c.send(ctx, serviceLogin, params, "", c.retry)
	if err != nil {
		return Login{}, notAuthorised(err)
	}

	var result struct {
		Token       flexText `json:"token"`
		CompanyCode flexText `json:"companycode"`
		CompanyName flexText `json:"companyname"`
		AuthTime    flexText `json:"authtime"`
	}
	if json.Unmarshal(r.result, &result) != nil || result.Token.value == "" {
		return Login{}, malformed(serviceLogin, "the reply has no token")
	}
	login := Login{
		Token:       result.Token.value,
		CompanyCode: result.CompanyCode.visible().value,
		CompanyName: result.CompanyName.visible().value,
		AuthTime:    result.AuthTime.visible().value,
		ExpiresAt:   granted.Add(tokenLifetime),
	}
	c.auth.keep(login, names)
	return login, nil
}

// notAuthorised marks every way of the platform's to refuse a login: the ret
// codes for it are documented, but so is a business failure that names
// authorisation.
func notAuthorised(err error) error {
	var e *Error
	refused := errors.Is(err, ErrRefused) || errors.Is(err, ErrTokenInvalid)
	if refused && errors.As(err, &e) {
		e.kinds = []error{ErrNotAuthorised}
	}
	return err
}
