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
}

// journal is what was asked of the platform.
type journal struct {
	exchanges []*Exchange
	requests  map[string]int
	forms     map[string][]url.Values
}

// record opens the journal's entry for a request.
func (s *Server) record(req *request, received time.Time) *Exchange {
	record := &Exchange{Time: received, Service: maskText(req.service), Params: maskParams(req.params.form)}
	j := &s.journal
	if len(j.exchanges) >= journalLimit {
		j.exchanges = slices.Clone(j.exchanges[journalLimit/2:])
	}
	j.exchanges = append(j.exchanges, record)
	j.requests[req.service]++
	if s.config.RecordForms {
		j.forms[req.service] = append(j.forms[req.service], req.params.form)
	}
	return record
}

// Journal returns the requests to the platform in the order they were handled; of a long run the latest ones, at least
// ten thousand.
func (s *Server) Journal() []Exchange {
	defer s.observe()()
	journal := make([]Exchange, len(s.journal.exchanges))
	for i, record := range s.journal.exchanges {
		journal[i] = *record
		journal[i].Params = maps.Clone(record.Params)
	}
	return journal
}

// ResetJournal empties the journal and sets the counts of [Server.Requests] and [Server.Forms] to nothing. Tasks and
// tallies stay.
func (s *Server) ResetJournal() {
	defer s.observe()()
	s.journal.exchanges = nil
	clear(s.journal.requests)
	clear(s.journal.forms)
}

// Requests tells how many requests there were for a service, whatever came of them: a full name, a method or "*".
func (s *Server) Requests(service string) int {
	defer s.observe()()
	n := 0
	for name, count := range s.journal.requests {
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
	for name, recorded := range s.journal.forms {
		if serviceMatches(service, name) {
			forms = append(forms, recorded...)
		}
	}
	return forms
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
