package yccall

import "context"

// RemoveGroupMember takes an extension out of a group (App.Sip_Extgroup.DelExtnumber). It is sent once.
func (c *Client) RemoveGroupMember(ctx context.Context, member GroupMember) error {
	_, err := c.request(ctx, serviceDelExtnumber, member.form())
	return err
}
