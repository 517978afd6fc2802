package yccalltest

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"slices"
	"time"
)

// tokenLife is how long a token from Login is good for.
const tokenLife = 12 * time.Hour

// tokenValid reports whether a token may be used now.
func (s *Server) tokenValid(token string) bool {
	if slices.Contains(s.config.Tokens, token) {
		return true
	}
	grant, known := s.tokens[token]
	return known && s.now().Before(grant.expiry)
}

// grant is what is known of a token from Login.
type grant struct {
	expiry time.Time
	names  int // how many names had been made before it
}

// knowsName reports whether a token knows a group, which a new one is only to later log-ins of some servers.
func (s *Server) knowsName(token, name string) bool {
	return !s.config.Dialect.has(NewNamesNeedLogin) || s.newNames[name] <= s.tokens[token].names
}

// nameMade notes that a group was made.
func (s *Server) nameMade(name string) {
	s.namesMade++
	s.newNames[name] = s.namesMade
}

// killToken makes a token invalid, fixed ones included.
func (s *Server) killToken(token string) {
	delete(s.tokens, token)
	s.config.Tokens = slices.DeleteFunc(s.config.Tokens, func(fixed string) bool { return fixed == token })
}

// login is App.Sip_Auth.Login. Wrong credentials are answered with ret 601: the vendor's table allows it, though which
// of its codes really comes is not known.
func (s *Server) login(req *request) reply {
	appID, key := req.params.required("appid"), req.params.required("accesskey")
	if req.params.refusal != nil {
		return *req.params.refusal
	}
	if appID != s.config.AppID || key != s.config.AccessKey {
		return reply{ret: 601, msg: "appid未授权：" + appID}
	}
	if s.config.Dialect.has(SingleSession) {
		clear(s.tokens)
	}
	secret := make([]byte, 16)
	_, _ = rand.Read(secret) // never fails: crypto/rand aborts the program instead
	token := hex.EncodeToString(secret)
	now := s.now()
	s.tokens[token] = grant{now.Add(tokenLife), s.namesMade}
	return done("登录成功", "logged in", object{
		{"companycode", cmp.Or(s.config.Company, "1")},
		{"companyname", "demo"},
		{"token", identifier(token)},
		{"authtime", now.Format(wallClock)},
		{"authmodel", ""},
	})
}

// logout is App.Sip_Auth.Logout.
func (s *Server) logout(req *request) reply {
	s.killToken(req.token)
	return done("退出成功", "logged out", nil)
}
