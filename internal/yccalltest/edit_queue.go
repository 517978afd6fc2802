package yccalltest

// editQueue is App.Sip_Queue.EditQueue. What is not sent takes its default, as the framework does it.
func (s *Server) editQueue(req *request) reply {
	p := req.params
	name, remark, strategy := p.required("queuename"), p.required("remark"), p.strategy()
	optional := func(field string) *int {
		if !p.given(field) {
			return nil
		}
		n := p.count(field, 0, 0)
		return &n
	}
	settings := QueueSettings{
		AnnounceFreq: optional("announcefreq"), RingDelay: optional("ringdelay"), MaxWaitTime: optional("maxwaittime"),
		WithNoAgentTime: optional("withnoagenttime"), NoAgentRejoiningTime: optional("noagentrejoiningtime"), DiscardTime: optional("discardtime"),
	}
	if refusal := p.firstRefusal(s.queueFor(name)); refusal != nil {
		return *refusal
	}
	r := done("修改成功", "", nil)
	r.work = &work{do: func(int, int, bool) string {
		if queue := s.queue(name); queue != nil { // it may have been deleted since the request arrived
			queue.Remark, queue.Strategy, queue.QueueSettings = remark, strategy, settings
		}
		return "queue changed"
	}}
	return r
}
