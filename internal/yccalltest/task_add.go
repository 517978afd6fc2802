package yccalltest

import "fmt"

// taskAdd is App.Sip_Yccall.TaskAdd. An unknown and an ended task are refused; that the refusal is data.status 1 with
// code 1003 is a guess.
func (s *Server) taskAdd(c *request) reply {
	t, refusal := s.openTask(c)
	submissions := c.submissions()
	if refusal = c.params.firstRefusal(refusal); refusal != nil {
		return *refusal
	}
	return s.storeAll(t, c, submissions, "追加成功", "")
}

// openTask finds the task that a request wants to change, and refuses unknown and ended ones.
func (s *Server) openTask(c *request) (*task, *reply) {
	t, refusal := s.knownTask(c)
	if t != nil && t.status == Ended {
		r := refused("任务已结束：" + t.id)
		return nil, &r
	}
	return t, refusal
}

// knownTask finds the task that a request names.
func (s *Server) knownTask(c *request) (*task, *reply) {
	c.taskID = c.params.required("taskid")
	t := s.lookup(c.taskID)
	if t == nil {
		r := refused("任务不存在：" + c.taskID)
		return nil, &r
	}
	return t, nil
}

// submissions reads telphone as TaskCreat and TaskAdd have it.
func (c *request) submissions() []submission {
	submissions, err := parseTelphone(c.params.required("telphone"))
	if err != nil {
		c.params.refuseValue("telphone", "格式应该为JSON数组")
	}
	c.countNumbers(len(submissions))
	return submissions
}

// countNumbers notes how many numbers the request carries, and refuses too many.
func (c *request) countNumbers(n int) {
	c.numbers = n
	if n > maxNumbers && c.params.refusal == nil {
		r := refused(fmt.Sprintf("号码数不能超过%d个", maxNumbers))
		c.params.refusal = &r
	}
}
