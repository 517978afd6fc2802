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
	serve         func(*Server, *request) reply
}

var services = []service{
	{class: "App.Sip_Auth", method: "Login", withoutToken: true, serve: (*Server).login},
	{class: "App.Sip_Auth", method: "Logout", serve: (*Server).logout},
	{class: "App.Sip_Yccall", method: "TaskCreat", serve: (*Server).taskCreat},
	{class: "App.Sip_Yccall", method: "TaskAdd", serve: (*Server).taskAdd},
	{class: "App.Sip_Yccall", method: "TaskList", serve: (*Server).taskList},
	{class: "App.Sip_Yccall", method: "TaskInfo", serve: (*Server).taskInfo},
	{class: "App.Sip_Yccall", method: "TaskSet", serve: (*Server).taskSet},
	{class: "App.Sip_Yccall", method: "taskCall", serve: (*Server).taskCall},
	{class: "App.Sip_Yccall", method: "taskDelPhone", serve: (*Server).taskDelPhone},
	{class: "App.Sip_Extgroup", method: "GetExtgroupInfo", serve: (*Server).extensionGroups},
	{class: "App.Sip_Extgroup", method: "AddExtgroup", serve: (*Server).addExtgroup},
	{class: "App.Sip_Extgroup", method: "DelExtgroup", serve: (*Server).delExtgroup},
	{class: "App.Sip_Extgroup", method: "AddExtnumber", serve: (*Server).addExtnumber},
	{class: "App.Sip_Extgroup", method: "DelExtnumber", serve: (*Server).delExtnumber},
	{class: "App.Sip_Extgroup", method: "GetGroupExt", serve: (*Server).getGroupExt},
	{class: "App.Sip_Sipnum", method: "GetSipnumberInfo", serve: (*Server).extensions},
	{class: "App.Sip_Disnum", method: "getDisnumberInfo", serve: (*Server).callerNumbers},
	{class: "App.Sip_Queue", method: "GetQueueList", serve: (*Server).queues},
	{class: "App.Sip_Queue", method: "AddQueue", serve: (*Server).addQueue},
	{class: "App.Sip_Queue", method: "EditQueue", serve: (*Server).editQueue},
	{class: "App.Sip_Queue", method: "DelQueue", serve: (*Server).delQueue},
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

// request is one request to a service, what befalls it there, and what the service notes of it for the journal.
type request struct {
	service string
	token   string
	params  *params

	keep      int  // how many numbers take effect; all when negative
	dropAfter int  // how many are taken before others are dropped; all when negative
	claimAll  bool // dropped ones are counted as taken
	maxRows   int  // how many rows a list may have; all when negative

	taskID  string
	numbers int
}

func newRequest(form url.Values, zone *time.Location) *request {
	req := &request{
		service: form.Get("service"),
		token:   form.Get("token"),
		params:  &params{form: form, zone: zone},
		keep:    -1, dropAfter: -1, maxRows: -1,
	}
	if sv, known := findService(req.service); known {
		req.service = sv.name()
	}
	if req.service == "" {
		req.service = noService
	}
	return req
}

func keepPart(f *Fault, req *request) { req.keep = f.KeepPart }

// noteTask keeps the task of a listing for the journal when there is exactly one.
func (req *request) noteTask(ids []string) {
	if len(ids) == 1 {
		req.taskID = ids[0]
	}
}

// serve gives the platform's answer to a request.
func (s *Server) serve(req *request) reply {
	sv, known := findService(req.service)
	if !known {
		return noSuchService(req.service)
	}
	if !sv.withoutToken && !s.tokenValid(req.token) {
		return invalidToken(req.token)
	}
	return sv.serve(s, req)
}

func invalidToken(token string) reply {
	return reply{ret: retBadToken, msg: "token无效或已过期：" + token}
}
