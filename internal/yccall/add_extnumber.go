package yccall

import "context"

// AddGroupMember makes an extension a member of a group (App.Sip_Extgroup.AddExtnumber). It is sent once. What becomes of
// an extension that is a member already is not known.
func (c *Client) AddGroupMember(ctx context.Context, member GroupMember) error {
	_, err := c.request(ctx, serviceAddExtnumber, member.form())
	return err
}
