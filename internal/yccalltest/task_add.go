package yccalltest

import "fmt"

// taskAdd is App.Sip_Yccall.TaskAdd. An unknown and an ended task are refused; that the refusal is data.status 1 with
// code 1003 is a guess.
func (s *Server) taskAdd(req *request) reply {
	t, refusal := s.openTask(req)
	submissions := req.submissions()
	if refusal = req.params.firstRefusal(refusal); refusal != nil {
		return *refusal
	}
	in := s.takeIn(req, submissions)
	return s.taken(in, "追加成功", member{"success", in.accepted}, &work{len(submissions), func(from, to int, _ bool) string {
		s.store(t, in, from, to)
		return fmt.Sprintf("%d of %d numbers stored", in.stored, len(submissions))
	}})
}

// openTask finds the task that a request wants to change, and refuses unknown and ended ones.
func (s *Server) openTask(req *request) (*task, *reply) {
	t, refusal := s.knownTask(req)
	if t != nil && t.status == Ended {
		r := refused("任务已结束：" + t.id)
		return nil, &r
	}
	return t, refusal
}

// knownTask finds the task that a request names.
func (s *Server) knownTask(req *request) (*task, *reply) {
	req.taskID = req.params.required("taskid")
	t := s.lookup(req.taskID)
	if t == nil {
		r := refused("任务不存在：" + req.taskID)
		return nil, &r
	}
	return t, nil
}

// submissions reads telphone as TaskCreat and TaskAdd have it.
func (req *request) submissions() []submission {
	submissions, err := parseTelphone(req.params.required("telphone"))
	if err != nil {
		req.params.refuseValue("telphone", "格式应该为JSON数组")
	}
	req.countNumbers(len(submissions))
	return submissions
}

// countNumbers notes how many numbers the request carries, and refuses too many.
func (req *request) countNumbers(n int) {
	req.numbers = n
	if n > maxNumbers && req.params.refusal == nil {
		r := refused(fmt.Sprintf("号码数不能超过%d个", maxNumbers))
		req.params.refusal = &r
	}
}
