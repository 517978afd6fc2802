package yccalltest

import (
	"net/url"
	"strings"
	"time"
)

// noService is what the framework runs when a request names no service, as one whose body was too large.
const noService = "App.Site.Index"

type service struct {
	class, method string
	withoutToken  bool
	run           func(*Server, *request) reply
}

var services = []service{
	{class: "App.Sip_Auth", method: "Login", withoutToken: true, run: (*Server).login},
	{class: "App.Sip_Auth", method: "Logout", run: (*Server).logout},
	{class: "App.Sip_Yccall", method: "TaskCreat", run: (*Server).taskCreat},
	{class: "App.Sip_Yccall", method: "TaskAdd", run: (*Server).taskAdd},
	{class: "App.Sip_Yccall", method: "TaskList", run: (*Server).taskList},
	{class: "App.Sip_Yccall", method: "TaskInfo", run: (*Server).taskInfo},
	{class: "App.Sip_Yccall", method: "TaskSet", run: (*Server).taskSet},
	{class: "App.Sip_Yccall", method: "taskCall", run: (*Server).taskCall},
	{class: "App.Sip_Yccall", method: "taskDelPhone", run: (*Server).taskDelPhone},
	{class: "App.Sip_Extgroup", method: "GetExtgroupInfo", run: (*Server).extensionGroups},
	{class: "App.Sip_Sipnum", method: "GetSipnumberInfo", run: (*Server).extensions},
	{class: "App.Sip_Disnum", method: "getDisnumberInfo", run: (*Server).callerNumbers},
	{class: "App.Sip_Queue", method: "GetQueueList", run: (*Server).queues},
}

func (sv service) name() string { return sv.class + "." + sv.method }

// findService resolves a service name. PHP compares method names without regard to case, and class names exactly.
func findService(name string) (service, bool) {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return service{}, false
	}
	for _, sv := range services {
		if sv.class == name[:dot] && strings.EqualFold(sv.method, name[dot+1:]) {
			return sv, true
		}
	}
	return service{}, false
}

// serviceMatches reports whether a pattern, which is a full name, a method or "*", means the service.
func serviceMatches(pattern, name string) bool {
	method := name[strings.LastIndexByte(name, '.')+1:]
	return pattern == "*" || strings.EqualFold(pattern, name) || strings.EqualFold(pattern, method)
}

// request is one request to a service, and what the service notes of it for the journal.
type request struct {
	service string
	token   string
	params  *params
	keep    int // how many numbers take effect; all when negative

	taskID  string
	numbers int
}

func newRequest(form url.Values, zone *time.Location) *request {
	c := &request{
		service: form.Get("service"),
		token:   form.Get("token"),
		params:  &params{form: form, zone: zone},
		keep:    -1,
	}
	if sv, known := findService(c.service); known {
		c.service = sv.name()
	}
	if c.service == "" {
		c.service = noService
	}
	return c
}

// firstOf returns the first n items; all when n is negative.
func firstOf[T any](items []T, n int) []T {
	if n < 0 || n > len(items) {
		return items
	}
	return items[:n]
}

// noteTask keeps the task of a listing for the journal when there is exactly one.
func (c *request) noteTask(ids []string) {
	if len(ids) == 1 {
		c.taskID = ids[0]
	}
}

// execute runs a request and gives the platform's answer.
func (s *Server) execute(c *request) reply {
	sv, known := findService(c.service)
	if !known {
		return noSuchService(c.service)
	}
	if !sv.withoutToken && !s.tokenValid(c.token) {
		return invalidToken(c.token)
	}
	return sv.run(s, c)
}

func invalidToken(token string) reply {
	return reply{ret: retBadToken, msg: "token无效或已过期：" + token}
}
