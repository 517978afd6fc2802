package yccalltest

import (
	"fmt"
	"time"
)

// taskCall is App.Sip_Yccall.taskCall, which calls the numbers of a task again. The page shows no new taskid in the
// reply, so the same task is taken to be dialled again, whatever its state.
func (s *Server) taskCall(c *request) reply {
	p := c.params
	t, refusal := s.knownTask(c)
	answerType := p.choice("answertype", "all", "all", "caller", "callee", "connected")
	start := p.choice("status", "1", "0", "1") == "1"
	scheduledAt, pausedAt := p.moment("scheduledtime"), p.moment("pausedtime")
	if refusal = p.firstRefusal(refusal); refusal != nil {
		return *refusal
	}
	again := t.rows.requeue(func(o outcome) bool { return answerType == "all" || o.answerType() == answerType })
	t.scheduledAt, t.pausedAt, t.deadlinePassed = scheduledAt, pausedAt, false
	t.status, t.armed, t.endedAt = NotStarted, false, time.Time{}
	t.round, t.nextRound = 0, time.Time{}
	if start {
		s.switchOn(t)
	}
	return done("设置成功", fmt.Sprintf("%d numbers to be called again, now %s", again, t.stateText()), nil)
}
