package yccalltest

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Server is one platform. All its methods may be called at any time from any goroutine.
type Server struct {
	config Config
	agents []string // the enabled extensions, which take the calls

	mu             sync.Mutex // guards everything below up to closed
	offset         time.Duration
	tokens         map[string]time.Time // from Login, with their expiry
	tasks          []*task              // in order of creation
	tasksByID      map[string]*task
	lastTaskNumber int
	faults         []*plantedFault
	late           []*lateRequest
	journal        []*Exchange
	requests       map[string]int
	forms          map[string][]url.Values

	closeOnce sync.Once
	closed    chan struct{}
	admin     http.Handler
	listener  net.Listener // nil for a Server from New
	http      *http.Server
}

// New returns a platform without a listener, to be used as an [http.Handler].
func New(config Config) *Server {
	config = config.withDefaults()
	config.Tokens = append([]string(nil), config.Tokens...)
	s := &Server{
		config:    config,
		tokens:    map[string]time.Time{},
		tasksByID: map[string]*task{},
		requests:  map[string]int{},
		forms:     map[string][]url.Values{},
		closed:    make(chan struct{}),
	}
	for _, extension := range config.Extensions {
		if !extension.Disabled {
			s.agents = append(s.agents, extension.Number)
		}
	}
	if config.Admin {
		s.admin = s.adminHandler()
	}
	return s
}

// Start returns a platform that listens on a free port of 127.0.0.1.
func Start(config Config) (*Server, error) { return StartAt("127.0.0.1:0", config) }

// StartAt returns a platform that listens on a TCP address, host:port.
func StartAt(address string, config Config) (*Server, error) {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("starting the mock endpoint: %w", err)
	}
	s := New(config)
	s.listener = listener
	s.http = &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	go func() { _ = s.http.Serve(listener) }() // ends with ErrServerClosed in Close
	return s, nil
}

// URL is the base URL of a started Server, and empty for one from [New].
func (s *Server) URL() string {
	if s.listener == nil {
		return ""
	}
	return "http://" + s.listener.Addr().String()
}

// Close stops listening, closes all connections and ends all hanging requests. It may be called more than once.
func (s *Server) Close() {
	s.closeOnce.Do(func() {
		close(s.closed)
		if s.http != nil {
			_ = s.http.Close()     // knows of the listener only once Serve has begun
			_ = s.listener.Close() // fails where that has closed it
		}
	})
}

// ServeHTTP answers as the platform does. Every path is the platform, except the control interface where Config.Admin
// switches it on.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.admin != nil && strings.HasPrefix(r.URL.Path, adminPrefix) {
		s.admin.ServeHTTP(w, r)
		return
	}
	form, err := readForm(r, s.config.PostMaxSize)
	if err != nil {
		// The client went away while it was sending: PHP does not run a script for that.
		panic(http.ErrAbortHandler)
	}
	out, deliver, record := s.answer(form)
	if s.config.OnRequest != nil {
		s.config.OnRequest(record)
	}
	out.w, out.r, out.closed = w, r, s.closed
	deliver(out)
}

// answer does what a request asks, or what the fault planted for it does instead.
func (s *Server) answer(form url.Values) (*outgoing, delivery, Exchange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	arrived := time.Now()
	s.countDownLate()
	s.tick()
	s.dialAllTasks(s.config.DialPerRequest)

	received := s.now()
	c := newRequest(form, s.config.Zone)
	record := s.record(c, received)
	fault := s.takeFault(c.service)
	if fault == nil {
		r := s.execute(c)
		record.note(c, r)
		record.Duration = time.Since(arrived)
		return &outgoing{body: r.encode(&s.config.Dialect, received, s.now())}, whole, *record
	}

	kind := faultTraits[fault.Kind]
	record.Fault = kind.name
	var r reply
	switch {
	case fault.Kind == LateEffect:
		s.late = append(s.late, &lateRequest{request: c, record: record, waitFor: fault.LateBy})
	case kind.executes:
		if fault.Kind == PartialEffect {
			c.keep = fault.KeepPart
		}
		r = s.execute(c)
		record.note(c, r)
	}
	if kind.reply != nil {
		r = kind.reply(fault, c)
	}
	if fault.Kind == Ret600 && fault.KillToken {
		s.killToken(c.token)
	}
	deliver := kind.deliver
	if deliver == nil {
		deliver = whole
	}
	if kind.deliver == nil || fault.Kind == Delay {
		record.Ret, record.Status = r.ret, r.status
	}
	record.Duration = time.Since(arrived)
	return &outgoing{fault: fault, body: r.encode(&s.config.Dialect, received, s.now())}, deliver, *record
}

// now is the platform's time, in its own zone. The mutex must be held.
func (s *Server) now() time.Time { return s.config.Clock().Add(s.offset).In(s.config.Zone) }
