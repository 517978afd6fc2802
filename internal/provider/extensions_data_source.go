package provider

import (
	"context"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var _ datasource.DataSourceWithConfigure = (*extensionsDataSource)(nil)

// extensionsDataSource is the data source yccall_extensions. The SIP password that the platform sends
// with an extension is not read by the client, so there is nothing here to leak.
type extensionsDataSource struct{ dataSource }

func newExtensionsDataSource() datasource.DataSource { return &extensionsDataSource{} }

// extensionsModel is yccall_extensions in configuration and state.
type extensionsModel struct {
	Status     types.String     `tfsdk:"status"`
	Registered types.Bool       `tfsdk:"registered"`
	Numbers    types.List       `tfsdk:"numbers"`
	Extensions []extensionModel `tfsdk:"extensions"`
}

type extensionModel struct {
	Number     types.String `tfsdk:"number"`
	Enabled    types.Bool   `tfsdk:"enabled"`
	Registered types.Bool   `tfsdk:"registered"`
}

// Metadata names the data source.
func (d *extensionsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_extensions"
}

// Schema describes the data source.
func (d *extensionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The extensions of the account, and whether somebody is registered there (`App.Sip_Sipnum.GetSipnumberInfo`). " +
			"The SIP password, which the platform sends with them, is not read. That no extension fits is no error: the list is empty.",
		Attributes: map[string]schema.Attribute{
			"status": statusFilter("extensions"),
			"registered": schema.BoolAttribute{
				MarkdownDescription: "Only extensions that are registered, or are not (`register` of the rows: `reg`, `nreg`; the platform has no parameter for it).",
				Optional:            true,
			},
			"numbers": schema.ListAttribute{
				MarkdownDescription: "Only these extensions (parameter `extnumber`, joined by commas).",
				ElementType:         types.StringType,
				Optional:            true,
				Validators: []validator.List{
					listvalidator.SizeAtLeast(1),
					listvalidator.ValueStringsAre(stringvalidator.RegexMatches(regexp.MustCompile(`^[^,\s]+$`), "must be one extension, without commas and spaces")),
				},
			},
			"extensions": schema.ListNestedAttribute{
				MarkdownDescription: "The extensions (`result`), in the server's order.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"number": schema.StringAttribute{
						MarkdownDescription: "Number of the extension (`extnumber`), for `assign_agent` of a task with `assign_type = \"extension\"`.",
						Computed:            true,
					},
					"enabled": schema.BoolAttribute{
						MarkdownDescription: "Whether the extension is enabled (`status`: 1016 enabled, 1013 disabled); null where the server does not tell.",
						Computed:            true,
					},
					"registered": schema.BoolAttribute{
						MarkdownDescription: "Whether a telephone is registered there (`register`: `reg`, `nreg`); null where the server does not tell.",
						Computed:            true,
					},
				}},
			},
		},
	}
}

// Read lists the extensions.
func (d *extensionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m extensionsModel
	var numbers []string
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	resp.Diagnostics.Append(m.Numbers.ElementsAs(ctx, &numbers, false)...)
	if resp.Diagnostics.HasError() {
		return
	}
	availability := availabilities[m.Status.ValueString()]
	extensions, err := d.client.Extensions(ctx, yccall.ExtensionFilter{Availability: availability, Numbers: numbers})
	if err != nil {
		resp.Diagnostics.Append(explain("Listing extensions", err, onlyRead))
		return
	}
	m.Extensions = make([]extensionModel, 0, len(extensions))
	for _, extension := range extensions {
		registered := types.BoolPointerValue(extension.Registered)
		if contradicts(availability, extension.Enabled) ||
			len(numbers) > 0 && !slices.Contains(numbers, extension.Number) ||
			!m.Registered.IsNull() && !registered.Equal(m.Registered) {
			continue
		}
		m.Extensions = append(m.Extensions, extensionModel{
			Number: orNull(extension.Number), Enabled: types.BoolPointerValue(extension.Enabled), Registered: registered,
		})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// contradicts reports whether a row says that it is not of the availability that was asked for, as
// rows of a server that ignores the filter do. A row that does not tell contradicts nothing.
func contradicts(asked yccall.Availability, enabled *bool) bool {
	switch {
	case enabled == nil || asked == yccall.EnabledOrDisabled:
		return false
	case asked == yccall.OnlyDisabled:
		return *enabled
	default:
		return !*enabled
	}
}
