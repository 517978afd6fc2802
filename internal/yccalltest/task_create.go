package yccalltest

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

var scaleForm = regexp.MustCompile(`^[1-9][0-9]*:[1-9][0-9]*$`)

// taskCreat is App.Sip_Yccall.TaskCreat. A task whose numbers are all rejected is made all the same, and so is a
// second one with the same customtaskid: no page says that either is refused.
func (s *Server) taskCreat(req *request) reply {
	p := req.params
	t := &task{
		settings: settings{
			agent:         p.required("assignagent"),
			scale:         p.required("taskscale"),
			name:          p.optional("taskname"),
			customID:      s.config.Dialect.customID(p),
			callerNumbers: p.optional("disnumber"),
			scaleMode:     p.choice("isscale", "", "auto", "manual"),
			concurrent:    p.count("concurrent", 100, 1),
			again:         p.multiCall(),
			params:        withoutSecrets(p.form),
		},
		schedule: schedule{scheduledAt: p.moment("scheduledtime"), pausedAt: p.moment("pausedtime")},
	}
	t.assignType, _ = strconv.Atoi(p.requiredChoice("assigntype", "1", "2", "3"))
	start := p.choice("status", "0", "0", "1") == "1"
	if !scaleForm.MatchString(t.scale) {
		p.refuseValue("taskscale", "格式应该为：1:1")
	}
	submissions := req.submissions()
	if p.refusal != nil {
		return *p.refusal
	}
	if !s.knowsName(req.token, t.agent) {
		return refusedWith(codeExtensionProblem, "分机异常："+t.agent)
	}
	if !start && s.config.Dialect.has(ScheduleNeedsStart) {
		t.scheduledAt = time.Time{}
	}
	t.id = s.newID()
	req.taskID = t.id
	in := s.takeIn(req, submissions)
	return s.taken(in, "创建成功", member{"taskid", identifier(t.id)}, &work{len(submissions), func(from, to int, last bool) string {
		if from == 0 {
			s.addTask(t)
		}
		s.store(t, in, from, to)
		effect := fmt.Sprintf("created, %d of %d numbers stored", in.stored, len(submissions))
		if last && start {
			s.switchOn(t)
			effect += ", switched on"
		}
		return effect
	}})
}

// multiCall reads the parameters of calling again; nil when that is off.
func (p *params) multiCall() *multiCall {
	on := p.choice("is_multi_call", "0", "0", "1") == "1"
	m := &multiCall{
		everyone:  p.choice("multi_call_type", "2", "1", "2") == "1",
		maxRounds: p.count("multi_call_max_rounds", 1, 1),
		interval:  time.Duration(p.count("multi_call_interval", 3600, 0)) * time.Second,
	}
	if !on {
		return nil
	}
	return m
}

// withoutSecrets copies a form without the token and without the number list, which is kept in rows.
func withoutSecrets(form url.Values) url.Values {
	kept := url.Values{}
	for name, values := range form {
		if name != "token" && name != "telphone" {
			kept[name] = values
		}
	}
	return kept
}
