package yccalltest

import "slices"

// addExtnumber is App.Sip_Extgroup.AddExtnumber. An extension that is a member already becomes one a second time: no page
// says that it is refused.
func (s *Server) addExtnumber(req *request) reply {
	name, number := req.params.required("name"), req.params.required("extnumber")
	_, refusal := s.groupFor(req, name)
	if refusal == nil && !slices.ContainsFunc(s.config.Catalogue.Extensions, func(e Extension) bool { return e.Number == number }) {
		r := refusedWith(codeNoSuchExtension, "分机不存在："+number)
		refusal = &r
	}
	if refusal = req.params.firstRefusal(refusal); refusal != nil {
		return *refusal
	}
	r := done("添加成功", "", nil)
	r.work = &work{do: func(int, int, bool) string {
		if group := s.extensionGroup(name); group != nil { // it may have been deleted since the request arrived
			group.Members = append(group.Members, number)
		}
		return "member added"
	}}
	return r
}
