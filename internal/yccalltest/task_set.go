package yccalltest

import (
	"fmt"
	"time"
)

// taskSet is App.Sip_Yccall.TaskSet. Setting the state a task has already is accepted, except that an ended task
// accepts nothing.
func (s *Server) taskSet(c *call) reply {
	t, refusal := s.openTask(c)
	wanted := c.params.requiredChoice("taskstatus", "1", "2", "3")
	if c.params.refusal != nil {
		return *c.params.refusal
	}
	if refusal != nil {
		return *refusal
	}
	switch wanted {
	case "1":
		s.switchOn(t)
	case "2":
		s.pause(t)
	case "3":
		s.end(t)
	}
	return done("设置成功", "now "+t.stateText(), nil)
}

// stateText adds to the status whether a task that has not started will start by itself.
func (t *task) stateText() string {
	if t.armed {
		return "switched on, to start at its scheduled time"
	}
	return t.status.String()
}

// taskCall is App.Sip_Yccall.taskCall, which calls the numbers of a task again. The page shows no new taskid in the
// reply, so the same task is taken to be dialled again, whatever its state.
func (s *Server) taskCall(c *call) reply {
	p := c.params
	id := p.required("taskid")
	c.taskID = id
	answerType := p.choice("answertype", "all", "all", "caller", "callee", "connected")
	start := p.choice("status", "1", "0", "1") == "1"
	scheduledAt, pausedAt := p.moment("scheduledtime"), p.moment("pausedtime")
	if p.refusal != nil {
		return *p.refusal
	}
	t := s.lookup(id)
	if t == nil {
		return refused("任务不存在：" + id)
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
