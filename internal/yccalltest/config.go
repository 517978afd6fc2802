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

	// Admin serves the control interface under /_mock/ beside the platform.
	Admin bool

	// OnRequest is called once for every request to the platform when its outcome is known, before the reply is sent.
	// Several requests may be told of at once. It must not call back into the Server.
	OnRequest func(Exchange)

	// RecordForms keeps every form as it was received, unmasked, for [Server.Forms].
	RecordForms bool
}

// Catalogue is what the lookups return. Each nil slice gets a small default; an empty one stays empty.
type Catalogue struct {
	Extensions      []Extension
	ExtensionGroups []ExtensionGroup
	CallerNumbers   []CallerNumber
	Queues          []Queue
}

// Extension is one row of App.Sip_Sipnum.GetSipnumberInfo.
type Extension struct {
	Number     string
	Password   string // the SIP password, which the platform returns in clear; empty is "sip-" and the number
	Disabled   bool
	Registered bool
}

// ExtensionGroup is one row of App.Sip_Extgroup.GetExtgroupInfo.
type ExtensionGroup struct {
	ID     int
	Name   string
	Status int // 1041 enabled (also used for 0), 1042 disabled, 1043 other
}

// CallerNumber is one row of App.Sip_Disnum.getDisnumberInfo. Only the number is a documented field of the reply.
type CallerNumber struct {
	Number     string
	AreaCode   string
	Disabled   bool
	Predictive bool // may be used by predictive tasks
}

// Queue is one row of App.Sip_Queue.GetQueueList.
type Queue struct {
	Name     string
	Remark   string
	Strategy int // 1 to 8, as AddQueue takes it; 0 counts as 1
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

func (c Catalogue) withDefaults() Catalogue {
	if c.Extensions == nil {
		c.Extensions = []Extension{
			{Number: "1001", Registered: true},
			{Number: "1002", Registered: true},
			{Number: "1003", Disabled: true},
		}
	}
	if c.ExtensionGroups == nil {
		c.ExtensionGroups = []ExtensionGroup{{ID: 18, Name: "renewals-team"}, {ID: 19, Name: "night-shift", Status: 1042}}
	}
	if c.CallerNumbers == nil {
		c.CallerNumbers = []CallerNumber{
			{Number: "02120280001", AreaCode: "021", Predictive: true},
			{Number: "02120280002", AreaCode: "021", Predictive: true},
			{Number: "01020280003", AreaCode: "010"},
			{Number: "01020280004", AreaCode: "010", Predictive: true, Disabled: true},
		}
	}
	if c.Queues == nil {
		c.Queues = []Queue{{Name: "autocall_queue-1", Remark: "outbound", Strategy: 1}}
	}
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
