package provider

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// A token cannot be renewed, and ending it (App.Sip_Auth.Logout) may end a token that somebody else
// still uses: the provider itself, or whoever it was handed to. So there is neither Renew nor Close.
var (
	_ ephemeral.EphemeralResourceWithConfigure      = (*accessTokenEphemeralResource)(nil)
	_ ephemeral.EphemeralResourceWithValidateConfig = (*accessTokenEphemeralResource)(nil)
)

// accessTokenEphemeralResource is the ephemeral resource yccall_access_token.
type accessTokenEphemeralResource struct{ *providerData }

func newAccessTokenEphemeralResource() ephemeral.EphemeralResource {
	return &accessTokenEphemeralResource{}
}

// accessTokenModel is yccall_access_token in configuration and result.
type accessTokenModel struct {
	AppID       types.String `tfsdk:"app_id"`
	AccessKey   types.String `tfsdk:"access_key"`
	Token       types.String `tfsdk:"token"`
	CompanyCode types.String `tfsdk:"company_code"`
	CompanyName types.String `tfsdk:"company_name"`
	ExpiresAt   types.String `tfsdk:"expires_at"`
}

// Metadata names the ephemeral resource.
func (r *accessTokenEphemeralResource) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_access_token"
}

// Configure takes the providerData of the configured provider.
func (r *accessTokenEphemeralResource) Configure(_ context.Context, req ephemeral.ConfigureRequest, _ *ephemeral.ConfigureResponse) {
	r.providerData, _ = req.ProviderData.(*providerData)
}

// Schema describes yccall_access_token.
func (r *accessTokenEphemeralResource) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Logs in and returns the token (`App.Sip_Auth.Login`), for tools of your own that use the platform. It reaches neither plan nor state. " +
			"It is granted anew whenever the block is opened, and not ended afterwards. Needs Terraform 1.10 or OpenTofu 1.11.",
		Attributes: map[string]schema.Attribute{
			"app_id": schema.StringAttribute{
				MarkdownDescription: "Application id to log in with (`appid`). Default: the provider's. Needs `access_key` beside it.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"access_key": schema.StringAttribute{
				MarkdownDescription: "Secret that belongs to `app_id` (`accesskey`). Default: the provider's.",
				Optional:            true,
				Sensitive:           true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"token": schema.StringAttribute{
				MarkdownDescription: "The token (`token`), which every other service of the platform asks for.",
				Computed:            true,
				Sensitive:           true,
			},
			"company_code": schema.StringAttribute{
				MarkdownDescription: "Code of the company that the account belongs to (`companycode`); null if the server does not tell.",
				Computed:            true,
			},
			"company_name": schema.StringAttribute{
				MarkdownDescription: "Name of that company (`companyname`); null if the server does not tell.",
				Computed:            true,
			},
			"expires_at": schema.StringAttribute{
				MarkdownDescription: "When the token ends, in RFC 3339: 12 hours after the login by the clock of this machine. No API field; the platform may end it earlier.",
				Computed:            true,
			},
		},
	}
}

// ValidateConfig refuses one half of an account. The error points at app_id: a CLI shows the line it
// points at, and the line of the access key is secret.
func (r *accessTokenEphemeralResource) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var config accessTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if config.AppID.IsUnknown() || config.AccessKey.IsUnknown() || config.AppID.IsNull() == config.AccessKey.IsNull() {
		return
	}
	resp.Diagnostics.AddAttributeError(path.Root("app_id"), "Half an account",
		"app_id and access_key belong together. Set both, or leave both out to log in with the provider's.")
}

// Open logs in.
func (r *accessTokenEphemeralResource) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var m accessTokenModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	client, err := r.clientOf(m.AppID.ValueString(), m.AccessKey.ValueString())
	var granted yccall.Login
	if err == nil {
		granted, err = client.Login(ctx)
	}
	switch {
	case errors.Is(err, yccall.ErrTokenInvalid):
		resp.Diagnostics.AddAttributeError(path.Root("app_id"), "No account to log in with",
			"The provider was given a ready token, and a token cannot obtain another one.\n\n"+
				"Set app_id and access_key here, or in the provider block instead of its token.")
		return
	case err != nil:
		resp.Diagnostics.Append(explain("Logging in", err, "There is no token."))
		return
	}
	m.Token = types.StringValue(granted.Token)
	m.CompanyCode, m.CompanyName = orNull(granted.CompanyCode), orNull(granted.CompanyName)
	m.ExpiresAt = types.StringValue(granted.ExpiresAt.UTC().Format(time.RFC3339))
	resp.Diagnostics.Append(resp.Result.Set(ctx, m)...)
}

// clientOf returns a client for an account. The provider's own client is the one for the provider's
// account, so that it goes on with the new token: a server may end the old one.
func (d *providerData) clientOf(appID, accessKey string) (*yccall.Client, error) {
	if appID == "" || appID == d.config.AppID && accessKey == d.config.AccessKey {
		return d.client, nil
	}
	config := d.config
	config.Token, config.AppID, config.AccessKey = "", appID, accessKey
	return yccall.New(config)
}
