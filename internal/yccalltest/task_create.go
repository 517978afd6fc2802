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
func (s *Server) taskCreat(c *call) reply {
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
	if len(submissions) > maxNumbers {
		return tooManyNumbers()
	}

	s.addTask(t)
	accepted, rejected := s.store(t, c.kept(submissions))
	effect := fmt.Sprintf("created, %d of %d numbers stored", accepted, len(submissions))
	if start {
		s.switchOn(t)
		effect += ", switched on"
	}
	c.taskID = t.id
	result := object{{"taskid", identifier(t.id)}}
	if !s.config.Dialect.OmitInvalidData {
		result = append(result, member{"invaliddata", invalidData(s.config.Dialect.InvalidData, rejected)})
	}
	r := done("创建成功", effect, result)
	r.invalid = len(rejected)
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

func tooManyNumbers() reply {
	return refused(fmt.Sprintf("号码数不能超过%d个", maxNumbers))
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
