package yccalltest

import (
	"net/url"
	"regexp"
	"strconv"
	"time"
)

var scaleForm = regexp.MustCompile(`^[1-9][0-9]*:[1-9][0-9]*$`)

// taskCreat is App.Sip_Yccall.TaskCreat. A task whose numbers are all rejected is made all the same, and so is a
// second one with the same customtaskid: no page says that either is refused.
func (s *Server) taskCreat(c *request) reply {
	p := c.params
	t := &task{
		agent:         p.required("assignagent"),
		scale:         p.required("taskscale"),
		name:          p.optional("taskname"),
		customID:      p.optional("customtaskid"),
		callerNumbers: p.optional("disnumber"),
		scaleMode:     p.choice("isscale", "", "auto", "manual"),
		concurrent:    p.count("concurrent", 100, 1),
		scheduledAt:   p.moment("scheduledtime"),
		pausedAt:      p.moment("pausedtime"),
		again:         p.multiCall(),
		params:        withoutSecrets(p.form),
	}
	t.assignType, _ = strconv.Atoi(p.requiredChoice("assigntype", "1", "2", "3"))
	start := p.choice("status", "0", "0", "1") == "1"
	if !scaleForm.MatchString(t.scale) {
		p.refuseValue("taskscale", "格式应该为：1:1")
	}
	submissions := c.submissions()
	if p.refusal != nil {
		return *p.refusal
	}
	s.addTask(t)
	c.taskID = t.id
	r := s.storeAll(t, c, submissions, "创建成功", "created, ")
	if start {
		s.switchOn(t)
		r.effect += ", switched on"
	}
	return r
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
