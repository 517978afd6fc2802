package yccalltest

import "fmt"

// taskDelPhone is App.Sip_Yccall.taskDelPhone. Unknown numbers are passed over in silence, and called ones stay: the
// page says nothing of either. The limit per request is taken to be that of TaskAdd.
func (s *Server) taskDelPhone(c *request) reply {
	t, refusal := s.openTask(c)
	c.params.required("telphone")
	phones := c.params.names("telphone")
	c.countNumbers(len(phones))
	if refusal = c.params.firstRefusal(refusal); refusal != nil {
		return *refusal
	}
	removed := s.withdraw(t, firstOf(phones, c.keep))
	return done("删除成功", fmt.Sprintf("%d rows removed", removed), nil)
}
