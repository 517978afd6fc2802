package yccalltest

import "slices"

// delExtgroup is App.Sip_Extgroup.DelExtgroup. That a task uses the group is no obstacle: no page says so.
func (s *Server) delExtgroup(req *request) reply {
	name := req.params.required("name")
	_, refusal := s.groupFor(req, name)
	if refusal = req.params.firstRefusal(refusal); refusal != nil {
		return *refusal
	}
	r := done("删除成功", "", nil)
	r.work = &work{do: func(int, int, bool) string {
		groups := &s.config.Catalogue.ExtensionGroups
		*groups = slices.DeleteFunc(*groups, func(g ExtensionGroup) bool { return g.Name == name })
		return "group deleted"
	}}
	return r
}
