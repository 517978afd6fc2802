package yccalltest

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// journalLimit bounds the journal; above it the older half is dropped.
	journalLimit = 20_000

	// paramLimit bounds a parameter's text in the journal.
	paramLimit = 200
)

// Exchange is one request in the journal. Numbers, tokens and keys in it are masked.
type Exchange struct {
	Time     time.Time         `json:"time"`    // the platform's time of arrival
	Service  string            `json:"service"` // full name; App.Site.Index when the request named none
	Params   map[string]string `json:"params"`
	TaskID   string            `json:"task_id,omitempty"` // the one task concerned, if there is one
	Numbers  int               `json:"numbers"`           // how many telphone holds
	Executed bool              `json:"executed"`          // the platform did what was asked
	Effect   string            `json:"effect,omitempty"`  // what came of it, for people
	Fault    string            `json:"fault,omitempty"`   // kind of the planted fault, if there was one
	Ret      int               `json:"ret"`               // 0 when no envelope was sent
	Status   int               `json:"status"`            // data.status
	Invalid  int               `json:"invalid"`           // how many numbers were rejected
	Duration time.Duration     `json:"duration_ns"`       // time taken until the outcome was known, on the real clock
}

// record opens the journal's entry for a request.
func (s *Server) record(c *request, received time.Time) *Exchange {
	record := &Exchange{Time: received, Service: maskText(c.service), Params: maskParams(c.params.form)}
	if len(s.journal) >= journalLimit {
		s.journal = slices.Clone(s.journal[journalLimit/2:])
	}
	s.journal = append(s.journal, record)
	s.requests[c.service]++
	if s.config.RecordForms {
		s.forms[c.service] = append(s.forms[c.service], c.params.form)
	}
	return record
}

// note enters what came of a request. A fault decides later what the client sees of it.
func (x *Exchange) note(c *request, r reply) {
	x.TaskID, x.Numbers, x.Invalid = c.taskID, c.numbers, r.invalid
	x.Executed, x.Effect = r.ok(), r.effect
	if x.Fault == "" {
		x.Ret, x.Status = r.ret, r.status
	}
}

// Journal returns the requests to the platform in the order they were handled; of a long run the latest ones, at least
// ten thousand.
func (s *Server) Journal() []Exchange {
	defer s.observe()()
	journal := make([]Exchange, len(s.journal))
	for i, record := range s.journal {
		journal[i] = *record
		journal[i].Params = maps.Clone(record.Params)
	}
	return journal
}

// ResetJournal empties the journal and sets the counts of [Server.Requests] and [Server.Forms] to nothing. Tasks and
// tallies stay.
func (s *Server) ResetJournal() {
	defer s.observe()()
	s.journal = nil
	clear(s.requests)
	clear(s.forms)
}

// Requests tells how many requests there were for a service, whatever came of them: a full name, a method or "*".
func (s *Server) Requests(service string) int {
	defer s.observe()()
	n := 0
	for name, count := range s.requests {
		if serviceMatches(service, name) {
			n += count
		}
	}
	return n
}

// Forms returns the forms of a service as they were received, secrets and numbers included, oldest first. It needs
// Config.RecordForms.
func (s *Server) Forms(service string) []url.Values {
	defer s.observe()()
	var forms []url.Values
	for name, recorded := range s.forms {
		if serviceMatches(service, name) {
			forms = append(forms, recorded...)
		}
	}
	return forms
}

// observe takes the lock for an inspection, with all late effects that are due in place, and returns its release.
func (s *Server) observe() (release func()) {
	s.mu.Lock()
	s.settleLate()
	s.tick()
	return s.mu.Unlock
}

func maskParams(form url.Values) map[string]string {
	masked := make(map[string]string, len(form))
	for name := range form {
		value := form.Get(name)
		switch name {
		case "token", "accesskey":
			value = "(hidden)"
		case "telphone":
			value = "(" + strconv.Itoa(len(value)) + " bytes)"
		case "disnumber", "extnumber":
			value = "(" + strconv.Itoa(countNames(value)) + " numbers)"
		case "taskid", "customtaskid":
			value = shorten(value)
		default:
			value = maskText(value)
		}
		masked[shorten(name)] = value
	}
	return masked
}

func countNames(commaList string) int {
	if commaList == "" {
		return 0
	}
	return strings.Count(commaList, ",") + 1
}

// maskText hides what may be a phone number in a free text. Runs of digits that long are also in times without
// separators; hiding those does no harm.
func maskText(text string) string {
	return longDigits.ReplaceAllString(shorten(text), "…")
}

func shorten(text string) string {
	text = strings.ToValidUTF8(text, "?")
	if len(text) <= paramLimit {
		return text
	}
	end := paramLimit
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
