package yccalltest

// getGroupExt is App.Sip_Extgroup.GetGroupExt, whose data is the array itself.
func (s *Server) getGroupExt(req *request) reply {
	name, number := req.params.optional("name"), req.params.optional("extnumber")
	if group := s.extensionGroup(name); group != nil && !s.knowsName(req.token, name) {
		return refusedWith(codeExtensionProblem, "分机异常："+name)
	}
	rows := list{}
	for _, group := range s.config.Catalogue.ExtensionGroups {
		if name != "" && group.Name != name {
			continue
		}
		for _, member := range group.Members {
			if number == "" || member == number {
				rows = append(rows, object{
					{"name", group.Name}, {"extnumber", member}, {"status", "hangup"},
					{"weight", 1}, {"linkcount", 0}, {"date", nil}, {"state", "idle"},
				})
			}
		}
	}
	r := s.found(rows)
	if r.ok() {
		r.bare = rows
	}
	return r
}
