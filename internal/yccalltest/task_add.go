package yccalltest

import "fmt"

// taskAdd is App.Sip_Yccall.TaskAdd. An unknown and an ended task are refused; that the refusal is data.status 1 with
// code 1003 is a guess.
func (s *Server) taskAdd(c *call) reply {
	t, refusal := s.openTask(c)
	submissions := c.submissions()
	if c.params.refusal != nil {
		return *c.params.refusal
	}
	if refusal != nil {
		return *refusal
	}
	if len(submissions) > maxNumbers {
		return tooManyNumbers()
	}
	accepted, rejected := s.store(t, c.kept(submissions))
	result := object{{"success", accepted}}
	if !s.config.Dialect.OmitInvalidData {
		result = append(result, member{"invaliddata", invalidData(s.config.Dialect.InvalidData, rejected)})
	}
	r := done("追加成功", fmt.Sprintf("%d of %d numbers stored", accepted, len(submissions)), result)
	r.invalid = len(rejected)
	return r
}

// taskDelPhone is App.Sip_Yccall.taskDelPhone. Unknown numbers are passed over in silence, and called ones stay: the
// page says nothing of either. The limit per call is taken to be that of TaskAdd.
func (s *Server) taskDelPhone(c *call) reply {
	t, refusal := s.openTask(c)
	c.params.required("telphone")
	if c.params.refusal != nil {
		return *c.params.refusal
	}
	if refusal != nil {
		return *refusal
	}
	phones := c.params.names("telphone")
	c.numbers = len(phones)
	if len(phones) > maxNumbers {
		return tooManyNumbers()
	}
	removed := s.withdraw(t, firstOf(phones, c.keep))
	return done("删除成功", fmt.Sprintf("%d rows removed", removed), nil)
}

// openTask finds the task that a call wants to change, and refuses unknown and ended ones.
func (s *Server) openTask(c *call) (*task, *reply) {
	id := c.params.required("taskid")
	c.taskID = id
	t := s.lookup(id)
	var r reply
	switch {
	case t == nil:
		r = refused("任务不存在：" + id)
	case t.status == Ended:
		r = refused("任务已结束：" + id)
	default:
		return t, nil
	}
	return nil, &r
}
