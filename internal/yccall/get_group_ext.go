package yccall

import "context"

// GroupMember is an extension in a group, and a row of App.Sip_Extgroup.GetGroupExt.
type GroupMember struct{ Group, Extension string }

func (m GroupMember) form() form {
	var f form
	f.set("name", m.Group)
	f.set("extnumber", m.Extension)
	return f
}

// GroupMembers lists the members of a group (App.Sip_Extgroup.GetGroupExt), or the one with that extension unless it is
// empty. That there is no such group is no error, and gives no members. A row that does not name its group counts as one
// of the group that was asked for.
func (c *Client) GroupMembers(ctx context.Context, group, extension string) ([]GroupMember, error) {
	var f form
	f.set("name", group)
	f.optional("extnumber", extension)
	rows, err := lookUp[struct {
		Name      flexText `json:"name"`
		Extension flexText `json:"extnumber"`
	}](ctx, c, serviceGroupExtensions, f, "extnumber")

	members := make([]GroupMember, 0, len(rows))
	for _, row := range rows {
		member := GroupMember{Group: row.Name.visible().value, Extension: row.Extension.visible().value}
		if member.Extension == "" {
			return nil, malformed(serviceGroupExtensions, "a row has no extnumber")
		}
		if member.Group == "" {
			member.Group = group
		}
		if member.Group == group {
			members = append(members, member)
		}
	}
	return members, err
}
