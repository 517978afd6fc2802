package yccalltest

import "strconv"

const (
	rowNotCalled = 1035
	rowCalled    = 1036
)

// taskInfo is App.Sip_Yccall.TaskInfo. Numbers come in the order they were added. A customtaskid beside the taskid
// narrows the tasks further.
func (s *Server) taskInfo(c *request) reply {
	p, dialect := c.params, &s.config.Dialect
	p.required("taskid")
	ids := p.names("taskid")
	customID := p.optional("customtaskid")
	status := p.choice("status", "", "1", "2")
	answered := p.choice("answered", "", "0", "1")
	answerType := p.choice("answertype", "", "caller", "callee", "connected")
	page := c.paging(dialect)
	if p.refusal != nil {
		return *p.refusal
	}
	if refusal := s.unknownTask(ids); refusal != nil && !dialect.has(IgnoreTaskIDFilter) {
		return *refusal
	}
	c.noteTask(ids)

	filter := rowFilter{}
	if !dialect.has(IgnoreStatusFilter) {
		filter.uncalledOnly, filter.calledOnly = status == "1", status == "2"
	}
	if answered != "" || answerType != "" {
		filter.match = func(o outcome) bool {
			return o.called() &&
				(answered == "" || (o == connected) == (answered == "1")) &&
				(answerType == "" || o.answerType() == answerType)
		}
	}
	rows, total := list{}, 0
	skip, limit := page.window()
	for _, t := range s.namedTasks(ids) {
		if customID != "" && t.customID != customID && !dialect.has(IgnoreCustomIDFilter) {
			continue
		}
		total += t.rows.page(filter, max(skip-total, 0), limit-len(rows), func(r *row) {
			rows = append(rows, s.numberRow(t, r))
		})
	}
	effect := "listed " + strconv.Itoa(len(rows)) + " of " + strconv.Itoa(total) + " numbers"
	return done("获取成功", effect, page.result(total, "result", rows))
}

// namedTasks returns the tasks of a comma list in the order of the list, or all where the filter is ignored.
func (s *Server) namedTasks(ids []string) []*task {
	var named []*task
	if s.config.Dialect.has(IgnoreTaskIDFilter) {
		for _, t := range s.tasks {
			if !t.purged {
				named = append(named, t)
			}
		}
		return named
	}
	for _, id := range ids {
		if t := s.lookup(id); t != nil {
			named = append(named, t)
		}
	}
	return named
}

// agentOf is the extension that a call was put through to, null where the server has none.
func (s *Server) agentOf(t *task, r *row) any {
	if t.assignType == assignExtension {
		return t.agent
	}
	if int(r.agent) < len(s.agents) {
		return s.agents[r.agent]
	}
	return nil
}

func (s *Server) numberRow(t *task, r *row) object {
	d := r.detail()
	var extension, answered, answerType any
	status := rowNotCalled
	if r.outcome.called() {
		status = rowCalled
		answerType = r.outcome.answerType()
		answered = 0
		if r.outcome == connected {
			answered = 1
		}
		if r.outcome != calleeMissed {
			extension = s.agentOf(t, r)
		}
	}
	row := object{
		{"taskid", identifier(t.id)},
		{"telphone", s.config.Dialect.format(r.phone)},
		{"userid", d.userID},
		{"memberid", d.memberID},
		{"chengshudu", ""},
		{"customuuid", d.customID},
		{"status", status},
		{"extnumber", extension},
		{"answered", answered},
		{"answertype", answerType},
	}
	if s.config.Dialect.has(EchoNumberExtras) {
		row = append(row, member{"ext", d.ext}, member{"time", d.time})
	}
	return row
}
