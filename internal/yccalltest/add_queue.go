package yccalltest

import "strings"

// queuePrefix is what the platform puts before the name of a queue for tasks.
const queuePrefix = "autocall_"

// addQueue is App.Sip_Queue.AddQueue. No page says that a second queue of a name is refused, so it is made.
func (s *Server) addQueue(req *request) reply {
	name, remark := req.params.required("queuename"), req.params.required("remark")
	autocall, strategy := req.params.requiredChoice("autocall", "yes", "no"), req.params.strategy()
	if req.params.refusal != nil {
		return *req.params.refusal
	}
	if autocall == "yes" && !s.config.Dialect.has(PlainQueueNames) && !strings.HasPrefix(name, queuePrefix) {
		name = queuePrefix + name
	}
	r := done("添加成功", "", nil)
	r.work = &work{do: func(int, int, bool) string {
		s.config.Catalogue.Queues = append(s.config.Catalogue.Queues, Queue{Name: name, Remark: remark, Strategy: strategy})
		return "queue made"
	}}
	return r
}

// strategy reads how a queue spreads calls over its agents.
func (p *params) strategy() int {
	strategy := p.count("strategy", 1, 1)
	if strategy > 8 {
		p.refuseValue("strategy", "应该小于或等于8")
	}
	return strategy
}

// queue is the first queue of a name; nil for none.
func (s *Server) queue(name string) *Queue {
	for i := range s.config.Catalogue.Queues {
		if queue := &s.config.Catalogue.Queues[i]; queue.Name == name {
			return queue
		}
	}
	return nil
}

// queueFor refuses a request that names a queue which there is not. It takes the name that GetQueueList shows.
func (s *Server) queueFor(name string) *reply {
	if s.queue(name) != nil {
		return nil
	}
	r := refused("队列不存在：" + name)
	return &r
}
