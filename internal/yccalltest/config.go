package yccalltest

import "time"

const (
	defaultAppID     = "demo-app"
	defaultAccessKey = "demo-key"
)

// Config describes a Server. The zero value is a well-behaved platform with one account, demo-app / demo-key.
type Config struct {
	// AppID and AccessKey are the account that App.Sip_Auth.Login accepts. Both default: demo-app and demo-key.
	AppID, AccessKey string

	// Company is the company code of this account, which a login tells. The default is 1.
	Company string

	// Tokens are valid from the start and never expire, as if somebody had logged in beforehand.
	Tokens []string

	// Dialect selects habits of older servers; the zero value is the newest well-behaved one.
	Dialect Dialect

	// RejectNumber decides which phone numbers land in invaliddata. The default is [RejectUnroutable].
	RejectNumber func(phone string) bool

	// Zone is the platform's wall clock, which all its times without a zone are in. The default is UTC+8.
	Zone *time.Location

	// Clock gives the time; nil is the real one. [Server.Advance] adds to whatever it returns.
	Clock func() time.Time

	// Dialer says how running tasks call; the zero value leaves that to [Server.Dial].
	Dialer Dialer

	// Catalogue is what the lookups return.
	Catalogue Catalogue

	// Admin serves the control interface under /_mock/ beside the platform, and at / a page for people.
	Admin bool

	// OnRequest is called once for every request to the platform when its outcome is known, before the reply is sent.
	// Several requests may be told of at once. It must not call back into the Server.
	OnRequest func(Exchange)

	// RecordForms keeps every form as it was received, unmasked, for [Server.Forms].
	RecordForms bool
}

// SetDialect changes how the server behaves from now on.
func (s *Server) SetDialect(dialect Dialect) {
	defer s.observe()()
	s.config.Dialect = dialect
}

// SetDialer changes how running tasks call from now on. Calls under way end as they would have.
func (s *Server) SetDialer(dialer Dialer) {
	defer s.observe()()
	s.config.Dialer = dialer.withDefaults()
	for _, t := range s.tasks.all {
		s.keepDialling(t)
	}
}

func (c Config) withDefaults() Config {
	if c.AppID == "" {
		c.AppID = defaultAppID
	}
	if c.AccessKey == "" {
		c.AccessKey = defaultAccessKey
	}
	if c.RejectNumber == nil {
		c.RejectNumber = RejectUnroutable
	}
	if c.Zone == nil {
		c.Zone = time.FixedZone("UTC+8", 8*60*60)
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	c.Dialer = c.Dialer.withDefaults()
	c.Catalogue = c.Catalogue.withDefaults()
	return c
}

// RejectUnroutable is the default of [Config].RejectNumber: it rejects what is not 5 to 20 digits with an optional
// leading plus sign, and every number that begins with 000, which no network routes and which tests can therefore use
// as a well-formed number that the platform will not take.
func RejectUnroutable(phone string) bool {
	digits := phone
	if digits != "" && digits[0] == '+' {
		digits = digits[1:]
	}
	if len(digits) < 5 || len(digits) > 20 || digits[:3] == "000" {
		return true
	}
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return true
		}
	}
	return false
}
