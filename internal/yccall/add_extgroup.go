package yccall

import "context"

// NewExtensionGroup is the parameters of App.Sip_Extgroup.AddExtgroup.
type NewExtensionGroup struct {
	Name string
	// Enabled is left to the platform, which enables the group, if it is nil.
	Enabled *bool
}

// AddExtensionGroup makes an extension group (App.Sip_Extgroup.AddExtgroup). The reply has no id: the group is known by
// its name. It is sent once; after ErrMayHaveRun ExtensionGroups tells whether the group is there.
func (c *Client) AddExtensionGroup(ctx context.Context, group NewExtensionGroup) error {
	var f form
	f.set("name", group.Name)
	f.optionalSwitch("status", group.Enabled)
	defer c.auth.nameMade()
	_, err := c.request(ctx, serviceAddExtgroup, f)
	return err
}
