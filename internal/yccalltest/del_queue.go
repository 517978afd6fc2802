package yccalltest

import "slices"

// delQueue is App.Sip_Queue.DelQueue. That a task uses the queue is no obstacle: no page says so.
func (s *Server) delQueue(req *request) reply {
	name := req.params.required("queuename")
	if refusal := req.params.firstRefusal(s.queueFor(name)); refusal != nil {
		return *refusal
	}
	r := done("删除成功", "", nil)
	r.work = &work{do: func(int, int, bool) string {
		s.config.Catalogue.Queues = slices.DeleteFunc(s.config.Catalogue.Queues, func(q Queue) bool { return q.Name == name })
		return "queue deleted"
	}}
	return r
}
