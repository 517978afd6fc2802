package yccalltest

// taskSet is App.Sip_Yccall.TaskSet. Setting the state a task has already is accepted, except that an ended task
// accepts nothing.
func (s *Server) taskSet(c *request) reply {
	t, refusal := s.openTask(c)
	wanted := c.params.requiredChoice("taskstatus", "1", "2", "3")
	if refusal = c.params.firstRefusal(refusal); refusal != nil {
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
