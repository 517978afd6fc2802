package yccalltest

const (
	rowNotCalled = 1035
	rowCalled    = 1036
)

// taskInfo is App.Sip_Yccall.TaskInfo. Numbers come in the order they were added. A customtaskid beside the taskid
// narrows the tasks further.
func (s *Server) taskInfo(req *request) reply {
	p, dialect := req.params, &s.config.Dialect
	p.required("taskid")
	ids := p.names("taskid")
	customID := dialect.customIDFilter(p)
	status := p.choice("status", "", "1", "2")
	if dialect.has(SwapNumberFilter) {
		status = map[string]string{"1": "2", "2": "1"}[status]
	}
	if status == "" && dialect.has(InfoUncalledOnly) {
		status = "1"
	}
	answered := p.choice("answered", "", "0", "1")
	answerType := p.choice("answertype", "", "caller", "callee", "connected")
	page := req.paging(dialect)
	if p.refusal != nil {
		return *p.refusal
	}
	if refusal := s.unknownTask(ids); refusal != nil && !dialect.has(IgnoreTaskIDFilter) {
		return *refusal
	}
	req.noteTask(ids)

	filter := rowFilter{}
	if !dialect.has(IgnoreStatusFilter) {
		filter.uncalledOnly, filter.calledOnly = status == "1", status == "2"
	}
	if answered != "" || answerType != "" {
		filter.match = func(o outcome) bool { return o.fits(answered, answerType) }
	}
	rows, total := list{}, 0
	skip, limit := page.window()
	for _, t := range s.namedTasks(ids) {
		if customID != "" && t.customID != customID {
			continue
		}
		total += s.seenRows(t).page(filter, max(skip-total, 0), limit-len(rows), func(r *row) {
			rows = append(rows, s.numberRow(t, r))
		})
	}
	return page.reply(req, dialect, total, "result", rows, "numbers")
}

// fits reports whether a number was called with such a result. An empty filter does not narrow.
func (o outcome) fits(answered, answerType string) bool {
	return o.called() &&
		(answered == "" || (o == connected) == (answered == "1")) &&
		(answerType == "" || o.answerType() == answerType)
}

// seenRows is what the listings show of a task's numbers.
func (s *Server) seenRows(t *task) *rowList {
	return t.pastRows.seen(s.now(), s.config.Dialect.Lag.Numbers, &t.rows)
}

// namedTasks returns the tasks of a comma list in the order of the list, or all where the filter is ignored.
func (s *Server) namedTasks(ids []string) []*task {
	var named []*task
	if s.config.Dialect.has(IgnoreTaskIDFilter) {
		for _, t := range s.tasks.all {
			if s.shown(t) {
				named = append(named, t)
			}
		}
		return named
	}
	for _, id := range ids {
		if t := s.lookup(id); t != nil && s.shown(t) {
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
