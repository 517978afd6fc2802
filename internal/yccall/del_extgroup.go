package yccall

import "context"

// DeleteExtensionGroup deletes the extension group of a name (App.Sip_Extgroup.DelExtgroup). It is sent once. Whether the
// platform refuses a group that a task uses is not known.
func (c *Client) DeleteExtensionGroup(ctx context.Context, name string) error {
	var f form
	f.set("name", name)
	_, err := c.request(ctx, serviceDelExtgroup, f)
	return err
}
