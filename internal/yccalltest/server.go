package yccalltest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Server is one platform. All its methods may be called at any time from any goroutine.
type Server struct {
	config Config
	agents []string // the enabled extensions, which take the calls

	mu     sync.Mutex // guards everything below up to network
	clock  clock
	random *rand.Rand
	tokens map[string]grant // from Login
	// newNames has the groups that were made by services, each with how many there were then.
	newNames  map[string]int
	namesMade int
	tasks     taskList
	faults    []*plantedFault
	late      []*lateRequest
	journal   journal
	ledger    ledger

	network
}

// network is how a Server is reached.
type network struct {
	closeOnce sync.Once
	closed    chan struct{}
	admin     http.Handler
	hosts     []string      // names, beside localhost and addresses, under which it may be reached
	pageToken string        // what only our own page knows
	watching  chan struct{} // holds one for each page that watches
	listener  net.Listener  // nil for a Server from New
	http      *http.Server
}

// New returns a platform without a listener, to be reached by its [Server.Transport] or used as an [http.Handler].
func New(config Config) *Server {
	config = config.withDefaults()
	config.Tokens = append([]string(nil), config.Tokens...)
	s := &Server{
		config: config,
		clock:  clock{read: config.Clock, moved: make(chan struct{})},
		random: rand.New(rand.NewPCG(1, 1)), // #nosec G404 -- a test that fails has to fail again
		tokens: map[string]grant{}, newNames: map[string]int{},
		tasks:   taskList{byID: map[string]*task{}},
		journal: journal{requests: map[string]int{}, forms: map[string][]url.Values{}},
		network: network{closed: make(chan struct{}), pageToken: newPageToken(), watching: make(chan struct{}, watchers)},
	}
	s.setCatalogue(config.Catalogue.clone())
	if config.Admin {
		s.admin = s.adminHandler()
	}
	return s
}

// Start returns a platform that listens on a free port of 127.0.0.1.
func Start(config Config) (*Server, error) { return StartAt("127.0.0.1:0", config) }

// StartAt returns a platform that listens on a TCP address, host:port. It answers requests to an address, to localhost and
// to the names that are given.
func StartAt(address string, config Config, hosts ...string) (*Server, error) {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("starting the mock endpoint: %w", err)
	}
	s := New(config)
	s.listener, s.hosts = listener, hosts
	s.http = &http.Server{
		Handler:           s.guard(s),
		ReadHeaderTimeout: 10 * time.Second,
		ConnContext:       countRequests,
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

// ServeHTTP answers as the platform does. Every path is the platform, except the control interface and the page for
// people where Config.Admin switches them on.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case s.admin == nil:
	case strings.HasPrefix(r.URL.Path, adminPrefix):
		s.admin.ServeHTTP(w, r)
		return
	case r.Method == http.MethodGet && r.URL.Path == "/" && r.URL.RawQuery == "":
		s.servePage(w, r)
		return
	}
	dialect := s.dialect()
	if isReused(r) && dialect.has(DropsKeptConnections) {
		cut(nil)
	}
	form, err := readForm(r, &dialect)
	switch {
	case errors.Is(err, errTooLarge):
		statusOnly(w, http.StatusRequestEntityTooLarge)
		return
	case errors.Is(err, errOversize):
		htmlPage(&outgoing{w: w})
		return
	case err != nil:
		cut(nil) // the client went away while it was sending: PHP does not run a script for that
	}
	v := s.arrive(form)
	told := s.tell(v, false)
	answered := s.await(r.Context(), v)
	if !told {
		s.tell(v, true)
	}
	if !answered {
		cut(nil)
	}
	v.deliver(&outgoing{w: w, r: r, fault: v.fault, body: v.body, closed: s.closed})
}

// dialect is for those who do not hold the mutex.
func (s *Server) dialect() Dialect {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.config.Dialect
}

// tell lets Config.OnRequest know of a request whose outcome is known, or in any case.
func (s *Server) tell(v *visit, anyway bool) (told bool) {
	s.mu.Lock()
	told, record := v.ran || anyway, *v.record
	s.mu.Unlock()
	if told && s.config.OnRequest != nil {
		s.config.OnRequest(record)
	}
	return told
}

// deliver sends the reply, or what a fault makes of it.
func (v *visit) deliver(o *outgoing) {
	switch {
	case v.fault != nil && faultTraits[v.fault.Kind].deliver != nil:
		faultTraits[v.fault.Kind].deliver(o)
	case v.reply.http != 0:
		statusOnly(o.w, v.reply.http)
	default:
		whole(o)
	}
}

// reusedConnection is the key under which the context of a request tells whether its connection has had one before: a
// bool, or the number of requests so far.
type reusedConnection struct{}

func countRequests(ctx context.Context, _ net.Conn) context.Context {
	return context.WithValue(ctx, reusedConnection{}, new(atomic.Int32))
}

func isReused(r *http.Request) bool {
	switch known := r.Context().Value(reusedConnection{}).(type) {
	case bool:
		return known
	case *atomic.Int32:
		return known.Add(1) > 1
	}
	return false
}
