package yccalltest

import "fmt"

// taskDelPhone is App.Sip_Yccall.taskDelPhone. Unknown numbers are passed over in silence, and called ones stay: the
// page says nothing of either. The limit per request is taken to be that of TaskAdd.
func (s *Server) taskDelPhone(req *request) reply {
	t, refusal := s.openTask(req)
	req.params.required("telphone")
	phones := req.params.names("telphone")
	req.countNumbers(len(phones))
	if refusal = req.params.firstRefusal(refusal); refusal != nil {
		return *refusal
	}
	if s.config.Dialect.has(RefuseRemovalOfCalled) && s.anyCalled(t, phones) {
		return refused("号码已呼叫，不能删除")
	}
	removed := 0
	r := done("删除成功", "", nil)
	r.work = &work{len(phones), func(from, to int, _ bool) string {
		removed += s.withdraw(t, phones[from:to])
		return fmt.Sprintf("%d rows removed", removed)
	}}
	return r
}

// anyCalled reports whether a task has called one of these numbers.
func (s *Server) anyCalled(t *task, phones []string) bool {
	unwanted := s.formats(phones)
	for r := range t.rows.all() {
		if r.outcome.called() && unwanted[s.config.Dialect.format(r.phone)] {
			return true
		}
	}
	return false
}
