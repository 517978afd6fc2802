package yccalltest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"net/http"
	"time"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

const (
	watchers     = 16                     // how many may watch at once
	watchPace    = 250 * time.Millisecond // how often a watcher is told, at most
	watchedTasks = 200                    // how many tasks are shown, the newest
	watchedPast  = 50                     // how many requests are shown
)

// servePage serves the page for people. It loads nothing, runs only its own script, and has the token that its requests
// need.
func (s *Server) servePage(w http.ResponseWriter, _ *http.Request) {
	nonce := newPageToken()
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", fmt.Sprintf("default-src 'none'; script-src 'nonce-%s'; style-src 'nonce-%s'; "+
		"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", nonce, nonce))
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Cache-Control", "no-store")
	_ = pageTemplate.Execute(w, map[string]string{"Nonce": nonce, "Token": s.pageToken}) // the reader may have gone away
}

// watched is what a watcher is told. No number is in it.
type watched struct {
	Now      string        `json:"now"`
	Faults   int           `json:"faults"`
	AtOnce   int           `json:"at_once"` // how many calls of a task the dialer makes at once by itself
	Total    int           `json:"total"`   // how many tasks there are
	Tasks    []watchedTask `json:"tasks"`   // the newest of them, newest first
	Requests []Exchange    `json:"requests"`
}

type watchedTask struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	CustomID  string `json:"custom_id"`
	Status    string `json:"status"`
	Armed     bool   `json:"switched_on"` // not started, and will start by itself when it is scheduled
	Scheduled string `json:"scheduled"`
	Paused    string `json:"paused"`
	Total     int    `json:"total"`
	Called    int    `json:"called"`
	Answered  int    `json:"answered"`
	InCall    int    `json:"in_call"`
	Waiting   int    `json:"waiting"`
	Rejected  int    `json:"rejected"`
}

// look is what there is to see now, and when something happens by itself.
func (s *Server) look() (seen watched, next time.Time, changed <-chan struct{}) {
	defer s.observe()()
	seen = watched{
		Now: s.now().Format(wallClock), Faults: len(s.faults), AtOnce: s.config.Dialer.AtOnce,
		Total: len(s.tasks.all), Tasks: []watchedTask{}, Requests: []Exchange{},
	}
	for i := len(s.tasks.all) - 1; i >= 0 && len(seen.Tasks) < watchedTasks; i-- {
		t := s.tasks.all[i]
		seen.Tasks = append(seen.Tasks, watchedTask{
			ID: t.id, Name: maskText(t.name), CustomID: maskText(t.customID), Status: t.status.String(), Armed: t.armed,
			Scheduled: s.wallTime(t.scheduledAt), Paused: s.wallTime(t.pausedAt),
			Total: t.rows.total, Called: t.rows.called, Answered: t.rows.answered, InCall: t.inCall,
			Waiting: t.rows.waiting, Rejected: t.rejected,
		})
	}
	past := s.journal.exchanges
	for i := len(past) - 1; i >= 0 && len(seen.Requests) < watchedPast; i-- {
		seen.Requests = append(seen.Requests, *past[i])
	}
	if len(s.clock.events) > 0 {
		next = s.clock.events[0].at
	}
	return seen, next, s.clock.moved
}

// watch tells a page what there is to see, now and after every change, as server-sent events. While nobody watches
// nothing of it runs.
func (s *Server) watch(w http.ResponseWriter, r *http.Request) {
	select {
	case s.watching <- struct{}{}:
		defer func() { <-s.watching }()
	default:
		http.Error(w, "too many pages watch", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	for {
		seen, next, changed := s.look()
		text, err := json.Marshal(seen)
		if err != nil {
			return
		}
		if _, err := fmt.Fprintf(w, "data: %s\n\n", text); err != nil {
			return
		}
		if http.NewResponseController(w).Flush() != nil || !s.rest(r, watchPace, nil) {
			return
		}
		idle := time.Hour
		if !next.IsZero() {
			idle = min(idle, max(0, next.Sub(s.Now())))
		}
		if !s.rest(r, idle, changed) {
			return
		}
	}
}

// rest waits for a time or a change. It is false when the watcher has gone or the server closes.
func (s *Server) rest(r *http.Request, most time.Duration, changed <-chan struct{}) bool {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-changed:
	case <-r.Context().Done():
		return false
	case <-s.closed:
		return false
	}
	return true
}
