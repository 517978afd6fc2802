package yccalltest

import "slices"

// delExtnumber is App.Sip_Extgroup.DelExtnumber.
func (s *Server) delExtnumber(req *request) reply {
	name, number := req.params.required("name"), req.params.required("extnumber")
	group, refusal := s.groupFor(req, name)
	if refusal == nil && !slices.Contains(group.Members, number) {
		r := refusedWith(codeNoSuchExtension, "分机不存在："+number)
		refusal = &r
	}
	if refusal = req.params.firstRefusal(refusal); refusal != nil {
		return *refusal
	}
	r := done("删除成功", "", nil)
	r.work = &work{do: func(int, int, bool) string {
		if group := s.extensionGroup(name); group != nil {
			group.Members = slices.DeleteFunc(group.Members, func(m string) bool { return m == number })
		}
		return "member removed"
	}}
	return r
}
