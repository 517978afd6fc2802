package yccalltest

// taskSet is App.Sip_Yccall.TaskSet. Setting the state a task has already is accepted, except that an ended task
// accepts nothing.
func (s *Server) taskSet(req *request) reply {
	t, refusal := s.openTask(req)
	wanted := req.params.requiredChoice("taskstatus", "1", "2", "3")
	if refusal = req.params.firstRefusal(refusal); refusal != nil {
		return *refusal
	}
	r := done("设置成功", "", nil)
	r.work = &work{do: func(int, int, bool) string {
		switch {
		case t.status == Ended: // since the request arrived
		case wanted == "1":
			s.switchOn(t)
		case wanted == "2":
			s.pause(t)
		default:
			s.end(t)
		}
		return "now " + t.stateText()
	}}
	return r
}

// stateText adds to the status whether a task that has not started will start by itself.
func (t *task) stateText() string {
	if t.armed {
		return "switched on, to start at its scheduled time"
	}
	return t.status.String()
}
