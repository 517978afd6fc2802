package yccalltest

// addExtgroup is App.Sip_Extgroup.AddExtgroup. No page says that a second group of a name is refused, so it is made.
func (s *Server) addExtgroup(req *request) reply {
	name, status := req.params.required("name"), req.params.choice("status", "1", "0", "1")
	if req.params.refusal != nil {
		return *req.params.refusal
	}
	r := done("添加成功", "", nil)
	r.work = &work{do: func(int, int, bool) string {
		groups := &s.config.Catalogue.ExtensionGroups
		group := ExtensionGroup{ID: 1, Name: name, Status: groupEnabled}
		for _, other := range *groups {
			group.ID = max(group.ID, other.ID+1)
		}
		if status == "0" {
			group.Status = groupDisabled
		}
		*groups = append(*groups, group)
		s.nameMade(name)
		return "group made"
	}}
	return r
}

// extensionGroup is the first group of a name; nil for none.
func (s *Server) extensionGroup(name string) *ExtensionGroup {
	for i := range s.config.Catalogue.ExtensionGroups {
		if group := &s.config.Catalogue.ExtensionGroups[i]; group.Name == name {
			return group
		}
	}
	return nil
}

// groupFor is the group that a request names. One that there is not is refused, and so is one that the token does not
// know.
func (s *Server) groupFor(req *request, name string) (*ExtensionGroup, *reply) {
	group := s.extensionGroup(name)
	var refusal reply
	switch {
	case group == nil:
		refusal = refused("分机组不存在：" + name)
	case !s.knowsName(req.token, name):
		refusal = refusedWith(codeExtensionProblem, "分机异常："+name)
	default:
		return group, nil
	}
	return nil, &refusal
}
