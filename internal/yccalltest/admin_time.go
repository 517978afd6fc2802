package yccalltest

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"
)

// maxAdvance bounds how far the control interface moves the clock at once.
const maxAdvance = 10 * 366 * 24 * time.Hour

func (s *Server) adminAdvance(r *http.Request) (any, error) {
	var request struct {
		By string `json:"by"`
	}
	if err := decodeAdmin(r, &request); err != nil {
		return nil, err
	}
	by, err := time.ParseDuration(request.By)
	if err != nil || by < 0 || by > maxAdvance {
		return nil, adminError{fmt.Errorf("%q is not a duration to advance by", request.By)}
	}
	s.Advance(by)
	return map[string]string{"now": s.Now().Format(wallClock)}, nil
}

func (s *Server) adminDial(r *http.Request) (any, error) {
	var request struct {
		Task  string `json:"task"`
		Count *int   `json:"count"`
	}
	if err := decodeAdmin(r, &request); err != nil {
		return nil, err
	}
	if _, known := s.Task(request.Task); !known {
		return nil, fmt.Errorf("no task %s", request.Task)
	}
	called := 0
	if request.Count == nil {
		called = s.DialAll(request.Task)
	} else {
		called = s.Dial(request.Task, *request.Count)
	}
	return map[string]int{"called": called}, nil
}

func (s *Server) adminDialect(r *http.Request) (any, error) {
	var request struct {
		Dialect string   `json:"dialect"`
		Timings []string `json:"timings"`
	}
	if err := decodeAdmin(r, &request); err != nil {
		return nil, err
	}
	dialect, err := ParseDialect(request.Dialect)
	if err != nil {
		return nil, adminError{err}
	}
	for _, text := range request.Timings {
		timing, err := ParseServiceTiming(text)
		if err != nil {
			return nil, adminError{err}
		}
		dialect.Timings = append(dialect.Timings, timing)
	}
	s.SetDialect(dialect)
	return map[string]string{"habits": dialect.Habits.String()}, nil
}

func (s *Server) adminDialer(r *http.Request) (any, error) {
	var request struct {
		Dialer string `json:"dialer"`
	}
	if err := decodeAdmin(r, &request); err != nil {
		return nil, err
	}
	dialer, err := ParseDialer(request.Dialer)
	if err != nil {
		return nil, adminError{err}
	}
	s.SetDialer(dialer)
	return map[string]int{"at_once": dialer.AtOnce}, nil
}

// adminCatalogue replies with counts only: a catalogue has passwords and telephone numbers.
func (s *Server) adminCatalogue(r *http.Request) (any, error) {
	c, err := ReadCatalogue(io.LimitReader(r.Body, adminBodyLimit))
	if err != nil {
		return nil, adminError{err}
	}
	c = c.withDefaults()
	s.SetCatalogue(c)
	return map[string]int{
		"extensions": len(c.Extensions), "extension_groups": len(c.ExtensionGroups),
		"caller_numbers": len(c.CallerNumbers), "queues": len(c.Queues),
	}, nil
}

// adminCall is a telephone call without its number.
type adminCall struct {
	Task  string    `json:"task"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	Again bool      `json:"again"`
}

func (s *Server) adminCalls(r *http.Request) (any, error) {
	calls, twice := s.Calls(), s.CalledTwice()
	if phone := r.URL.Query().Get("phone"); phone != "" {
		person := Person(phone)
		others := func(c Call) bool { return c.Person != person }
		calls, twice = slices.DeleteFunc(calls, others), slices.DeleteFunc(twice, others)
	}
	shown := make([]adminCall, len(calls))
	for i, c := range calls {
		shown[i] = adminCall{c.TaskID, c.Start, c.End, c.Again}
	}
	return map[string]any{"total": len(calls), "called_twice": len(twice), "calls": shown}, nil
}
