package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ datasource.DataSourceWithConfigure = (*extensionGroupsDataSource)(nil)

// extensionGroupsDataSource is the data source yccall_extension_groups.
type extensionGroupsDataSource struct{ dataSource }

func newExtensionGroupsDataSource() datasource.DataSource { return &extensionGroupsDataSource{} }

// extensionGroupsModel is yccall_extension_groups in configuration and state.
type extensionGroupsModel struct {
	Name            types.String          `tfsdk:"name"`
	ExtensionGroups []extensionGroupModel `tfsdk:"extension_groups"`
}

type extensionGroupModel struct {
	ID      types.String `tfsdk:"id"`
	Name    types.String `tfsdk:"name"`
	Enabled types.Bool   `tfsdk:"enabled"`
}

// Metadata names the data source.
func (d *extensionGroupsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_extension_groups"
}

// Schema describes the data source.
func (d *extensionGroupsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The extension groups of the account (`App.Sip_Extgroup.GetExtgroupInfo`). A task is assigned to a group by its name. " +
			"That no group fits is no error: the list is empty.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Only the group of this name, as a whole (parameter `name`).",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"extension_groups": schema.ListNestedAttribute{
				MarkdownDescription: "The groups (`result`), in the server's order.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id": schema.StringAttribute{
						MarkdownDescription: "Id of the group (`id`).",
						Computed:            true,
					},
					"name": schema.StringAttribute{
						MarkdownDescription: "Name of the group (`name`), for `assign_agent` of a task with `assign_type = \"extension_group\"`.",
						Computed:            true,
					},
					"enabled": schema.BoolAttribute{
						MarkdownDescription: "Whether the group is enabled (`status`: 1041 enabled, 1042 disabled); null for any other state.",
						Computed:            true,
					},
				}},
			},
		},
	}
}

// Read lists the groups.
func (d *extensionGroupsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m extensionGroupsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	name := m.Name.ValueString()
	groups, err := d.client.ExtensionGroups(ctx, name)
	if err != nil {
		resp.Diagnostics.Append(explain("Listing extension groups", err, onlyRead))
		return
	}
	m.ExtensionGroups = make([]extensionGroupModel, 0, len(groups))
	for _, group := range groups {
		if name == "" || group.Name == name {
			m.ExtensionGroups = append(m.ExtensionGroups, extensionGroupModel{
				ID: orNull(group.ID), Name: orNull(group.Name), Enabled: types.BoolPointerValue(group.Enabled),
			})
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}
