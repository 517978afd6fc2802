package provider

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/team"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var (
	_ provider.Provider                       = (*yccallProvider)(nil)
	_ provider.ProviderWithValidateConfig     = (*yccallProvider)(nil)
	_ provider.ProviderWithListResources      = (*yccallProvider)(nil)
	_ provider.ProviderWithActions            = (*yccallProvider)(nil)
	_ provider.ProviderWithEphemeralResources = (*yccallProvider)(nil)
	_ provider.ProviderWithFunctions          = (*yccallProvider)(nil)
)

// yccallProvider is the provider "yccall".
type yccallProvider struct {
	version string
	now     func() time.Time
	wait    func(ctx context.Context, d time.Duration) error // nil is as usual
	// cli is true when a CLI of its own process plans.
	cli    bool
	client []func(*yccall.Config)
}

// Option changes how the provider deals with time and the network; tests use it to let none pass
// and to need none.
type Option func(*yccallProvider)

// WithClock replaces the clock that tells whether a number's time or a task's paused_time has passed.
func WithClock(now func() time.Time) Option {
	return func(p *yccallProvider) { p.now = now }
}

// WithoutWaiting makes every back-off as short as it can be, between looks at the platform after a
// request whose result is unknown, and between repeats of a read.
func WithoutWaiting() Option {
	return WithWait(func(ctx context.Context, _ time.Duration) error { return ctx.Err() })
}

// WithWait replaces how the provider waits between looks at the platform, and leaves chance out of it. The function must
// return ctx.Err() as soon as ctx is done. Digests are quick then, and not those of a release.
func WithWait(wait func(ctx context.Context, d time.Duration) error) Option {
	return func(p *yccallProvider) { p.wait = wait }
}

// WithCLI says that a CLI plans, in a process of its own: it is waited for, whatever WithWait says, until it has shown what it
// has read.
func WithCLI() Option {
	return func(p *yccallProvider) { p.cli = true }
}

// WithClient changes the configuration of the API client after the provider block was read into it:
// with another Transport, for example, a provider reaches a platform in its own process.
func WithClient(change func(*yccall.Config)) Option {
	return func(p *yccallProvider) { p.client = append(p.client, change) }
}

// New returns a function that makes the provider. version goes into the User-Agent.
func New(version string, options ...Option) func() provider.Provider {
	return func() provider.Provider {
		p := &yccallProvider{version: version, now: time.Now}
		for _, option := range options {
			option(p)
		}
		return p
	}
}

// providerData is what a configured provider hands to its resources, data sources and actions.
type providerData struct {
	client  *yccall.Client
	config  yccall.Config
	runner  *campaign.Runner
	teams   *team.Runner
	lists   *listCache
	digests *slowDigests
	now     func() time.Time
	read    sync.Map // of seenTask: the tasks, groups, members and queues that this process has read
	// replacing has the ids of the tasks for which this process has planned a new one.
	replacing sync.Map
	planned   sync.Map // ids of the tasks that Terraform has shown in a plan of this process
	gone      sync.Map // of seenTask: the tasks that this process has ended because their resource goes away
	pairs     plannedPairs
	// wait waits until Terraform has shown what it has read.
	wait func(ctx context.Context, d time.Duration) error
}

// Metadata names the provider.
func (p *yccallProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "yccall"
	resp.Version = p.version
}

// Schema describes the provider block.
func (p *yccallProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Declares predictive outbound-call campaigns on the Yccall platform.\n\n" +
			"Nothing is sent while the provider is configured: it logs in when the first request needs it.",
		Attributes: map[string]schema.Attribute{
			"endpoint": schema.StringAttribute{
				MarkdownDescription: "Base URL of the platform, `http` or `https`, for example `https://yccall.example.com:8443`. " +
					"Can also be set with `YCCALL_ENDPOINT`; required from one of the two.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"token": schema.StringAttribute{
				MarkdownDescription: "A ready token (API field `token`), used as it is and never renewed. Can also be set with `YCCALL_TOKEN`. " +
					"Excludes `app_id` and `access_key`.",
				Optional:  true,
				Sensitive: true,
				Validators: []validator.String{
					stringvalidator.LengthAtLeast(1),
				},
			},
			"app_id": schema.StringAttribute{
				MarkdownDescription: "Application id to log in with (`App.Sip_Auth.Login`, parameter `appid`). Can also be set with `YCCALL_APP_ID`. " +
					"The token is kept in memory only, and renewed when it ends.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"access_key": schema.StringAttribute{
				MarkdownDescription: "Secret that belongs to `app_id` (parameter `accesskey`). Can also be set with `YCCALL_ACCESS_KEY`.",
				Optional:            true,
				Sensitive:           true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"allow_http": schema.BoolAttribute{
				MarkdownDescription: "Accepts plain `http` without a warning. Can also be set with `YCCALL_ALLOW_HTTP`. Default `false`.",
				Optional:            true,
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: "Longest time for one HTTP exchange, as a Go duration of at least `1s`, for example `90s` or `2m`. Default `60s`.",
				Optional:            true,
				Validators:          []validator.String{durationValidator{min: time.Second}},
			},
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: "How often a request that only reads is repeated after it failed, 0 to 20, with growing pauses. HTTP 429 is always waited out. Default `4`.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.Between(0, 20)},
			},
		},
	}
}

// ValidateConfig refuses a block that names two ways to authenticate. The error points at app_id: a
// CLI shows the line it points at, and the lines of the token and the access key are secret.
func (p *yccallProvider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var m providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if isSet(m.Token) && (isSet(m.AppID) || isSet(m.AccessKey)) {
		resp.Diagnostics.Append(twoWays("Keep either token, or app_id and access_key."))
	}
}

// Configure checks the configuration and prepares the client. It sends nothing.
func (p *yccallProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	completed, diags := readProviderConfig(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	config := completed.client()
	config.UserAgent = "Terraform/" + req.TerraformVersion + " terraform-provider-yccall/" + p.version
	config.Now = p.now
	options := []campaign.Option{campaign.WithProgress(logProgress), campaign.WithSketchSecret([]byte(completed.accessKey))}
	var teamOptions []team.Option
	digests := newSlowDigests()
	if p.wait != nil {
		digests.passes, digests.memoryKiB = 1, 8
		config.RetryWaitMin, config.RetryWaitMax = time.Nanosecond, time.Nanosecond
		options, teamOptions = append(options, campaign.WithWait(p.wait)), append(teamOptions, team.WithWait(p.wait))
	}
	for _, change := range p.client {
		change(&config)
	}
	client, err := yccall.New(config)
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("endpoint"), "Unusable endpoint",
			"The endpoint cannot be used: "+err.Error()+".\n\nGive the platform's base URL, for example "+
				"https://yccall.example.com:8443, in the provider block or in YCCALL_ENDPOINT.")
		return
	}
	data := &providerData{
		client: client, config: config, lists: &listCache{}, digests: digests, now: p.now,
		runner: campaign.New(client, options...), teams: team.New(client, teamOptions...), wait: p.wait,
	}
	if data.wait == nil || p.cli {
		data.wait = sleep
	}
	resp.ResourceData, resp.ListResourceData, resp.DataSourceData = data, data, data
	resp.ActionData, resp.EphemeralResourceData = data, data
}

// sleep waits for a time or until ctx is done.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
	return ctx.Err()
}

// Resources lists the resource types.
func (p *yccallProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{newOutboundTaskResource, newExtensionGroupResource, newExtensionGroupMemberResource, newQueueResource}
}

// DataSources lists the data source types.
func (p *yccallProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		newOutboundTaskDataSource,
		newOutboundTasksDataSource,
		newOutboundTaskCallsDataSource,
		newExtensionGroupsDataSource,
		newExtensionsDataSource,
		newCallerNumbersDataSource,
		newQueuesDataSource,
	}
}

// ListResources lists the resource types that "terraform query" finds (Terraform 1.14).
func (p *yccallProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{newOutboundTaskList, newExtensionGroupList, newExtensionGroupMemberList, newQueueList}
}

// Actions lists the action types (Terraform 1.14).
func (p *yccallProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{newRedialAction, newSetStatusAction}
}

// EphemeralResources lists the ephemeral resource types (Terraform 1.10, OpenTofu 1.11).
func (p *yccallProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{newAccessTokenEphemeralResource}
}

// Functions lists the functions (Terraform 1.8, OpenTofu 1.7).
func (p *yccallProvider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{newPlatformTimeFunction, newNormalizePhoneFunction}
}
