package yccalltest

import "fmt"

// taskCall is App.Sip_Yccall.taskCall, which calls the numbers of a task again. The page shows no new taskid in the
// reply, so the same task is taken to be dialled again, whatever its state.
func (s *Server) taskCall(req *request) reply {
	p := req.params
	t, refusal := s.knownTask(req)
	answerType := p.choice("answertype", "all", "all", "caller", "callee", "connected")
	start := p.choice("status", "1", "0", "1") == "1"
	scheduledAt, pausedAt := p.moment("scheduledtime"), p.moment("pausedtime")
	if refusal = p.firstRefusal(refusal); refusal != nil {
		return *refusal
	}
	r := done("设置成功", "", nil)
	r.work = &work{do: func(int, int, bool) string {
		s.changing(t)
		again := t.rows.requeue(func(o outcome) bool { return answerType == "all" || o.answerType() == answerType })
		t.schedule = schedule{scheduledAt: scheduledAt, pausedAt: pausedAt}
		s.reset(t)
		if start {
			s.switchOn(t)
		}
		return fmt.Sprintf("%d numbers to be called again, now %s", again, t.stateText())
	}}
	return r
}
