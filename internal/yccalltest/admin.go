package yccalltest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
)

// adminPrefix is the path under which the control interface lies.
const adminPrefix = "/_mock/"

// AdminHelp describes the control interface that Config.Admin switches on.
const AdminHelp = `GET    /                                   a page for people: campaigns, requests, the clock
GET    /_mock/watch                        what the page shows, as server-sent events
GET    /_mock/journal                      requests so far, numbers and secrets masked
DELETE /_mock/journal                      empty the journal
GET    /_mock/tasks                        all tasks; ?custom_id=ID, ?id=ID
GET    /_mock/submitted?phone=N            how often a number was submitted, stored and dialled;
                                           &custom_id=ID for one campaign
GET    /_mock/calls                        how many telephone calls there were, how many of them rang somebody who had
                                           been called before, and each with its task and times; ?phone=N for one person
GET    /_mock/faults                       how many planted faults are pending
POST   /_mock/faults                       ["TaskAdd:2:cut-after-effect", …]
DELETE /_mock/faults                       remove all planted faults
POST   /_mock/console                      {"action":"set-status","task":ID,"status":"paused"}; or action
                                           rename with "name", add and remove with "phones":[…], purge,
                                           unlist, create with "custom_id", "name", "agent",
                                           "status", "phones";
                                           replies with the task
POST   /_mock/advance                      {"by":"1h30m"}: move the mock's clock (UTC+8) forward, and not that
                                           of the provider
POST   /_mock/dialect                      {"dialect":"old-rows,number-lag=40s","timings":["*:reply-after=20s"]}
POST   /_mock/catalogue                    {"extension_groups":[{"name":"renewals"}],"extensions":[{"number":"1001"}],
                                           "queues":[{"name":"q"}],"caller_numbers":[{"number":N,"predictive":true}]}
POST   /_mock/dialer                       {"dialer":"at-once=5,call-time=20s-60s"}
POST   /_mock/dial                         {"task":ID,"count":10}: call the next numbers; without count all that wait
`

const adminBodyLimit = 8 << 20

// adminError is an error that is the caller's fault.
type adminError struct{ error }

// adminHandler serves the control interface: JSON in, JSON out.
func (s *Server) adminHandler() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, serve func(*http.Request) (any, error)) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && !isJSON(r) {
				http.Error(w, "the control interface takes application/json", http.StatusUnsupportedMediaType)
				return
			}
			result, err := serve(r)
			if r.Method != http.MethodGet {
				s.changed()
			}
			w.Header().Set("Content-Type", "application/json")
			if err != nil {
				status := http.StatusNotFound
				if errors.As(err, new(adminError)) {
					status = http.StatusBadRequest
				}
				w.WriteHeader(status)
				result = map[string]string{"error": err.Error()}
			}
			_ = json.NewEncoder(w).Encode(result) // the caller may have gone away
		})
	}
	handle("GET /_mock/journal", func(*http.Request) (any, error) { return s.Journal(), nil })
	handle("DELETE /_mock/journal", func(*http.Request) (any, error) { s.ResetJournal(); return struct{}{}, nil })
	mux.HandleFunc("GET /_mock/watch", s.watch)
	handle("GET /_mock/tasks", s.adminTasks)
	handle("GET /_mock/submitted", s.adminSubmitted)
	handle("GET /_mock/faults", s.adminPending)
	handle("POST /_mock/faults", s.adminPlant)
	handle("DELETE /_mock/faults", func(r *http.Request) (any, error) { s.ClearFaults(); return s.adminPending(r) })
	handle("POST /_mock/console", s.adminConsole)
	handle("POST /_mock/advance", s.adminAdvance)
	handle("POST /_mock/dial", s.adminDial)
	handle("POST /_mock/dialect", s.adminDialect)
	handle("POST /_mock/dialer", s.adminDialer)
	handle("POST /_mock/catalogue", s.adminCatalogue)
	handle("GET /_mock/calls", s.adminCalls)
	return mux
}

// isJSON keeps forms of web pages away, which need no permission to be sent anywhere.
func isJSON(r *http.Request) bool {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && mediaType == "application/json"
}

// changed tells those who watch.
func (s *Server) changed() {
	defer s.observe()()
	s.clock.wake()
}

func decodeAdmin(r *http.Request, into any) error {
	decoder := json.NewDecoder(io.LimitReader(r.Body, adminBodyLimit))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return adminError{fmt.Errorf("reading the request: %w", err)}
	}
	return nil
}

// adminTask is a snapshot with its status in words.
type adminTask struct {
	TaskSnapshot
	Status string `json:"status"`
}

func adminTasksOf(snapshots []TaskSnapshot) []adminTask {
	tasks := make([]adminTask, len(snapshots))
	for i, snapshot := range snapshots {
		tasks[i] = adminTask{snapshot, snapshot.Status.String()}
	}
	return tasks
}

func (s *Server) adminTasks(r *http.Request) (any, error) {
	query := r.URL.Query()
	switch {
	case query.Has("id"):
		snapshot, known := s.Task(query.Get("id"))
		if !known {
			return nil, fmt.Errorf("no task %s", query.Get("id"))
		}
		return adminTasksOf([]TaskSnapshot{snapshot}), nil
	case query.Has("custom_id"):
		return adminTasksOf(s.TasksByCustomID(query.Get("custom_id"))), nil
	}
	return adminTasksOf(s.Tasks()), nil
}

func (s *Server) adminSubmitted(r *http.Request) (any, error) {
	query := r.URL.Query()
	phone := query.Get("phone")
	if phone == "" {
		return nil, adminError{errors.New("which phone? give ?phone=")}
	}
	match := func(*task) bool { return true }
	if query.Has("custom_id") {
		match = func(t *task) bool { return t.customID == query.Get("custom_id") }
	}
	defer s.observe()()
	tasks := 0
	var sum struct{ submitted, accepted, dialled int }
	for _, t := range s.tasks.all {
		if !match(t) {
			continue
		}
		tasks++
		c := t.tallies[phone]
		sum.submitted += int(c.submitted)
		sum.accepted += int(c.accepted)
		sum.dialled += int(c.dialled)
	}
	return map[string]int{"tasks": tasks, "submitted": sum.submitted, "accepted": sum.accepted, "dialled": sum.dialled}, nil
}

func (s *Server) adminPending(*http.Request) (any, error) {
	return map[string]int{"pending": s.PendingFaults()}, nil
}

func (s *Server) adminPlant(r *http.Request) (any, error) {
	var specs []string
	if err := decodeAdmin(r, &specs); err != nil {
		return nil, err
	}
	faults := make([]Fault, len(specs))
	for i, spec := range specs {
		fault, err := ParseFault(spec)
		if err != nil {
			return nil, adminError{err}
		}
		faults[i] = fault
	}
	s.Plant(faults...)
	return s.adminPending(r)
}

func (s *Server) adminConsole(r *http.Request) (any, error) {
	var request struct {
		Action   string   `json:"action"`
		Task     string   `json:"task"`
		Name     string   `json:"name"`
		CustomID string   `json:"custom_id"`
		Agent    string   `json:"agent"`
		Status   string   `json:"status"`
		Phones   []string `json:"phones"`
	}
	if err := decodeAdmin(r, &request); err != nil {
		return nil, err
	}
	status, known := ParseTaskStatus(request.Status)
	if !known && (request.Status != "" || request.Action == "set-status") {
		return nil, adminError{fmt.Errorf("unknown status %q", request.Status)}
	}
	id := request.Task
	var err error
	switch request.Action {
	case "set-status":
		err = s.ConsoleSetStatus(id, status)
	case "rename":
		err = s.ConsoleRename(id, request.Name)
	case "add":
		err = s.ConsoleAdd(id, request.Phones...)
	case "remove":
		err = s.ConsoleRemove(id, request.Phones...)
	case "unlist":
		err = s.ConsoleUnlist(id)
	case "purge":
		err = s.ConsolePurge(id)
	case "create":
		id, err = s.ConsoleCreate(TaskSnapshot{
			ID:       request.Task,
			CustomID: request.CustomID,
			Name:     request.Name,
			Agent:    request.Agent,
			Status:   status,
		}, request.Phones...)
	default:
		return nil, adminError{fmt.Errorf("unknown action %q", request.Action)}
	}
	if err != nil {
		return nil, err
	}
	snapshot, _ := s.Task(id)
	return adminTask{snapshot, snapshot.Status.String()}, nil
}
